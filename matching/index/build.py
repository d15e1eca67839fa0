"""Second pass of a build: numbers in, a sealed generation out.

Each distinct token is evaluated once. Rows are written in the order of their labels, which are
pseudo-random, so the order of the register is lost; record numbers are drawn anew.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from matching.errors import IndexBuildError
from matching.index import layout
from matching.index.collect import Collection
from matching.index.records import Records
from matching.subject import Pseudonym

Evaluate = Callable[[Iterable[bytes]], Iterable[tuple[bytes, Pseudonym]]]
"""The owner's own evaluation: pairs of token and pseudonym, each distinct token once, in order."""
Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done and how much there is."""

_SLICE = 50_000
"""Rows handed to DuckDB at once."""
_WORD_PLACES = 2**32
_TABLES = """
CREATE TABLE build.m (k VARCHAR PRIMARY KEY, n BIGINT, b BLOB);
CREATE TABLE build.v (l BIGINT PRIMARY KEY, b BLOB);
CREATE TABLE build.p (l BIGINT PRIMARY KEY, b BLOB, k BLOB);
CREATE TABLE build.r (r INTEGER PRIMARY KEY, h BLOB, t BLOB);
"""


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: counts only."""

    generation: bytes
    records: int
    words: int
    tokens: int
    """Distinct tokens evaluated."""
    clashes: int
    """Rows left out because another label has the same first eight bytes."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The random numbers of one generation, one entry per record."""

    number: NDArray[np.uint32]
    key: NDArray[np.void]
    """Record keys, 16 bytes each."""


def build(
    path: Path,
    collection: Collection,
    *,
    evaluate: Evaluate,
    word_key: bytes,
    progress: Progress = lambda _stage, _done, _total: None,
) -> Built:
    """Seal a collection into a new DuckDB file.

    Args:
        path: file to write; must not exist.
        collection: the register as numbers.
        evaluate: the oblivious function under the node's key for this entity type and epoch.
        word_key: 32 bytes from which the secrets of words derive.
        progress: told how far each stage is.

    Raises:
        IndexBuildError: the file cannot be written.
    """
    try:
        with duckdb.connect() as connection:
            connection.execute(
                f"ATTACH '{_quoted(path)}' AS build (ROW_GROUP_SIZE {layout.ROW_GROUP})"
            )
            connection.execute(_TABLES)
            return _Builder(connection, collection, evaluate, progress).write(word_key)
    except (duckdb.Error, OSError) as error:
        raise IndexBuildError(
            "The index file could not be written.", hint="Look for space on the node's volume."
        ) from error


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


class _Builder:
    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        collection: Collection,
        evaluate: Evaluate,
        progress: Progress,
    ) -> None:
        self._connection = connection
        self._collection = collection
        self._evaluate = evaluate
        self._progress = progress
        self._generation = os.urandom(layout.GENERATION_BYTES)
        self._clashes = 0

    def write(self, word_key: bytes) -> Built:
        words = self._collection.words
        secrets = [layout.word_secret(word_key, token) for token in words.ids]
        keys = [layout.word_keys(secret) for secret in secrets]
        numbered = self._draw_numbers()
        values = self._evaluate_values()
        frequencies = document_frequencies(self._collection)
        self._write_variants(secrets, frequencies)
        self._write_postings(secrets, keys, numbered, values)
        self._write_records(keys, numbered, values, frequencies)
        self._write_meta()
        tokens = len(words.variants) + len(self._collection.values)
        return Built(self._generation, self._collection.size, len(words.ids), tokens, self._clashes)

    def _draw_numbers(self) -> Numbered:
        size = self._collection.size
        lots = np.frombuffer(os.urandom(8 * size), np.uint64)
        number = np.empty(size, np.uint32)
        number[np.argsort(lots)] = np.arange(size, dtype=np.uint32)
        return Numbered(number, np.frombuffer(os.urandom(layout.RECORD_KEY_BYTES * size), "V16"))

    def _evaluate_values(self) -> list[Pseudonym]:
        tokens = self._collection.values
        return [pseudonym for _, pseudonym in self._evaluate(tokens)]

    def _write_variants(self, secrets: Sequence[bytes], frequencies: NDArray[np.uint32]) -> None:
        entries = np.empty(len(secrets), layout.VARIANT)
        entries["secret"] = np.array(secrets, "V16")
        entries["df"] = frequencies
        self._insert("v", self._variant_rows(entries))

    def _variant_rows(self, entries: NDArray[np.void]) -> Iterator[tuple[int, bytes]]:
        variants = self._collection.words.variants
        for done, (token, pseudonym) in enumerate(self._evaluate(variants)):
            if done % _SLICE == 0:
                self._progress("variants", done, len(variants))
            yield pseudonym.number, self._seal_variant(pseudonym, entries[variants[token]])

    def _seal_variant(self, pseudonym: Pseudonym, words: NDArray[np.void]) -> bytes:
        if len(words) > layout.MAX_WORDS:
            words = words[np.argsort(words["df"], kind="stable")[::-1][: layout.MAX_WORDS]]
        width = layout.bucket(len(words)) * layout.VARIANT.itemsize
        content = len(words).to_bytes(4, "little") + words.tobytes().ljust(width, b"\0")
        once = layout.nonce(self._generation, b"v", row=pseudonym.number)
        return layout.seal(content, pseudonym.token_key, once=once)

    def _write_postings(
        self,
        secrets: Sequence[bytes],
        keys: Sequence[layout.WordKeys],
        numbered: Numbered,
        values: Sequence[Pseudonym],
    ) -> None:
        found = self._collection.found
        word = np.frombuffer(found.word, np.uint32)
        postings = self._postings(numbered, values)
        record_keys = numbered.key[np.frombuffer(found.record, np.uint32)]
        order = np.lexsort((postings["record"], word))
        firsts = np.flatnonzero(np.diff(word[order], prepend=np.uint32(_WORD_PLACES - 1)))
        lists = np.split(order, firsts[1:]) if len(order) else []

        def rows() -> Iterator[tuple[int, bytes, bytes]]:
            for done, places in enumerate(lists):
                if done % _SLICE == 0:
                    self._progress("postings", done, len(lists))
                at = int(word[places[0]])
                yield from self._seal_list(
                    secrets[at], keys[at], postings[places], record_keys[places]
                )

        self._insert("p", rows())

    def _postings(self, numbered: Numbered, values: Sequence[Pseudonym]) -> NDArray[np.void]:
        found = self._collection.found
        record = np.frombuffer(found.record, np.uint32)
        postings = np.empty(len(record), layout.POSTING)
        postings["record"] = numbered.number[record]
        postings["alias"] = np.frombuffer(found.alias, np.uint8)
        postings["part"] = np.frombuffer(found.part, np.uint8)
        codes = np.array([layout.date_code(value.raw) for value in values] + [0], np.uint8)
        postings["year"] = codes[np.frombuffer(self._collection.year, np.int32)[record]]
        postings["day"] = codes[np.frombuffer(self._collection.day, np.int32)[record]]
        return postings

    def _seal_list(
        self,
        secret: bytes,
        keys: layout.WordKeys,
        postings: NDArray[np.void],
        record_keys: NDArray[np.void],
    ) -> Iterator[tuple[int, bytes, bytes]]:
        total = len(postings).to_bytes(4, "little")
        for chunk, start in enumerate(range(0, len(postings), layout.CHUNK)):
            rows = postings[start : start + layout.CHUNK]
            size = layout.bucket(len(rows))
            number = layout.chunk_number(secret, keys.number, chunk=chunk)
            content = total + rows.tobytes().ljust(size * layout.POSTING.itemsize, b"\0")
            openers = record_keys[start : start + layout.CHUNK].tobytes()
            openers = openers.ljust(size * layout.RECORD_KEY_BYTES, b"\0")
            yield (
                number,
                layout.seal(
                    content, keys.sealing_key, once=layout.nonce(self._generation, b"p", row=number)
                ),
                layout.seal(
                    openers, keys.sealing_key, once=layout.nonce(self._generation, b"k", row=number)
                ),
            )

    def _write_records(
        self,
        keys: Sequence[layout.WordKeys],
        numbered: Numbered,
        values: Sequence[Pseudonym],
        frequencies: NDArray[np.uint32],
    ) -> None:
        records = Records(
            self._collection,
            generation=self._generation,
            number=numbered.number,
            key=numbered.key,
            tag_keys=[word.tag_key for word in keys],
            value_keys=[value.token_key for value in values],
            frequencies=frequencies,
        )

        def rows() -> Iterator[tuple[int, bytes, bytes]]:
            for done in range(self._collection.size):
                if done % _SLICE == 0:
                    self._progress("records", done, self._collection.size)
                yield records.row(done)

        self._insert("r", rows())

    def _insert(self, table: str, rows: Iterable[tuple[int | bytes, ...]]) -> None:
        """Insert rows in the order of their first column, one of each number."""
        columns = list(zip(*rows, strict=True))
        if not columns:
            return
        numbers = np.array(columns[0], np.int64)
        kept, order = np.unique(numbers, return_index=True)
        self._clashes += len(numbers) - len(kept)
        for start in range(0, len(order), _SLICE):
            slice_ = order[start : start + _SLICE]
            blobs = [pa.array([column[i] for i in slice_], pa.binary()) for column in columns[1:]]
            batch = pa.table(
                [pa.array(numbers[slice_]), *blobs], names=[str(i) for i in range(len(columns))]
            )
            self._connection.register("batch", batch)
            self._connection.execute(f"INSERT INTO build.{table} SELECT * FROM batch")  # noqa: S608 - one of our own table names
            self._connection.unregister("batch")

    def _write_meta(self) -> None:
        rows = [
            ("format", layout.FORMAT, str(self._collection.entity_type).encode()),
            ("generation", self._collection.size, self._generation),
        ]
        self._connection.executemany("INSERT INTO build.m VALUES (?, ?, ?)", rows)


def document_frequencies(collection: Collection) -> NDArray[np.uint32]:
    """Count in how many records each word occurs; a record counts once however often it has it."""
    frequencies = np.zeros(len(collection.words.ids), np.uint32)
    for places in (collection.found, collection.compared):
        word = np.frombuffer(places.word, np.uint32).astype(np.uint64)
        record = np.frombuffer(places.record, np.uint32).astype(np.uint64)
        pairs = np.unique(word * np.uint64(_WORD_PLACES) + record)
        words, counts = np.unique(pairs // np.uint64(_WORD_PLACES), return_counts=True)
        frequencies[words.astype(np.int64)] += counts.astype(np.uint32)
    return frequencies
