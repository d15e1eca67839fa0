"""A part of a name becomes the words of the register that it may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.index.read import SealedIndex
from matching.index.resolve import EDIT, EXACT, Limits, Resolved, rarity_of, resolve
from matching.subject import Subject
from tests.matching.index.conftest import Open
from tests.matching.index.register import asked, numbered, person


def resolved(index: SealedIndex, subject: Subject[bytes], limits: Limits | None = None) -> Resolved:
    """Resolve a subject under the test key."""
    return resolve(index, asked(subject), limits=limits or Limits())


def test_exact_spelling_has_full_quality(index: SealedIndex) -> None:
    """A word of the register is met exactly, and its neighbour as an edit."""
    part = resolved(index, person("petrov")).parts[0]

    assert sorted(part.words.values(), reverse=True) == [EXACT, EDIT]


def test_unknown_word_is_nobody(index: SealedIndex) -> None:
    """A word far from all others stands for none, and weighs most."""
    part = resolved(index, person("zzyzx")).parts[0]

    assert part.words == {}
    assert part.weight == pytest.approx(1.0)


def test_slip_of_the_pen_is_as_common_as_the_word_meant(index: SealedIndex) -> None:
    """A misspelt common name does not become a rare one."""
    right, wrong = (resolved(index, person(each)).parts[0].weight for each in ("maria", "mariaa"))

    assert right == wrong == pytest.approx(rarity_of(3, index.size))


def test_word_of_several_parts_is_one_word(index: SealedIndex) -> None:
    """Two parts that may be the same word share its number, so its list is read once."""
    result = resolved(index, person("maria marya"))

    assert len(result.words) == 1
    assert [list(part.words) for part in result.parts] == [[0], [0]]


def test_words_of_a_part_are_bounded(open_register: Open) -> None:
    """Of more neighbours than the bound the exact one and the rarest stay."""
    index = open_register([person(f"maria{letter} ruiz") for letter in "abcdefgh"])

    part = resolved(index, person("mariab"), Limits(words_per_part=3)).parts[0]

    assert len(part.words) == 3
    assert max(part.words.values()) == EXACT


def test_common_name_is_found_among_its_misspellings(open_register: Open) -> None:
    """However many rare words a common one resembles, it stands for itself."""
    common = [person("maria ruiz")] * 50
    index = open_register([*common, *(person(f"maria{letter} ruiz") for letter in "bcdefgh")])

    part = resolved(index, person("maria"), Limits(words_per_part=3)).parts[0]

    assert max(part.words.values()) == EXACT


def test_misspelt_common_name_is_found_among_others(open_register: Open) -> None:
    """What is meant is likely the common name, and not one of its rarer neighbours."""
    common = [person("maria ruiz")] * 50
    index = open_register([*common, *(person(f"maria{letter} ruiz") for letter in "bcdefgh")])

    result = resolved(index, person("mariax"), Limits(words_per_part=4))

    assert 50 in [result.words[number].df for number in result.parts[0].words]


def test_identifier_and_address_are_resolved(index: SealedIndex) -> None:
    """Identifiers get lists; address words are only compared."""
    subject = person("olga petrova", values=[numbered("KA4711998")], address="lesnaya nowhere")

    result = resolved(index, subject)

    assert len(result.identifiers) == 1
    assert [word.df for word in result.compared["address"]] == [1]
    assert result.compared["place"] == []


def test_subject_is_not_told(index: SealedIndex) -> None:
    """Pseudonyms open the index, so a resolved subject shows none."""
    assert "subject" not in repr(resolved(index, person("ivan petrov")))


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
def test_rarer_words_weigh_more(size: int, one: int, other: int) -> None:
    """Weights lie between nought and one, and fall with the number of records."""
    less, more = sorted((min(one, size), min(other, size)))

    assert 0 <= rarity_of(more, size) <= rarity_of(less, size) <= 1
