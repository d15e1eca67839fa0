"""The rows of records: header and tags, each sealed for those who named a part of the record."""

import os
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from matching.index import layout
from matching.index.collect import Collection, Places
from matching.index.header import COUNTED, Header, NameHeader, pack
from matching.index.ragged import IntArray, Ragged
from matching.index.words import as_array
from matching.subject import NameRole

_VALUE_PLACE = bytes((layout.VALUE_ALIAS, 0))


@dataclass(frozen=True, slots=True)
class Tagged:
    """What gets a tag, of all records of a slice."""

    sizes: Sequence[int]
    """Number of tags of each record."""
    keys: NDArray[np.void] = field(repr=False)
    """Tag key of each."""
    places: bytes = field(repr=False)
    """Alias and part of each, two bytes; empty where all are values."""


@dataclass(frozen=True, slots=True)
class NameSlice:
    """The names of all records of a slice, see `matching.index.header.NameHeader`."""

    sizes: Sequence[int]
    """Number of names of each record."""
    parts: Sequence[int]
    """Number of parts of each name."""
    role: bytes
    whole: bytes
    kind: bytes
    rarity: bytes


@dataclass(frozen=True, slots=True)
class RecordSlice:
    """Records to be sealed."""

    generation: bytes
    numbers: Sequence[int]
    keys: Sequence[bytes] = field(repr=False)
    references: bytes = field(repr=False)
    counts: bytes
    names: NameSlice
    tagged: tuple[Tagged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What the rows of records need besides the collection."""

    generation: bytes
    number: NDArray[np.uint32]
    """Number of each record."""
    record: NDArray[np.void] = field(repr=False)
    tag: NDArray[np.void] = field(repr=False)
    """Tag key of each word."""
    value: NDArray[np.void] = field(repr=False)
    """Token key of each value."""
    frequencies: NDArray[np.uint32]


class Records:
    """Takes slices of records out of a collection."""

    def __init__(self, collection: Collection, keys: Keys) -> None:
        """Note where the entries of each record begin."""
        names = collection.names
        self._collection = collection
        self._keys = keys
        self._names = Ragged.of(_small(names.size))
        self._parts = Ragged.of(_small(names.parts))
        self._values = Ragged.of(as_array(collection.values.size))
        self._places = [
            (places, Ragged.of(as_array(places.size)))
            for places in (collection.found, collection.compared)
        ]
        alias = np.frombuffer(collection.found.alias, np.uint8)
        words = as_array(collection.found.word)[alias != layout.VALUE_ALIAS]
        self._rarity = _codes(keys.frequencies)[words]
        self._whole = _codes(_equal_names(np.frombuffer(names.whole, np.uint64)))

    def slice(self, records: IntArray) -> RecordSlice:
        """Return some records, in the order given."""
        held = self._collection
        references = np.frombuffer(held.references, f"V{layout.REFERENCE_BYTES}")
        counts = np.frombuffer(held.counts, f"V{len(COUNTED)}")
        return RecordSlice(
            self._keys.generation,
            self._keys.number[records].tolist(),
            self._keys.record[records].tolist(),
            references[records].tobytes(),
            counts[records].tobytes(),
            self._name_slice(records),
            (*(self._tagged(each, records) for each in self._places), self._tagged_values(records)),
        )

    def _name_slice(self, records: IntArray) -> NameSlice:
        held = self._collection.names
        chosen = self._names.take(records)
        name = chosen.places()
        parts = self._parts.take(name)
        part = parts.places()
        return NameSlice(
            chosen.size.tolist(),
            parts.size.tolist(),
            _small(held.role)[name].tobytes(),
            self._whole[name].tobytes(),
            _small(held.kind)[part].tobytes(),
            self._rarity[part].tobytes(),
        )

    def _tagged(self, held: tuple[Places, Ragged], records: IntArray) -> Tagged:
        places, ragged = held
        chosen = ragged.take(records)
        at = chosen.places()
        place = np.stack((_small(places.alias)[at], _small(places.part)[at]), axis=1)
        keys = self._keys.tag[as_array(places.word)[at]]
        return Tagged(chosen.size.tolist(), keys, place.tobytes())

    def _tagged_values(self, records: IntArray) -> Tagged:
        chosen = self._values.take(records)
        numbers = as_array(self._collection.values.number)[chosen.places()]
        return Tagged(chosen.size.tolist(), self._keys.value[numbers], b"")


def seal_records(rows: RecordSlice) -> tuple[list[bytes]]:
    """Return the cell of each record: its sealed header, then its tags."""
    headers = []
    for number, key, header in zip(rows.numbers, rows.keys, _headers(rows), strict=True):
        once = layout.nonce(rows.generation, b"r", row=number)
        headers.append(layout.seal(pack(header), layout.record_box_key(key), once=once))
    groups = [_digests(rows, group) for group in rows.tagged]
    tags = (_filled(b"".join(each)) for each in zip(*groups, strict=True))
    return ([layout.record_cell(*each) for each in zip(headers, tags, strict=True)],)


def _headers(rows: RecordSlice) -> Iterator[Header]:
    names = rows.names
    width, counted = layout.REFERENCE_BYTES, len(COUNTED)
    spans = list(pairwise(accumulate(names.parts, initial=0)))
    for at, (first, end) in enumerate(pairwise(accumulate(names.sizes, initial=0))):
        yield Header(
            rows.references[at * width : (at + 1) * width],
            rows.counts[at * counted : (at + 1) * counted],
            tuple(_name(names, name, span=spans[name]) for name in range(first, end)),
        )


def _name(names: NameSlice, name: int, *, span: tuple[int, int]) -> NameHeader:
    parts = slice(*span)
    return NameHeader(
        NameRole(names.role[name]), names.whole[name], names.kind[parts], names.rarity[parts]
    )


def _digests(rows: RecordSlice, group: Tagged) -> Iterator[bytes]:
    """Yield the joined tags of each record; the same as `layout.tag`, without its overhead."""
    keys = group.keys.tolist()
    spans = pairwise(accumulate(group.sizes, initial=0))
    for number, (start, end) in zip(rows.numbers, spans, strict=True):
        head = number.to_bytes(4, "little")
        yield b"".join(
            blake2b(
                head + (group.places[2 * i : 2 * i + 2] or _VALUE_PLACE) + rows.generation,
                digest_size=layout.TAG_BYTES,
                key=keys[i],
            ).digest()
            for i in range(start, end)
        )


def _filled(tags: bytes) -> bytes:
    """Fill up with random tags to a bucket and sort, so that no tag tells where it came from."""
    missing = -(len(tags) // layout.TAG_BYTES) % layout.TAG_BUCKET
    filled = np.frombuffer(tags + os.urandom(layout.TAG_BYTES * missing), "<u4")
    return np.sort(filled).tobytes()


def _small(held: "array[int]") -> NDArray[np.uint8]:
    return np.frombuffer(held, np.uint8)


def _codes(frequencies: NDArray[np.integer]) -> NDArray[np.uint8]:
    """Write document frequencies as bytes, as `layout.df_code` does one."""
    steps = np.rint(8 * np.log2(np.maximum(frequencies, 1))) + 1
    return np.where(frequencies > 0, np.minimum(255, steps), 0).astype(np.uint8)


def _equal_names(digests: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Count how many names of the register are equal to each."""
    _, inverse, counts = np.unique(digests, return_inverse=True, return_counts=True)
    return counts[inverse]
