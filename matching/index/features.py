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
    exists: NDArray[np.bool_]
    rank: IntArray
    """Position among the parts that are no legal form, -1 for legal forms and gaps."""
    whole: FloatArray
    """Rarity of the whole name."""

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
    return _names(role, kind, weight, np.ones(len(names)))


def names_held(headers: list[Header], entity_type: EntityType, size: int) -> tuple[Names, IntArray]:
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
    return _names(role, kind, np.where(gap, 0.0, weight), whole), first.astype(np.int64)


def _row(packed: bytes, width: int) -> NDArray[np.uint8]:
    return np.frombuffer(packed.ljust(width, b"\0"), np.uint8)


def _names(role: IntArray, kind: IntArray, weight: FloatArray, whole: FloatArray) -> Names:
    exists = kind >= 0
    counted = exists & (kind != PartKind.LEGAL_FORM)
    rank = np.where(counted, np.cumsum(counted, axis=1) - 1, -1)
    return Names(role, kind, weight, exists, rank, whole)


def name_features(
    matches: Matches, asked: Names, held: Names, first: IntArray
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
    row = first[matches.candidate] + matches.alias
    pair_key = row * len(asked.role) + matches.asked_alias
    pairs, pair = np.unique(pair_key, return_inverse=True)
    held_row, asked_row = pairs // len(asked.role), pairs % len(asked.role)
    covered_asked = _best(pair, matches.asked_part, matches.quality, asked.kind[asked_row].shape)
    covered_held = _best(pair, matches.part, matches.quality, held.kind[held_row].shape)
    columns: dict[str, NDArray[np.float64] | NDArray[np.bool_] | IntArray] = {}
    columns |= _coverage(
        covered_asked, covered_held, asked.weight[asked_row], held.weight[held_row]
    )
    columns["number_conflict"] = _number_conflict(
        covered_asked, asked.kind[asked_row]
    ) | _number_conflict(covered_held, held.kind[held_row])
    equal = _whole_equal(matches, pair, (asked, asked_row), (held, held_row))
    columns["whole_equal"] = equal
    columns["whole_rarity"] = equal * held.whole[held_row]
    columns["exact_parts"] = np.minimum(4, (covered_asked == EXACT).sum(axis=1))
    primary = (asked.role[asked_row] == NameRole.PRIMARY) & (
        held.role[held_row] == NameRole.PRIMARY
    )
    columns["both_primary"] = primary
    columns["primary_equal"] = primary & equal
    candidate = np.searchsorted(first, held_row, side="right") - 1
    size = len(first) - 1
    near = columns["coverage"] > NEAR_NAME
    columns["alias_pairs"] = np.minimum(3, np.bincount(candidate[near], minlength=size))[candidate]
    distinct = _distinct_equal(equal, candidate, asked_row, size)
    columns["equal_names"] = np.minimum(2, distinct)[candidate]
    return np.column_stack([columns[name].astype(np.float64) for name in NAME_FEATURES]), candidate


def _best(
    pair: IntArray, part: IntArray, quality: FloatArray, shape: tuple[int, ...]
) -> FloatArray:
    """Spread the best quality of each part of each pair over a matrix, 0 where nothing meets."""
    best = np.zeros(shape)
    np.maximum.at(best, (pair, part), quality)
    return best


def _coverage(
    covered_asked: FloatArray, covered_held: FloatArray, asked: FloatArray, held: FloatArray
) -> dict[str, NDArray[np.float64]]:
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


def _whole_equal(
    matches: Matches,
    pair: IntArray,
    asked: tuple[Names, IntArray],
    held: tuple[Names, IntArray],
) -> NDArray[np.bool_]:
    """Tell which pairs have the same parts in the same order, legal forms left aside."""
    asked_rank = asked[0].rank[asked[1]][pair, matches.asked_part]
    held_rank = held[0].rank[held[1]][pair, matches.part]
    same = (matches.quality == EXACT) & (asked_rank == held_rank) & (asked_rank >= 0)
    agreeing = np.zeros(asked[0].kind[asked[1]].shape, np.bool_)
    agreeing[pair[same], matches.asked_part[same]] = True
    length = asked[0].length[asked[1]]
    both: NDArray[np.bool_] = (
        (agreeing.sum(axis=1) == length) & (length == held[0].length[held[1]]) & (length > 0)
    )
    return both


def _distinct_equal(
    equal: NDArray[np.bool_], candidate: IntArray, asked_row: IntArray, size: int
) -> IntArray:
    """Count, per candidate, the subject's names that equal one of its names."""
    pairs = np.unique(np.stack((candidate[equal], asked_row[equal])), axis=1)
    return np.bincount(pairs[0], minlength=size)
