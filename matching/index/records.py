"""The rows of records: header and tags, each sealed for those who named a part of the record."""

import os
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from matching.index import layout
from matching.index.collect import Collection, Places
from matching.index.header import COUNTED, Header, NameHeader, pack
from matching.subject import NameRole, PartKind


@dataclass(slots=True)
class Records:
    """Makes the row of each record of a collection."""

    collection: Collection
    generation: bytes = field(kw_only=True)
    number: NDArray[np.uint32] = field(kw_only=True)
    key: NDArray[np.void] = field(kw_only=True, repr=False)
    tag_keys: Sequence[bytes] = field(kw_only=True, repr=False)
    value_keys: Sequence[bytes] = field(kw_only=True, repr=False)
    frequencies: NDArray[np.uint32] = field(kw_only=True)
    _names: NDArray[np.int64] = field(init=False)
    _parts: NDArray[np.int64] = field(init=False)
    _places: tuple["_ByRecord", "_ByRecord"] = field(init=False)
    _values: "_ByRecord" = field(init=False)
    _whole: bytes = field(init=False)
    _rarity: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Note where each record's entries begin in the flat arrays."""
        held = self.collection
        self._names = _starts(np.frombuffer(held.names, np.uint8))
        self._parts = _starts(np.frombuffer(held.parts, np.uint8))
        self._places = (_ByRecord.of_places(held.found), _ByRecord.of_places(held.compared))
        self._values = _ByRecord.of(np.frombuffer(held.value_record, np.uint32))
        self._rarity = _codes(self.frequencies)[_array(held.part_words)].tobytes()
        self._whole = _codes(_whole_name_frequencies(held, self._parts)).tobytes()

    def row(self, record: int) -> tuple[int, bytes, bytes]:
        """Return number, sealed header and tags of one record."""
        number = int(self.number[record])
        once = layout.nonce(self.generation, b"r", row=number)
        box_key = layout.record_box_key(self.key[record].tobytes())
        header = layout.seal(pack(self._header(record)), box_key, once=once)
        return number, header, self._tags(record, number)

    def _header(self, record: int) -> Header:
        held = self.collection
        names = range(self._names[record], self._names[record + 1])
        width, counted = layout.REFERENCE_BYTES, len(COUNTED)
        return Header(
            bytes(held.references[record * width : (record + 1) * width]),
            bytes(held.counts[record * counted : (record + 1) * counted]),
            tuple(self._name(name) for name in names),
        )

    def _name(self, name: int) -> NameHeader:
        start, end = self._parts[name], self._parts[name + 1]
        return NameHeader(
            NameRole(self.collection.roles[name]),
            self._whole[name],
            bytes(self.collection.kinds[start:end]),
            self._rarity[start:end],
        )

    def _tags(self, record: int, number: int) -> bytes:
        """Return the record's tags in ascending order, filled up with random ones."""
        tags = [
            blake2b(message + self.generation, digest_size=layout.TAG_BYTES, key=key).digest()
            for key, message in self._tagged(record, number.to_bytes(4, "little"))
        ]
        missing = -len(tags) % layout.TAG_BUCKET
        joined = b"".join(tags) + os.urandom(layout.TAG_BYTES * missing)
        return np.sort(np.frombuffer(joined, "<u4")).tobytes()

    def _tagged(self, record: int, number: bytes) -> Iterator[tuple[bytes, bytes]]:
        for group, places in zip(
            self._places, (self.collection.found, self.collection.compared), strict=True
        ):
            for i in group.rows(record):
                place = bytes((places.alias[i], places.part[i]))
                yield self.tag_keys[places.word[i]], number + place
        whole = number + bytes((layout.VALUE_ALIAS, 0))
        for i in self._values.rows(record):
            yield self.value_keys[self.collection.value_number[i]], whole


@dataclass(frozen=True, slots=True)
class _ByRecord:
    """Finds the entries of one record in arrays that were filled record by record."""

    starts: NDArray[np.int64]

    @classmethod
    def of(cls, records: NDArray[np.uint32]) -> "_ByRecord":
        """Note the starts; `records` is ascending because records come one after the other."""
        size = int(records[-1]) + 2 if len(records) else 1
        return cls(np.searchsorted(records, np.arange(size)))

    @classmethod
    def of_places(cls, places: Places) -> "_ByRecord":
        return cls.of(np.frombuffer(places.record, np.uint32))

    def rows(self, record: int) -> range:
        """Return the places of one record's entries."""
        if record + 1 >= len(self.starts):
            return range(0)
        return range(int(self.starts[record]), int(self.starts[record + 1]))


def _starts(counts: NDArray[np.uint8]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))


def _array(words: "array[int]") -> NDArray[np.uint32]:
    return np.frombuffer(words, np.uint32)


def _codes(frequencies: NDArray[np.uint32]) -> NDArray[np.uint8]:
    steps = 8 * np.log2(np.maximum(frequencies, 1)) + 1
    return np.where(frequencies > 0, np.minimum(255, np.rint(steps)), 0).astype(np.uint8)


def _whole_name_frequencies(held: Collection, starts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Count how many names of the register are equal to each, legal forms left aside."""
    words, kinds = _array(held.part_words), np.frombuffer(held.kinds, np.uint8) & 15
    digests = np.empty(len(starts) - 1, np.uint64)
    for name in range(len(digests)):
        span = slice(starts[name], starts[name + 1])
        kept = words[span][kinds[span] != PartKind.LEGAL_FORM]
        digests[name] = int.from_bytes(blake2b(kept.tobytes(), digest_size=8).digest())
    _, inverse, counts = np.unique(digests, return_inverse=True, return_counts=True)
    return counts[inverse].astype(np.uint32)
