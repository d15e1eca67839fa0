"""Compare a subject with its candidates: open what its tokens open, and say how it agrees.

Everything here is equality: a tag of the subject's value is among the candidate's tags or is not.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.agreement import COLUMNS, MISSING, Comparison, IdentifierAgreement
from matching.index import layout
from matching.index.features import Matches, name_features, names_asked, names_held
from matching.index.find import Found
from matching.index.header import unpack
from matching.index.measure import MEASURES, Candidate
from matching.index.read import SealedIndex
from matching.index.resolve import Resolved
from matching.lead import NO_NAME, gap, standing, unled
from matching.namescore import NameScore
from matching.subject import COMPARABLE, STRONG, Attribute, Kind

_IDENTIFIERS = {
    "identifier": STRONG,
    "weak_identifier": frozenset({Attribute.WEAK_IDENTIFIER}),
}
_OF_NAMES = frozenset({"name", "gap"})


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
    raw = _names(index, found, candidates=candidates, kept=kept, score=score)
    named = _has_names(resolved, candidates)
    wanted = COLUMNS[resolved.subject.entity_type]
    columns = {
        name: _column(name, found, candidates=candidates, kept=kept)
        for name in wanted
        if name not in _OF_NAMES
    }
    lead = gap(standing(resolved.subject.entity_type, raw.score, columns=columns))
    columns["name"] = np.where(named, raw.score, np.nan)
    columns["gap"] = np.where(named, unled(lead, raw.score), np.nan)
    comparison = Comparison(
        found.numbers[kept],
        {name: columns[name] for name in wanted if name in columns},
        tuple(candidate.header.reference for candidate in candidates),
    )
    return comparison, raw


def _column(
    name: str, found: Found, *, candidates: list[Candidate], kept: NDArray[np.int64]
) -> NDArray[np.float64]:
    if name in _IDENTIFIERS:
        return _identifiers(found, _IDENTIFIERS[name], candidates=candidates, kept=kept)
    measure = MEASURES[name](found.resolved)
    return np.array([measure(each) for each in candidates], np.float64)


def _has_names(resolved: Resolved, candidates: list[Candidate]) -> NDArray[np.bool_]:
    """Tell for which candidates both sides have a name; for the others it is not compared."""
    asked = bool(resolved.subject.names)
    return np.array([asked and bool(candidate.header.names) for candidate in candidates], np.bool_)


def _open_candidates(index: SealedIndex, found: Found) -> tuple[list[Candidate], NDArray[np.int64]]:
    """Open each candidate with the key that stands in its own posting rows."""
    keys = _record_keys(index, found)
    cells = index.records(found.numbers.tolist())
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
    *,
    candidates: list[Candidate],
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
    held, first = names_held(headers, index.entity_type, size=index.size)
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


def _identifiers(
    found: Found,
    attributes: AbstractSet[Attribute],
    *,
    candidates: list[Candidate],
    kept: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Say how identifiers agree; they differ only where both sides have one of the same kind."""
    met = np.full(len(found.numbers), float(MISSING))
    for number, (its, kind) in found.resolved.identifiers.items():
        if its in attributes:
            level = IdentifierAgreement.EQUAL if kind is Kind.EXACT else IdentifierAgreement.TYPO
            at = found.candidate[found.opened.word == number]
            met[at] = np.maximum(met[at], float(level))
    met = met[kept]
    asked = {value.attribute for value in found.resolved.subject.values} & COMPARABLE & attributes
    both = np.array([any(map(c.header.count, asked)) for c in candidates], np.bool_)
    met[(met == MISSING) & both] = float(IdentifierAgreement.DIFFERENT)
    return met
