"""Coincidental matches are estimated from the document frequencies of the very index."""

from functools import cache

import pytest

from matching.chance import coincident_attributes
from matching.comparator import Scored
from matching.labelled import Labelled
from matching.linkage import Linkage, Matched
from matching.linking import asked, keyed_hash, sealed
from matching.model import load_model
from matching.records import Record, record_from_fields
from matching.subject import EntityType

PERSON = load_model(EntityType.PERSON)


def a_person(name: str, birth_date: str = "1970-05-17") -> Record:
    """Return a person."""
    return record_from_fields(
        EntityType.PERSON, {"name": (name,), "birth_date": (birth_date,), "country": ("es",)}
    )


@cache
def matched(name: str, birth_date: str = "1970-05-17") -> Matched:
    """Match a person against four of one name, one of a rare name, and many others."""
    left = {f"c{n}": a_person("Juan Garcia", f"{1940 + 10 * n}-05-17") for n in range(4)}
    left |= {f"o{n}": a_person(f"Xerxes{n} Okonkwo{n}", "1955-01-02") for n in range(200)}
    left["r"] = a_person("Ysolde Quatremain")
    subject = {"s": a_person(name, birth_date)}
    labelled = Labelled("few", EntityType.PERSON, left, subject, frozenset())
    evaluate, linkage = keyed_hash(), Linkage(PERSON)
    with sealed(EntityType.PERSON, left, evaluate=evaluate) as register:
        ((_, pseudonyms),) = asked(labelled, evaluate=evaluate)
        return linkage.match(register.index, pseudonyms)


def test_a_rare_name_leaves_less_room_for_coincidence() -> None:
    """Four bear the one name and one the other; the estimate tells them apart."""
    common, rare = matched("Juan Garcia"), matched("Ysolde Quatremain")

    estimates = (each.chance(each.decisions[0]) for each in (common, rare))

    common_chance, rare_chance = estimates
    assert 0 < rare_chance < common_chance / 4


def test_an_attribute_that_agrees_leaves_less_room() -> None:
    """With the date of birth known to agree, fewer agree by chance than with it unknown."""
    found = matched("Juan Garcia")
    row = found.decisions[0].row
    gammas = dict(found.scored.gammas)
    unknown = Scored(found.scored.weights, gammas | {"birth_date": gammas["birth_date"] * 0 - 1})

    with_date = coincident_attributes(PERSON, found.scored, row=row)

    assert with_date < coincident_attributes(PERSON, unknown, row=row)


def test_what_contradicts_narrows_nothing() -> None:
    """An attribute that speaks against the candidate does not make it less of a coincidence."""
    found = matched("Ysolde Quatremain")
    row = found.decisions[0].row
    worst = {column: values * 0 for column, values in found.scored.gammas.items()}

    assert coincident_attributes(PERSON, Scored(found.scored.weights, worst), row=row) == (
        pytest.approx(1.0)
    )
