"""Measure one attribute of a subject and of one candidate: equality of tags, and nothing else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
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
from matching.subject import Attribute, Kind, Pseudonym, Subject, Value

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


Measure: TypeAlias = Callable[[Resolved, Candidate], float]


def _asked(subject: Subject[Pseudonym], attribute: Attribute) -> list[Value[Pseudonym]]:
    return [value for value in subject.values if value.attribute is attribute]


def _date(name: str) -> Measure:
    attribute = _DATES[name]

    def measure(resolved: Resolved, candidate: Candidate) -> float:
        asked = _asked(resolved.subject, attribute)
        if not asked or not candidate.header.count(name):
            return MISSING
        is_full = candidate.header.count(f"{name}_full") > 0
        groups = {value.group for value in asked}
        return max(
            _date_agreement([v for v in asked if v.group == group], candidate, is_full=is_full)
            for group in groups
        )

    return measure


def _date_agreement(
    asked: list[Value[Pseudonym]], candidate: Candidate, *, is_full: bool
) -> DateAgreement:
    """Return the closest agreement of one date asked with any date of the candidate."""
    kinds = {value.kind for value in asked}
    met = {value.kind for value in asked if candidate.has(value.token.token_key)}
    for kind, finer, differs, unknown in _DATE_LEVELS:
        if kind in met:
            return differs if is_full and finer in kinds else unknown
    return DateAgreement.DIFFERENT


def _set(name: str) -> Measure:
    attribute = _SETS[name]

    def measure(resolved: Resolved, candidate: Candidate) -> float:
        asked, held = _asked(resolved.subject, attribute), candidate.header.count(attribute)
        if not asked or not held:
            return MISSING
        shared = sum(candidate.has(value.token.token_key) for value in asked)
        if shared == len(asked) == held:
            return SetAgreement.EQUAL
        return SetAgreement.OVERLAP if shared else SetAgreement.DISJOINT

    return measure


def _near(name: str) -> Measure:
    attribute = _NEAR[name]

    def measure(resolved: Resolved, candidate: Candidate) -> float:
        asked = _asked(resolved.subject, attribute)
        if not asked or not candidate.header.count(attribute):
            return MISSING
        met = [value.kind for value in asked if candidate.has(value.token.token_key)]
        if Kind.EXACT in met:
            return NearAgreement.EQUAL
        return NearAgreement.NEAR if met else NearAgreement.DIFFERENT

    return measure


def _flag(resolved: Resolved, candidate: Candidate) -> float:
    present = _asked(resolved.subject, Attribute.FLAG)
    former = _asked(resolved.subject, Attribute.FORMER_FLAG)
    header = candidate.header
    if not (present or former) or not (
        header.count(Attribute.FLAG) or header.count(Attribute.FORMER_FLAG)
    ):
        return MISSING
    if any(candidate.has(value.token.token_key) for value in present):
        return FlagAgreement.PRESENT
    met = any(candidate.has(value.token.token_key) for value in former)
    return FlagAgreement.FORMER if met else FlagAgreement.DISJOINT


def _shared_words(name: str, place: int) -> Measure:
    def measure(resolved: Resolved, candidate: Candidate) -> float:
        asked = getattr(resolved.subject, {"address": "address", "place": "places"}[name])
        if not asked or not candidate.header.count(name):
            return MISSING
        shared: Iterable[float] = (
            rarity_of(word.df, resolved.size)
            for word in resolved.compared[name]
            if candidate.has(word.keys.tag_key, place)
        )
        return sum(shared)

    return measure


MEASURES: dict[str, Measure] = {
    **{name: _date(name) for name in _DATES},
    **{name: _set(name) for name in _SETS},
    **{name: _near(name) for name in _NEAR},
    "flag": _flag,
    "address": _shared_words("address", 0),
    "place": _shared_words("place", 1),
}
"""Columns whose value follows from the tags and the header of one candidate."""
