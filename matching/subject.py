"""The shape in which a subject or a record is matched, whatever its leaves are.

`Subject[bytes]` has framed tokens as leaves (clear text, before the keyed function), and
`Subject[Pseudonym]` has their images under one node's key.
The shape itself holds no clear text: it says how many names, how many parts, which kinds.
It is what a query sends, so `docs/disclosure.md` counts it as known to the answering peer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")

LABEL_BYTES = 16
TOKEN_KEY_BYTES = 32
PSEUDONYM_BYTES = LABEL_BYTES + TOKEN_KEY_BYTES


class EntityType(StrEnum):
    """What a record is about; keys, models and registers are separate for each."""

    PERSON = "person"
    VESSEL = "vessel"
    COMPANY = "company"
    IDENTIFIER = "identifier"


class NameRole(IntEnum):
    """What a name is to its bearer; the numbers are stored and sent, never reuse one."""

    PRIMARY = 0
    ALIAS = 1
    WEAK = 2
    FORMER = 3
    READING = 4
    """No other name: the one before it, its syllables joined to words in another way."""


class PartKind(IntEnum):
    """What a name part is; the numbers are stored and sent, never reuse one."""

    WORD = 0
    NUMBER = 1
    LEGAL_FORM = 2
    INITIAL = 3
    GENERIC = 4
    """A word that says the trade, not the company: *trading*, *shipping*, *bank*."""
    PARTICLE = 5
    """An article or preposition in a person's name: *al*, *bin*, *de*, *van*."""
    PATRONYMIC = 6
    """The father's name where registers often leave it out: *Ivanovich*, *Aliyev oglu*."""


class Attribute(StrEnum):
    """What a value says of its subject. Words (name, address, place) have their own shape."""

    BIRTH_DATE = "birth_date"
    COUNTRY = "country"
    GENDER = "gender"
    FLAG = "flag"
    FORMER_FLAG = "former_flag"
    VESSEL_TYPE = "vessel_type"
    BUILD_YEAR = "build_year"
    TONNAGE = "tonnage"
    INCORPORATION_DATE = "incorporation_date"
    POSTCODE = "postcode"
    """A word of an address by which records are found; it is compared as a word, not as this."""
    PASSPORT = "passport"
    ID_NUMBER = "id_number"
    TAX_NUMBER = "tax_number"
    REG_NUMBER = "reg_number"
    LEI = "lei"
    IMO = "imo"
    IDENTIFIER = "identifier"
    """Any other strong identifier: phone, account, container, vehicle... Of these a subject may
    have many, so only agreement is evidence."""
    WEAK_IDENTIFIER = "weak_identifier"
    """Call sign and MMSI: they change with the flag, so only agreement is evidence."""


COMPARABLE = frozenset(
    {
        Attribute.PASSPORT,
        Attribute.ID_NUMBER,
        Attribute.TAX_NUMBER,
        Attribute.REG_NUMBER,
        Attribute.LEI,
        Attribute.IMO,
    }
)
"""Strong identifiers of which a subject has one, or few: two of one kind that differ say something.
A telephone number on one side and a register number on the other do not."""
STRONG = COMPARABLE | {Attribute.IDENTIFIER}
IDENTIFYING = STRONG | {Attribute.WEAK_IDENTIFIER}
FINDING = IDENTIFYING | {Attribute.POSTCODE}
"""Values by which records are found, as by the parts of their names."""


class Kind(StrEnum):
    """How a value token relates to the value. A record has no NEAR_YEAR; only a query asks it."""

    EXACT = "exact"
    YEAR = "year"
    YEAR_MONTH = "year_month"
    SWAPPED = "swapped"
    """Day and month exchanged, where both are possible."""
    NEAR_YEAR_1 = "near_year_1"
    """One year before or after."""
    NEAR_YEAR_2 = "near_year_2"
    """Two years before or after."""
    TYPO = "typo"
    """One of the spellings one error away, wrong check digit or not, or a document's number without
    the letters of its series."""


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """The image of one token under one node's key: a label and a token key, 48 bytes."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse any other length."""
        if len(self.raw) != PSEUDONYM_BYTES:
            raise ValueError(f"a pseudonym has {PSEUDONYM_BYTES} bytes, not {len(self.raw)}")

    @property
    def label(self) -> bytes:
        """Where to look: 16 bytes."""
        return self.raw[:LABEL_BYTES]

    @property
    def token_key(self) -> bytes:
        """What opens the entry found there: 32 bytes."""
        return self.raw[LABEL_BYTES:]

    @property
    def number(self) -> int:
        """The first eight label bytes as DuckDB stores them: a signed 64-bit number."""
        return int.from_bytes(self.raw[:8], "big", signed=True)


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One part of a name with the tokens by which its spellings meet."""

    kind: PartKind
    length: int
    """Letters of the part, at most 15: short parts weigh less in company names."""
    exact: T = field(repr=False)
    edits: tuple[T, ...] = field(default=(), repr=False)
    """The one-deletion neighbourhood, the part itself included: two parts whose sets meet are
    within one edit (and most within two)."""
    sounds: tuple[T, ...] = field(default=(), repr=False)
    symbols: tuple[T, ...] = field(default=(), repr=False)
    """Known equivalents: *Zhang* and *Chang*, *plc* and *S.A.*, *second* and *2*."""

    def leaves(self) -> Iterator[T]:
        """Yield every token of the part, exact first."""
        yield self.exact
        yield from self.edits
        yield from self.sounds
        yield from self.symbols

    def map(self, to: Callable[[T], U]) -> "Part[U]":
        """Replace every token by its image."""
        return Part(
            self.kind,
            self.length,
            to(self.exact),
            tuple(map(to, self.edits)),
            tuple(map(to, self.sounds)),
            tuple(map(to, self.symbols)),
        )


@dataclass(frozen=True, slots=True)
class NameForm(Generic[T]):
    """One name of a subject: its parts in the order written.

    Whether two whole names are equal follows from the parts and their order, so a name needs no
    token of its own.
    """

    role: NameRole
    parts: tuple[Part[T], ...]

    def leaves(self) -> Iterator[T]:
        """Yield the tokens of every part."""
        for part in self.parts:
            yield from part.leaves()

    def map(self, to: Callable[[T], U]) -> "NameForm[U]":
        """Replace every token by its image."""
        return NameForm(self.role, tuple(part.map(to) for part in self.parts))


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """One token of a value that is compared whole: a date, a country, an identifier."""

    attribute: Attribute
    kind: Kind
    token: T = field(repr=False)
    group: int = 0
    """Tokens of one value share a group: a date and its year, an identifier and its typos."""


@dataclass(frozen=True, slots=True)
class Subject(Generic[T]):
    """Everything about one subject or record that matching uses."""

    entity_type: EntityType
    names: tuple[NameForm[T], ...] = ()
    address: tuple[T, ...] = field(default=(), repr=False)
    """Distinct words of all addresses, weighed by their rarity."""
    places: tuple[T, ...] = field(default=(), repr=False)
    """Distinct words of birth places."""
    values: tuple[Value[T], ...] = ()

    def leaves(self) -> Iterator[T]:
        """Yield every distinct token once, in a fixed order."""
        yield from dict.fromkeys(self._all_leaves())

    def _all_leaves(self) -> Iterator[T]:
        for name in self.names:
            yield from name.leaves()
        yield from self.address
        yield from self.places
        for value in self.values:
            yield value.token

    def map(self, to: Callable[[T], U]) -> "Subject[U]":
        """Replace every token by its image, keeping the shape."""
        return Subject(
            self.entity_type,
            tuple(name.map(to) for name in self.names),
            tuple(map(to, self.address)),
            tuple(map(to, self.places)),
            tuple(Value(v.attribute, v.kind, to(v.token), v.group) for v in self.values),
        )
