"""Candidates are those that share enough, in an order that repeats, within bounds."""

from collections.abc import Collection

import numpy as np
import pytest

from matching.index.find import DAY_BONUS, IDENTIFIER_BONUS, YEAR_BONUS, find
from matching.index.read import SealedIndex
from matching.index.resolve import EDIT, EXACT, Limits, rarity_of
from matching.subject import Subject
from tests.matching.index.conftest import Open
from tests.matching.index.register import (
    PERSON,
    asked,
    born,
    found,
    located,
    numbered,
    person,
)


def found_among(index: SealedIndex, subject: Subject[bytes], among: Collection[int]) -> list[int]:
    """Find among given records with room for one candidate."""
    numbers: list[int] = find(
        index, asked(subject), limits=Limits(candidates=1), among=among
    ).numbers.tolist()
    return numbers


def test_two_parts_make_a_candidate(index: SealedIndex) -> None:
    """Sharing a given name alone is not enough; sharing both parts is."""
    assert len(found(index, person("ivan petrov")).numbers) == 1
    assert len(found(index, person("ivan kuznetsov")).numbers) == 0


def test_one_part_and_the_day_of_birth_make_a_candidate(index: SealedIndex) -> None:
    """A changed surname is bridged by the date."""
    assert len(found(index, person("ivan kuznetsov", date="1970-05-02")).numbers) == 2


def test_a_postcode_and_one_part_make_a_candidate(open_register: Open) -> None:
    """Who lives at the postcode and shares a name is found; either alone is not enough."""
    here, elsewhere = [located("28013")], [located("08001")]
    index = open_register([person("ana ruiz", values=here), person("ana gil", values=elsewhere)])

    assert len(found(index, person("ana otero", values=here)).numbers) == 1
    assert len(found(index, person("eva otero", values=here)).numbers) == 0
    assert len(found(index, person("ana otero")).numbers) == 0


def test_a_postcode_and_the_day_of_birth_make_a_candidate(open_register: Open) -> None:
    """A person under quite another name is found where the day of birth agrees, too."""
    here = located("28013")
    index = open_register(
        [person("ana ruiz", date=day, values=[here]) for day in ("1970-05-02", "1971-02-03")]
    )

    assert len(found(index, person("eva otero", date="1970-05-02", values=[here])).numbers) == 1


def test_single_name_is_enough_where_no_more_is_asked(index: SealedIndex) -> None:
    """A subject known by one name only finds all who have it."""
    assert len(found(index, person("maria")).numbers) == 3


def test_order_of_parts_does_not_matter(index: SealedIndex) -> None:
    """Family name first finds as given name first."""
    forth, back = found(index, person("olga petrova")), found(index, person("petrova olga"))

    assert forth.numbers.tolist() == back.numbers.tolist()
    assert forth.ranks.tolist() == back.ranks.tolist()


def test_an_error_in_each_part_still_finds(index: SealedIndex) -> None:
    """One letter off in every part leads to the record, at a lower rank."""
    exact, off = found(index, person("maria garcia")), found(index, person("marja garca"))

    assert exact.numbers[0] in off.numbers
    assert off.ranks.max() < exact.ranks.max()


def test_alias_finds(index: SealedIndex) -> None:
    """Any name of the record meets any name of the subject."""
    assert len(found(index, person("someone else", "wanja petroff")).numbers) == 1


def test_names_are_not_mixed(index: SealedIndex) -> None:
    """One part from each of two names of the subject is not two parts of a name."""
    assert len(found(index, person("ivan kuznetsov", "boris sidorov")).numbers) == 0


def test_identifier_ranks_first(index: SealedIndex) -> None:
    """A shared identifier outranks any name."""
    result = found(index, person("maria garcia", values=[numbered("KA4711998")]))

    assert result.ranks[0] == IDENTIFIER_BONUS
    assert len(result.numbers) > 1


def test_date_raises_the_rank(open_register: Open) -> None:
    """Of two namesakes the one born that day is first, by the stated bonus."""
    index = open_register([person("ana ruiz", date=f"{year}-02-03") for year in (1970, 1971)])

    first, second = found(index, person("ana ruiz", date="1971-02-03")).ranks

    assert first - second == pytest.approx(YEAR_BONUS + DAY_BONUS)


def test_rank_is_the_rarity_of_what_is_shared(index: SealedIndex) -> None:
    """Each shared part weighs its rarity times the quality of the agreement."""
    exact = found(index, person("olga sidorov"), Limits(candidates=9))
    result = found(index, person("olga petrova"))

    assert not len(exact.numbers)
    assert result.ranks[0] == pytest.approx(2 * EXACT * rarity_of(1, index.size))
    near = found(index, person("olga petrovaa")).ranks[0]
    assert near == pytest.approx((EXACT + EDIT) * rarity_of(1, index.size))


def test_cut_is_deterministic_and_reported(open_register: Open) -> None:
    """Of equals the smaller record numbers stay, and what fell away is counted."""
    index = open_register([person("ana ruiz")] * 30)

    result = found(index, person("ana ruiz"), Limits(candidates=7))

    assert result.numbers.tolist() == list(range(7))
    assert result.cut == 23
    assert (result.ranks == result.ranks[0]).all()


def test_cut_keeps_the_best(open_register: Open) -> None:
    """The bound on candidates drops the worst, not the last."""
    index = open_register([*[person("ana ruiz")] * 20, person("ana ruiz", date="1970-05-02")])

    result = found(index, person("ana ruiz", date="1970-05-02"), Limits(candidates=3))

    assert len(result.numbers) == 3
    assert result.ranks[0] > result.ranks[1]


def test_given_records_are_the_only_candidates(index: SealedIndex) -> None:
    """For measuring, a list of records stands in for the choice, even above the bound."""
    every = range(index.size)
    result = found_among(index, person("maria sidorov"), every)

    assert len(result) == 4
    assert found_among(index, person("maria sidorov"), result[:1]) == result[:1]


def test_common_word_is_left_closed(open_register: Open) -> None:
    """A list beyond the bound is not read; the rare part alone then finds nothing."""
    others = [person(f"maria {letter * 6}") for letter in "abcdefghijklmnop"]
    index = open_register([*others, person("maria kuznetsov")])
    subject = person("maria kuznetsov")

    closed = found(index, subject, Limits(exact_list=10, variant_list=10))

    assert len(found(index, subject).numbers) == 1
    assert len(closed.numbers) == 0
    assert closed.unopened >= 1


def test_adversarial_query_reads_a_bounded_number_of_rows(open_register: Open) -> None:
    """Naming the commonest words in many names reads no more rows than the bound."""
    index = open_register([person(f"maria jose surname{number}") for number in range(60)])
    hostile = person(*["maria jose", "jose maria"] * 10)

    result = found(index, hostile, Limits(rows=1500, candidates=1000))

    # Each of the two lists has 60 rows and may be each of twenty parts: only one fits.
    assert len(result.opened.rows) <= 60
    assert result.unopened >= 1


def test_number_of_lists_is_bounded(open_register: Open) -> None:
    """Of many words only the exact and rarest are read."""
    index = open_register([person(f"maria{letter} ruiz") for letter in "abcdefgh"])

    result = found(index, person("mariaa ruiz"), Limits(lists=2))

    assert set(result.opened.word.tolist()) <= {0, 1, *range(len(result.resolved.words))}
    assert len(np.unique(result.opened.word)) == 2
    assert len(result.numbers) == 1


def test_subject_without_names_finds_nothing(index: SealedIndex) -> None:
    """A date alone is no candidate: it would touch every record of that day."""
    assert len(found(index, Subject(PERSON, values=born("1970-05-02"))).numbers) == 0


def test_opened_rows_are_those_of_candidates(index: SealedIndex) -> None:
    """Rows of records that did not qualify are forgotten."""
    result = found(index, person("ivan petrov"))

    assert set(result.opened.rows["record"].tolist()) == set(result.numbers.tolist())
    assert (result.numbers[result.candidate] == result.opened.rows["record"]).all()
