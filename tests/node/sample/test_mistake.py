"""Tests of the mistakes."""

# ruff: noqa: S311 - chance for invented data, nothing secret.

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from node.sample.mistake import Rates, mistype, mistype_number, observed_birth


def edits(first: str, second: str) -> int:
    """Count insertions, deletions, substitutions and transpositions of neighbours."""
    rows = [list(range(len(second) + 1))]
    for i, a in enumerate(first):
        row = [i + 1]
        for j, b in enumerate(second):
            cost = min(rows[-1][j + 1] + 1, row[j] + 1, rows[-1][j] + (a != b))
            if i and j and a == second[j - 1] and b == first[i - 1]:
                cost = min(cost, rows[-2][j - 1] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


NAMES = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12).map(str.capitalize)


@given(NAMES, st.integers(0, 2**32))
def test_a_single_slip_is_at_most_one_edit(name: str, seed: int) -> None:
    """One typing error inserts, deletes, replaces or transposes one letter."""
    assert edits(name.lower(), mistype(Random(seed), name, second_edit=0.0).lower()) <= 1


@given(NAMES, st.integers(0, 2**32))
def test_two_slips_stay_near(name: str, seed: int) -> None:
    """A second error may undo or cross the first; together they stay within three edits."""
    mistyped = mistype(Random(seed), name, second_edit=1.0)

    assert edits(name.lower(), mistyped.lower()) <= 3


def test_short_words_are_left_alone() -> None:
    """A slip in a word of three letters would be another name."""
    assert mistype(Random(1), "Li de Wu", second_edit=1.0) == "Li de Wu"


def test_first_letters_are_rarely_wrong() -> None:
    """About one slip in twenty hits the first letter (Kukich 1992)."""
    random = Random(2)
    first = sum(mistype(random, "Hernandez", second_edit=0.0)[0] != "H" for _ in range(4000))

    assert 0.02 < first / 4000 < 0.08


@given(st.from_regex(r"[A-Z]{2}[0-9]{6}", fullmatch=True), st.integers(0, 2**32))
def test_a_mistyped_number_keeps_its_length(number: str, seed: int) -> None:
    """A clerk replaces or exchanges digits; the field has a fixed length."""
    assert len(mistype_number(Random(seed), number)) == len(number)


def test_a_swapped_date_is_still_a_date() -> None:
    """Day and month change places only where the day can be a month."""
    rates = Rates(birth_missing=0, birth_year_only=0, birth_year_month=0, day_month_swapped=1.0)

    assert observed_birth(Random(1), (1980, 3, 9), rates=rates) == "1980-09-03"
    assert observed_birth(Random(1), (1980, 3, 27), rates=rates)[5:7] == "03"
