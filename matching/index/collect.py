"""First pass of a build: tokens in, numbers out.

Words, values and records become small integers in flat arrays, so that ten million records fit in
a few gigabytes. Nothing is sealed and no key is used here.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from matching.index.header import COUNTED, PLACE, part_byte
from matching.index.layout import REFERENCE_BYTES, VALUE_ALIAS
from matching.index.words import NumberArray, Words, append_all, as_array, numbers
from matching.subject import STRONG, Attribute, EntityType, Kind, NameForm, PartKind, Subject, Value

NAMES_PER_RECORD = 200
"""Names of one record that are indexed; the strongest roles come first in a subject."""
WORD_ATTRIBUTES = dict.fromkeys(STRONG, 0) | {
    Attribute.WEAK_IDENTIFIER: 1,
    Attribute.POSTCODE: 2,
}
"""Values that are found by posting lists like words, and the part number they have there."""
_DATED = (Attribute.BIRTH_DATE, Attribute.INCORPORATION_DATE)
_MOST = 255
"""What one byte of a header counts at most."""


def _bytes() -> "array[int]":
    return array("B")


def _counter(attribute: Attribute, kind: Kind) -> int | None:
    """Return where a header counts such a value; a date counts by its year and, if full, itself."""
    if attribute in _DATED:
        names = {Kind.YEAR: str(attribute), Kind.EXACT: f"{attribute}_full"}
        return PLACE.get(names.get(kind, ""))
    return PLACE.get(attribute) if kind is Kind.EXACT else None


_COUNTERS = {
    (attribute, kind): _counter(attribute, kind) for attribute in Attribute for kind in Kind
}


@dataclass(slots=True)
class Places:
    """Which word stands where; parallel arrays, record by record."""

    word: "array[int]" = field(default_factory=numbers)
    alias: "array[int]" = field(default_factory=_bytes)
    part: "array[int]" = field(default_factory=_bytes)
    size: "array[int]" = field(default_factory=numbers)
    """How many entries each record has."""

    def add(self, word: int, *, alias: int, part: int) -> None:
        """Note one occurrence in the record that is being taken up."""
        self.word.append(word)
        self.alias.append(alias)
        self.part.append(part)

    def merge(self, other: "Places", words: NumberArray) -> None:
        """Append the records of another collection, given the new numbers of its words."""
        append_all(self.word, words[as_array(other.word)])
        self.alias.extend(other.alias)
        self.part.extend(other.part)
        self.size.extend(other.size)


@dataclass(slots=True)
class Values:
    """Values that are compared whole: dates, countries and the like."""

    tokens: dict[bytes, int] = field(default_factory=dict, repr=False)
    """Token to value number; values have tags under their own token key."""
    number: "array[int]" = field(default_factory=numbers)
    """Value numbers, record by record."""
    size: "array[int]" = field(default_factory=numbers)
    """How many values each record has."""
    year: "array[int]" = field(default_factory=lambda: array("i"))
    """Value number of the year of each record's first date, -1 if it has none."""
    day: "array[int]" = field(default_factory=lambda: array("i"))
    """Value number of each record's first full date, -1 if it has none."""

    def add(self, values: tuple[Value[bytes], ...]) -> None:
        """Take the values of one record up, those that are found like words left out."""
        first = {Kind.YEAR: -1, Kind.EXACT: -1}
        before = len(self.number)
        for value in values:
            if value.attribute in WORD_ATTRIBUTES:
                continue
            number = self.tokens.setdefault(value.token, len(self.tokens))
            self.number.append(number)
            if value.attribute in _DATED and first.get(value.kind) == -1:
                first[value.kind] = number
        self.size.append(len(self.number) - before)
        self.year.append(first[Kind.YEAR])
        self.day.append(first[Kind.EXACT])

    def merge(self, other: "Values") -> None:
        """Append the records of another collection."""
        known = self.tokens
        found = [known.setdefault(token, len(known)) for token in other.tokens]
        # The last entry is what -1, no date, becomes: -1.
        numbers_here = np.array([*found, -1], np.int32)
        append_all(self.number, numbers_here[as_array(other.number)])
        self.size.extend(other.size)
        append_all(self.year, numbers_here[np.frombuffer(other.year, np.int32)])
        append_all(self.day, numbers_here[np.frombuffer(other.day, np.int32)])


@dataclass(slots=True)
class Names:
    """The shape of the names: what a header says of them."""

    size: "array[int]" = field(default_factory=_bytes)
    """Number of names of each record."""
    role: "array[int]" = field(default_factory=_bytes)
    parts: "array[int]" = field(default_factory=_bytes)
    """Number of parts of each name."""
    kind: "array[int]" = field(default_factory=_bytes)
    """Part byte of each part."""
    whole: "array[int]" = field(default_factory=lambda: array("Q"))
    """Digest of each whole name, legal forms left aside: equal names are counted by it."""

    def add(self, name: NameForm[bytes]) -> None:
        """Take one name of the record that is being taken up."""
        self.role.append(name.role)
        self.parts.append(len(name.parts))
        self.kind.extend([part_byte(part.kind, part.length) for part in name.parts])
        kept = [part.exact for part in name.parts if part.kind is not PartKind.LEGAL_FORM]
        digest = blake2b(b"".join(kept), digest_size=8).digest()
        self.whole.append(int.from_bytes(digest, "little"))

    def merge(self, other: "Names") -> None:
        """Append the records of another collection."""
        self.size.extend(other.size)
        self.role.extend(other.role)
        self.parts.extend(other.parts)
        self.kind.extend(other.kind)
        self.whole.extend(other.whole)


@dataclass(slots=True)
class Collection:
    """Everything a build needs of a register, as numbers; records are counted from 0."""

    entity_type: EntityType
    words: Words = field(default_factory=Words)
    found: Places = field(default_factory=Places)
    """Occurrences that get posting lists: name parts, in the order of `names`, and such values."""
    compared: Places = field(default_factory=Places)
    """Occurrences that get a tag only: words of addresses and birth places."""
    values: Values = field(default_factory=Values)
    names: Names = field(default_factory=Names)
    references: bytearray = field(default_factory=bytearray)
    counts: bytearray = field(default_factory=bytearray)

    @property
    def size(self) -> int:
        """Number of records taken up."""
        return len(self.references) // REFERENCE_BYTES

    def add(self, reference: bytes, subject: Subject[bytes]) -> None:
        """Take one record up.

        Args:
            reference: 16 bytes, opaque, by which the register's owner knows the record.
            subject: the record's tokens.

        Raises:
            ValueError: the reference has another length, or the entity type is another.
        """
        if len(reference) != REFERENCE_BYTES or subject.entity_type is not self.entity_type:
            raise ValueError("a record of another entity type, or no 16-byte reference")
        self.references += reference
        self.counts += _counts(subject)
        self._add_found(subject)
        self._add_compared(subject)
        self.values.add(subject.values)

    def merge(self, other: "Collection") -> None:
        """Append the records of another collection."""
        words = self.words.merge(other.words)
        self.found.merge(other.found, words)
        self.compared.merge(other.compared, words)
        self.values.merge(other.values)
        self.names.merge(other.names)
        self.references += other.references
        self.counts += other.counts

    def frequencies(self) -> NDArray[np.uint32]:
        """Count in how many records each word occurs, once however often a record has it."""
        total = np.zeros(self.words.size, np.uint32)
        for places in (self.found, self.compared):
            for words in _distinct_per_record(places):
                total += np.bincount(words, minlength=len(total)).astype(np.uint32)
        return total

    def _add_found(self, subject: Subject[bytes]) -> None:
        before = len(self.found.word)
        names = subject.names[:NAMES_PER_RECORD]
        self.names.size.append(len(names))
        for alias, name in enumerate(names):
            self.names.add(name)
            for place, part in enumerate(name.parts):
                self.found.add(
                    self.words.number(part.exact, part.leaves()), alias=alias, part=place
                )
        for exact, spellings, place in _found_values(subject.values):
            self.found.add(self.words.number(exact, spellings), alias=VALUE_ALIAS, part=place)
        self.found.size.append(len(self.found.word) - before)

    def _add_compared(self, subject: Subject[bytes]) -> None:
        for place, tokens in enumerate((subject.address, subject.places)):
            for token in tokens:
                word = self.words.number(token, (token,))
                self.compared.add(word, alias=VALUE_ALIAS, part=place)
        self.compared.size.append(len(subject.address) + len(subject.places))


def _found_values(
    values: tuple[Value[bytes], ...],
) -> Iterator[tuple[bytes, tuple[bytes, ...], int]]:
    """Yield exact token, all tokens and part number of each value that is found like a word."""
    for value in values:
        if value.attribute in WORD_ATTRIBUTES and value.kind is Kind.EXACT:
            spellings = tuple(
                other.token
                for other in values
                if other.attribute is value.attribute
                and other.group == value.group
                and other.kind in (Kind.EXACT, Kind.TYPO)
            )
            yield value.token, spellings, WORD_ATTRIBUTES[value.attribute]


def _counts(subject: Subject[bytes]) -> bytes:
    counts = [0] * len(COUNTED)
    for value in subject.values:
        counter = _COUNTERS[value.attribute, value.kind]
        if counter is not None:
            counts[counter] += 1
    counts[PLACE["place"]] = len(subject.places)
    counts[PLACE["address"]] = len(subject.address)
    return bytes(counts) if max(counts) <= _MOST else bytes(min(_MOST, count) for count in counts)


_RECORDS_AT_ONCE = 500_000
"""Records whose words are made distinct at once, which takes 16 bytes per occurrence."""


def _distinct_per_record(places: Places) -> Iterator[NDArray[np.int64]]:
    """Yield the words of each record, each once, some records at a time."""
    sizes, words = as_array(places.size), as_array(places.word)
    ends = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    for start in range(0, len(sizes), _RECORDS_AT_ONCE):
        within = sizes[start : start + _RECORDS_AT_ONCE]
        record = np.repeat(np.arange(len(within), dtype=np.uint64), within)
        word = words[ends[start] : ends[start + len(within)]].astype(np.uint64)
        pairs = np.unique(word << np.uint64(32) | record)
        yield (pairs >> np.uint64(32)).astype(np.int64)
