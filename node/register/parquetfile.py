"""Stream the rows of a Parquet file, batch by batch."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pyarrow as pa
from pyarrow.parquet import ParquetFile

from node.domain.errors import SourceError
from node.register.access import reading, require_file
from node.register.celltext import cell_text
from node.register.columns import plan_columns
from node.register.mapping import Cell, ColumnMapping
from node.register.row import RawRow, RowFault

_BATCH_ROWS = 4096

# A value that fits no Python type (a year beyond 9999) comes out as one of the last two.
_DAMAGE = (pa.ArrowException, ArithmeticError, ValueError)


class ParquetSource:
    """A Parquet file; columns that nothing asks for are not even read from disk."""

    format: ClassVar[str] = "Parquet"
    unit: ClassVar[str] = "rows"
    encoding: ClassVar[None] = None

    def __init__(self, path: Path, mapping: ColumnMapping | None = None) -> None:
        """Read the schema and lay the mapping over it.

        Raises:
            SourceError: The file is no readable Parquet, or its columns do not fit.
            MappingError: The mapping reads columns that the file does not have.
        """
        require_file(path)
        self.position = 0
        self.skipped: Mapping[str, int] = {}
        self._path = path
        with self._opened() as file:
            self.total: int = file.metadata.num_rows
            self._plan = plan_columns(file.schema_arrow.names, mapping)

    def rows(self) -> Iterator[RawRow | RowFault]:
        """Yield every row, from the start at each call; the first is 1.

        Raises:
            SourceError: The file is damaged further on.
        """
        self.position = 0
        with self._opened() as file:
            wanted = sorted(self._plan.mapping.sources)
            for batch in file.iter_batches(_BATCH_ROWS, columns=wanted, use_threads=False):
                for values in batch.to_pylist():
                    self.position += 1
                    yield self._read(self.position, values)

    def _read(self, line: int, values: Mapping[str, object]) -> RawRow | RowFault:
        cells = []
        for name in self._plan.header:
            try:
                cells.append(_cell(values.get(name)))
            except ValueError as error:
                return RowFault(line, name, str(error))
        return self._plan.read(line, cells)

    @contextmanager
    def _opened(self) -> Iterator[ParquetFile]:
        try:
            with reading(self._path), ParquetFile(self._path, pre_buffer=False) as file:
                yield file
        except _DAMAGE as error:
            raise SourceError(
                f"{self._path.name}: is no Parquet file, or is damaged",
                hint="Write it again, or export the register as .csv.",
            ) from error


def _cell(value: object) -> Cell:
    """Write a value as text, and a list as its values."""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return tuple(filter(None, (cell_text(item).strip() for item in value)))
    return cell_text(value)
