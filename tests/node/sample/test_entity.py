"""Tests of the endless registers that benchmarks read."""

# ruff: noqa: S311 - chance for invented data, nothing secret.

import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from node.sample import COLUMNS, iter_companies, iter_identifiers, iter_persons, iter_vessels
from node.sample.agency import DEFAULT_AGENCIES, ROUTE
from node.sample.entry import person_entry
from node.sample.mistake import FAULTLESS, Rates
from node.sample.person import Person, draw_person

SIZE = 6000


@pytest.mark.parametrize("iterate", [iter_persons, iter_vessels, iter_companies, iter_identifiers])
def test_rows_have_every_column_and_are_the_same_again(
    iterate: Callable[[int, int], Iterator[dict[str, str]]],
) -> None:
    """An iterator gives whole rows and depends on nothing but its arguments."""
    first = list(iterate(3, 200))

    assert first == list(iterate(3, 200))
    assert all(tuple(row) == COLUMNS for row in first)


def test_rows_can_be_drawn_from_any_place() -> None:
    """A row does not depend on the rows before it."""
    whole = list(iter_persons(3, 50))

    assert list(iter_persons(3, 10, start=40)) == whole[40:]


def test_two_agencies_see_the_same_persons_differently() -> None:
    """Equal numbers are equal persons; most names are written differently."""
    ours, theirs = iter_persons(5, 500), iter_persons(5, 500, agency="fiu-nl")
    pairs = list(zip(ours, theirs, strict=True))

    both = [(a["birth_date"], b["birth_date"]) for a, b in pairs]
    whole = [(a, b) for a, b in both if len(a) == len(b) == 10]
    assert sum(a == b for a, b in whole) / len(whole) > 0.93
    assert sum(a["name"] == b["name"] for a, b in pairs) / len(pairs) < 0.3


def test_an_unknown_agency_is_refused() -> None:
    """Only the default agencies have habits."""
    with pytest.raises(ValueError, match="no such agency"):
        next(iter_persons(1, 1, agency="customs-xx"))


def test_memory_does_not_grow_with_the_number_of_rows() -> None:
    """Ten times the rows need no more memory, once the names are loaded."""
    sum(1 for _ in iter_persons(1, 3000))
    tracemalloc.start()
    sum(1 for _ in iter_persons(2, 300))
    _, small = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    sum(1 for _ in iter_persons(3, 3000))
    _, large = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert large < small + 500_000


def test_a_million_rows_can_be_asked_for_and_left() -> None:
    """Nothing is drawn before it is read."""
    assert len(list(islice(iter_persons(1, 1_000_000), 5))) == 5


def people(count: int) -> list[Person]:
    """Draw persons of the route."""
    random = Random(11)
    return [draw_person(random, ROUTE) for _ in range(count)]


def test_common_names_are_as_common_as_published() -> None:
    """The most frequent Spanish surname has about three per cent, and no name much more."""
    spanish = [p for p in people(40_000) if p.country.code == "es"]
    counts = Counter(person.family[0].native for person in spanish)
    name, count = counts.most_common(1)[0]

    assert name == "García"
    assert 0.02 < count / len(spanish) < 0.045


def test_faults_occur_at_the_declared_rates() -> None:
    """Births, papers and fields are missing or wrong as often as the rates say."""
    rates, habit = Rates(), DEFAULT_AGENCIES[0].habit
    careful = replace(habit, rates=FAULTLESS)
    random, counts, total = Random(12), Counter[str](), 0
    for person in people(SIZE):
        total += 1
        row = person_entry(random, person, habit=replace(habit, rates=rates))
        clean = person_entry(random, person, habit=careful)
        counts["missing"] += row["birth_date"] == ""
        counts["year"] += len(row["birth_date"]) == 4
        counts["month"] += len(row["birth_date"]) == 7
        wrong = len(row["birth_date"]) == 10 and row["birth_date"] != clean["birth_date"]
        counts["wrong"] += wrong
        counts["nationality"] += row["nationality"] == ""
        counts["gender"] += row["gender"] == ""

    share = {name: count / total for name, count in counts.items()}
    assert share["missing"] == pytest.approx(rates.birth_missing, abs=0.01)
    assert share["year"] == pytest.approx(rates.birth_year_only, abs=0.01)
    assert share["month"] == pytest.approx(rates.birth_year_month, abs=0.006)
    assert share["wrong"] == pytest.approx(
        rates.birth_digit + rates.day_month_swapped * 12 / 28, abs=0.006
    )
    assert share["nationality"] == pytest.approx(rates.nationality_missing, abs=0.01)
    assert share["gender"] == pytest.approx(rates.gender_missing, abs=0.01)


def test_names_are_mistyped_at_the_declared_rate() -> None:
    """With typing errors alone, as many names differ from the papers as are mistyped."""
    habit = replace(DEFAULT_AGENCIES[0].habit, from_passport=1.0)
    careless = replace(habit, rates=replace(FAULTLESS, typing=0.10))
    careful = replace(habit, rates=FAULTLESS)
    random, wrong = Random(13), 0
    for person in people(SIZE):
        written = person_entry(random, person, habit=careless)["name"]
        wrong += written != person_entry(random, person, habit=careful)["name"]

    assert wrong / SIZE == pytest.approx(0.10, abs=0.015)
