"""Tests of `node.register.parquetfile`."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from node.domain.errors import NodeError, SourceError
from node.register.mapping import ColumnMapping, Rule
from node.register.parquetfile import ParquetSource
from node.register.row import RawRow, RowFault


def _source(
    folder: Path, columns: dict[str, object], mapping: ColumnMapping | None = None
) -> ParquetSource:
    path = folder / "register.parquet"
    parquet.write_table(pa.table(columns), path)
    return ParquetSource(path, mapping)


def test_typed_columns_become_values(tmp_path: Path) -> None:
    """Numbers, dates and lists are read; a list is not split further."""
    source = _source(
        tmp_path,
        {
            "id": [7, 8],
            "name": ["Zzyzx", None],
            "aliases": [["Foo | Bar", " Baz ", None], []],
            "weak_aliases": ["Foo | Bar", ""],
            "birth_date": [date(1975, 4, 3), None],
            "imo": pa.array([9074729.0, None]),
        },
    )

    assert list(source.rows()) == [
        RawRow(
            1,
            {
                "id": ("7",),
                "name": ("Zzyzx",),
                "aliases": ("Foo | Bar", "Baz"),
                "weak_aliases": ("Foo", "Bar"),
                "birth_date": ("1975-04-03",),
                "imo": ("9074729",),
            },
        ),
        RawRow(2, {"id": ("8",)}),
    ]
    assert (source.total, source.position) == (2, 2)


def test_columns_that_nobody_asks_for_may_hold_anything(tmp_path: Path) -> None:
    """A mapping takes its columns from a wider file."""
    mapping = ColumnMapping((Rule("id", ("nr",)),))

    source = _source(tmp_path, {"photo": [b"\xff"], "nr": ["7"]}, mapping)

    assert list(source.rows()) == [RawRow(1, {"id": ("7",)})]


@pytest.mark.parametrize(
    "value", [b"raw", {"a": 1}, float("nan"), 1e18], ids=["bytes", "struct", "nan", "digits"]
)
def test_a_value_of_no_register_is_a_fault(tmp_path: Path, value: object) -> None:
    """A cell that is no text, number or date is told with its column."""
    (fault,) = _source(tmp_path, {"id": ["7"], "name": [value]}).rows()

    assert isinstance(fault, RowFault)
    assert (fault.line, fault.column) == (1, "name")


def test_unknown_columns_are_refused(tmp_path: Path) -> None:
    """The header is checked as that of any other table."""
    with pytest.raises(SourceError, match='did you mean "name"'):
        _source(tmp_path, {"id": ["7"], "nmae": ["Quux"]})


@pytest.mark.parametrize("content", [b"PAR1", b"id,name\n", b"PAR1" * 10])
def test_what_is_no_parquet_is_refused(tmp_path: Path, content: bytes) -> None:
    """A damaged file is told with a way to mend it."""
    path = tmp_path / "register.parquet"
    path.write_bytes(content)

    with pytest.raises(SourceError, match="no Parquet file") as caught:
        ParquetSource(path)

    assert ".csv" in caught.value.hint


def test_text_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A text column with bytes that are not UTF-8 is damage."""
    names = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe")]
    )
    source = _source(tmp_path, {"id": ["7"], "name": names})

    with pytest.raises(SourceError, match="damaged"):
        list(source.rows())


@given(st.binary(max_size=300))
def test_no_bytes_bring_anything_but_our_own_errors(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """Whatever stands between the marks of the format, it is rows or a NodeError."""
    path = tmp_path_factory.mktemp("parquet") / "register.parquet"
    path.write_bytes(b"PAR1" + content + len(content).to_bytes(4, "little") + b"PAR1")
    with pytest.raises(NodeError):
        list(ParquetSource(path).rows())
