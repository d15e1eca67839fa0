"""First pass of a build: tokens in, numbers out.

Words, values and records become small integers in flat arrays, so that ten million records fit in
a few gigabytes. Nothing is sealed and no key is used here.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from matching.index.header import COUNTED, PLACE, part_byte
from matching.index.layout import REFERENCE_BYTES, VALUE_ALIAS
from matching.subject import Attribute, EntityType, Kind, NameForm, NameRole, Subject, Value

NAMES_PER_RECORD = 200
"""Names of one record that are indexed; the strongest roles come first in a subject."""
WORD_ATTRIBUTES = {Attribute.IDENTIFIER: 0, Attribute.WEAK_IDENTIFIER: 1}
"""Values that are found by posting lists like words, and the part number they have there."""
_DATED = (Attribute.BIRTH_DATE, Attribute.INCORPORATION_DATE)


@dataclass(slots=True)
class Words:
    """The distinct words of a register; a word's number is its place."""

    ids: dict[bytes, int] = field(default_factory=dict, repr=False)
    """Exact token to word number."""
    variants: dict[bytes, list[int]] = field(default_factory=dict, repr=False)
    """Variant token to the numbers of the words that have it."""

    def number(self, exact: bytes, variants: tuple[bytes, ...] = ()) -> int:
        """Return the number of a word, taking it and its variants up when it is new."""
        known = self.ids.get(exact)
        if known is not None:
            return known
        number = self.ids[exact] = len(self.ids)
        for token in (exact, *variants):
            self.variants.setdefault(token, []).append(number)
        return number


@dataclass(slots=True)
class Places:
    """Which word stands where; four parallel arrays, one entry per occurrence."""

    word: "array[int]" = field(default_factory=lambda: array("I"))
    record: "array[int]" = field(default_factory=lambda: array("I"))
    alias: "array[int]" = field(default_factory=lambda: array("B"))
    part: "array[int]" = field(default_factory=lambda: array("B"))

    def add(self, word: int, record: int, *, alias: int, part: int) -> None:
        """Note one occurrence."""
        self.word.append(word)
        self.record.append(record)
        self.alias.append(alias)
        self.part.append(part)


@dataclass(slots=True)
class Collection:
    """Everything a build needs of a register, as numbers; records are counted from 0."""

    entity_type: EntityType
    words: Words = field(default_factory=Words)
    found: Places = field(default_factory=Places)
    """Occurrences that get posting lists: name parts and identifiers."""
    compared: Places = field(default_factory=Places)
    """Occurrences that get a tag only: words of addresses and birth places."""
    values: dict[bytes, int] = field(default_factory=dict, repr=False)
    """Value token to value number; values have tags under their own token key."""
    value_record: "array[int]" = field(default_factory=lambda: array("I"))
    value_number: "array[int]" = field(default_factory=lambda: array("I"))
    references: bytearray = field(default_factory=bytearray)
    counts: bytearray = field(default_factory=bytearray)
    year: "array[int]" = field(default_factory=lambda: array("i"))
    """Value number of the year of each record's first date, -1 if it has none."""
    day: "array[int]" = field(default_factory=lambda: array("i"))
    """Value number of each record's first full date, -1 if it has none."""
    names: "array[int]" = field(default_factory=lambda: array("B"))
    """Number of names of each record."""
    roles: "array[int]" = field(default_factory=lambda: array("B"))
    parts: "array[int]" = field(default_factory=lambda: array("B"))
    """Number of parts of each name."""
    kinds: bytearray = field(default_factory=bytearray)
    """Part byte of each part, in the order of `part_words`."""
    part_words: "array[int]" = field(default_factory=lambda: array("I"))

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
        record = self.size
        self.references += reference
        self._add_names(record, subject)
        self._add_values(record, subject)
        self.counts += _counts(subject)

    def _add_names(self, record: int, subject: Subject[bytes]) -> None:
        names = subject.names[:NAMES_PER_RECORD]
        self.names.append(len(names))
        for alias, name in enumerate(names):
            self._add_name(record, name, alias=alias)

    def _add_name(self, record: int, name: NameForm[bytes], *, alias: int) -> None:
        self.roles.append(int(NameRole(name.role)))
        self.parts.append(len(name.parts))
        for place, part in enumerate(name.parts):
            word = self.words.number(part.exact, part.edits + part.sounds + part.symbols)
            self.found.add(word, record, alias=alias, part=place)
            self.part_words.append(word)
            self.kinds.append(part_byte(part.kind, part.length))

    def _add_values(self, record: int, subject: Subject[bytes]) -> None:
        for place, tokens in enumerate((subject.address, subject.places)):
            for token in tokens:
                self.compared.add(self.words.number(token), record, alias=VALUE_ALIAS, part=place)
        for value in _found_values(subject.values):
            word = self.words.number(value[0], value[1])
            self.found.add(word, record, alias=VALUE_ALIAS, part=value[2])
        for held in subject.values:
            if held.attribute not in WORD_ATTRIBUTES:
                self.value_record.append(record)
                self.value_number.append(self.values.setdefault(held.token, len(self.values)))
        self.year.append(self._first(subject, Kind.YEAR))
        self.day.append(self._first(subject, Kind.EXACT))

    def _first(self, subject: Subject[bytes], kind: Kind) -> int:
        for value in subject.values:
            if value.attribute in _DATED and value.kind is kind:
                return self.values[value.token]
        return -1


def _found_values(
    values: tuple[Value[bytes], ...],
) -> Iterator[tuple[bytes, tuple[bytes, ...], int]]:
    """Yield exact token, typo tokens and part number of each identifier."""
    for value in values:
        if value.attribute in WORD_ATTRIBUTES and value.kind is Kind.EXACT:
            typos = tuple(
                other.token
                for other in values
                if other.kind is Kind.TYPO
                and other.group == value.group
                and other.attribute is value.attribute
            )
            yield value.token, typos, WORD_ATTRIBUTES[value.attribute]


def _counts(subject: Subject[bytes]) -> bytes:
    counts = [0] * len(COUNTED)
    for value in subject.values:
        name = _counted_as(value)
        if name:
            counts[PLACE[name]] += 1
        if value.attribute in _DATED and value.kind is Kind.EXACT:
            counts[PLACE[f"{value.attribute}_full"]] += 1
    counts[PLACE["place"]] = len(subject.places)
    counts[PLACE["address"]] = len(subject.address)
    return bytes(min(255, count) for count in counts)


def _counted_as(value: Value[bytes]) -> str:
    """Return the counter of a value: dates count by their year, everything else when exact."""
    if value.attribute in _DATED:
        return str(value.attribute) if value.kind is Kind.YEAR else ""
    return str(value.attribute) if value.kind is Kind.EXACT else ""
