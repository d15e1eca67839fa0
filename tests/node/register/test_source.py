"""Tests of `node.register.source`, through every reader."""

import io
import os
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from pyarrow import parquet

from matching.subject import EntityType
from node.domain.errors import MappingError, NodeError, SourceError
from node.register.mapping import ColumnMapping, Rule
from node.register.row import RawRow, RowFault
from node.register.source import open_source

_MAPPING = ColumnMapping((Rule("id", ("id",)),))


def _xlsx() -> bytes:
    book = Workbook()
    book.active.append(["id", "name"])
    book.active.append(["7", "Quux"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _parquet() -> bytes:
    content = io.BytesIO()
    parquet.write_table(pa.table({"id": ["7"], "name": ["Quux"]}), content)
    return content.getvalue()


_CSV = b"id,name\n7,Quux\n"
_FTM = b'{"id": "7", "schema": "Person", "properties": {"name": ["Quux"]}}\n'


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", _CSV, "CSV"),
        ("a.TXT", _CSV, "CSV"),
        ("a.tsv", _CSV.replace(b",", b"\t"), "CSV"),
        ("a.xlsx", _xlsx(), "XLSX"),
        ("a.csv", _xlsx(), "XLSX"),
        ("a.parquet", _parquet(), "Parquet"),
        ("a", _parquet(), "Parquet"),
        ("a.ftm.json", _FTM, "FollowTheMoney"),
        ("a.jsonl", b"\xef\xbb\xbf" + _FTM, "FollowTheMoney"),
        ("a", b"\n " + _FTM, "FollowTheMoney"),
    ],
)
def test_the_reader_that_fits_is_chosen(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    """What a file begins with counts more than its name, and all formats give the same row."""
    path = tmp_path / name
    path.write_bytes(content)

    source = open_source(path, EntityType.PERSON)
    (row,) = source.rows()

    assert source.format == expected
    assert isinstance(row, RawRow)
    assert row.fields == {"id": ("7",), "name": ("Quux",)}
    assert source.position == source.total
    assert source.unit in {"bytes", "rows"}
    assert source.encoding in {"UTF-8", None}
    assert source.skipped == {}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or a protected workbook"),
        ("a.csv.gz", b"\x1f\x8b\x08\x00", "is packed"),
        ("a.pdf", b"%PDF-1.7", "is a PDF"),
        ("a.ods", b"PK\x03\x04", "no workbook"),
        ("a.xml", b"<list/>", "no known format"),
        ("a.csv", b"", "is empty"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_way_out(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    """Every refusal names the file and says what to try."""
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(SourceError, match=told) as caught:
        open_source(path, EntityType.PERSON)

    assert str(caught.value).startswith(name)
    assert caught.value.hint


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A missing file is no traceback."""
    with pytest.raises(SourceError, match="no such file"):
        open_source(tmp_path / "a.csv", EntityType.PERSON)


def test_a_directory_is_told(tmp_path: Path) -> None:
    """A directory is not read file by file behind anybody's back."""
    with pytest.raises(SourceError, match="is a directory"):
        open_source(tmp_path, EntityType.PERSON)


def test_a_pipe_is_told(tmp_path: Path) -> None:
    """A pipe cannot be read twice, so it is refused rather than waited for."""
    path = tmp_path / "a.csv"
    os.mkfifo(path)

    with pytest.raises(SourceError, match="no regular file"):
        open_source(path, EntityType.PERSON)


def test_a_file_under_a_file_is_told(tmp_path: Path) -> None:
    """Whatever else the system says of a path becomes our error."""
    (tmp_path / "a").write_bytes(_CSV)

    with pytest.raises(SourceError, match="cannot be read"):
        open_source(tmp_path / "a" / "b.csv", EntityType.PERSON)


def test_entities_need_no_mapping(tmp_path: Path) -> None:
    """A mapping for a format that has its own is a mistake worth telling."""
    path = tmp_path / "a.ftm.json"
    path.write_bytes(_FTM)

    with pytest.raises(MappingError, match="needs no mapping"):
        open_source(path, EntityType.PERSON, mapping=_MAPPING)


@pytest.mark.parametrize("content", [_CSV, _xlsx(), _parquet()], ids=["csv", "xlsx", "parquet"])
def test_a_mapping_reaches_every_table(tmp_path: Path, content: bytes) -> None:
    """Tables of all formats are read through the same mapping."""
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    (row,) = open_source(path, EntityType.PERSON, mapping=_MAPPING).rows()

    assert isinstance(row, RawRow)
    assert row.fields == {"id": ("7",)}


@given(
    content=st.binary(max_size=200),
    head=st.sampled_from([b"", b"PK\x03\x04", b"PAR1", b"{", b"id,name\n", b"\xff\xfe"]),
    suffix=st.sampled_from([".csv", ".xlsx", ".parquet", ".json", ""]),
)
def test_no_file_brings_anything_but_our_own_errors(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, head: bytes, suffix: str
) -> None:
    """Arbitrary bytes under any name are rows, faults or a NodeError."""
    path = tmp_path_factory.mktemp("source") / f"a{suffix}"
    path.write_bytes(head + content)
    try:
        rows = list(open_source(path, EntityType.PERSON).rows())
    except NodeError:
        return
    assert all(isinstance(row, RawRow | RowFault) for row in rows)
