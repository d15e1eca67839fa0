"""The DuckDB file of a generation while it is written."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self, TypeAlias

import duckdb
import pyarrow as pa

from matching.index import layout
from matching.subject import EntityType

_PAGES = 5_000
"""Pages handed to DuckDB at once: each time costs some milliseconds."""
_MEMORY_LIMIT = "512MB"
"""Of DuckDB's cache, which would otherwise keep the whole file."""
_SCHEMA = """
CREATE TABLE build.m (k VARCHAR PRIMARY KEY, n BIGINT, b BLOB);
CREATE TABLE build.v (n INTEGER PRIMARY KEY, b BLOB);
CREATE TABLE build.p (n INTEGER PRIMARY KEY, b BLOB, k BLOB);
CREATE TABLE build.r (n INTEGER PRIMARY KEY, b BLOB);
"""


Columns: TypeAlias = Sequence[Sequence[bytes]]


class IndexFile:
    """Takes pages in the order of their numbers."""

    def __init__(self, path: Path) -> None:
        """Make the file; it must not exist.

        Raises:
            duckdb.Error: it cannot be made.
        """
        self._path = path
        self._connection = duckdb.connect(config={"threads": 1, "memory_limit": _MEMORY_LIMIT})

    def __enter__(self) -> Self:
        """Make the file and its tables."""
        quoted = str(self._path).replace("'", "''")
        # What is sealed cannot be made smaller, and DuckDB's attempts make look-ups slower.
        self._connection.execute("SET force_compression = 'uncompressed'")
        self._connection.execute(
            f"ATTACH '{quoted}' AS build"
            f" (ROW_GROUP_SIZE {layout.ROW_GROUP}, BLOCK_SIZE {layout.BLOCK_BYTES})"
        )
        self._connection.execute(_SCHEMA)
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._connection.close()

    def write(self, table: str, pages: Iterable[tuple[Sequence[int], Columns]]) -> None:
        """Write all pages of a table, as they come.

        In one transaction: DuckDB would save the table again and again as it grows, and leave a
        third of the file to what it had saved before.

        Args:
            table: one that has nothing yet.
            pages: page numbers, and for each column the page of each.
        """
        self._connection.begin()
        waiting: list[pa.Table] = []
        for numbers, columns in pages:
            blobs = [pa.array(column, pa.binary()) for column in columns]
            names = [str(place) for place in range(len(blobs) + 1)]
            waiting.append(pa.table([pa.array(numbers, pa.int32()), *blobs], names=names))
            if sum(map(len, waiting)) >= _PAGES:
                self._insert(table, waiting)
                waiting.clear()
        if waiting:
            self._insert(table, waiting)
        self._connection.commit()

    def _insert(self, table: str, pages: Sequence[pa.Table]) -> None:
        self._connection.register("batch", pa.concat_tables(pages))
        self._connection.execute(f"INSERT INTO build.{table} SELECT * FROM batch")  # noqa: S608 - one of our own table names
        self._connection.unregister("batch")

    def write_meta(
        self,
        entity_type: EntityType,
        generation: bytes,
        *,
        size: int,
        pages: Mapping[str, int],
    ) -> None:
        """Write what a reader must know first; without it the file is no generation.

        Args:
            entity_type: of the register.
            generation: 16 bytes, drawn for this file.
            size: number of records.
            pages: number of pages of each table.
        """
        rows = [
            ("format", layout.FORMAT, str(entity_type).encode()),
            ("generation", size, generation),
            *((f"pages {table}", count, b"") for table, count in pages.items()),
        ]
        self._connection.executemany("INSERT INTO build.m VALUES (?, ?, ?)", rows)
