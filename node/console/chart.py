"""Lay out what a model weighs: for each compared attribute, a bar for each of its levels.

Like the waterfall of an explanation, the drawing stands in the rows of a table that says the same;
places are percentages of the width, and zero is in one place for all attributes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matching.comparator import NULL_GAMMA, Comparator


@dataclass(frozen=True, slots=True)
class LevelBar:
    """One level of agreement and its bar."""

    label: str
    bits: float
    chance: float
    """Probability that somebody else's record has this level."""
    start: float
    """Per cent of the width."""
    width: float


@dataclass(frozen=True, slots=True)
class Attribute:
    """One compared attribute."""

    name: str
    bars: tuple[LevelBar, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the pairs of one class of weights were confirmed."""

    begins: float
    """Bits."""
    ends: float
    confirmed: int
    decided: int

    @property
    def percent(self) -> float:
        """Confirmed pairs in a hundred."""
        return 100 * self.confirmed / self.decided if self.decided else 0.0


def weigh(comparators: Iterable[Comparator]) -> tuple[tuple[Attribute, ...], float]:
    """Return the attributes with their bars, and where zero lies, in per cent of the width."""
    told = [
        (each.description, [level for level in each.levels if level.gamma != NULL_GAMMA])
        for each in comparators
    ]
    bits = [level.weight for _, levels in told for level in levels]
    low, high = min(*bits, 0.0), max(*bits, 0.0)

    def place(weight: float) -> float:
        return round(100 * (weight - low) / (high - low), 2) if high > low else 0.0

    def bar(label: str, weight: float, *, chance: float) -> LevelBar:
        left, right = sorted((0.0, weight))
        return LevelBar(label, weight, chance, place(left), round(place(right) - place(left), 2))

    attributes = tuple(
        Attribute(name, tuple(bar(each.label, each.weight, chance=each.chance) for each in levels))
        for name, levels in told
    )
    return attributes, place(0.0)


def shares(decided: Sequence[tuple[float, bool]], bounds: Sequence[float]) -> list[Share]:
    """Count decided pairs by weight: classes begin at each bound and end at the next.

    Args:
        decided: weight in bits and whether the pair was confirmed.
        bounds: rising; what lies below the first or from the last on is not counted.
    """
    found: list[Share] = []
    for begins, ends in pairwise(bounds):
        inside = [is_match for weight, is_match in decided if begins <= weight < ends]
        found.append(Share(begins, ends, sum(inside), len(inside)))
    return found
