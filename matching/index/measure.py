"""Measure one attribute of a subject and of one candidate: equality of tags, and nothing else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from typing import TypeAlias

from matching.agreement import (
    MISSING,
    DateAgreement,
    FlagAgreement,
    NearAgreement,
    SetAgreement,
)
from matching.index import layout
from matching.index.header import Header
from matching.index.resolve import Resolved, rarity_of
from matching.subject import Attribute, Kind, Pseudonym, Subject

_DATES = {
    "birth_date": Attribute.BIRTH_DATE,
    "incorporation_date": Attribute.INCORPORATION_DATE,
}
_DATE_LEVELS = (
    (Kind.EXACT, None, DateAgreement.FULL, DateAgreement.FULL),
    (Kind.YEAR_MONTH, Kind.EXACT, DateAgreement.PARTLY, DateAgreement.MONTH_KNOWN),
    (Kind.SWAPPED, None, DateAgreement.PARTLY, DateAgreement.PARTLY),
    (Kind.YEAR, Kind.YEAR_MONTH, DateAgreement.SAME_YEAR, DateAgreement.YEAR_KNOWN),
    (Kind.NEAR_YEAR_1, None, DateAgreement.ONE_YEAR_APART, DateAgreement.ONE_YEAR_APART),
    (Kind.NEAR_YEAR_2, None, DateAgreement.TWO_YEARS_APART, DateAgreement.TWO_YEARS_APART),
)
"""The closest kind first: what it means where both sides know the finer one and it differs, and
where one of them knows no more."""
_SETS = {
    "country": Attribute.COUNTRY,
    "gender": Attribute.GENDER,
    "vessel_type": Attribute.VESSEL_TYPE,
}
_PLACES = {"address": 0, "place": 1}
"""Parts as which their words are tagged."""
_NEAR = {"build_year": Attribute.BUILD_YEAR, "tonnage": Attribute.TONNAGE}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate as far as the subject's tokens open it."""

    number: int
    header: Header
    tags: frozenset[int] = field(repr=False)
    generation: bytes

    def has(self, key: bytes, place: int = 0) -> bool:
        """Tell whether the record has the value or word that has this tag key."""
        message = self.number.to_bytes(4, "little") + bytes((layout.VALUE_ALIAS, place))
        digest = blake2b(message + self.generation, digest_size=layout.TAG_BYTES, key=key).digest()
        return int.from_bytes(digest, "little") in self.tags


Measure: TypeAlias = Callable[[Candidate], float]
"""Measures one attribute of one candidate; made for a subject, of which it keeps what it needs."""
_Keys: TypeAlias = tuple[bytes, ...]
"""Tag keys of the subject's values."""


def _keys(subject: Subject[Pseudonym], attribute: Attribute) -> _Keys:
    return tuple(value.token.token_key for value in subject.values if value.attribute is attribute)


def _missing(_: Candidate) -> float:
    return MISSING


def _date(name: str, resolved: Resolved) -> Measure:
    groups: dict[int, dict[Kind, list[bytes]]] = {}
    for value in resolved.subject.values:
        if value.attribute is _DATES[name]:
            kinds = groups.setdefault(value.group, {})
            kinds.setdefault(value.kind, []).append(value.token.token_key)
    if not groups:
        return _missing

    def measure(candidate: Candidate) -> float:
        if not candidate.header.count(name):
            return MISSING
        is_full = candidate.header.count(f"{name}_full") > 0
        return max(_date_agreement(kinds, candidate, is_full=is_full) for kinds in groups.values())

    return measure


def _date_agreement(
    asked: Mapping[Kind, Sequence[bytes]], candidate: Candidate, *, is_full: bool
) -> DateAgreement:
    """Return the closest agreement of one date asked with any date of the candidate."""
    for kind, finer, differs, unknown in _DATE_LEVELS:
        if any(map(candidate.has, asked.get(kind, ()))):
            return differs if is_full and finer in asked else unknown
    return DateAgreement.DIFFERENT


def _set(name: str, resolved: Resolved) -> Measure:
    attribute = _SETS[name]
    asked = _keys(resolved.subject, attribute)
    if not asked:
        return _missing

    def measure(candidate: Candidate) -> float:
        held = candidate.header.count(attribute)
        if not held:
            return MISSING
        shared = sum(map(candidate.has, asked))
        if shared == len(asked) == held:
            return SetAgreement.EQUAL
        return SetAgreement.OVERLAP if shared else SetAgreement.DISJOINT

    return measure


def _near(name: str, resolved: Resolved) -> Measure:
    attribute = _NEAR[name]
    asked = [value for value in resolved.subject.values if value.attribute is attribute]
    if not asked:
        return _missing

    def measure(candidate: Candidate) -> float:
        if not candidate.header.count(attribute):
            return MISSING
        met = [value.kind for value in asked if candidate.has(value.token.token_key)]
        if Kind.EXACT in met:
            return NearAgreement.EQUAL
        return NearAgreement.NEAR if met else NearAgreement.DIFFERENT

    return measure


def _flag(resolved: Resolved) -> Measure:
    present = _keys(resolved.subject, Attribute.FLAG)
    former = _keys(resolved.subject, Attribute.FORMER_FLAG)
    if not (present or former):
        return _missing

    def measure(candidate: Candidate) -> float:
        header = candidate.header
        if not (header.count(Attribute.FLAG) or header.count(Attribute.FORMER_FLAG)):
            return MISSING
        if any(map(candidate.has, present)):
            return FlagAgreement.PRESENT
        met = any(map(candidate.has, former))
        return FlagAgreement.FORMER if met else FlagAgreement.DISJOINT

    return measure


def _shared_words(name: str, asked: Sequence[Pseudonym], *, resolved: Resolved) -> Measure:
    if not asked:
        return _missing
    place = _PLACES[name]
    words = [
        (word.keys.tag_key, rarity_of(word.df, resolved.size)) for word in resolved.compared[name]
    ]

    def measure(candidate: Candidate) -> float:
        if not candidate.header.count(name):
            return MISSING
        shared: Iterable[float] = (rare for key, rare in words if candidate.has(key, place))
        return sum(shared)

    return measure


def _address(resolved: Resolved) -> Measure:
    return _shared_words("address", resolved.subject.address, resolved=resolved)


def _place(resolved: Resolved) -> Measure:
    return _shared_words("place", resolved.subject.places, resolved=resolved)


MEASURES: dict[str, Callable[[Resolved], Measure]] = {
    **{name: partial(_date, name) for name in _DATES},
    **{name: partial(_set, name) for name in _SETS},
    **{name: partial(_near, name) for name in _NEAR},
    "flag": _flag,
    "address": _address,
    "place": _place,
}
"""What makes the measures of columns whose value follows from the tags and the header of one
candidate: once for a subject, because it has up to 200 of these."""
