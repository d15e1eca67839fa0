"""Tests of who holds which entity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node.sample.allotment import allot, scattered


@given(st.lists(st.integers(0, 400), min_size=1, max_size=4), st.floats(0, 0.2))
def test_every_agency_gets_its_number_and_every_entity_once(
    sizes: list[int], overlap: float
) -> None:
    """Registers are filled exactly; no entity is drawn twice."""
    entities = list(scattered(allot(sizes, [overlap] * len(sizes))))

    numbers = [number for number, _ in entities]
    assert sorted(numbers) == list(range(len(numbers)))
    for place, size in enumerate(sizes):
        assert sum(place in holders for _, holders in entities) == size


def test_too_much_overlap_is_refused() -> None:
    """A register cannot share more than it holds."""
    with pytest.raises(ValueError, match="share more"):
        allot([10, 10, 10], [0.9, 0.9, 0.9])


def test_shared_entities_are_spread_over_the_register() -> None:
    """The first tenth of a register holds no heap of shared entities."""
    first = [holders for _, holders in scattered(allot([1000, 1000], [0.1, 0.1]))][:190]

    assert 5 <= sum(len(holders) == 2 for holders in first) <= 20
