"""Stream the rows of an Excel workbook.

The size that a workbook states for its sheet is not believed: some programs write one cell there
and others a million rows.
"""

import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import ClassVar, Protocol
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES

from node.domain.errors import MappingError, SourceError
from node.register.access import reading, require_file
from node.register.celltext import cell_text, has_lost_digits
from node.register.columns import plan_columns
from node.register.mapping import ColumnMapping
from node.register.row import RawRow, RowFault
from node.register.spelling import did_you_mean

_UNPACKED_BYTES = 4 << 30
"""A sheet of 1,048,576 full rows stays below; a file made to fill the memory does not."""
_ROWS = 1_048_576
"""Rows of a sheet, by the limits of Excel."""
_BATCH_ROWS = 1000

# openpyxl has no error of its own for a damaged workbook: whatever its parsing runs into comes out.
_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BadZipFile,
    EOFError,
    LookupError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)

_Values = tuple[object, ...]


class _Sheet(Protocol):
    """What is used of openpyxl's sheet, which has no types."""

    title: str
    max_row: int | None

    def reset_dimensions(self) -> None:
        """Forget the stated size."""

    def iter_rows(self, *, values_only: bool) -> Iterator[_Values]:
        """Yield the values of each row."""


class XLSXSource:
    """One sheet of a workbook: the first, or the one that the mapping names."""

    format: ClassVar[str] = "XLSX"
    unit: ClassVar[str] = "rows"
    encoding: ClassVar[None] = None

    def __init__(self, path: Path, mapping: ColumnMapping | None = None) -> None:
        """Read the header and lay the mapping over it.

        Raises:
            SourceError: The file is no readable workbook, or its header does not fit.
            MappingError: The mapping names a sheet or columns that the file does not have.
        """
        require_file(path)
        self.position = 0
        self.total: int | None = None
        self.skipped: Mapping[str, int] = {}
        self._path = path
        self._sheet = mapping.sheet if mapping else None
        header = next(self._numbered(), (0, ()))[1]
        self._plan = plan_columns(map(_name, _trimmed(header)), mapping)

    def rows(self) -> Iterator[RawRow | RowFault]:
        """Yield every row after the header, from the start at each call.

        Raises:
            SourceError: The workbook is damaged further on.
        """
        numbered = self._numbered()
        next(numbered, None)
        for line, values in numbered:
            self.position = line
            yield self._read(line, values)

    def _read(self, line: int, values: _Values) -> RawRow | RowFault:
        names = self._plan.header
        if any(value is not None for value in values[len(names) :]):
            return RowFault(line, None, "a value to the right of the last column")
        cells = []
        for name, value in zip(names, values, strict=False):
            try:
                cells.append(_sheet_text(value))
            except ValueError as error:
                return RowFault(line, name or None, str(error))
        cells.extend([""] * (len(names) - len(cells)))
        return self._plan.read(line, cells)

    def _numbered(self) -> Iterator[tuple[int, _Values]]:
        """Yield the number and values of every row that is not empty."""
        with reading(self._path), self._undamaged():
            for line, values in enumerate(self._values(), start=1):
                if line > _ROWS:
                    raise ValueError("more rows than a sheet can have")
                if any(value is not None for value in values):
                    yield line, values

    def _values(self) -> Iterator[_Values]:
        require_modest(self._path)
        with self._path.open("rb") as file:
            with warnings.catch_warnings():
                # Styles and extensions that openpyxl leaves out do not concern us.
                warnings.simplefilter("ignore")
                book = load_workbook(file, read_only=True, data_only=True)
                sheet = _choose_sheet(book.worksheets, self._sheet)
                self.total = sheet.max_row if (sheet.max_row or 0) > 1 else None
                sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True)
            while batch := _quietly(rows):
                yield from batch
            self.total = self.position

    @contextmanager
    def _undamaged(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGE as error:
            raise SourceError(
                f"{self._path.name}: is no workbook, or is damaged or protected",
                hint="Open it in a spreadsheet program and save it again as .xlsx or .csv, "
                "without a password.",
            ) from error


def require_modest(path: Path) -> None:
    """Refuse a workbook that unpacks to more than memory should bear.

    Raises:
        SourceError: The parts state more than 4 GiB in all.
        BadZipFile: The file is no archive.
    """
    with ZipFile(path) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > _UNPACKED_BYTES:
        raise SourceError(
            f"{path.name}: unpacks to more than {_UNPACKED_BYTES >> 30} GiB",
            hint="Save the sheet as .csv, which is read row by row.",
        )


def _sheet_text(value: object) -> str:
    """Write a cell as text; Excel keeps no whole number beyond 15 digits either."""
    if value in ERROR_CODES:
        raise ValueError("a spreadsheet error instead of a value")
    if isinstance(value, int) and has_lost_digits(value):
        return cell_text(float(value))
    return cell_text(value)


def _quietly(rows: Iterator[_Values]) -> list[_Values]:
    """Take the next batch; a date that cannot be comes as an error value, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(islice(rows, _BATCH_ROWS))


def _trimmed(header: _Values) -> _Values:
    """Return the header without the empty cells at its right edge, which formatting leaves."""
    width = max((at for at, value in enumerate(header, start=1) if value is not None), default=0)
    return header[:width]


def _name(value: object) -> str:
    return "" if value is None else str(value)


def _choose_sheet(sheets: Sequence[_Sheet], title: str | None) -> _Sheet:
    if title is None:
        return sheets[0]
    by_title = {sheet.title: sheet for sheet in sheets}
    if title not in by_title:
        raise MappingError(
            f'sheet: the workbook has no sheet "{title}"{did_you_mean(title, by_title)}',
            hint="Write the name as the tab of the sheet has it.",
        )
    return by_title[title]
