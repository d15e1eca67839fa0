"""No sum that is shown gives a small count away."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from node.domain.smallcell import Sum, is_small, withheld

ROWS, COLUMNS = ("a", "b"), ("x", "y", "z")


def a_table(cells: dict[tuple[str, str], int]) -> tuple[dict[str, int], list[Sum]]:
    """Return a table of two rows and three columns with all its margins."""
    counts = {f"{row}{column}": count for (row, column), count in cells.items()}
    sums = []
    for row in ROWS:
        parts = tuple(f"{row}{column}" for column in COLUMNS)
        counts[row] = sum(counts[key] for key in parts)
        sums.append(Sum(row, parts))
    for column in COLUMNS:
        parts = tuple(f"{row}{column}" for row in ROWS)
        counts[column] = sum(counts[key] for key in parts)
        sums.append(Sum(column, parts))
    counts["all"] = sum(counts[row] for row in ROWS)
    sums += [Sum("all", ROWS), Sum("all", COLUMNS)]
    return counts, sums


def test_what_is_large_is_shown() -> None:
    """Zero and five are told."""
    assert withheld({"a": 5, "b": 0, "all": 5}, [Sum("all", ("a", "b"))]) == set()


def test_a_small_count_takes_another_with_it() -> None:
    """One gap in a column would be filled by the total; the smallest neighbour goes too."""
    counts = {"a": 3, "b": 40, "c": 9, "all": 52}

    assert withheld(counts, [Sum("all", ("a", "b", "c"))]) == {"a", "c"}


def test_two_small_counts_may_still_tell_each_other() -> None:
    """Two gaps that add up to two are one and one, so a third count goes."""
    counts = {"a": 1, "b": 1, "c": 9, "all": 11}

    assert withheld(counts, [Sum("all", ("a", "b", "c"))]) == {"a", "b", "c"}


def test_two_small_counts_may_hide_each_other() -> None:
    """Two gaps that add up to five leave each several values."""
    counts = {"a": 2, "b": 3, "c": 9, "all": 14}

    assert withheld(counts, [Sum("all", ("a", "b", "c"))]) == {"a", "b"}


def test_where_nothing_else_is_left_the_total_goes() -> None:
    """A small count beside zeros is the total itself."""
    counts = {"a": 3, "b": 0, "all": 3}

    assert withheld(counts, [Sum("all", ("a", "b"))]) == {"a", "all"}


def test_sums_that_do_not_add_up_are_refused() -> None:
    """A statistic that contradicts itself is a fault, not a secret."""
    with pytest.raises(ValueError, match="do not add up"):
        withheld({"a": 1, "all": 2}, [Sum("all", ("a",))])


@settings(max_examples=25)
@given(
    st.fixed_dictionaries(
        {pair: st.integers(0, 9) for pair in product(ROWS, COLUMNS)},
    )
)
def test_no_small_count_of_a_table_can_be_computed(cells: dict[tuple[str, str], int]) -> None:
    """For every small count there is another table that shows the same and has another count."""
    counts, sums = a_table(cells)

    hidden = withheld(counts, sums)

    small = {key for key, count in counts.items() if is_small(count)}
    assert small <= hidden
    inner = [f"{row}{column}" for row, column in product(ROWS, COLUMNS)]
    seen: dict[str, set[int]] = {key: set() for key in small}
    for table in _tables(counts, hidden, inner):
        for key in small:
            seen[key].add(table[key])
    assert all(len(values) > 1 for values in seen.values())


def _tables(
    counts: dict[str, int], hidden: frozenset[str], inner: list[str]
) -> list[dict[str, int]]:
    """Return tables that are shown alike, made by small shifts of up to four cells."""
    free = [number for number, key in enumerate(inner) if key in hidden]
    found = [counts]
    for places in combinations(free, min(4, len(free))):
        for shifts in product((-2, -1, 0, 1, 2), repeat=len(places)):
            cells = {(key[0], key[1]): counts[key] for key in inner}
            for place, shift in zip(places, shifts, strict=True):
                key = inner[place]
                cells[key[0], key[1]] += shift
            if min(cells.values()) >= 0:
                other, _ = a_table(cells)
                if all(_alike(counts[key], other[key], key in hidden) for key in counts):
                    found.append(other)
    return found


def _alike(one: int, other: int, is_hidden: bool) -> bool:  # noqa: FBT001 - a table of two counts
    """Tell whether two counts are shown alike: as they are, as small, or as withheld."""
    if not is_hidden:
        return one == other
    return is_small(one) == is_small(other) and (one == 0) == (other == 0)
