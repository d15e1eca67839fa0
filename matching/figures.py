"""Precision, recall and what follows from them, of scored pairs with known truth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Figures:
    """How good a choice of pairs is."""

    chosen: int
    true: int
    """Chosen pairs that are in the truth."""
    truth: int
    """All pairs of the truth, found or not."""
    threshold: float | None = None
    """Bits from which pairs were chosen."""

    @property
    def precision(self) -> float:
        """Return the share of chosen pairs that are true; 1 where none is chosen."""
        return self.true / self.chosen if self.chosen else 1.0

    @property
    def recall(self) -> float:
        """Return the share of the truth that is chosen; 1 where there is none."""
        return self.true / self.truth if self.truth else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall; 1 where there is nothing to find."""
        both = self.chosen + self.truth
        return 2 * self.true / both if both else 1.0

    def as_dict(self) -> dict[str, float | None]:
        """Return what a report says of them."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "threshold": self.threshold,
        }


def choice(
    chosen: BoolArray, is_true: BoolArray, *, truth: int, threshold: float | None = None
) -> Figures:
    """Judge a choice of pairs."""
    return Figures(int(chosen.sum()), int((chosen & is_true).sum()), truth, threshold)


def best_choice(weight: FloatArray, is_true: BoolArray, *, truth: int) -> Figures:
    """Find the threshold with the highest F1; pairs of equal weight stand or fall together."""
    if not len(weight):
        return Figures(0, 0, truth)
    order = np.argsort(-weight, kind="stable")
    falling, found = weight[order], np.cumsum(is_true[order])
    last = np.append(falling[1:] != falling[:-1], [True])
    f1 = np.where(last, 2 * found / (np.arange(1, len(order) + 1) + truth), -1.0)
    at = int(f1.argmax())
    return Figures(at + 1, int(found[at]), truth, float(falling[at]))


def average_precision(weight: FloatArray, is_true: BoolArray, *, truth: int) -> float:
    """Return the area under precision over recall, in steps; what was not found counts as lost."""
    if not truth:
        return 1.0
    order = np.argsort(-weight, kind="stable")
    falling, found = weight[order], np.cumsum(is_true[order])
    last = np.flatnonzero(np.append(falling[1:] != falling[:-1], [True])[: len(order)])
    precision = found[last] / (last + 1)
    return float((precision * np.diff(found[last], prepend=0)).sum() / truth)


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Pairs of similar weight: how many of them are true, and how many the weights promised."""

    low: float
    """Least weight in bits."""
    pairs: int
    promised: float
    """Mean probability that the weights state."""
    true: float
    """Share that is in the truth."""


def calibration(
    weight: FloatArray, is_true: BoolArray, *, edges: Sequence[float] = (-6, -3, 0, 3, 5, 7, 10)
) -> tuple[CalibrationBin, ...]:
    """Compare what weights promise with what is true, bin by bin; empty bins are left out."""
    bins = []
    for low, high in zip((-np.inf, *edges), (*edges, np.inf), strict=True):
        inside = (weight >= low) & (weight < high)
        if inside.any():
            promised = 1 / (1 + 2.0 ** -weight[inside])
            share = float(is_true[inside].mean())
            bins.append(CalibrationBin(low, int(inside.sum()), float(promised.mean()), share))
    return tuple(bins)
