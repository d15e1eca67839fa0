"""What decided pairs say of a model, and what they cannot say."""

import pytest

from matching.advise import FEWEST, Judged, advise_levels, advise_thresholds
from matching.model import Model, load_model
from matching.subject import EntityType


@pytest.fixture(scope="module")
def model() -> Model:
    """Return the shipped model of persons."""
    return load_model(EntityType.PERSON)


def pairs(count: int, weight: float, *, is_match: bool, **levels: str) -> list[Judged]:
    """Return pairs of one weight."""
    return [Judged(weight, is_match, levels) for _ in range(count)]


def test_few_pairs_say_nothing(model: Model) -> None:
    """A share of a handful is no share."""
    few = pairs(FEWEST - 1, 20.0, is_match=True)

    found = advise_thresholds(model, few)

    assert (found.advised_hit, found.advised_possible) == (None, None)
    assert found.matches == FEWEST - 1


def test_the_hit_threshold_is_where_nearly_all_are_matches(model: Model) -> None:
    """Errors begin at 9 bits, so hits begin above."""
    judged = [
        *pairs(100, 15.0, is_match=True),
        *pairs(40, 12.0, is_match=True),
        *pairs(10, 9.0, is_match=False),
    ]

    found = advise_thresholds(model, judged)

    assert found.advised_hit == 12.0


def test_no_threshold_is_right_where_the_heaviest_are_errors(model: Model) -> None:
    """Weights, not thresholds, are wrong then."""
    judged = [*pairs(40, 20.0, is_match=False), *pairs(40, 12.0, is_match=True)]

    assert advise_thresholds(model, judged).advised_hit is None


def test_the_lower_threshold_may_cost_one_match_in_a_hundred(model: Model) -> None:
    """What lies below it need not be looked at."""
    low = model.thresholds.possible
    judged = [
        *pairs(1, low + 0.5, is_match=True),
        *pairs(150, low + 4, is_match=True),
        *pairs(70, low + 1, is_match=False),
    ]

    found = advise_thresholds(model, judged)

    assert found.advised_possible == pytest.approx(low + 4)
    assert found.spared == 70


def test_m_is_counted_and_smoothed_towards_the_model(model: Model) -> None:
    """Without pairs m is the model's; with many it is what they show; levels sum to one."""
    comparator = next(each for each in model.comparators if each.column != "name")
    strongest = comparator.levels[1].label
    many = pairs(1_000, 20.0, is_match=True, **{comparator.column: strongest})

    before = {(a.column, a.level): a for a in advise_levels(model, [])}
    after = {(a.column, a.level): a for a in advise_levels(model, many)}

    key = (comparator.column, strongest)
    assert before[key].counted == pytest.approx(before[key].stated)
    assert after[key].counted > 0.98
    assert after[key].pairs == 1_000
    shares = [a.counted for a in after.values() if a.column == comparator.column]
    assert sum(shares) == pytest.approx(1.0, abs=0.02)


def test_words_of_another_release_are_not_counted(model: Model) -> None:
    """A level that the model does not know says nothing of it."""
    column = model.comparators[0].column
    judged = pairs(50, 20.0, is_match=True, **{column: "as it was called before"})

    assert {a.pairs for a in advise_levels(model, judged) if a.column == column} == {0}
