"""What pairs that people have decided say of a model: where zones should begin, and what m is.

Nothing here changes a model. The pairs that people see are those that the model let through, so
what is said of weights below its thresholds would be made up, and is not said.

Fellegi and Sunter (1969) set thresholds by the error that is accepted on either side; m is counted
from confirmed pairs and smoothed towards the model, as in training (`matching.train`).
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from matching.comparator import NULL_GAMMA, Comparator
from matching.model import Model

PRECISION = 0.99
"""Share of pairs above the hit threshold that must be matches."""
LOST = 0.01
"""Share of matches that a higher *possible* threshold may cost."""
FEWEST = 30
"""Pairs below which a share says nothing: one error in 30 is already 3 %."""
_SMOOTHING = 10.0
"""Pairs by which the model's own m counts."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One pair about which somebody has decided."""

    weight: float
    """Bits, prior included."""
    is_match: bool
    levels: Mapping[str, str]
    """Column to level in the model's words; what was not compared is not there."""


@dataclass(frozen=True, slots=True)
class ThresholdAdvice:
    """Where the zones begin, and where the pairs say that they should."""

    matches: int
    others: int
    hit: float
    possible: float
    hits_right: int
    """Matches among the pairs at or above the hit threshold."""
    hits_seen: int
    advised_hit: float | None
    """None where the pairs do not suffice to say."""
    advised_possible: float | None
    spared: int
    """Dismissed pairs that nobody would have had to look at under the advised threshold."""


@dataclass(frozen=True, slots=True)
class LevelAdvice:
    """What m of one level is in the model, and what the confirmed pairs say."""

    column: str
    level: str
    stated: float
    counted: float
    pairs: int
    """Confirmed pairs in which the attribute was compared."""


def advise_thresholds(model: Model, judged: Sequence[Judged]) -> ThresholdAdvice:
    """Say where the zones should begin; pairs of other models may not be among them."""
    weights = [each.weight for each in judged if each.is_match]
    above = [each for each in judged if each.weight >= model.thresholds.hit]
    possible = _possible(model, sorted(weights))
    return ThresholdAdvice(
        matches=len(weights),
        others=len(judged) - len(weights),
        hit=model.thresholds.hit,
        possible=model.thresholds.possible,
        hits_right=sum(each.is_match for each in above),
        hits_seen=len(above),
        advised_hit=_hit(judged),
        advised_possible=possible,
        spared=sum(not each.is_match and each.weight < (possible or -math.inf) for each in judged),
    )


def advise_levels(model: Model, judged: Sequence[Judged]) -> tuple[LevelAdvice, ...]:
    """Estimate m of every level from the confirmed pairs, smoothed towards the model."""
    matches = [each for each in judged if each.is_match]
    return tuple(
        advice for comparator in model.comparators for advice in _levels(comparator, matches)
    )


def _hit(judged: Sequence[Judged]) -> float | None:
    """Return the lowest weight from which on nearly all pairs are matches."""
    right = seen = 0
    found: float | None = None
    ranked = sorted(judged, key=_heaviest_first)
    for _, group in groupby(ranked, key=_heaviest_first):
        alike = list(group)
        seen += len(alike)
        right += sum(each.is_match for each in alike)
        if seen >= FEWEST:
            if right < PRECISION * seen:
                break
            found = alike[0].weight
    return found


def _heaviest_first(judged: Judged) -> float:
    return -judged.weight


def _possible(model: Model, matches: Sequence[float]) -> float | None:
    """Return the highest weight below which hardly any match lies."""
    if len(matches) < FEWEST:
        return None
    lowest = matches[math.floor(LOST * len(matches))]
    return max(lowest, model.thresholds.possible)


def _levels(comparator: Comparator, matches: Sequence[Judged]) -> Iterator[LevelAdvice]:
    counted = Counter(
        each.levels[comparator.column] for each in matches if comparator.column in each.levels
    )
    known = [level for level in comparator.levels if level.gamma != NULL_GAMMA]
    # Levels in the words of another release are of no use here.
    pairs = sum(counted[level.label] for level in known)
    for level in known:
        stated = level.chance * 2**level.weight
        share = (counted[level.label] + _SMOOTHING * stated) / (pairs + _SMOOTHING)
        yield LevelAdvice(comparator.column, level.label, stated, share, pairs)
