"""Stream delimited text files.

Rules: memory is bounded whatever the file holds; a damaged row is a fault with its line, and the
next row is read; quoting is strict, so that a stray quote cannot swallow the rows after it unseen.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, TextIO

from node.domain.errors import SourceError
from node.register.access import reading, require_file
from node.register.charset import sniff_charset
from node.register.columns import KNOWN_COLUMNS, plan_columns
from node.register.mapping import ColumnMapping
from node.register.row import RawRow, RowFault

_DELIMITERS = ",;\t|"
_LINE_CHARS = 1 << 18
"""A longer line is handed on in pieces, each of which then is a fault."""
_ANNOUNCED = re.compile(r"sep=([,;|\t])\s*")
"""Excel reads, and some programs write, the delimiter in a line before the header."""

_Parsed = tuple[int, list[str] | None]
"""Line where a row starts, and its cells; None where the quoting is broken."""


class CSVSource:
    """A delimited text file; its character set and delimiter are found when it is opened."""

    format: ClassVar[str] = "CSV"
    unit: ClassVar[str] = "bytes"

    def __init__(self, path: Path, mapping: ColumnMapping | None = None) -> None:
        """Read the header and lay the mapping over it.

        Raises:
            SourceError: The file cannot be read or decoded, or its header does not fit.
            MappingError: The mapping reads columns that the file does not have.
        """
        self.total = require_file(path)
        self.position = 0
        self.skipped: Mapping[str, int] = {}
        self._path = path
        self._charset = (mapping and mapping.charset) or sniff_charset(path)
        with self._opened() as file:
            expected = mapping.sources if mapping else KNOWN_COLUMNS
            named = mapping.delimiter if mapping else None
            self.delimiter = named or _find_delimiter(_Lines(file), expected)
        with self._opened() as file:
            header = next(self._parse(_Lines(file)), (0, None))[1]
            self._plan = plan_columns(_require_cells(header, path), mapping)

    @property
    def encoding(self) -> str:
        """The character set in which the file is read."""
        return self._charset.name

    def rows(self) -> Iterator[RawRow | RowFault]:
        """Yield every row after the header, from the start at each call.

        Raises:
            SourceError: The file cannot be read to its end.
        """
        with self._opened() as file:
            parsed = self._parse(_Lines(file))
            next(parsed, None)
            for line, cells in parsed:
                self.position = file.buffer.tell()
                if cells is None or any(cells):
                    yield self._read(line, cells)
            self.position = self.total

    def _read(self, line: int, cells: list[str] | None) -> RawRow | RowFault:
        width = len(self._plan.header)
        if cells is None:
            return RowFault(line, None, "broken quoting, or a cell of more than 131,072 letters")
        if len(cells) != width:
            return RowFault(line, None, f"{len(cells)} cells where the header has {width}")
        return self._plan.find_lost(line, cells) or self._plan.read(line, cells)

    def _parse(self, lines: "_Lines") -> Iterator[_Parsed]:
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        while True:
            lines.start_row()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield lines.row_line, None
                continue
            if cells and not (lines.row_line == 1 and _announces(cells, self.delimiter)):
                yield lines.row_line, cells

    @contextmanager
    def _opened(self) -> Iterator[TextIO]:
        with (
            reading(self._path),
            self._path.open(encoding=self._charset.codec, errors="replace", newline="") as file,
        ):
            try:
                yield file
            except UnicodeError as error:
                raise SourceError(
                    f"{self._path.name}: cannot be decoded as {self.encoding}",
                    hint='Name the encoding in a mapping file: encoding = "windows-1251"',
                ) from error


class _Lines:
    """The lines of a text file, counted, none longer than `_LINE_CHARS`."""

    def __init__(self, file: TextIO) -> None:
        """Begin at the start of `file`."""
        self._file = file
        self._ended = 0
        self.row_line = 1

    def start_row(self) -> None:
        """Note that the next line starts a row."""
        self.row_line = self._ended + 1

    def __iter__(self) -> "_Lines":
        """Return itself: the lines can be read once."""
        return self

    def __next__(self) -> str:
        """Return the next line with its ending."""
        line = self._file.readline(_LINE_CHARS)
        if not line:
            raise StopIteration
        if line[-1] in "\r\n":
            self._ended += 1
        return line


def _find_delimiter(lines: _Lines, expected: frozenset[str]) -> str:
    """Choose the delimiter under which the header names most of the expected columns."""
    header = next((line for line in lines if line.strip()), "")
    announced = _ANNOUNCED.fullmatch(header)
    if announced:
        return announced[1]

    def fit(delimiter: str) -> tuple[int, int]:
        names = {name.strip(' "\r\n') for name in header.split(delimiter)}
        return len(names & expected), len(names)

    return max(_DELIMITERS, key=fit)


def _announces(cells: list[str], delimiter: str) -> bool:
    return delimiter.join(cells) == f"sep={delimiter}"


def _require_cells(header: list[str] | None, path: Path) -> list[str]:
    if header is None:
        raise SourceError(
            f"{path.name}: has no readable header",
            hint="See the columns with: heliograph register schema",
        )
    return header
