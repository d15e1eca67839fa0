"""Estimate the parameters of a model from observed pairs: weights of names, then m and u.

What is counted is smoothed towards stated starting weights, as if these had been seen a number of
times, and made monotone over the levels by pooling neighbours (PAVA; Ayer and others, Annals of
Mathematical Statistics 26, 1955): more agreement never weighs less.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.lead import NO_NAME
from matching.namescore import NAME_FEATURES, NameScore
from matching.observe import Observed

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_RIDGE = 3.0
"""Strength by which the weights of name features are drawn to zero: they are correlated."""
_ROUNDS = 5
"""Choosing the best pair of names and fitting, in turn; nothing moves after four."""
_STEPS = 50
_SAME = 1e-9
_CLAUSE = re.compile(r'"\w+_r" (=|<=|>=|<|>) (-?\d+(?:\.\d+)?)')
_COMPARE: dict[str, np.ufunc] = {
    "=": np.equal,
    "<=": np.less_equal,
    ">=": np.greater_equal,
    "<": np.less,
    ">": np.greater,
}
NOT_COMPARED = -1


def fit_name_score(
    sets: Sequence[Observed], start: NameScore, *, left_out: Collection[str] = ()
) -> NameScore:
    """Fit a logistic regression to the best pair of names of each candidate.

    Args:
        sets: observed pairs.
        start: weights by which the best pair is chosen first.
        left_out: features that shall weigh nothing.
    """
    used = np.array([name not in left_out for name in NAME_FEATURES])
    score = NameScore(start.intercept, start.weights * used)
    labels = np.concatenate([each.is_true for each in sets]).astype(np.float64)
    for _ in range(_ROUNDS):
        features = np.concatenate([each.best(score)[0] for each in sets])
        weights = _logistic(features * used, labels)
        score = NameScore(float(weights[0]), weights[1:])
    return score


def _logistic(features: FloatArray, labels: FloatArray) -> FloatArray:
    """Return intercept and weights of a ridge regression, by Newton's method."""
    x = np.column_stack((np.ones(len(features)), features))
    ridge = np.full(x.shape[1], _RIDGE)
    ridge[0] = 0.0
    beta = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (chance - labels) + ridge * beta
        hessian = (x * (chance * (1 - chance))[:, None]).T @ x + np.diag(ridge + _SAME)
        step = np.linalg.solve(hessian, gradient)
        beta -= step
        if np.abs(step).max() < _SAME:
            break
    return beta


def name_edges(scores: FloatArray, is_true: NDArray[np.bool_], *, levels: int) -> tuple[float, ...]:
    """Cut name scores into levels, falling: where true pairs lie, where others do, and between.

    Quantiles put levels where there is something to count; of two edges that lie close together
    the lower goes until no more are left than wanted.
    """
    met = scores > NO_NAME
    true = _quantiles(scores[met & is_true], np.linspace(0.02, 0.9, levels))
    false = _quantiles(scores[met & ~is_true], 1 - np.geomspace(0.3, 0.003, levels // 2))
    edges = sorted({round(edge, 2) for edge in (*true, *false)}, reverse=True)
    while len(edges) >= levels:
        del edges[int(np.argmax(np.diff(edges))) + 1]
    return tuple(edges)


def _quantiles(scores: FloatArray, shares: FloatArray) -> list[float]:
    """Return the scores at these shares; of no scores there are none."""
    return [float(edge) for edge in np.quantile(scores, shares)] if len(scores) else []


def level_of(conditions: Sequence[str], values: FloatArray) -> IntArray:
    """Return the place of the first condition that holds, -1 where the first of all, null, does.

    Args:
        conditions: of one comparison, the null level first, `ELSE` last.
        values: of its column.
    """
    place = np.full(len(values), len(conditions) - 2)
    for at in range(len(conditions) - 2, 0, -1):
        place[_holds(conditions[at], values)] = at - 1
    place[_holds(conditions[0], values) | np.isnan(values)] = NOT_COMPARED
    return place


def _holds(condition: str, values: FloatArray) -> NDArray[np.bool_]:
    """Evaluate clauses joined by OR, as `matching.comparator` allows them."""
    found = np.zeros(len(values), np.bool_)
    for sign, number in _CLAUSE.findall(condition):
        found |= _COMPARE[sign](values, float(number))
    return found


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each level occurred among true and among other pairs, the null level left out."""

    true: FloatArray
    other: FloatArray

    @classmethod
    def of(cls, levels: IntArray, is_true: NDArray[np.bool_], *, size: int) -> "Counts":
        """Count levels."""
        compared = levels != NOT_COMPARED
        return cls(
            np.bincount(levels[compared & is_true], minlength=size).astype(np.float64),
            np.bincount(levels[compared & ~is_true], minlength=size).astype(np.float64),
        )

    def __add__(self, other: "Counts") -> "Counts":
        """Add the counts of two sets."""
        return Counts(self.true + other.true, self.other + other.other)

    def __mul__(self, factor: float) -> "Counts":
        """Weigh counts."""
        return Counts(self.true * factor, self.other * factor)


@dataclass(frozen=True, slots=True)
class Probabilities:
    """m and u of the levels of one comparison, the strongest level first."""

    m: FloatArray
    u: FloatArray

    @property
    def bits(self) -> FloatArray:
        """log2(m/u) of each level."""
        return np.log2(self.m / self.u)

    def with_chance(self, level: int, chance: float) -> "Probabilities":
        """State u of one level; the others share what is left as before."""
        others = np.arange(len(self.u)) != level
        u = self.u * (self.u.sum() - chance) / self.u[others].sum()
        u[level] = chance
        return Probabilities(self.m, u)

    def estimate(self, counts: Counts, *, strength: float) -> "Probabilities":
        """Count m and u, these probabilities having been seen `strength` times before.

        Where levels are out of order they get the same weight, by pooling.
        """
        m = counts.true + strength * self.m
        u = counts.other + strength * self.u
        whole = float((self.m + self.u).sum() / 2)
        return _monotone(m / m.sum() * whole, u / u.sum() * whole)


def _monotone(m: FloatArray, u: FloatArray) -> Probabilities:
    blocks: list[list[int]] = []
    for at in range(len(m)):
        blocks.append([at])
        while len(blocks) > 1 and _ratio(m, u, block=blocks[-1]) > _ratio(m, u, block=blocks[-2]):
            last = blocks.pop()
            blocks[-1] += last
    pooled = m.copy()
    for block in blocks:
        pooled[block] = u[block] * _ratio(m, u, block=block)
    return Probabilities(pooled, u)


def _ratio(m: FloatArray, u: FloatArray, *, block: Sequence[int]) -> float:
    return float(m[block].sum() / u[block].sum())
