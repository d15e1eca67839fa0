"""Tests of `node.register.csvfile`."""

import csv
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node.domain.errors import MappingError, NodeError, SourceError
from node.register.charset import named_charset
from node.register.csvfile import CSVSource
from node.register.mapping import ColumnMapping, Rule
from node.register.row import RawRow, RowFault


def _source(folder: Path, content: str | bytes, mapping: ColumnMapping | None = None) -> CSVSource:
    path = folder / "register.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return CSVSource(path, mapping)


def _names(source: CSVSource) -> list[tuple[str, ...] | str]:
    return [row.fields["name"] if isinstance(row, RawRow) else row.reason for row in source.rows()]


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_delimiter_and_line_ends_are_found(tmp_path: Path, delimiter: str, ending: str) -> None:
    """Every usual delimiter and line end is read alike."""
    lines = [["id", "name", "country"], ["7", "Zzyzx", "es"], ["8", "Quux", "pt"]]
    content = ending.join(delimiter.join(cells) for cells in lines)

    source = _source(tmp_path, content)

    assert source.delimiter == delimiter
    assert list(source.rows()) == [
        RawRow(2, {"id": ("7",), "name": ("Zzyzx",), "country": ("es",)}),
        RawRow(3, {"id": ("8",), "name": ("Quux",), "country": ("pt",)}),
    ]


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_the_character_set_is_found_and_told(tmp_path: Path, codec: str, name: str) -> None:
    """A mark at the start is no part of the first column's name, and accents survive."""
    source = _source(tmp_path, "id,name\n7,Peña\n".encode(codec))

    assert source.encoding == name
    assert _names(source) == [("Peña",)]


def test_a_mapping_names_the_character_set_and_the_delimiter(tmp_path: Path) -> None:
    """What sniffing cannot know is taken from the mapping."""
    mapping = ColumnMapping(
        (Rule("id", ("№",)), Rule("name", ("Имя",))),
        charset=named_charset("utf-16-le"),
        delimiter="~",
    )
    source = _source(tmp_path, "№~Имя\n7~Иван, Пётр\n".encode("utf-16-le"), mapping)

    assert source.encoding == "utf-16-le"
    assert _names(source) == [("Иван, Пётр",)]


def test_a_mapping_tells_the_delimiter_by_its_columns(tmp_path: Path) -> None:
    """Commas within foreign headers do not count for more than the columns that are sought."""
    mapping = ColumnMapping((Rule("id", ("Nr",)), Rule("name", ("Nombre",))))

    source = _source(tmp_path, "Nr;Nombre;a,b,c,d,e\n7;Quux;x\n", mapping)

    assert source.delimiter == ";"


def test_an_announced_delimiter_is_believed(tmp_path: Path) -> None:
    """The line that Excel reads for its delimiter is no header."""
    source = _source(tmp_path, "sep=;\nid;name\n7;Quux\n")

    assert list(source.rows()) == [RawRow(3, {"id": ("7",), "name": ("Quux",)})]


def test_lines_are_physical_lines(tmp_path: Path) -> None:
    """A row is told by the line where it starts, whatever line ends its cells hold."""
    content = 'id,name\n\n7,"Zzyzx\nQuux"\n8,Foo\n,,x\n,\n9,Bar\n'

    rows = list(_source(tmp_path, content).rows())

    assert [(row.line, type(row)) for row in rows] == [
        (3, RawRow),
        (5, RawRow),
        (6, RowFault),
        (8, RawRow),
    ]
    assert isinstance(rows[0], RawRow)
    assert rows[0].fields["name"] == ("Zzyzx\nQuux",)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("7", "1 cells where the header has 2"),
        ("7,Quux,es", "3 cells where the header has 2"),
        ('7,"Quux" Foo', "broken quoting"),
        ("7," + "x" * 140_000, "broken quoting, or a cell of more than"),
    ],
    ids=["short", "long", "quote", "endless"],
)
def test_a_damaged_row_is_a_fault_and_the_next_is_read(
    tmp_path: Path, line: str, reason: str
) -> None:
    """One bad row costs one row."""
    fault, row = _source(tmp_path, f"id,name\n{line}\n8,Foo\n").rows()

    assert isinstance(fault, RowFault)
    assert fault.line == 2
    assert fault.reason.startswith(reason)
    assert row == RawRow(3, {"id": ("8",), "name": ("Foo",)})


def test_a_quote_that_is_never_closed_is_told_where_it_opens(tmp_path: Path) -> None:
    """The rows that it swallowed are told by the line where the trouble starts."""
    rows = list(_source(tmp_path, 'id,name\n7,Foo\n8,"Bar\n9,Baz\n').rows())

    assert [row.line for row in rows] == [2, 3]
    assert isinstance(rows[1], RowFault)


@pytest.mark.parametrize("name", [b"Pe\xf1a", b"Pe\0a", "Pe\ufffda".encode()])
def test_lost_characters_are_a_fault_of_their_column(tmp_path: Path, name: bytes) -> None:
    """A row with bytes that are no text is told with its column, and nothing is guessed."""
    content = "id,name\n6,Пётр\n".encode() + b"7," + name + b"\n8,Foo\n"

    assert list(_source(tmp_path, content).rows())[1] == RowFault(
        3, "name", "bytes that are no text in this encoding"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\n\n\n", "no readable header"),
        (b'"id', "no readable header"),
        (b"417,Zzyzx\n", "first row names none"),
        (b"id,nmae\n", 'did you mean "name"'),
        (b"id,id\n", "twice: id"),
        (b"name\n", 'no column "id"'),
        (b"\xff\xfeX", "no readable header|names none"),
    ],
    ids=["empty", "blank", "quote", "headless", "unknown", "twice", "idless", "half"],
)
def test_a_file_without_a_fitting_header_is_refused(
    tmp_path: Path, content: bytes, told: str
) -> None:
    """What is wrong with the header is told before any row is read."""
    with pytest.raises(SourceError, match=told):
        _source(tmp_path, content)


def test_a_mapping_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    """A mapping made for another file is told by the columns that are missing."""
    mapping = ColumnMapping((Rule("id", ("Nr",)), Rule("name", ("Nombre",))))

    with pytest.raises(MappingError, match="Nombre"):
        _source(tmp_path, "Nr,Nom\n7,Quux\n", mapping)


def test_a_codec_that_gives_up_is_told(tmp_path: Path) -> None:
    """An encoding that cannot go on after a mistake is an error of the source."""
    mapping = ColumnMapping((Rule("id", ("Nr",)),), charset=named_charset("idna"))

    with pytest.raises(SourceError, match="cannot be decoded as idna"):
        _source(tmp_path, "Nr\n7\n", mapping)


def test_progress_counts_bytes_to_the_end(tmp_path: Path) -> None:
    """The position grows from nothing to the size of the file, again at each reading."""
    source = _source(tmp_path, "id,name\n" + "7,Quux\n" * 10_000)

    for _ in range(2):
        seen = [source.position for _ in source.rows()]

        assert seen == sorted(seen)
        assert 0 < seen[0] < source.total == source.position


def test_a_file_that_vanishes_is_told(tmp_path: Path) -> None:
    """A file that is gone when its rows are read is an error of the source."""
    source = _source(tmp_path, "id,name\n7,Quux\n")
    (tmp_path / "register.csv").unlink()

    with pytest.raises(SourceError, match="no such file"):
        list(source.rows())


@pytest.mark.parametrize("shape", ["rows", "one line", "one quote"])
def test_memory_stays_bounded(tmp_path: Path, shape: str) -> None:
    """Twenty megabytes are read in a few, whether they have line ends or not."""
    body = {
        "rows": b"7,Quux\n" * 3_000_000,
        "one line": b"7,Quux " * 3_000_000,
        "one quote": b'7,"' + b"Quux\n" * 4_000_000,
    }[shape]
    source = _source(tmp_path, b"id,name\n" + body)
    del body

    tracemalloc.start()
    try:
        for count, _ in enumerate(source.rows()):
            if count > 20_000:
                break
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 12_000_000


_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffd"), max_size=8)


@given(names=st.lists(_CELL, max_size=8), delimiter=st.sampled_from(",;\t|"))
def test_what_the_csv_library_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], delimiter: str
) -> None:
    """Any cell comes back stripped and split, whatever delimiters and line ends it holds."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([["id", "name"], *([number, name] for number, name in enumerate(names))])

    source = _source(tmp_path_factory.mktemp("csv"), text.getvalue())

    read = [row.fields.get("name", ()) for row in source.rows() if isinstance(row, RawRow)]
    assert read == [
        tuple(filter(None, (part.strip() for part in name.split(" | ")))) for name in names
    ]


@given(st.binary(max_size=400))
def test_no_bytes_bring_anything_but_our_own_errors(
    tmp_path_factory: pytest.TempPathFactory, tail: bytes
) -> None:
    """Whatever follows a header, or stands in its place, is a row, a fault or a NodeError."""
    folder = tmp_path_factory.mktemp("csv")
    for content in (tail, b"id,name,country\n" + tail, "id;name\n".encode("utf-16") + tail):
        try:
            rows = list(_source(folder, content).rows())
        except NodeError:
            continue
        assert all(isinstance(row, RawRow | RowFault) for row in rows)
