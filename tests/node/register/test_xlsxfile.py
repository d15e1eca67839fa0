"""Tests of `node.register.xlsxfile`."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from node.domain.errors import MappingError, NodeError, SourceError
from node.register import xlsxfile
from node.register.mapping import ColumnMapping, Rule
from node.register.row import RawRow, RowFault
from node.register.xlsxfile import XLSXSource

_HEADER = ["id", "name", "birth_date", "imo"]


def _workbook(*rows: Sequence[object], title: str = "Sheet") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.create_sheet("Other").append(["id", "name"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _source(folder: Path, content: bytes, mapping: ColumnMapping | None = None) -> XLSXSource:
    path = folder / "register.xlsx"
    path.write_bytes(content)
    return XLSXSource(path, mapping)


def _repacked(content: bytes, part: str, replace: tuple[bytes, bytes]) -> bytes:
    """Return a workbook in which one part has been changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(*replace) if name == part else data)
    return target.getvalue()


def test_cells_become_the_text_that_was_meant(tmp_path: Path) -> None:
    """Numbers, real dates and several values in a cell are read as a person reads them."""
    content = _workbook(
        _HEADER,
        [7, "Zzyzx | Quux", date(1975, 4, 3), 9074729.0],
        ["8", None, datetime(1975, 4, 3), None],  # noqa: DTZ001 - sheets know no zones
    )

    assert list(_source(tmp_path, content).rows()) == [
        RawRow(
            2,
            {
                "id": ("7",),
                "name": ("Zzyzx", "Quux"),
                "birth_date": ("1975-04-03",),
                "imo": ("9074729",),
            },
        ),
        RawRow(3, {"id": ("8",), "birth_date": ("1975-04-03",)}),
    ]


def test_empty_rows_and_columns_are_no_rows(tmp_path: Path) -> None:
    """Rows keep the numbers of the sheet; empty rows and edge columns do not count."""
    content = _workbook([], ["id", "name", None], [], ["7", "Quux"], [], ["8", "Foo", None, None])

    rows = list(_source(tmp_path, content).rows())

    assert [row.line for row in rows] == [4, 6]
    assert all(isinstance(row, RawRow) for row in rows)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["7", "#N/A"], RowFault(2, "name", "a spreadsheet error instead of a value")),
        (
            [1234567890123456, "Quux"],
            RowFault(2, "id", "a number of more than 15 digits has lost some: store it as text"),
        ),
        (
            ["7", "Quux", "", "", "x"],
            RowFault(2, None, "a value to the right of the last column"),
        ),
    ],
    ids=["error", "digits", "right"],
)
def test_a_cell_that_lost_its_value_is_a_fault(
    tmp_path: Path, row: list[object], fault: RowFault
) -> None:
    """What the spreadsheet has spoilt is told, and the next row is read."""
    rows = list(_source(tmp_path, _workbook(_HEADER, row, ["8", "Foo"])).rows())

    assert rows[0] == fault
    assert isinstance(rows[1], RawRow)


@pytest.mark.parametrize("stated", [b"A1", b"A1:XFD1048576"], ids=["one cell", "everything"])
def test_the_stated_size_of_a_sheet_is_not_believed(tmp_path: Path, stated: bytes) -> None:
    """All rows are read, and only they, whatever the sheet says of its size."""
    content = _workbook(["id", "name"], ["7", "Quux"], ["8", "Foo"])
    lying = _repacked(content, "xl/worksheets/sheet1.xml", (b'ref="A1:B3"', b'ref="%b"' % stated))
    assert lying != content

    source = _source(tmp_path, lying)

    assert len(list(source.rows())) == 2
    assert source.position == source.total == 3


def test_an_impossible_date_is_a_fault(tmp_path: Path) -> None:
    """A date beyond the calendar is an error value of the sheet, not a warning."""
    content = _workbook(_HEADER, ["7", "Quux", date(1975, 4, 3)])
    broken = _repacked(content, "xl/worksheets/sheet1.xml", (b"27487", b"99999999"))

    (fault,) = _source(tmp_path, broken).rows()

    assert fault == RowFault(2, "birth_date", "a spreadsheet error instead of a value")


def test_a_mapping_names_the_sheet(tmp_path: Path) -> None:
    """The first sheet is read unless the mapping names another."""
    mapping = ColumnMapping((Rule("id", ("Nr",)),), sheet="Personas")
    book = Workbook()
    book.create_sheet("Personas").append(["Nr"])
    book["Personas"].append([7])
    book.save(tmp_path / "register.xlsx")

    assert list(XLSXSource(tmp_path / "register.xlsx", mapping).rows()) == [
        RawRow(2, {"id": ("7",)})
    ]


def test_an_unknown_sheet_is_told_with_the_nearest(tmp_path: Path) -> None:
    """A misspelt sheet is a fault of the mapping."""
    mapping = ColumnMapping((Rule("id", ("id",)),), sheet="personas")

    with pytest.raises(MappingError, match='did you mean "Personas"'):
        _source(tmp_path, _workbook(["id"], title="Personas"), mapping)


@pytest.mark.parametrize(
    "content",
    [b"id,name\n", b"PK\x03\x04", _workbook(["id"])[:-30], _workbook(["id"])[:600]],
    ids=["text", "magic", "cut", "start"],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    """A damaged file is told with a way to mend it."""
    with pytest.raises(SourceError, match="no workbook") as caught:
        _source(tmp_path, content)

    assert ".csv" in caught.value.hint


def test_an_empty_sheet_has_no_header(tmp_path: Path) -> None:
    """A workbook without a cell is refused like a file without a header."""
    with pytest.raises(SourceError, match="first row names none"):
        _source(tmp_path, _workbook())


def test_a_workbook_that_unpacks_too_far_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size that the parts state is added up before any is unpacked."""
    monkeypatch.setattr(xlsxfile, "_UNPACKED_BYTES", 1000)

    with pytest.raises(SourceError, match="unpacks to more"):
        _source(tmp_path, _workbook(["id"]))


def test_more_rows_than_a_sheet_has_are_refused(tmp_path: Path) -> None:
    """A row number that no sheet reaches does not make the reader count to it."""
    content = _workbook(["id"], ["7"])
    broken = _repacked(
        _repacked(content, "xl/worksheets/sheet1.xml", (b'r="2"', b'r="999999999"')),
        "xl/worksheets/sheet1.xml",
        (b'r="A2"', b'r="A999999999"'),
    )

    with pytest.raises(SourceError, match="damaged"):
        list(_source(tmp_path, broken).rows())


_WHOLE = _workbook(_HEADER, [7, "Quux", date(1975, 4, 3), 9074729], [8, "Foo"])


@given(at=st.integers(0, len(_WHOLE) - 1), patch=st.binary(min_size=1, max_size=8))
def test_no_damage_brings_anything_but_our_own_errors(
    tmp_path_factory: pytest.TempPathFactory, at: int, patch: bytes
) -> None:
    """A workbook with any bytes overwritten yields rows, faults or a NodeError."""
    content = _WHOLE[:at] + patch + _WHOLE[at + len(patch) :]
    try:
        rows = list(_source(tmp_path_factory.mktemp("xlsx"), content).rows())
    except NodeError:
        return
    assert all(isinstance(row, RawRow | RowFault) for row in rows)


_SHEET = "xl/worksheets/sheet1.xml"
_SHEET_XML = zipfile.ZipFile(io.BytesIO(_WHOLE)).read(_SHEET)


@given(at=st.integers(0, len(_SHEET_XML) - 1), patch=st.binary(min_size=1, max_size=8))
def test_no_damaged_sheet_brings_anything_but_our_own_errors(
    tmp_path_factory: pytest.TempPathFactory, at: int, patch: bytes
) -> None:
    """The same inside the archive, where no checksum stands before the parser."""
    damaged = _SHEET_XML[:at] + patch + _SHEET_XML[at + len(patch) :]
    content = _repacked(_WHOLE, _SHEET, (_SHEET_XML, damaged))
    try:
        rows = list(_source(tmp_path_factory.mktemp("xlsx"), content).rows())
    except NodeError:
        return
    assert all(isinstance(row, RawRow | RowFault) for row in rows)
