"""Read a sealed generation: fetch rows by number and open what the caller has the keys for."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from matching.errors import IndexCorruptError
from matching.index import layout
from matching.subject import EntityType

MEMORY_LIMIT = "1GB"


class SealedIndex:
    """One immutable generation, opened read-only; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open a generation.

        Raises:
            IndexCorruptError: the file is no generation of a known format.
        """
        try:
            self._connection = duckdb.connect(
                str(path),
                read_only=True,
                config={"threads": 1, "memory_limit": MEMORY_LIMIT},
            )
            rows = self._connection.execute("SELECT k, n, b FROM m").fetchall()
        except duckdb.Error as error:
            raise IndexCorruptError("The generation cannot be opened.") from error
        meta = {name: (number, blob) for name, number, blob in rows}
        if meta.get("format", (0,))[0] != layout.FORMAT:
            self._connection.close()
            raise IndexCorruptError("The generation has an unknown format.")
        self.entity_type = EntityType(bytes(meta["format"][1]).decode())
        self.size = int(meta["generation"][0])
        """Number of records."""
        self.generation = bytes(meta["generation"][1])
        self._local = threading.local()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def variants(self, keys: dict[int, bytes]) -> dict[int, NDArray[np.void]]:
        """Open variant rows.

        Args:
            keys: row number to token key (32 bytes).

        Returns:
            Row number to its words (`layout.VARIANT`); rows that do not exist are left out.
        """
        found = {}
        for number, cell in self._fetch("v", "b", keys):
            once = layout.nonce(self.generation, b"v", row=number)
            content = layout.unseal(cell, keys[number], once=once)
            if content is not None:
                count = int.from_bytes(content[:4], "little")
                found[number] = np.frombuffer(content, layout.VARIANT, count, 4)
        return found

    def postings(self, lists: Sequence["PostingList"]) -> list[NDArray[np.void]]:
        """Open the posting lists of words, whole, in the order asked."""
        firsts = {held.keys.number: held for held in lists}
        opened: dict[int, list[NDArray[np.void]]] = {}
        further: dict[int, tuple[int, PostingList]] = {}
        for number, cell in self._fetch("p", "b", firsts):
            total, rows = self._open_postings(number, cell, firsts[number])
            opened[number] = [rows]
            for chunk in range(1, -(-total // layout.CHUNK)):
                held = firsts[number]
                further[layout.chunk_number(held.secret, held.keys.number, chunk=chunk)] = (
                    chunk,
                    held,
                )
        later = {}
        for number, cell in self._fetch("p", "b", further):
            chunk, held = further[number]
            total, rows = self._open_postings(number, cell, held, chunk)
            later[held.keys.number, chunk] = rows
        for first, chunk in sorted(later):
            opened[first].append(later[first, chunk])
        empty = np.empty(0, layout.POSTING)
        return [
            np.concatenate(opened[held.keys.number]) if held.keys.number in opened else empty
            for held in lists
        ]

    def _open_postings(
        self, number: int, cell: bytes, held: "PostingList", chunk: int = 0
    ) -> tuple[int, NDArray[np.void]]:
        once = layout.nonce(self.generation, b"p", row=number)
        content = layout.unseal(cell, held.keys.sealing_key, once=once)
        if content is None:
            return 0, np.empty(0, layout.POSTING)
        total = int.from_bytes(content[:4], "little")
        count = min(layout.CHUNK, total - chunk * layout.CHUNK)
        return total, np.frombuffer(content, layout.POSTING, count, 4)

    def record_keys(self, wanted: Iterable[tuple["PostingList", int]]) -> list[bytes]:
        """Open the record keys that stand at given places of posting lists, in the order asked.

        A key is empty where its chunk cannot be opened.
        """
        asked = list(wanted)
        chunks: dict[int, PostingList] = {}
        places = []
        for held, place in asked:
            chunk, within = divmod(place, layout.CHUNK)
            number = layout.chunk_number(held.secret, held.keys.number, chunk=chunk)
            chunks[number] = held
            places.append((number, within * layout.RECORD_KEY_BYTES))
        opened = {}
        for number, cell in self._fetch("p", "k", chunks):
            once = layout.nonce(self.generation, b"k", row=number)
            opened[number] = layout.unseal(cell, chunks[number].keys.sealing_key, once=once)
        return [
            (opened.get(number) or b"")[start : start + layout.RECORD_KEY_BYTES]
            for number, start in places
        ]

    def records(self, numbers: Iterable[int]) -> dict[int, tuple[bytes, bytes]]:
        """Fetch sealed header and tags of records by number."""
        listed = ",".join(map(str, numbers))
        if not listed:
            return {}
        rows = self._cursor().execute(f"SELECT r, h, t FROM r WHERE r IN ({listed})").fetchall()  # noqa: S608 - numbers
        return {number: (header, tags) for number, header, tags in rows}

    def _fetch(self, table: str, column: str, numbers: Iterable[int]) -> list[tuple[int, bytes]]:
        # Literal numbers, because only a literal list makes DuckDB use the index of the key.
        listed = ",".join(map(str, numbers))
        if not listed:
            return []
        query = f"SELECT l, {column} FROM {table} WHERE l IN ({listed})"  # noqa: S608 - our names, numbers
        return self._cursor().execute(query).fetchall()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._connection.cursor()
        return cursor


@dataclass(frozen=True, slots=True)
class PostingList:
    """What opens one word's list: its secret and what derives from it."""

    secret: bytes = field(repr=False)
    keys: layout.WordKeys = field(repr=False)
    df: int = 0
    """In how many records the word occurs."""
