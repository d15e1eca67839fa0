"""The rule of minimum evidence, which stands above the score: a name alone is never a hit.

A weight says how unlikely an agreement is by chance in the lists on which the model was trained.
It cannot say that a register holds forty people of the same name. So a hit must, whatever it
weighs, rest on independent attributes: each contributes points when it agrees well enough, and the
sum must reach the minimum; or one attribute that is sufficient by itself agrees, a strong
identifier. Attributes that narrow little (country, flag, vessel type) give half a point or less,
and those that narrow hardly at all (gender) give none. What contradicts takes all points away: two
companies of one name at one address with different register numbers are two companies until a
human has looked. The numbers stand in the model file, one rule per entity type.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching.document import Part

_NEVER_SUFFICIENT = frozenset({"name", "gap"})


@dataclass(frozen=True, slots=True)
class Step:
    """From which value of a column on it gives how many points."""

    at_least: float
    points: float


@dataclass(frozen=True, slots=True)
class Witness:
    """What one attribute contributes: the points of the highest step that it reaches."""

    column: str
    steps: tuple[Step, ...]
    """Rising in value and in points."""

    def points(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the points of each candidate; not-a-number gives none."""
        given = np.zeros(len(values))
        for step in self.steps:
            given[values >= step.at_least] = step.points
        return given


@dataclass(frozen=True, slots=True)
class MinimumEvidence:
    """How much must agree before any weight makes a hit."""

    minimum: float
    """Points; a name gives at most one and a half, and two are asked for."""
    witnesses: tuple[Witness, ...]
    sufficient: Mapping[str, float]
    """Column to the value from which it is enough by itself."""
    contradicting: Mapping[str, float]
    """Column to the value at which it leaves no points to any other."""

    def points(self, columns: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """Return the points of each candidate; what is sufficient alone gives the minimum."""
        size = len(next(iter(columns.values())))
        given = np.sum([np.zeros(size), *(w.points(columns[w.column]) for w in self.witnesses)], 0)
        for column, value in self.sufficient.items():
            given[columns[column] >= value] += self.minimum
        for column, value in self.contradicting.items():
            given[columns[column] == value] = 0.0
        return np.asarray(given, np.float64)

    def is_met(self, points: float) -> bool:
        """Tell whether so many points are enough."""
        return points >= self.minimum


def read_minimum_evidence(part: Part, known: Collection[str]) -> MinimumEvidence:
    """Read the rule; every fault is noted, none is raised.

    Args:
        part: the section of the model file.
        known: the columns that the model compares.
    """
    part.only("points", "attributes", "sufficient", "contradicting")
    witnesses = tuple(_witnesses(part.at("attributes"), known))
    sufficient = dict(_sufficient(part.at("sufficient"), known))
    contradicting = {
        column: value.number() for column, value in _known(part.at("contradicting"), known)
    }
    minimum = part.at("points").number(1.0, 10.0)
    for witness in witnesses:
        if any(step.points >= minimum for step in witness.steps):
            part.note(f"{witness.column} must not reach the minimum alone")
    return MinimumEvidence(minimum, witnesses, sufficient, contradicting)


def _sufficient(part: Part, known: Collection[str]) -> Iterator[tuple[str, float]]:
    for column, value in _known(part, known):
        if column in _NEVER_SUFFICIENT:
            value.note("can never be enough by itself")
        yield column, value.number()


def _witnesses(part: Part, known: Collection[str]) -> Iterator[Witness]:
    for column, steps in _known(part, known):
        read = tuple(_step(step) for step in steps.each())
        if not all(a.at_least < b.at_least and a.points < b.points for a, b in pairwise(read)):
            steps.note("must rise in value and in points")
        yield Witness(column, read)


def _step(part: Part) -> Step:
    part.only("at_least", "points")
    return Step(part.at("at_least").number(), part.at("points").number(0.0, 10.0))


def _known(part: Part, known: Collection[str]) -> Iterator[tuple[str, Part]]:
    for column, member in part.items():
        if column not in known:
            member.note("is no column of this model")
        yield column, member
