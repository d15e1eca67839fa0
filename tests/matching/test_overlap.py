"""Two subjects are the same by an identifier, or by a name with enough beside it."""

import pytest

from matching.overlap import is_same_subject
from matching.profile import tokens
from matching.records import record_from_fields
from matching.subject import EntityType

PERSON, VESSEL, COMPANY = EntityType.PERSON, EntityType.VESSEL, EntityType.COMPANY
PHONE = EntityType.IDENTIFIER
Fields = dict[str, str]

SAME: list[tuple[EntityType, Fields, Fields]] = [
    (PERSON, {"name": "A B", "passport": "XQA774210"}, {"name": "C D", "passport": "XQA774210"}),
    (
        PERSON,
        {"name": "Teodoro Valdespino Quirarte", "birth_date": "1971-04-23"},
        {"name": "VALDESPINO Teodoro", "birth_date": "1971-04-23"},
    ),
    (
        PERSON,
        {"name": "Teodoro Valdespino", "birth_date": "1971-04-23"},
        {"name": "Teodoro Valdespin", "birth_date": "1971-04-23"},
    ),
    (VESSEL, {"name": "Estrella", "imo": "9074729"}, {"name": "Otra", "imo": "9074729"}),
    (
        VESSEL,
        {"name": "Estrella de Poniente", "call_sign": "3FZB9"},
        {"name": "Estrella Poniente", "call_sign": "3FZB9"},
    ),
    (
        VESSEL,
        {"name": "Estrella", "flag": "pa", "build_year": "1999"},
        {"name": "Estrella", "flag": "pa", "build_year": "1999"},
    ),
    (
        COMPANY,
        {"name": "Marisma Fletes S.L.", "incorporation_date": "2011-05-06"},
        {"name": "Marisma Fletes", "incorporation_date": "2011-05-06"},
    ),
    (
        COMPANY,
        {"name": "Marisma Fletes", "address": "Calle Larga 7, Algeciras"},
        {"name": "Marisma Fletes", "address": "Calle Larga 7, Algeciras"},
    ),
    (PHONE, {"phone": "+34911234567"}, {"phone": "+34 911 234 567"}),
]
OTHER: list[tuple[EntityType, Fields, Fields]] = [
    (PERSON, {"name": "Teodoro Valdespino Quirarte"}, {"name": "Teodoro Valdespino Quirarte"}),
    (
        PERSON,
        {"name": "Teodoro", "birth_date": "1971-04-23"},
        {"name": "Teodoro", "birth_date": "1971-04-23"},
    ),
    (
        PERSON,
        {"name": "Teodoro Valdespino", "birth_date": "1971-04-23"},
        {"name": "Teodoro Valdespino", "birth_date": "1971-04-24"},
    ),
    (
        PERSON,
        {"name": "Teodoro Valdespino", "birth_date": "1971"},
        {"name": "Teodoro Valdespino", "birth_date": "1971"},
    ),
    (
        PERSON,
        {"name": "Teodoro Valdespino", "birth_date": "1971-04-23", "passport": "XQA774210"},
        {"name": "Teodoro Valdespino", "birth_date": "1971-04-23", "passport": "KT5561903"},
    ),
    (VESSEL, {"name": "Estrella", "flag": "pa"}, {"name": "Estrella", "flag": "pa"}),
    (COMPANY, {"name": "Marisma Fletes"}, {"name": "Marisma Fletes"}),
    (PHONE, {"phone": "+34911234567"}, {"phone": "+34911234568"}),
]


def _same(kind: EntityType, one: Fields, other: Fields) -> bool:
    subjects = [
        tokens(
            record_from_fields(kind, {name: (value,) for name, value in fields.items()}),
            asking=True,
        )
        for fields in (one, other)
    ]
    return is_same_subject(*subjects)


@pytest.mark.parametrize("number", range(len(SAME)))
def test_enough_in_common_is_an_overlap(number: int) -> None:
    """An identifier alone suffices, and a name with a date, a place or a sign beside it."""
    kind, one, other = SAME[number]

    assert _same(kind, one, other)
    assert _same(kind, other, one)


@pytest.mark.parametrize("number", range(len(OTHER)))
def test_too_little_in_common_is_none(number: int) -> None:
    """Names alone never suffice, nor does anything against which an identifier speaks."""
    kind, one, other = OTHER[number]

    assert not _same(kind, one, other)
    assert not _same(kind, other, one)


def test_two_kinds_never_meet() -> None:
    """A person and a vessel of one name are two."""
    person = tokens(record_from_fields(PERSON, {"name": ("Estrella",)}), asking=True)
    vessel = tokens(record_from_fields(VESSEL, {"name": ("Estrella",)}), asking=True)

    assert not is_same_subject(person, vessel)
