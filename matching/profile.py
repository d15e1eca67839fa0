"""Profile 1: the rules by which a record becomes tokens.

Normative: two nodes meet only if they apply the same rules, so a change of any token is a new
profile. `tests/vectors/tokens_*.json` holds examples for other implementations.

| attribute | kind | value framed |
|---|---|---|
| `name` | `exact`, `edits`, `sounds`, `symbols` | the word, its one-deletion spellings, its codes |
| `address`, `birth_place` | `exact` | one word |
| `birth_date`, `incorporation_date` | `exact`, `year_month`, `year` | ISO 8601, as far as known |
| `postcode` | `exact` | a word of an address that has a digit and four letters or digits |
| `country`, `gender`, `flag`, `vessel_type`, `build_year`, `tonnage` | `exact` | the code |
| `identifier`, `weak_identifier` | `exact`, `typo` | scheme class, a colon, the normal form |

Words of companies and given names of persons have symbols. As `typo` stands a document's number
without the letters of its series and, where the subject is itself an identifier, its one-deletion
spellings.

A query asks more than a record holds: the date with day and month exchanged, the years around it.
Such a token is framed as the record's own would be, or the two could not meet; what it means to
the query stands in `Value.kind`.

Words, dates and their tokens repeat, so bounded caches of this process keep them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import TypeAlias

from matching.encode import frame
from matching.errors import TooManyTokensError
from matching.normalise.dates import PartialDate
from matching.normalise.identifiers import Scheme, without_series
from matching.normalise.names import readings
from matching.normalise.places import place_words, postcodes
from matching.normalise.scripts import CACHED_WORDS
from matching.normalise.symbols import symbols
from matching.normalise.variants import deletions, one_deletions, sounds
from matching.normalise.vessels import tonnage_bands
from matching.records import Identifier, Record
from matching.subject import (
    STRONG,
    Attribute,
    EntityType,
    Kind,
    NameForm,
    NameRole,
    Part,
    PartKind,
    Subject,
    Value,
)

PROFILE = 1
MAX_TOKENS_ASKING = 400
"""Distinct tokens of a subject in a query: four full evaluation batches at the peer."""
MAX_TOKENS_RECORDING = 1_000
"""Distinct tokens of a record."""
MAX_NAMES = 64
MAX_PARTS = 24
MAX_SYMBOLS = 6
"""Symbols of a word, in alphabetical order; see `matching.normalise.symbols`."""
MAX_LENGTH = 15
MAX_WORDS = 60
"""Words of all addresses, and of all birth places."""
MAX_POSTCODES = 8
"""Words of all addresses by which a record is found, in order of first occurrence."""
MAX_VALUES = 200
"""Tokens of dates, countries, identifiers and the like."""
MIN_TYPO_LETTERS = 7
"""In a shorter number one error makes another number that somebody has."""

_ROLE_ORDER = {
    role: place
    for place, role in enumerate((NameRole.PRIMARY, NameRole.ALIAS, NameRole.FORMER, NameRole.WEAK))
}
_FRAMED_AS = {Attribute.FORMER_FLAG: Attribute.FLAG} | dict.fromkeys(STRONG, Attribute.IDENTIFIER)
"""A present flag of one is a former flag of the other, and what is a tax number here is a register
number there: they meet only if framed alike."""
_COMPARABLE_SCHEMES = {
    Scheme.PASSPORT: Attribute.PASSPORT,
    Scheme.ID_NUMBER: Attribute.ID_NUMBER,
    Scheme.TAX_NUMBER: Attribute.TAX_NUMBER,
    Scheme.REG_NUMBER: Attribute.REG_NUMBER,
    Scheme.LEI: Attribute.LEI,
    Scheme.IMO: Attribute.IMO,
}
_WEAK_SCHEMES = frozenset({Scheme.MMSI, Scheme.CALL_SIGN})
_DOCUMENT_SCHEMES = frozenset(
    {Scheme.PASSPORT, Scheme.ID_NUMBER, Scheme.TAX_NUMBER, Scheme.REG_NUMBER}
)
"""Registers disagree about which of these a number is, so all meet in one class."""


def tokens(record: Record, *, asking: bool) -> Subject[bytes]:
    """Derive the tokens of a record under profile 1.

    Args:
        record: the subject asked about, or the record of a register.
        asking: whether the tokens go into a query. A query also asks for what a record does not
            hold (neighbouring years, exchanged day and month), and may carry fewer tokens.

    Returns:
        A subject with at most `MAX_TOKENS_ASKING` or `MAX_TOKENS_RECORDING` distinct tokens. The
        weakest names are left out first; the same record always gives the same tokens.

    Raises:
        TooManyTokensError: the values, or the strongest name alone, have more.
    """
    subject = Subject(
        record.entity_type,
        tuple(_name_forms(record)),
        _place_tokens(record.entity_type, "address", texts=record.addresses),
        _place_tokens(record.entity_type, "birth_place", texts=record.birth_places),
        tuple(_values(record, asking=asking)),
    )
    return _fit(subject, MAX_TOKENS_ASKING if asking else MAX_TOKENS_RECORDING)


def _name_forms(record: Record) -> Iterator[NameForm[bytes]]:
    """Yield the names, strongest role first; of equal names only the first."""
    seen: set[tuple[bytes, ...]] = set()
    entity_type = record.entity_type
    names = sorted(record.names, key=lambda name: _ROLE_ORDER[name.role])
    for name in names[:MAX_NAMES]:
        for number, found in enumerate(readings(entity_type, name.text)):
            kept = found[:MAX_PARTS]
            parts = tuple([_part(entity_type, word.latin, kind=word.kind) for word in kept])
            spelled = tuple([part.exact for part in parts])
            if parts and spelled not in seen:
                seen.add(spelled)
                yield NameForm(NameRole.READING if number else name.role, parts)


@lru_cache(CACHED_WORDS)
def _part(entity_type: EntityType, latin: str, *, kind: PartKind) -> Part[bytes]:
    return Part(
        kind,
        min(len(latin), MAX_LENGTH),
        frame(entity_type, "name", kind="exact", value=latin, profile=PROFILE),
        _variants(entity_type, "edits", values=deletions(latin)),
        _variants(entity_type, "sounds", values=sounds(entity_type, latin)),
        _variants(entity_type, "symbols", values=symbols(entity_type, latin)[:MAX_SYMBOLS]),
    )


def _variants(entity_type: EntityType, kind: str, *, values: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(
        frame(entity_type, "name", kind=kind, value=value, profile=PROFILE) for value in values
    )


def _place_tokens(
    entity_type: EntityType, attribute: str, *, texts: tuple[str, ...]
) -> tuple[bytes, ...]:
    found = place_words(texts)[:MAX_WORDS]
    return tuple([_exact_token(entity_type, attribute, value=word) for word in found])


_Tokens: TypeAlias = tuple[tuple[Kind, bytes], ...]
"""The tokens of one value, each with what it means to its subject."""


def _values(record: Record, *, asking: bool) -> Iterator[Value[bytes]]:
    """Yield the tokens of the values of a record; each distinct value is a group of its own.

    A number that stands in two columns is of the first one's kind.
    """
    seen: set[tuple[Attribute, _Tokens]] = set()
    for attribute, group_tokens in _groups(record, asking=asking):
        value = (Attribute.IDENTIFIER if attribute in STRONG else attribute, group_tokens)
        if value not in seen:
            group = len(seen)
            seen.add(value)
            for kind, token in group_tokens:
                yield Value(attribute, kind, token, group)


def _groups(record: Record, *, asking: bool) -> Iterator[tuple[Attribute, _Tokens]]:
    entity_type = record.entity_type
    for date in record.birth_dates:
        yield Attribute.BIRTH_DATE, _birth_date(entity_type, date, asking=asking)
    for date in record.incorporation_dates:
        yield Attribute.INCORPORATION_DATE, _date(entity_type, "incorporation_date", date=date)
    for year in record.build_years:
        yield Attribute.BUILD_YEAR, _build_year(entity_type, year, asking=asking)
    for tonnage in record.tonnages:
        bands = tonnage_bands(tonnage)
        yield Attribute.TONNAGE, _exact(entity_type, Attribute.TONNAGE, values=bands)
    for word in islice(postcodes(place_words(record.addresses)), MAX_POSTCODES):
        yield Attribute.POSTCODE, _code(entity_type, Attribute.POSTCODE, code=word)
    for attribute, code in _codes(record):
        yield attribute, _code(entity_type, attribute, code=code)
    for identifier in record.identifiers:
        yield _identifier(entity_type, identifier)


def _codes(record: Record) -> Iterator[tuple[Attribute, str]]:
    """Yield the values that are compared as they are."""
    for code in record.countries:
        yield Attribute.COUNTRY, code
    if record.gender:
        yield Attribute.GENDER, record.gender
    for code in record.flags:
        yield Attribute.FLAG, code
    for code in record.former_flags:
        yield Attribute.FORMER_FLAG, code
    for code in record.vessel_classes:
        yield Attribute.VESSEL_TYPE, code


def _exact(entity_type: EntityType, attribute: str, *, values: tuple[str, ...]) -> _Tokens:
    return tuple(
        (Kind.EXACT, _exact_token(entity_type, attribute, value=value)) for value in values
    )


@lru_cache(CACHED_WORDS)
def _code(entity_type: EntityType, attribute: Attribute, *, code: str) -> _Tokens:
    return _exact(entity_type, _FRAMED_AS.get(attribute, attribute), values=(code,))


@lru_cache(CACHED_WORDS)
def _date(entity_type: EntityType, attribute: str, *, date: PartialDate) -> _Tokens:
    """Frame a date as far as it is known, and what it implies."""
    known = [(Kind.YEAR, str(date.year))]
    if date.month is not None:
        known.insert(0, (Kind.YEAR_MONTH, PartialDate(date.year, date.month).iso))
    if date.day is not None:
        known.insert(0, (Kind.EXACT, date.iso))
    return tuple(
        (kind, _token(entity_type, attribute, kind=kind, value=value)) for kind, value in known
    )


@lru_cache(CACHED_WORDS)
def _birth_date(entity_type: EntityType, date: PartialDate, *, asking: bool) -> _Tokens:
    known = _date(entity_type, Attribute.BIRTH_DATE, date=date)
    return (*known, *_near_birth_date(entity_type, date)) if asking else known


def _near_birth_date(entity_type: EntityType, date: PartialDate) -> Iterator[tuple[Kind, bytes]]:
    """Frame the neighbours of a date as a record would its own date or year."""
    attribute = Attribute.BIRTH_DATE
    if date.swapped is not None:
        iso = date.swapped.iso
        yield Kind.SWAPPED, _token(entity_type, attribute, kind=Kind.EXACT, value=iso)
    for kind, distance in ((Kind.NEAR_YEAR_1, 1), (Kind.NEAR_YEAR_2, 2)):
        for year in (date.year - distance, date.year + distance):
            yield kind, _token(entity_type, attribute, kind=Kind.YEAR, value=str(year))


def _build_year(entity_type: EntityType, year: int, *, asking: bool) -> _Tokens:
    own = _exact(entity_type, Attribute.BUILD_YEAR, values=(str(year),))
    if not asking:
        return own
    near = _exact(entity_type, Attribute.BUILD_YEAR, values=(str(year - 1), str(year + 1)))
    return own + tuple((Kind.NEAR_YEAR_1, token) for _, token in near)


def _identifier(entity_type: EntityType, identifier: Identifier) -> tuple[Attribute, _Tokens]:
    scheme, number = identifier.scheme, identifier.number
    attribute = _identifier_attribute(scheme)
    framed = _FRAMED_AS.get(attribute, attribute)
    prefix = _class_of(scheme)
    # Numbers do not repeat as words do: they are framed anew and crowd no cache.
    own = _token(entity_type, framed, kind=Kind.EXACT, value=f"{prefix}:{number}")
    return attribute, (
        (Kind.EXACT, own),
        *(
            (Kind.TYPO, _token(entity_type, framed, kind=Kind.TYPO, value=f"{prefix}:{spelling}"))
            for spelling in _misspellings(entity_type, identifier)
        ),
    )


def exact_identifiers(record: Record) -> Iterator[tuple[str, bytes]]:
    """Yield the class and the exact token of each strong identifier of a record."""
    for identifier in record.identifiers:
        if identifier.scheme not in _WEAK_SCHEMES:
            _, (token, *_typos) = _identifier(record.entity_type, identifier)
            yield _class_of(identifier.scheme), token[1]


def _class_of(scheme: Scheme) -> str:
    return "document" if scheme in _DOCUMENT_SCHEMES else str(scheme)


def _identifier_attribute(scheme: Scheme) -> Attribute:
    if scheme in _WEAK_SCHEMES:
        return Attribute.WEAK_IDENTIFIER
    return _COMPARABLE_SCHEMES.get(scheme, Attribute.IDENTIFIER)


def _misspellings(entity_type: EntityType, identifier: Identifier) -> Iterator[str]:
    """Spell a number as another register may have it: without its series, or with one error."""
    number = identifier.number
    serial = without_series(number) if identifier.scheme in _DOCUMENT_SCHEMES else None
    # Elsewhere a name and a date bear the proof, and ten tokens a number are not worth it.
    is_alone = entity_type is EntityType.IDENTIFIER and len(number) >= MIN_TYPO_LETTERS
    errors = one_deletions(number) if is_alone else ()
    yield from dict.fromkeys((*((serial,) if serial else ()), *errors))


@lru_cache(CACHED_WORDS)
def _exact_token(entity_type: EntityType, attribute: str, *, value: str) -> bytes:
    return _token(entity_type, attribute, kind=Kind.EXACT, value=value)


def _token(entity_type: EntityType, attribute: str, *, kind: str, value: str) -> bytes:
    return frame(entity_type, attribute, kind=kind, value=value, profile=PROFILE)


def _fit(subject: Subject[bytes], limit: int) -> Subject[bytes]:
    """Leave out the weakest names until the distinct tokens keep within the limit.

    Raises:
        TooManyTokensError: the values and the strongest name alone have more.
    """
    if _most(subject) <= limit and len(subject.values) <= MAX_VALUES:
        return subject
    others = frozenset(replace(subject, names=()).leaves())
    if len(others) > limit or len(subject.values) > MAX_VALUES:
        raise TooManyTokensError(f"The values of the subject have more than {MAX_VALUES} tokens.")
    if len(others) + sum(map(_size, subject.names)) <= limit:
        return subject
    names = tuple(_fitting(subject.names, others, limit=limit))
    if subject.names and not names:
        raise TooManyTokensError(f"The name of the subject has more than {limit} tokens.")
    return replace(subject, names=names)


def _fitting(
    names: tuple[NameForm[bytes], ...], others: frozenset[bytes], *, limit: int
) -> Iterator[NameForm[bytes]]:
    """Yield names while they fit; the first is thinned before it is given up."""
    seen = set(others)
    for number, name in enumerate(names):
        fitting = name if number else _thinned(name, limit - len(seen))
        seen.update(fitting.leaves())
        if len(seen) > limit:
            return
        yield fitting


def _thinned(name: NameForm[bytes], room: int) -> NameForm[bytes]:
    """Keep only exact words where a name has more tokens than there is room."""
    if _size(name) <= room:
        return name
    bare = tuple(Part(part.kind, part.length, part.exact) for part in name.parts)
    return replace(name, parts=bare)


def _most(subject: Subject[bytes]) -> int:
    """Count the tokens of a subject, those that repeat as often as they do."""
    others = len(subject.address) + len(subject.places) + len(subject.values)
    return others + sum(map(_size, subject.names))


def _size(name: NameForm[bytes]) -> int:
    return sum(1 + len(p.edits) + len(p.sounds) + len(p.symbols) for p in name.parts)
