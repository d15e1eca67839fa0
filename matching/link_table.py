"""The tables that Splink scores in bulk: Parquet files that hold numbers only.

One row of `subjects` stands for each record that asked, one row of `candidates` for each pair. A
pair's row has the comparison columns; the subject's has none, because a comparison of pseudonyms
is complete on one side (see `matching.comparator`). An engine writes `scored`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from matching.comparator import NUMBER, SIDE, SUBJECT
from matching.errors import LinkError

RECORD = "record"
"""Number of the left record of a pair; Splink hands it through unread."""
WEIGHT = "match_weight"
LEFT_SIDE, RIGHT_SIDE = "asked", "candidates"
"""What Splink calls the two tables; the blocking rule joins the first with the second."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Some subjects with their candidates; every array has one entry per pair."""

    subject: NDArray[np.int64]
    record: NDArray[np.int64]
    columns: Mapping[str, NDArray[np.float64]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Tables:
    """Where the tables of one link lie."""

    folder: Path

    @property
    def subjects(self) -> Path:
        """One row for each record that asked."""
        return self.folder / "subjects.parquet"

    @property
    def candidates(self) -> Path:
        """One row for each pair."""
        return self.folder / "candidates.parquet"

    @property
    def scored(self) -> Path:
        """A folder of Parquet files: number and match weight of each pair over the threshold."""
        return self.folder / "scored"


class Predict(Protocol):
    """What an engine is: Splink's predict over the tables of a link."""

    def __call__(self, tables: Tables, settings: str, *, threshold: float) -> None:
        """Score all pairs and write those of at least so many bits.

        Args:
            tables: the files to read, and the folder to write.
            settings: Splink's settings as JSON.
            threshold: match weight in bits.

        Raises:
            EngineUnavailableError: the engine is not installed.
            LinkError: the engine failed.
        """


class TableWriter:
    """Writes the candidates as they come, so that memory does not grow with the pairs."""

    def __init__(self, tables: Tables, columns: tuple[str, ...]) -> None:
        """Begin the table.

        Raises:
            LinkError: the file cannot be written.
        """
        self.size = 0
        self._tables = tables
        self._schema = _schema(columns)
        try:
            self._writer = pq.ParquetWriter(tables.candidates, self._schema)
        except OSError as error:
            raise _unwritable() from error

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(self, *_: object) -> None:
        """Complete the table."""
        self._writer.close()

    def add(self, pairs: Pairs) -> None:
        """Write some pairs.

        Raises:
            LinkError: there is no room.
        """
        size = len(pairs.subject)
        beside = {
            NUMBER: np.arange(self.size, self.size + size),
            SIDE: pa.repeat(RIGHT_SIDE, size),
            SUBJECT: pairs.subject,
            RECORD: pairs.record,
        }
        self.size += size
        try:
            self._writer.write_table(pa.table({**beside, **pairs.columns}, self._schema))
        except OSError as error:
            raise _unwritable() from error

    def add_subjects(self, count: int) -> None:
        """Write the table of those who asked.

        Raises:
            LinkError: there is no room.
        """
        numbers = np.arange(count)
        beside = {NUMBER: numbers, SIDE: pa.repeat(LEFT_SIDE, count), SUBJECT: numbers}
        empty = {name: pa.nulls(count, pa.float64()) for name in self._schema.names[4:]}
        table = pa.table({**beside, RECORD: np.full(count, -1), **empty}, self._schema)
        try:
            pq.write_table(table, self._tables.subjects)
        except OSError as error:
            raise _unwritable() from error


def _schema(columns: tuple[str, ...]) -> pa.Schema:
    beside = [(NUMBER, pa.int64()), (SIDE, pa.string())]
    beside += [(SUBJECT, pa.int64()), (RECORD, pa.int64())]
    return pa.schema(beside + [(column, pa.float64()) for column in columns])


def _unwritable() -> LinkError:
    return LinkError(
        "The table of pairs could not be written.",
        hint="Look for space in the folder for temporary files, or name another with TMPDIR.",
    )
