"""Records in clear text: what a register says of one subject, validated.

A record exists only if it is usable. `record_from_fields` gathers all that is wrong before it
raises, so that a row is mended once; no message holds a value.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from matching.errors import (
    CardNumberError,
    InvalidRecordError,
    MalformedValueError,
    RecordError,
)
from matching.normalise.countries import country_code, country_of_address
from matching.normalise.dates import PartialDate, parse_date
from matching.normalise.identifiers import Scheme, normalise_identifier, stated_scheme
from matching.normalise.vessels import parse_build_year, parse_tonnage, vessel_class
from matching.schema import CATEGORIES, DISCLOSURES, FIELDS, GENDERS, Field, nearest_field
from matching.subject import EntityType, NameRole

__all__ = [
    "FIELDS",
    "EntityType",
    "Field",
    "Identifier",
    "Name",
    "PartialDate",
    "Record",
    "Scheme",
    "nearest_field",
    "record_from_fields",
]

T = TypeVar("T")

MAX_VALUE_LETTERS = 1_000
MAX_NAME_LETTERS = 300
NOT_A_PERSON = "not-a-person"
"""Category of vessels, companies and identifiers."""

_SURROGATE = re.compile("[\ud800-\udfff]")
"""What a wrong decoding leaves behind; it has no bytes and cannot be framed."""
_SCHEMES = {scheme.value: scheme for scheme in Scheme}
_ALLOWED = {
    kind: frozenset(name for name, known in FIELDS.items() if kind in known.entity_types)
    for kind in EntityType
}
_NAME_COLUMNS = (
    ("name", NameRole.PRIMARY),
    ("original_script", NameRole.ALIAS),
    ("aliases", NameRole.ALIAS),
    ("former_names", NameRole.FORMER),
    ("weak_aliases", NameRole.WEAK),
)
_GENDER_WORDS = {"m": "male", "f": "female", "x": "other"}


@dataclass(frozen=True, slots=True)
class Name:
    """One name as written."""

    text: str = field(repr=False)
    role: NameRole = NameRole.PRIMARY


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier in the normal form of its scheme."""

    scheme: Scheme
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of one subject; every tuple is empty where nothing is known."""

    entity_type: EntityType
    id: str = field(default="", repr=False)
    names: tuple[Name, ...] = field(default=(), repr=False)
    birth_dates: tuple[PartialDate, ...] = field(default=(), repr=False)
    birth_places: tuple[str, ...] = field(default=(), repr=False)
    countries: tuple[str, ...] = field(default=(), repr=False)
    """Codes of nationalities and countries of residence or seat."""
    gender: str = field(default="", repr=False)
    flags: tuple[str, ...] = field(default=(), repr=False)
    former_flags: tuple[str, ...] = field(default=(), repr=False)
    vessel_classes: tuple[str, ...] = field(default=(), repr=False)
    build_years: tuple[int, ...] = field(default=(), repr=False)
    tonnages: tuple[int, ...] = field(default=(), repr=False)
    """Gross tonnages."""
    incorporation_dates: tuple[PartialDate, ...] = field(default=(), repr=False)
    addresses: tuple[str, ...] = field(default=(), repr=False)
    identifiers: tuple[Identifier, ...] = field(default=(), repr=False)
    category: str = field(default="", repr=False)
    disclosure: str = field(default=DISCLOSURES[0], repr=False)
    file_reference: str = field(default="", repr=False)
    unusable: tuple[RecordError, ...] = field(default=(), repr=False, compare=False)
    """Values that could not be read and are left out; the record is usable without them."""

    def __post_init__(self) -> None:
        """Refuse a record by which nobody could be found, and give the category its default.

        Raises:
            RecordError: there is neither a name nor an identifier.
        """
        if not self.names and not self.identifiers:
            raise _nothing_to_match(self.entity_type)
        if not self.category:
            is_person = self.entity_type is EntityType.PERSON
            object.__setattr__(self, "category", CATEGORIES[0] if is_person else NOT_A_PERSON)


def record_from_fields(entity_type: EntityType, fields: Mapping[str, Sequence[str]]) -> Record:
    """Read and validate one record.

    Args:
        entity_type: what the register holds.
        fields: column name to values; absent columns, no values and blank values mean the same.

    Raises:
        InvalidRecordError: the record is unusable; all findings are in it.
    """
    return _Reading(entity_type, fields).record()


def _filled(values: Sequence[str]) -> tuple[str, ...]:
    if len(values) == 1:
        stripped = values[0].strip()
        return (stripped,) if stripped else ()
    return tuple(dict.fromkeys(stripped for value in values if (stripped := value.strip())))


class _Reading:
    """One record being read: takes values out of the fields and gathers what is wrong.

    Most fields hold one plain value and most columns are empty; both go by a short way, because a
    register has millions of them.
    """

    def __init__(self, entity_type: EntityType, fields: Mapping[str, Sequence[str]]) -> None:
        self._entity_type = entity_type
        self._fields = {
            name: filled for name, values in fields.items() if (filled := _filled(values))
        }
        self._fatal: list[RecordError] = []
        self._unusable: list[RecordError] = []

    def record(self) -> Record:
        """Read every field, then give the record or raise all findings together."""
        self._check_fields()
        record = self._built()
        if record is None or self._fatal:
            raise InvalidRecordError(tuple(self._fatal))
        return record

    def _built(self) -> Record | None:
        try:
            return self._read()
        except RecordError as error:
            # That nothing is left to match is no news where something was found wrong.
            self._fatal = self._fatal or [error]
            return None

    def _read(self) -> Record:
        addresses = self._each("address", _text)
        countries = self._countries() or self._countries_of(addresses)
        return Record(
            entity_type=self._entity_type,
            id=self._text("id"),
            names=tuple(self._names()),
            birth_dates=self._each("birth_date", parse_date),
            birth_places=self._each("birth_place", _text),
            countries=countries,
            gender=self._first("gender", _gender),
            flags=self._each("flag", country_code),
            former_flags=self._each("former_flags", country_code),
            vessel_classes=self._each("vessel_type", vessel_class),
            build_years=self._each("build_year", parse_build_year),
            tonnages=self._each("gross_tonnage", parse_tonnage),
            incorporation_dates=self._each("incorporation_date", parse_date),
            addresses=addresses,
            identifiers=tuple(self._identifiers(countries)),
            category=self._first("category", _category),
            disclosure=self._first("disclosure", _disclosure) or DISCLOSURES[0],
            file_reference=self._text("file_reference"),
            unusable=tuple(self._unusable),
        )

    def _check_fields(self) -> None:
        allowed = _ALLOWED[self._entity_type]
        for name, values in self._fields.items():
            first = values[0]
            # Of most fields, one short value, it is said quickly that nothing is wrong with them.
            is_plain = len(values) == 1 and len(first) <= MAX_NAME_LETTERS and first.isascii()
            if name not in allowed or not is_plain:
                self._fatal.extend(_wrong_with_field(self._entity_type, name, values=values))
        for name in ("type", "identifier_type"):
            if name in self._fields:
                self._fatal.extend(self._wrong_type(name))
        if self._entity_type is EntityType.IDENTIFIER and len(self._filled_schemes()) > 1:
            self._fatal.append(RecordError("type", "an identifier record has one identifier"))

    def _wrong_type(self, name: str) -> Iterator[RecordError]:
        """Compare what the row says it is with what the register holds, or with what is filled."""
        for value in self._fields[name]:
            said = value.casefold()
            if name == "type" and said != self._entity_type:
                yield RecordError(name, f"not a {self._entity_type}, which this register holds")
            if name == "identifier_type" and said not in self._fields:
                yield RecordError(name, "the column it names is empty")

    def _filled_schemes(self) -> list[Scheme]:
        return [scheme for name, scheme in _SCHEMES.items() if name in self._fields]

    def _text(self, name: str) -> str:
        return next(iter(self._fields.get(name, ())), "")

    def _first(self, name: str, parse: Callable[[str], str]) -> str:
        return next(iter(self._each(name, parse)), "")

    def _each(self, name: str, parse: Callable[[str], T]) -> tuple[T, ...]:
        """Parse the values of a field, each distinct result once; note what cannot be read."""
        values = self._fields.get(name)
        if not values:
            return ()
        if len(values) == 1:
            only = self._tried(name, values[0], parse=parse)
            return () if only is None else (only,)
        parsed = (self._tried(name, value, parse=parse) for value in values)
        return tuple(dict.fromkeys(value for value in parsed if value is not None))

    def _tried(self, name: str, value: str, *, parse: Callable[[str], T]) -> T | None:
        try:
            return parse(value)
        except MalformedValueError as error:
            is_fatal = (
                FIELDS[name].strict
                or self._entity_type is EntityType.IDENTIFIER
                # Left out of matching it would still be kept with the record.
                or isinstance(error, CardNumberError)
            )
            (self._fatal if is_fatal else self._unusable).append(RecordError(name, str(error)))
            return None

    def _names(self) -> Iterator[Name]:
        if "name" not in self._fields:
            self._fields["name"] = self._joined_names()
        for column, role in _NAME_COLUMNS:
            if column in self._fields:
                # Registers of ships do not tell former names from others.
                is_former = column == "aliases" and self._entity_type is EntityType.VESSEL
                for text in self._each(column, _name):
                    yield Name(text, NameRole.FORMER if is_former else role)

    def _joined_names(self) -> tuple[str, ...]:
        joined = " ".join(filter(None, (self._text("first_name"), self._text("last_name"))))
        return (joined,) if joined else ()

    def _countries(self) -> tuple[str, ...]:
        both = (*self._each("nationality", country_code), *self._each("country", country_code))
        return tuple(dict.fromkeys(both))

    def _countries_of(self, addresses: tuple[str, ...]) -> tuple[str, ...]:
        """Read the seat of a company from its addresses; where a person lives is no nationality."""
        if self._entity_type is not EntityType.COMPANY:
            return ()
        found = map(country_of_address, addresses)
        return tuple(dict.fromkeys(code for code in found if code is not None))

    def _identifiers(self, countries: tuple[str, ...]) -> Iterator[Identifier]:
        for scheme in self._filled_schemes():
            read = partial(_read_identifiers, scheme, countries=countries)
            for found in self._each(scheme, read):
                yield from found


def _read_identifiers(
    scheme: Scheme, text: str, *, countries: tuple[str, ...]
) -> tuple[Identifier, ...]:
    numbers = normalise_identifier(scheme, text, countries=countries)
    stated = stated_scheme(scheme, text)
    return tuple(Identifier(stated, number) for number in numbers)


def _wrong_with_field(
    entity_type: EntityType, name: str, *, values: Sequence[str]
) -> Iterator[RecordError]:
    known = FIELDS.get(name)
    if known is None:
        nearest = nearest_field(name)
        yield RecordError(
            name, f"no such field; nearest is {nearest}" if nearest else "no such field"
        )
    elif entity_type not in known.entity_types:
        yield RecordError(name, f"not a field of a {entity_type}")
    elif not known.multiple and len(values) > 1:
        yield RecordError(name, "holds more than one value")
    for value in values:
        if len(value) > MAX_VALUE_LETTERS:
            yield RecordError(name, f"longer than {MAX_VALUE_LETTERS} characters")
        if not value.isascii() and _SURROGATE.search(value):
            yield RecordError(name, "holds characters that no text has")


def _nothing_to_match(entity_type: EntityType) -> RecordError:
    if entity_type is EntityType.IDENTIFIER:
        return RecordError("identifier", "no identifier that can be matched")
    return RecordError("name", "neither a name nor an identifier")


def _text(value: str) -> str:
    return value


def _name(value: str) -> str:
    if len(value) > MAX_NAME_LETTERS:
        raise MalformedValueError(f"longer than {MAX_NAME_LETTERS} characters")
    if not any(map(str.isalnum, value)):
        raise MalformedValueError("no letter or digit")
    return value


def _choice(choices: tuple[str, ...]) -> Callable[[str], str]:
    def choose(value: str) -> str:
        plain = value.casefold()
        if plain not in choices:
            raise MalformedValueError("none of " + ", ".join(choices))
        return plain

    return choose


_category, _disclosure = _choice(CATEGORIES), _choice(DISCLOSURES)
_known_gender = _choice(GENDERS)


def _gender(value: str) -> str:
    plain = value.casefold().strip(".")
    return _known_gender(_GENDER_WORDS.get(plain, plain))
