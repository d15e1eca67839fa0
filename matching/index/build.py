"""Second pass of a build: numbers in, a sealed generation out.

Each distinct token is evaluated once. Rows are written in the order of their labels, which are
pseudo-random, so the order of the register is lost; record numbers are drawn anew.

What grows with the register are the flat arrays of the collection, the distinct tokens and the
pseudonyms of these; rows are sealed in slices and written as they come.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

import duckdb
import numpy as np
from numpy.typing import NDArray

from matching.errors import IndexBuildError
from matching.index import layout
from matching.index.collect import Collection
from matching.index.file import IndexFile
from matching.index.page import CELLS, Paged, pages_for, pages_of, seal_pages
from matching.index.pool import Pool
from matching.index.ragged import IntArray, Ragged
from matching.index.records import Keys, Records, seal_records
from matching.index.seal import (
    WORD,
    ListSlice,
    VariantSlice,
    WordSlice,
    derive_words,
    seal_lists,
    seal_variants,
)
from matching.index.words import as_array
from matching.subject import Pseudonym

T = TypeVar("T")

Evaluate = Callable[[Iterable[bytes]], Iterable[tuple[bytes, Pseudonym]]]
"""The owner's own evaluation: pairs of token and pseudonym, each distinct token once, in order."""
Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done and how much there is (0 if unknown)."""

_SLICE = 4_000
"""Rows that a worker seals at once: a tenth of a second."""
_PSEUDONYM = np.dtype([("label", "V16"), ("key", "V32")])


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


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


def build(
    path: Path,
    collection: Collection,
    *,
    evaluate: Evaluate,
    word_key: bytes,
    pool: Pool | None = None,
    progress: Progress = no_progress,
) -> Built:
    """Seal a collection into a new DuckDB file.

    Args:
        path: file to write; must not exist.
        collection: the register as numbers; its tokens are let go on the way.
        evaluate: the oblivious function under the node's key for this entity type and epoch.
        word_key: 32 bytes from which the secrets of words derive.
        pool: processes that seal; none but this one by default.
        progress: told how far each stage is.

    Raises:
        IndexBuildError: the file exists or cannot be written, or a worker process ended.
    """
    if path.exists():
        raise IndexBuildError("The index file exists already; a generation is written once.")
    try:
        with IndexFile(path) as file:
            return _Build(file, collection, pool=pool or Pool(1), progress=progress).write(
                evaluate, word_key
            )
    except (duckdb.Error, OSError) as error:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise IndexBuildError(
            "The index file could not be written.", hint="Look for space on the node's volume."
        ) from error


@dataclass(slots=True)
class _Build:
    file: IndexFile
    collection: Collection
    pool: Pool = field(kw_only=True)
    progress: Progress = field(kw_only=True)
    generation: bytes = field(init=False)
    clashes: int = 0
    pages: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.generation = os.urandom(layout.GENERATION_BYTES)

    def write(self, evaluate: Evaluate, word_key: bytes) -> Built:
        held = self.collection
        tokens = held.words.take_tokens()
        words = self._derive(word_key, tokens)
        values = self._evaluated("values", evaluate, tokens=list(held.values.tokens))
        variants = self._evaluated("evaluating", evaluate, tokens=tokens)
        # They take most of the memory, and are not needed any more.
        del tokens
        frequencies = held.frequencies()
        evaluated = len(variants) + len(values)
        self._write_variants(variants, words["secret"], frequencies=frequencies)
        held.words.forget_pairs()
        del variants
        keys = Keys(
            generation=self.generation,
            number=_shuffled(held.size),
            record=np.frombuffer(os.urandom(layout.RECORD_KEY_BYTES * held.size), "V16"),
            tag=words["tag_key"],
            value=values["key"],
            frequencies=frequencies,
        )
        self._write_postings(words, keys, codes=_date_codes(values))
        self._write_records(keys)
        self.file.write_meta(held.entity_type, self.generation, size=held.size, pages=self.pages)
        return Built(self.generation, held.size, held.words.size, evaluated, self.clashes)

    def _derive(self, word_key: bytes, tokens: Sequence[bytes]) -> NDArray[np.void]:
        """Return the `WORD` entry of each word."""
        exact = as_array(self.collection.words.exact)
        slices = (
            WordSlice(word_key, [tokens[at] for at in exact[rows].tolist()])
            for rows in self._slices("words", np.arange(len(exact)))
        )
        return np.frombuffer(bytearray().join(self.pool.map(derive_words, slices)), WORD)

    def _evaluated(
        self, stage: str, evaluate: Evaluate, *, tokens: Sequence[bytes]
    ) -> NDArray[np.void]:
        """Return the pseudonym of each token, in order."""
        pseudonyms, done = np.empty(len(tokens), _PSEUDONYM), 0
        pairs = iter(evaluate(tokens))
        while slice_ := list(islice(pairs, _SLICE)):
            joined = b"".join(pseudonym.raw for _, pseudonym in slice_)
            pseudonyms[done : done + len(slice_)] = np.frombuffer(joined, _PSEUDONYM)
            done += len(slice_)
            self.progress(stage, done, len(tokens))
        return pseudonyms

    def _write_variants(
        self,
        pseudonyms: NDArray[np.void],
        secrets: NDArray[np.void],
        *,
        frequencies: NDArray[np.uint32],
    ) -> None:
        held = self.collection.words
        token, word = as_array(held.pair_token), as_array(held.pair_word)
        # The commonest word first: it is kept where there are too many, and the order in which
        # the register had them is lost.
        order = np.lexsort((-frequencies[word].astype(np.int64), token))
        ragged = Ragged.of(np.bincount(token, minlength=len(pseudonyms))).head(layout.MAX_WORDS)
        number = _numbers(pseudonyms)

        def rows(chosen: IntArray) -> VariantSlice:
            mine = ragged.take(chosen)
            found = word[order[mine.places()]]
            entries = np.empty(len(found), layout.VARIANT)
            entries["secret"], entries["df"] = secrets[found], frequencies[found]
            return VariantSlice(
                self.generation,
                number[chosen].tolist(),
                pseudonyms["key"][chosen].tolist(),
                mine.size.tolist(),
                entries,
            )

        self._write("v", number, rows=rows, seal=seal_variants)

    def _write_postings(
        self, words: NDArray[np.void], keys: Keys, *, codes: NDArray[np.uint8]
    ) -> None:
        word = as_array(self.collection.found.word)
        record = np.repeat(np.arange(keys.number.size), as_array(self.collection.found.size))
        postings = self._postings(record, keys.number, codes=codes)
        order = np.lexsort((postings["record"], word))
        lists = Ragged.of(np.bincount(word, minlength=len(words)))
        chunks = _chunks(lists, words)

        def rows(chosen: IntArray) -> ListSlice:
            mine = chunks.rows.take(chosen)
            found = order[mine.places()]
            return ListSlice(
                self.generation,
                chunks.number[chosen].tolist(),
                words["secret"][chunks.word[chosen]].tolist(),
                lists.size[chunks.word[chosen]].tolist(),
                mine.size.tolist(),
                postings[found],
                keys.record[record[found]],
            )

        self._write("p", chunks.number, rows=rows, seal=seal_lists)

    def _postings(
        self, record: IntArray, number: NDArray[np.uint32], *, codes: NDArray[np.uint8]
    ) -> NDArray[np.void]:
        held = self.collection
        postings = np.empty(len(record), layout.POSTING)
        postings["record"] = number[record]
        postings["alias"] = np.frombuffer(held.found.alias, np.uint8)
        postings["part"] = np.frombuffer(held.found.part, np.uint8)
        postings["year"] = codes[np.frombuffer(held.values.year, np.int32)][record]
        postings["day"] = codes[np.frombuffer(held.values.day, np.int32)][record]
        return postings

    def _write_records(self, keys: Keys) -> None:
        records = Records(self.collection, keys)
        number = keys.number.astype(np.int64)
        self._write("r", number, rows=records.slice, seal=seal_records)

    def _write(
        self,
        table: str,
        number: IntArray,
        *,
        rows: Callable[[IntArray], T],
        seal: Callable[[T], tuple[list[bytes], ...]],
    ) -> None:
        """Seal and write the rows of a table by number, one of each number."""
        kept, order = np.unique(number, return_index=True)
        self.clashes += len(number) - len(kept)
        self.pages[table] = pages_for(len(kept))
        page = kept // CELLS if table == "r" else pages_of(kept, self.pages[table])
        slices = self._slices(layout.TABLES[table], page)
        paged = (
            Paged(rows(order[each]), kept[each].tolist(), page[each].tolist()) for each in slices
        )
        self.file.write(table, self.pool.map(partial(seal_pages, seal), paged))

    def _slices(self, stage: str, page: IntArray) -> Iterator[slice]:
        """Cut sorted rows into slices that keep pages whole."""
        start = 0
        while start < len(page):
            self.progress(stage, start, len(page))
            last = page[min(start + _SLICE, len(page)) - 1]
            end = int(np.searchsorted(page, last, side="right"))
            yield slice(start, end)
            start = end
        self.progress(stage, len(page), len(page))


@dataclass(frozen=True, slots=True)
class _Chunks:
    """Posting lists cut into rows of the table."""

    word: IntArray
    number: IntArray
    rows: Ragged


def _chunks(lists: Ragged, words: NDArray[np.void]) -> _Chunks:
    count = -(-lists.size // layout.CHUNK)
    word = np.repeat(np.arange(len(count)), count)
    chunk = np.arange(len(word)) - np.repeat(np.cumsum(count) - count, count)
    start = lists.start[word] + chunk * layout.CHUNK
    size = np.minimum(layout.CHUNK, lists.size[word] - chunk * layout.CHUNK)
    number = words["number"][word].astype(np.int64)
    for at in np.flatnonzero(chunk).tolist():
        secret = words["secret"][word[at]].tobytes()
        number[at] = layout.chunk_number(secret, 0, chunk=int(chunk[at]))
    return _Chunks(word, number, Ragged(start, size))


def _shuffled(size: int) -> NDArray[np.uint32]:
    """Draw a random order of the numbers below `size`."""
    lots = np.frombuffer(os.urandom(8 * size), np.uint64)
    return np.argsort(lots).astype(np.uint32)


def _numbers(pseudonyms: NDArray[np.void]) -> IntArray:
    """Read the first eight label bytes of each, see `Pseudonym.number`."""
    labels = np.frombuffer(pseudonyms["label"].tobytes(), ">i8")
    return labels[::2].astype(np.int64)


def _date_codes(values: NDArray[np.void]) -> NDArray[np.uint8]:
    """Return the date code of each value; the last entry is what -1, no date, selects: 0."""
    codes = [layout.date_code(key) for key in values["key"].tolist()]
    return np.array([*codes, 0], np.uint8)
