"""Say in words why a candidate weighs what it weighs, and what would make it surer.

An explanation is for the analysts of the agency that owns the record. It names attributes, levels
and weights, and never a value: it is made from the numbers that Splink scored, where no value is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from matching.comparator import NULL_GAMMA, Comparator, Level, Scored
from matching.model import Model

PRIOR = "prior"
"""Column of the finding that says what held before anything was compared."""
NEGLIGIBLE = 0.05
"""Bits below which a finding speaks neither way: 3.5 % of the odds."""


class Direction(StrEnum):
    """Which way a finding speaks."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one attribute says about a candidate."""

    column: str
    attribute: str
    """The attribute in words."""
    level: str
    """Its level of agreement in words."""
    weight: float
    """Bits, for (above 0) or against (below 0) this being the subject."""
    direction: Direction


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that would make the answer surer if it were known."""

    column: str
    words: str
    gain: float
    """Bits that it would add at most."""


def explain(model: Model, scored: Scored, *, row: int) -> tuple[Finding, ...]:
    """Explain the weight of one candidate.

    Returns:
        The prior, then every attribute of the model: what speaks most first, what was not compared
        last. The weights add up to the candidate's match weight.
    """
    found = [
        _finding(comparator, _level(scored, comparator, row=row))
        for comparator in model.comparators
    ]
    return (_prior(model), *sorted(found, key=_rank))


def advise(model: Model, scored: Scored, *, row: int) -> tuple[Suggestion, ...]:
    """Suggest what to find out about one candidate, the most telling first.

    Nothing is suggested that could not raise the weight.
    """
    suggestions = _suggestions(model, scored, row=row)
    return tuple(sorted(suggestions, key=lambda each: (-each.gain, each.column)))


def _level(scored: Scored, comparator: Comparator, *, row: int) -> Level:
    return comparator.level(int(scored.gammas[comparator.column][row]))


def _prior(model: Model) -> Finding:
    odds = f"before anything is compared, one candidate in {1 + 2**-model.prior:.0f} is the subject"
    return Finding(PRIOR, "candidates", odds, model.prior, _direction(model.prior))


def _finding(comparator: Comparator, level: Level) -> Finding:
    is_compared = level.gamma != NULL_GAMMA
    direction = _direction(level.weight) if is_compared else Direction.NOT_COMPARED
    return Finding(comparator.column, comparator.description, level.label, level.weight, direction)


def _direction(weight: float) -> Direction:
    if abs(weight) < NEGLIGIBLE:
        return Direction.NEITHER
    return Direction.FOR if weight > 0 else Direction.AGAINST


def _rank(finding: Finding) -> tuple[bool, float]:
    return finding.direction is Direction.NOT_COMPARED, -abs(finding.weight)


def _suggestions(model: Model, scored: Scored, *, row: int) -> Iterator[Suggestion]:
    for advice in model.advice:
        comparator = model.comparator(advice.column)
        level = _level(scored, comparator, row=row)
        gain = comparator.strongest.weight - level.weight
        if level.gamma in advice.levels and gain > NEGLIGIBLE:
            yield Suggestion(advice.column, advice.words, gain)
