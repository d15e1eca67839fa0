"""Read a sealed generation: fetch rows by number and open what the caller has the keys for."""

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import duckdb
import numpy as np
from numpy.typing import NDArray

from matching.errors import IndexCorruptError, IndexOutdatedError
from matching.index import layout
from matching.index.page import CELLS, find_cell, page_of
from matching.subject import EntityType

MEMORY_LIMIT = "1GB"
"""Of DuckDB's cache; a fifth of it is enough for ten million records."""

_RULES = {"expression_rewriter", "filter_pushdown"}
"""The two of DuckDB's optimizers by which a list of numbers reaches the index of a key. The others
find nothing to do in a look-up, and looking for it takes a fifth of the time of a query."""

_NO_POSTINGS = np.empty(0, layout.POSTING)


@dataclass(frozen=True, slots=True)
class PostingList:
    """What opens one word's list."""

    secret: bytes = field(repr=False)
    df: int = 0
    """In how many records the word occurs."""
    _keys: list[layout.WordKeys] = field(default_factory=list, repr=False, compare=False)

    @property
    def keys(self) -> layout.WordKeys:
        """What derives from the secret: made when first needed, as most words are never opened."""
        if not self._keys:
            self._keys.append(layout.word_keys(self.secret))
        return self._keys[0]

    def chunk(self, chunk: int) -> int:
        """Return the row number of a chunk."""
        return layout.chunk_number(self.secret, self.keys.number, chunk=chunk)


_Chunk: TypeAlias = tuple[PostingList, int]
"""One row of the table of postings: whose list it belongs to, and which chunk of it."""


class SealedIndex:
    """One immutable generation, opened read-only; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open a generation.

        Raises:
            IndexCorruptError: the file is no generation.
            IndexOutdatedError: it is one of another format.
        """
        try:
            self._connection = duckdb.connect(
                str(path),
                read_only=True,
                # A look-up touches few rows: further threads cost more than they bring.
                config={"threads": 1, "memory_limit": MEMORY_LIMIT},
            )
        except duckdb.Error as error:
            raise IndexCorruptError("The generation cannot be opened.") from error
        self._local = threading.local()
        # Cursors are made from one connection, which is not for several threads at once.
        self._making = threading.Lock()
        try:
            self._read_meta()
            self._keep_rules()
        except IndexOutdatedError:
            self.close()
            raise
        except (duckdb.Error, LookupError, TypeError, ValueError) as error:
            self.close()
            raise IndexCorruptError("The generation has an unknown format.") from error

    def _read_meta(self) -> None:
        rows = self._connection.execute("SELECT k, n, b FROM m").fetchall()
        meta = {name: (number, bytes(content)) for name, number, content in rows}
        if meta["format"][0] != layout.FORMAT:
            raise IndexOutdatedError("The generation has the format of another release.")
        self.entity_type = EntityType(meta["format"][1].decode())
        self.size = int(meta["generation"][0])
        """Number of records."""
        self.generation = meta["generation"][1]
        self._pages = {table: int(meta[f"pages {table}"][0]) for table in layout.TABLES}

    def _keep_rules(self) -> None:
        rules = self._connection.execute("SELECT name FROM duckdb_optimizers()").fetchall()
        dropped = ",".join(name for (name,) in rules if name not in _RULES)
        self._connection.execute(f"SET disabled_optimizers = '{dropped}'")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def variants(self, keys: Mapping[int, bytes]) -> dict[int, NDArray[np.void]]:
        """Open variant rows.

        Args:
            keys: row number to token key (32 bytes).

        Returns:
            Row number to its words (`layout.VARIANT`); rows that do not exist are left out.
        """
        found = {}
        for number, cell in self._fetch("v", "b", numbers=keys):
            once = layout.nonce(self.generation, b"v", row=number)
            content = layout.unseal(cell, keys[number], once=once)
            if content is not None:
                count = int.from_bytes(content[:4], "little")
                found[number] = np.frombuffer(content, layout.VARIANT, count, 4)
        return found

    def postings(self, lists: Sequence[PostingList]) -> list[NDArray[np.void]]:
        """Open the posting lists of words, whole, in the order asked."""
        opened = self._open_chunks([(held, 0) for held in lists])
        further = [
            (held, chunk)
            for held, (total, _) in zip(lists, opened, strict=True)
            for chunk in range(1, -(-total // layout.CHUNK))
        ]
        rest: dict[bytes, list[NDArray[np.void]]] = {}
        for (held, _), (_, rows) in zip(further, self._open_chunks(further), strict=True):
            rest.setdefault(held.secret, []).append(rows)
        return [
            layout.joined([rows, *rest[held.secret]], layout.POSTING)
            if held.secret in rest
            else rows
            for held, (_, rows) in zip(lists, opened, strict=True)
        ]

    def record_keys(self, wanted: Iterable[tuple[PostingList, int]]) -> list[bytes]:
        """Open the record keys that stand at given places of posting lists, in the order asked.

        A key is empty where its chunk cannot be opened.
        """
        places = [(held, *divmod(place, layout.CHUNK)) for held, place in wanted]
        holders = {held.chunk(chunk): held for held, chunk, _ in places}
        opened = {}
        for number, cell in self._fetch("p", "k", numbers=holders):
            once = layout.nonce(self.generation, b"k", row=number)
            opened[number] = layout.unseal(cell, holders[number].keys.sealing_key, once=once)
        width = layout.RECORD_KEY_BYTES
        return [
            (opened.get(held.chunk(chunk)) or b"")[within * width : (within + 1) * width]
            for held, chunk, within in places
        ]

    def records(self, numbers: Collection[int]) -> dict[int, tuple[bytes, bytes]]:
        """Fetch sealed header and tags of records by number."""
        return {
            number: layout.split_record(cell)
            for number, cell in self._fetch("r", "b", numbers=numbers)
        }

    def _open_chunks(self, chunks: Sequence[_Chunk]) -> list[tuple[int, NDArray[np.void]]]:
        """Return the length of the whole list and the rows of each chunk; 0 where it is closed."""
        numbers = [held.chunk(chunk) for held, chunk in chunks]
        cells = dict(self._fetch("p", "b", numbers=numbers))
        return [
            self._open_chunk(number, cells.get(number), chunk=chunk)
            for number, chunk in zip(numbers, chunks, strict=True)
        ]

    def _open_chunk(
        self, number: int, cell: bytes | None, *, chunk: _Chunk
    ) -> tuple[int, NDArray[np.void]]:
        held, place = chunk
        once = layout.nonce(self.generation, b"p", row=number)
        content = cell and layout.unseal(cell, held.keys.sealing_key, once=once)
        if not content:
            return 0, _NO_POSTINGS
        total = int.from_bytes(content[:4], "little")
        count = min(layout.CHUNK, total - place * layout.CHUNK)
        return total, np.frombuffer(content, layout.POSTING, count, 4)

    def _fetch(
        self, table: str, column: str, *, numbers: Collection[int]
    ) -> Iterator[tuple[int, bytes]]:
        """Yield the cells of one column that there are, by row number.

        Raises:
            IndexCorruptError: the file is damaged.
        """
        where = {number: self._page(table, number) for number in numbers}
        pages = self._read_pages(table, column, numbers=set(where.values()))
        for number, page in where.items():
            if page in pages and (cell := find_cell(pages[page], number)) is not None:
                yield number, cell

    def _page(self, table: str, number: int) -> int:
        return number // CELLS if table == "r" else page_of(number, self._pages[table])

    def _read_pages(self, table: str, column: str, *, numbers: Collection[int]) -> dict[int, bytes]:
        if not numbers:
            return {}
        # Literal numbers, because only a literal list makes DuckDB use the index of the key.
        listed = ",".join(map(str, numbers))
        query = f"SELECT n, {column} FROM {table} WHERE n IN ({listed})"  # noqa: S608 - our own names
        try:
            return dict(self._cursor().execute(query).fetchall())
        except duckdb.Error as error:
            raise IndexCorruptError("A row of the generation cannot be read.") from error

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            with self._making:
                cursor = self._local.cursor = self._connection.cursor()
        return cursor

    def scratch(self) -> NDArray[np.int32]:
        """Return this thread's working space: one number per record, of any content.

        Kept because clearing it would cost more than a query: who uses it writes before reading.
        """
        space: NDArray[np.int32] | None = getattr(self._local, "scratch", None)
        if space is None:
            space = self._local.scratch = np.empty(self.size, np.int32)
        return space
