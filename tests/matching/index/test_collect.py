"""A register becomes numbers, whole or in chunks."""

import numpy as np
import pytest

from matching.index.collect import NAMES_PER_RECORD, Collection
from matching.index.header import PLACE
from matching.subject import EntityType, NameRole, Subject
from tests.matching.index.conftest import PERSONS
from tests.matching.index.register import PERSON, collected, name, numbered, person, reference


def test_chunks_merge_to_the_whole() -> None:
    """A register taken up in chunks is the register taken up at once."""
    merged = Collection(PERSON)
    for start in range(0, len(PERSONS), 2):
        merged.merge(collected(PERSONS[start : start + 2]))
    whole = collected(PERSONS)
    whole.references = merged.references = bytearray()

    assert merged == whole


def test_frequency_counts_records_not_occurrences() -> None:
    """A word that a record has in two of its names counts once."""
    held = collected([person("ana ruiz", "ana maria ruiz"), person("ana soto")])

    by_token = dict(zip(held.words.tokens, range(len(held.words.tokens)), strict=True))
    ana = list(held.words.exact).index(by_token[person("ana").names[0].parts[0].exact])

    assert held.frequencies()[ana] == 2
    assert sorted(held.frequencies().tolist()) == [1, 1, 1, 2]


def test_frequencies_of_nothing() -> None:
    """An empty register has no frequencies."""
    assert Collection(PERSON).frequencies().tolist() == []


def test_counts_tell_full_dates_from_years() -> None:
    """A date counts by its year, and once more if it is full."""
    full = person("ana ruiz", date="1970-05-02")
    year = Subject(PERSON, full.names, values=full.values[2:])
    held = collected([full, year])

    counts = np.frombuffer(held.counts, np.uint8).reshape(2, -1)

    assert counts[:, PLACE["birth_date"]].tolist() == [1, 1]
    assert counts[:, PLACE["birth_date_full"]].tolist() == [1, 0]


def test_counts_stop_at_what_a_byte_holds() -> None:
    """More of one attribute than a byte counts is the greatest that it counts."""
    held = collected([person("ana ruiz", address=" ".join(f"street{i}" for i in range(300)))])

    assert held.counts[PLACE["address"]] == 255


def test_identifiers_are_words_not_values() -> None:
    """An identifier has a posting list, so that it finds a record without a name."""
    held = collected([Subject(PERSON, values=(numbered("KA4711998"),))])

    assert held.words.size == len(held.found.word) == 1
    assert not held.values.tokens


def test_names_beyond_the_bound_are_left_out() -> None:
    """A record with more names than the format numbers keeps the first ones."""
    many = Subject(PERSON, tuple(name(f"name{i}", NameRole.ALIAS) for i in range(250)))

    held = collected([many])

    assert list(held.names.size) == [NAMES_PER_RECORD]
    assert max(held.found.alias) == NAMES_PER_RECORD - 1


@pytest.mark.parametrize(
    ("given", "subject"),
    [
        (b"short", person("ana ruiz")),
        (reference(0), Subject(EntityType.VESSEL, person("ana ruiz").names)),
    ],
    ids=["reference of five bytes", "another entity type"],
)
def test_unfit_record_is_refused(given: bytes, subject: Subject[bytes]) -> None:
    """What cannot be a record of this register is a mistake of the caller."""
    with pytest.raises(ValueError, match="another entity type"):
        Collection(PERSON).add(given, subject)


def test_collection_is_not_told() -> None:
    """Tokens are clear text, so a collection shows none."""
    assert b"petrov" not in repr(collected(PERSONS)).encode()
