"""Precision, recall and what follows from them."""

import numpy as np
import pytest

from matching.figures import Figures, average_precision, best_choice, calibration, choice

WEIGHT = np.array([9.0, 7.0, 7.0, 1.0, -4.0])
TRUE = np.array([True, True, False, True, False])


def test_counts_what_was_never_found_as_lost() -> None:
    """Recall is a share of the whole truth, found or not."""
    figures = choice(WEIGHT >= 7, TRUE, truth=4)

    assert figures.precision == pytest.approx(2 / 3)
    assert figures.recall == pytest.approx(1 / 2)
    assert figures.f1 == pytest.approx(4 / 7)


def test_is_perfect_where_there_is_nothing_to_find_and_nothing_is_found() -> None:
    """No truth and no choice is no failure."""
    nothing = Figures(0, 0, 0)

    assert (nothing.precision, nothing.recall, nothing.f1) == (1.0, 1.0, 1.0)


def test_finds_the_best_threshold() -> None:
    """The threshold with the highest F1 is found; equal weights are not torn apart."""
    best = best_choice(WEIGHT, TRUE, truth=3)

    assert (best.threshold, best.chosen, best.true) == (1.0, 4, 3)


def test_never_tears_equal_weights_apart() -> None:
    """Of two pairs of one weight, one true, both are chosen or none."""
    best = best_choice(np.array([2.0, 2.0]), np.array([True, False]), truth=1)

    assert best.chosen == 2


def test_chooses_nothing_of_nothing() -> None:
    """Without pairs there is a truth that was missed."""
    assert best_choice(np.empty(0), np.empty(0, np.bool_), truth=2).recall == 0


def test_averages_precision_over_recall() -> None:
    """A perfect order of all true pairs is 1, and each that is missing costs its share."""
    weight, is_true = np.array([3.0, 2.0, 1.0]), np.array([True, True, False])

    assert average_precision(weight, is_true, truth=2) == 1.0
    assert average_precision(weight, is_true, truth=4) == 0.5
    assert average_precision(np.empty(0), np.empty(0, np.bool_), truth=1) == 0.0
    assert average_precision(np.empty(0), np.empty(0, np.bool_), truth=0) == 1.0


def test_compares_promises_with_the_truth() -> None:
    """Each bin says how many pairs it has, what their weights promise and what is true."""
    low, high = calibration(np.array([-1.0, -1.0, 1.0]), np.array([True, False, True]), edges=(0,))

    assert (low.pairs, low.true, high.pairs, high.true) == (2, 0.5, 1, 1.0)
    assert low.promised == pytest.approx(1 / 3)
    assert high.low == 0
