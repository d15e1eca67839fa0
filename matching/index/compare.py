"""Compare a subject with its candidates: open what its tokens open, and say how it agrees.

Everything here is equality: a tag of the subject's value is among the candidate's tags or is not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from matching.agreement import (
    COLUMNS,
    MISSING,
    Comparison,
    DateAgreement,
    FlagAgreement,
    IdentifierAgreement,
    NearAgreement,
    SetAgreement,
)
from matching.index import layout
from matching.index.features import Matches, name_features, names_asked, names_held
from matching.index.find import Found
from matching.index.header import Header, unpack
from matching.index.read import SealedIndex
from matching.index.resolve import Resolved, rarity_of
from matching.namescore import NameScore
from matching.subject import Attribute, Kind, Pseudonym, Subject, Value

NO_NAME = -30.0
"""Log-odds of the name where both sides have one and no part meets."""
_DATES = {
    "birth_date": Attribute.BIRTH_DATE,
    "incorporation_date": Attribute.INCORPORATION_DATE,
}
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


def compare(index: SealedIndex, found: Found, *, score: NameScore) -> tuple[Comparison, "Raw"]:
    """Compare a subject with what was found of it.

    Args:
        index: the generation in which it was found.
        found: candidates with their opened rows.
        score: weights by which the features of two names become log-odds.

    Returns:
        The columns that the model scores, and the raw name features for training.
    """
    candidates, kept = _open_candidates(index, found)
    resolved = found.resolved
    raw = _names(index, found, candidates, kept=kept, score=score)
    named = _has_names(resolved, candidates)
    columns = {
        "name": np.where(named, raw.score, np.nan),
        "gap": np.where(named, _gap(raw.score), np.nan),
    }
    for name in COLUMNS[resolved.subject.entity_type]:
        if name not in columns:
            measure = _MEASURES[name]
            columns[name] = np.array([measure(index, resolved, c) for c in candidates], np.float64)
    columns["identifier"] = _identifiers(found, kept, candidates, Attribute.IDENTIFIER)
    if "weak_identifier" in columns:
        columns["weak_identifier"] = _identifiers(
            found, kept, candidates, Attribute.WEAK_IDENTIFIER
        )
    wanted = {name: columns[name] for name in COLUMNS[resolved.subject.entity_type]}
    comparison = Comparison(
        found.numbers[kept],
        wanted,
        tuple(candidate.header.reference for candidate in candidates),
    )
    return comparison, raw


def _has_names(resolved: Resolved, candidates: list[Candidate]) -> NDArray[np.bool_]:
    """Tell for which candidates both sides have a name; for the others it is not compared."""
    asked = bool(resolved.subject.names)
    return np.array([asked and bool(candidate.header.names) for candidate in candidates], np.bool_)


def _open_candidates(index: SealedIndex, found: Found) -> tuple[list[Candidate], NDArray[np.int64]]:
    """Open each candidate with the key that stands in its own posting rows."""
    keys = _record_keys(index, found)
    cells = index.records(int(number) for number in found.numbers)
    candidates, kept = [], []
    for at, number in enumerate(found.numbers.tolist()):
        header, tags = cells.get(number, (b"", b""))
        once = layout.nonce(index.generation, b"r", row=number)
        opened = layout.unseal(header, layout.record_box_key(keys[at]), once=once)
        if opened is not None:
            tag_set = frozenset(np.frombuffer(tags, "<u4").tolist())
            candidates.append(Candidate(number, unpack(opened), tag_set, index.generation))
            kept.append(at)
    return candidates, np.array(kept, np.int64)


def _record_keys(index: SealedIndex, found: Found) -> list[bytes]:
    """Fetch each candidate's record key from the shortest list that holds it."""
    df = np.array([word.df for word in found.resolved.words] or [0])
    order = np.argsort(-df[found.opened.word], kind="stable")
    row_of = np.zeros(len(found.numbers), np.int64)
    row_of[found.candidate[order]] = order
    words, places = found.opened.word, found.opened.place
    return index.record_keys(
        (found.resolved.words[int(words[row])], int(places[row])) for row in row_of
    )


@dataclass(frozen=True, slots=True)
class Raw:
    """Names of all candidates as features: of every pair of names that shares anything."""

    features: NDArray[np.float64]
    candidate: NDArray[np.int64]
    """Row of the comparison that each row of features belongs to."""
    best: NDArray[np.int64]
    """Row of features of each candidate's best pair, -1 where no name part meets."""
    score: NDArray[np.float64]


def _names(
    index: SealedIndex,
    found: Found,
    candidates: list[Candidate],
    *,
    kept: NDArray[np.int64],
    score: NameScore,
) -> Raw:
    position = np.full(len(found.numbers), -1, np.int64)
    position[kept] = np.arange(len(kept))
    matches = _matches(found, position)
    none = np.full(len(candidates), -1, np.int64)
    if not len(matches.candidate):
        empty = np.empty((0, len(score.weights)))
        return Raw(empty, np.empty(0, np.int64), none, np.full(len(candidates), NO_NAME))
    headers = [candidate.header for candidate in candidates]
    held, first = names_held(headers, index.entity_type, index.size)
    features, candidate = name_features(
        matches, names_asked(found.resolved), held=held, first=first
    )
    scores = score.score(features)
    best, order = none, np.argsort(scores, kind="stable")
    best[candidate[order]] = order
    return Raw(features, candidate, best, np.where(best >= 0, scores[best], NO_NAME))


def _matches(found: Found, position: NDArray[np.int64]) -> Matches:
    """Join the opened rows with the parts of the subject that their words may be."""
    resolved, opened = found.resolved, found.opened
    pairs = [
        (word, part.alias, part.place, quality)
        for part in resolved.parts
        for word, quality in part.words.items()
    ]
    is_name = (opened.rows["alias"] != layout.VALUE_ALIAS) & (position[found.candidate] >= 0)
    rows = np.flatnonzero(is_name)
    table = np.array(pairs, np.float64).reshape(-1, 4)
    table = table[np.argsort(table[:, 0], kind="stable")]
    start = np.searchsorted(table[:, 0], opened.word[rows])
    end = np.searchsorted(table[:, 0], opened.word[rows], side="right")
    repeat = end - start
    offset = np.arange(repeat.sum()) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    joined = table[np.repeat(start, repeat) + offset]
    row = np.repeat(rows, repeat)
    return Matches(
        position[found.candidate[row]],
        opened.rows["alias"][row].astype(np.int64),
        opened.rows["part"][row].astype(np.int64),
        joined[:, 1].astype(np.int64),
        joined[:, 2].astype(np.int64),
        joined[:, 3],
    )


def _gap(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Say how far each candidate is behind the best; the best is told how far ahead it is, below 0."""
    if not len(score):
        return score
    ordered = np.sort(score)
    second = ordered[-2] if len(score) > 1 else NO_NAME
    return np.where(score == ordered[-1], second - ordered[-1], ordered[-1] - score)


def _identifiers(
    found: Found,
    kept: NDArray[np.int64],
    candidates: list[Candidate],
    attribute: Attribute,
) -> NDArray[np.float64]:
    met = np.full(len(found.numbers), float(MISSING))
    for number, (its, kind) in found.resolved.identifiers.items():
        if its is attribute:
            level = IdentifierAgreement.EQUAL if kind is Kind.EXACT else IdentifierAgreement.TYPO
            at = found.candidate[found.opened.word == number]
            met[at] = np.maximum(met[at], float(level))
    met = met[kept]
    asked = any(value.attribute is attribute for value in found.resolved.subject.values)
    if attribute is Attribute.IDENTIFIER and asked:
        both = np.array([c.header.count(attribute) > 0 for c in candidates], np.bool_)
        met[(met == MISSING) & both] = float(IdentifierAgreement.DIFFERENT)
    return met


def _asked(subject: Subject[Pseudonym], attribute: Attribute) -> list[Value[Pseudonym]]:
    return [value for value in subject.values if value.attribute is attribute]


def _date(name: str) -> Callable[[SealedIndex, Resolved, Candidate], float]:
    attribute = _DATES[name]

    def measure(_: SealedIndex, resolved: Resolved, candidate: Candidate) -> float:
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
    kinds = {value.kind for value in asked}
    met = {value.kind for value in asked if candidate.has(value.token.token_key)}
    if Kind.EXACT in met:
        return DateAgreement.FULL
    if Kind.YEAR_MONTH in met:
        known = Kind.EXACT in kinds and is_full
        return DateAgreement.PARTLY if known else DateAgreement.MONTH_KNOWN
    if Kind.SWAPPED in met:
        return DateAgreement.PARTLY
    if Kind.YEAR in met:
        known = Kind.YEAR_MONTH in kinds and is_full
        return DateAgreement.SAME_YEAR if known else DateAgreement.YEAR_KNOWN
    if Kind.NEAR_YEAR_1 in met:
        return DateAgreement.ONE_YEAR_APART
    if Kind.NEAR_YEAR_2 in met:
        return DateAgreement.TWO_YEARS_APART
    return DateAgreement.DIFFERENT


def _set(name: str) -> Callable[[SealedIndex, Resolved, Candidate], float]:
    attribute = _SETS[name]

    def measure(_: SealedIndex, resolved: Resolved, candidate: Candidate) -> float:
        asked, held = _asked(resolved.subject, attribute), candidate.header.count(attribute)
        if not asked or not held:
            return MISSING
        shared = sum(candidate.has(value.token.token_key) for value in asked)
        if shared == len(asked) == held:
            return SetAgreement.EQUAL
        return SetAgreement.OVERLAP if shared else SetAgreement.DISJOINT

    return measure


def _near(name: str) -> Callable[[SealedIndex, Resolved, Candidate], float]:
    attribute = _NEAR[name]

    def measure(_: SealedIndex, resolved: Resolved, candidate: Candidate) -> float:
        asked = _asked(resolved.subject, attribute)
        if not asked or not candidate.header.count(attribute):
            return MISSING
        met = [value.kind for value in asked if candidate.has(value.token.token_key)]
        if Kind.EXACT in met:
            return NearAgreement.EQUAL
        return NearAgreement.NEAR if met else NearAgreement.DIFFERENT

    return measure


def _flag(_: SealedIndex, resolved: Resolved, candidate: Candidate) -> float:
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


def _shared_words(name: str, place: int) -> Callable[[SealedIndex, Resolved, Candidate], float]:
    def measure(index: SealedIndex, resolved: Resolved, candidate: Candidate) -> float:
        asked = getattr(resolved.subject, {"address": "address", "place": "places"}[name])
        if not asked or not candidate.header.count(name):
            return MISSING
        shared: Iterable[float] = (
            rarity_of(word.df, index.size)
            for word in resolved.compared[name]
            if candidate.has(word.keys.tag_key, place)
        )
        return sum(shared)

    return measure


_MEASURES: dict[str, Callable[[SealedIndex, Resolved, Candidate], float]] = {
    **{name: _date(name) for name in _DATES},
    **{name: _set(name) for name in _SETS},
    **{name: _near(name) for name in _NEAR},
    "flag": _flag,
    "address": _shared_words("address", 0),
    "place": _shared_words("place", 1),
    "identifier": lambda _index, _resolved, _candidate: MISSING,
    "weak_identifier": lambda _index, _resolved, _candidate: MISSING,
}
