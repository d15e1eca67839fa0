"""Compare names: every name of the subject with every name of a candidate, in flat arrays.

A part counts when it meets any part of the other name; parts are not assigned one to one, which
measured the same and costs less. What counts is how much of both names is explained, weighed by
rarity, and what rare part stays unexplained on both sides.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.index import layout
from matching.index.header import Header, kinds_and_lengths
from matching.index.resolve import EXACT, Resolved, kind_weight, rarity
from matching.namescore import NAME_FEATURES
from matching.subject import EntityType, NameRole, PartKind

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

NEAR_NAME = 0.85
"""Coverage from which a pair of names counts as near."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Which part of the subject's names meets which part of a candidate's, and how well."""

    candidate: IntArray
    alias: IntArray
    """Name of the candidate."""
    part: IntArray
    asked_alias: IntArray
    asked_part: IntArray
    """Place of the part in the subject's name."""
    quality: FloatArray


@dataclass(frozen=True, slots=True)
class Names:
    """Names in rows and parts in columns, zero where a name has fewer parts."""

    role: IntArray
    kind: IntArray
    weight: FloatArray
    rank: IntArray
    """Position among the parts that are no legal form, -1 for legal forms and gaps."""
    whole: FloatArray
    """Rarity of the whole name."""

    def take(self, rows: IntArray) -> "Names":
        """Choose names."""
        return Names(
            self.role[rows],
            self.kind[rows],
            self.weight[rows],
            self.rank[rows],
            self.whole[rows],
        )

    @property
    def name(self) -> IntArray:
        """Row of the name that each row is, or is another reading of."""
        own = np.where(self.role != NameRole.READING, np.arange(len(self.role)), 0)
        return np.asarray(np.maximum.accumulate(own), np.int64)

    @property
    def length(self) -> IntArray:
        """Number of parts that are no legal form."""
        return np.asarray((self.rank >= 0).sum(axis=1), np.int64)


def names_asked(resolved: Resolved) -> Names:
    """Lay the subject's names out."""
    names = resolved.subject.names
    width = max((len(name.parts) for name in names), default=0)
    kind, weight = np.full((len(names), width), -1), np.zeros((len(names), width))
    for part in resolved.parts:
        kind[part.alias, part.place] = part.kind
        weight[part.alias, part.place] = part.weight
    role = np.array([int(name.role) for name in names], np.int64)
    return _names(role, kind, weight=weight, whole=np.ones(len(names)))


def names_held(
    headers: list[Header], entity_type: EntityType, *, size: int
) -> tuple[Names, IntArray]:
    """Lay the names of all candidates out; also return the first row of each candidate."""
    names = [name for header in headers for name in header.names]
    first = np.concatenate(([0], np.cumsum([len(header.names) for header in headers])))
    width = max((len(name.kinds) for name in names), default=0)
    packed = np.array([_row(name.kinds, width) for name in names], np.uint8).reshape(-1, width)
    codes = np.array([_row(name.rarity, width) for name in names], np.uint8).reshape(-1, width)
    gap = np.arange(width) >= np.array([len(name.kinds) for name in names]).reshape(-1, 1)
    kinds, lengths = kinds_and_lengths(packed.tobytes())
    kinds, lengths = kinds.reshape(packed.shape), lengths.reshape(packed.shape)
    weight = rarity(layout.DF_OF_CODE[codes], size)
    weight *= kind_weight(entity_type, kinds, lengths=lengths)
    kind = np.where(gap, -1, kinds.astype(np.int64))
    whole = rarity(layout.DF_OF_CODE[np.array([name.whole for name in names], np.int64)], size)
    role = np.array([int(name.role) for name in names], np.int64)
    return _names(role, kind, weight=np.where(gap, 0.0, weight), whole=whole), first.astype(
        np.int64
    )


def _row(packed: bytes, width: int) -> NDArray[np.uint8]:
    return np.frombuffer(packed.ljust(width, b"\0"), np.uint8)


def _names(role: IntArray, kind: IntArray, *, weight: FloatArray, whole: FloatArray) -> Names:
    counted = (kind >= 0) & (kind != PartKind.LEGAL_FORM)
    rank = np.where(counted, np.cumsum(counted, axis=1) - 1, -1)
    return Names(role, kind, weight, rank, whole)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The pairs of a subject's and a candidate's name that share anything, in rows."""

    asked: Names
    held: Names
    candidate: IntArray
    asked_name: IntArray
    """Which name of the subject, readings counted as the name that they are of."""
    held_name: IntArray
    """The same of the candidates' names."""
    of_match: IntArray
    """The pair that each match belongs to."""


def name_features(
    matches: Matches, asked: Names, *, held: Names, first: IntArray
) -> tuple[FloatArray, IntArray]:
    """Compute the features of every pair of names that share anything.

    Args:
        matches: the parts that meet.
        asked: the subject's names.
        held: the candidates' names.
        first: first row in `held` of each candidate.

    Returns:
        One row of `NAME_FEATURES` per pair of names, and the candidate of each row.
    """
    pairs = _pairs(matches, asked, held=held, first=first)
    covered_asked = _best(
        pairs, matches.asked_part, quality=matches.quality, width=asked.kind.shape[1]
    )
    covered_held = _best(pairs, matches.part, quality=matches.quality, width=held.kind.shape[1])
    equal = _whole_equal(matches, pairs)
    primary = (pairs.asked.role == NameRole.PRIMARY) & (pairs.held.role == NameRole.PRIMARY)
    columns: dict[str, NDArray[np.float64] | NDArray[np.bool_] | IntArray] = {
        "number_conflict": _number_conflict(covered_asked, pairs.asked.kind)
        | _number_conflict(covered_held, pairs.held.kind),
        "whole_equal": equal,
        "whole_rarity": equal * pairs.held.whole,
        "exact_parts": np.minimum(4, (covered_asked == EXACT).sum(axis=1)),
        "both_primary": primary,
        "primary_equal": primary & equal,
        "equal_names": np.minimum(2, _distinct_asked(pairs, equal, size=len(first) - 1)),
    }
    columns |= _coverage(pairs, covered_asked, covered_held=covered_held)
    near = _distinct(pairs, columns["coverage"] > NEAR_NAME, size=len(first) - 1)
    columns["alias_pairs"] = np.minimum(3, near)[pairs.candidate]
    features = np.column_stack([columns[name].astype(np.float64) for name in NAME_FEATURES])
    return features, pairs.candidate


def _pairs(matches: Matches, asked: Names, *, held: Names, first: IntArray) -> _Pairs:
    key = (first[matches.candidate] + matches.alias) * len(asked.role) + matches.asked_alias
    pairs, of_match = np.unique(key, return_inverse=True)
    held_row, asked_row = pairs // len(asked.role), pairs % len(asked.role)
    candidate = np.searchsorted(first, held_row, side="right") - 1
    return _Pairs(
        asked.take(asked_row),
        held.take(held_row),
        candidate,
        asked.name[asked_row],
        held.name[held_row],
        of_match,
    )


def _best(pairs: _Pairs, part: IntArray, *, quality: FloatArray, width: int) -> FloatArray:
    """Spread the best quality of each part of each pair over a matrix, 0 where nothing meets."""
    best = np.zeros((len(pairs.candidate), width))
    np.maximum.at(best, (pairs.of_match, part), quality)
    return best


def _coverage(
    pairs: _Pairs, covered_asked: FloatArray, *, covered_held: FloatArray
) -> dict[str, NDArray[np.float64]]:
    asked, held = pairs.asked.weight, pairs.held.weight
    total_asked, total_held = asked.sum(axis=1) + 1e-9, held.sum(axis=1) + 1e-9
    matched_asked = (covered_asked * asked).sum(axis=1)
    matched_held = (covered_held * held).sum(axis=1)
    share_asked, share_held = matched_asked / total_asked, matched_held / total_held
    missed_asked, missed_held = total_asked - matched_asked, total_held - matched_held
    lost_asked = np.where(covered_asked > 0, 0.0, asked).max(axis=1, initial=0.0)
    lost_held = np.where(covered_held > 0, 0.0, held).max(axis=1, initial=0.0)
    return {
        "coverage": (matched_asked + matched_held) / (total_asked + total_held),
        "coverage_min": np.minimum(share_asked, share_held),
        "coverage_max": np.maximum(share_asked, share_held),
        "matched": np.minimum(2.0, (matched_asked + matched_held) / 2),
        "rarest_matched": np.minimum(1.0, (covered_held * held).max(axis=1, initial=0.0)),
        "unmatched_min": np.minimum(missed_asked, missed_held),
        "unmatched_max": np.minimum(2.0, np.maximum(missed_asked, missed_held)),
        "conflict": np.minimum(lost_asked, lost_held),
    }


def _number_conflict(covered: FloatArray, kind: IntArray) -> NDArray[np.bool_]:
    return np.asarray(((kind == PartKind.NUMBER) & (covered == 0)).any(axis=1), np.bool_)


def _whole_equal(matches: Matches, pairs: _Pairs) -> NDArray[np.bool_]:
    """Tell which pairs have the same parts in the same order, legal forms left aside."""
    of_match, length = pairs.of_match, pairs.asked.length
    asked_rank = pairs.asked.rank[of_match, matches.asked_part]
    held_rank = pairs.held.rank[of_match, matches.part]
    same = (matches.quality == EXACT) & (asked_rank == held_rank) & (asked_rank >= 0)
    agreeing = np.zeros(pairs.asked.kind.shape, np.bool_)
    agreeing[of_match[same], matches.asked_part[same]] = True
    both: NDArray[np.bool_] = (
        (agreeing.sum(axis=1) == length) & (length == pairs.held.length) & (length > 0)
    )
    return both


def _distinct(pairs: _Pairs, chosen: NDArray[np.bool_], *, size: int) -> IntArray:
    """Count the chosen pairs of names of each candidate, readings of a pair once."""
    names = (pairs.candidate[chosen], pairs.asked_name[chosen], pairs.held_name[chosen])
    return np.bincount(np.unique(np.stack(names), axis=1)[0], minlength=size)


def _distinct_asked(pairs: _Pairs, equal: NDArray[np.bool_], *, size: int) -> IntArray:
    """Count the subject's names that equal one of the candidate's, for each pair's candidate."""
    distinct = np.unique(np.stack((pairs.candidate[equal], pairs.asked_name[equal])), axis=1)
    return np.bincount(distinct[0], minlength=size)[pairs.candidate]
