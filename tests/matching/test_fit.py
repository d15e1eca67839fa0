"""What is counted is smoothed, monotone and means what it says."""

import numpy as np
import pytest

from matching.fit import Counts, Probabilities, level_of, name_edges
from matching.temper import temper

CONDITIONS = ['"name_r" IS NULL OR isnan("name_r")', '"name_r" >= 3', '"name_r" >= 1', "ELSE"]
CODES = ['"country_r" = -1 OR "country_r" IS NULL', '"country_r" = 2', '"country_r" = 1', "ELSE"]


def test_reads_the_conditions_of_a_model_file() -> None:
    """The first condition that holds gives the level; what is not compared has none."""
    levels = level_of(CONDITIONS, np.array([5.0, 3.0, 2.0, -9.0, np.nan]))

    assert levels.tolist() == [0, 0, 1, 2, -1]
    assert level_of(CODES, np.array([-1.0, 2.0, 1.0, 0.0])).tolist() == [-1, 0, 1, 2]


def test_counts_levels_of_true_and_other_pairs_apart() -> None:
    """What was not compared counts nowhere."""
    counts = Counts.of(np.array([0, 0, 1, -1]), np.array([True, False, True, True]), size=2)

    assert counts.true.tolist() == [1, 1]
    assert counts.other.tolist() == [1, 0]


def test_recovers_known_parameters() -> None:
    """From many pairs drawn with known m and u, these come out again."""
    chance = np.random.default_rng(1)
    m, u = np.array([0.7, 0.2, 0.1]), np.array([0.01, 0.19, 0.8])
    counts = Counts(
        chance.multinomial(200_000, m).astype(float), chance.multinomial(200_000, u).astype(float)
    )
    even = np.full(3, 1 / 3)

    found = Probabilities(even, even).estimate(counts, strength=10)

    assert found.m == pytest.approx(m, abs=0.005)
    assert found.u == pytest.approx(u, abs=0.005)


def test_keeps_the_starting_weights_where_nothing_was_counted() -> None:
    """No data, no change."""
    start = Probabilities(np.array([0.6, 0.4]), np.array([0.1, 0.9]))

    found = start.estimate(Counts(np.zeros(2), np.zeros(2)), strength=10)

    assert found.bits == pytest.approx(start.bits)


def test_more_agreement_never_weighs_less() -> None:
    """Levels that were counted in the wrong order get one weight."""
    even = np.full(3, 1 / 3)

    found = Probabilities(even, even).estimate(
        Counts(np.array([10.0, 30.0, 5.0]), np.array([10.0, 10.0, 100.0])), strength=1
    )

    assert found.bits[0] == pytest.approx(found.bits[1])
    assert found.bits[1] > found.bits[2]
    assert found.m.sum() == pytest.approx(1)


def test_cuts_scores_into_as_many_levels_as_the_file_has() -> None:
    """Edges fall, are distinct, and leave one level below them."""
    chance = np.random.default_rng(2)
    scores = np.concatenate((chance.normal(4, 2, 300), chance.normal(-6, 2, 3_000)))

    edges = name_edges(scores, np.arange(len(scores)) < 300, levels=12)

    assert len(edges) == 11
    assert list(edges) == sorted(set(edges), reverse=True)


def test_tempers_what_is_said_twice() -> None:
    """Two comparisons that always agree share one weight; an independent one keeps its own."""
    chance = np.random.default_rng(3)
    is_true = chance.random(20_000) < 0.2
    first = np.where(chance.random(20_000) < np.where(is_true, 0.8, 0.2), 2.0, -2.0)
    second = np.where(chance.random(20_000) < np.where(is_true, 0.8, 0.2), 2.0, -2.0)
    bits = np.column_stack((first, first, second))

    found = temper(bits, is_true, fixed=np.zeros(3, np.bool_))

    assert found.factors[0] + found.factors[1] == pytest.approx(1, abs=0.1)
    assert found.factors[2] == pytest.approx(1, abs=0.1)


def test_leaves_what_is_fixed() -> None:
    """A fixed comparison keeps its weight whatever the data say."""
    is_true = np.arange(200) % 2 == 0
    bits = np.column_stack((np.zeros(200), np.where(is_true, 1.0, -1.0)))

    found = temper(bits, is_true, fixed=np.array([True, True]))

    assert found.factors.tolist() == [1.0, 1.0]
