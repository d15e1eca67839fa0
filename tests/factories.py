"""Subjects and records of nobody, and the reasons to ask about them; each test says what differs.

Every name, number and date here is made up; numbers with check digits satisfy them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from matching.subject import EntityType
from node.domain.justification import Category, Justification, Purpose
from node.domain.peer import Agreement
from node.register.row import RawRow, RowFault

Fields = Mapping[str, tuple[str, ...]]

TARGET: Fields = {
    "name": ("Teodoro Valdespino Quirarte",),
    "birth_date": ("1971-04-23",),
    "nationality": ("es",),
    "passport": ("XQA774210",),
}
"""A person known to the registers of the tests."""
SHIELDED: Fields = {
    "name": ("Ludmila Brankovicova",),
    "birth_date": ("1984-11-02",),
    "passport": ("KT5561903",),
    "category": ("witness",),
}
"""A person whose record is never told."""
OWNERS_OWN: Fields = {
    "name": ("Anselm Wyndholt",),
    "birth_date": ("1966-07-30",),
    "passport": ("PW3390457",),
    "disclosure": ("owner",),
}
"""A person of whom only the owner hears."""
THROUGH_CENTRE: Fields = {
    "name": ("Ismene Kalathou",),
    "birth_date": ("1979-01-12",),
    "passport": ("AH2209817",),
    "disclosure": ("centre",),
}
"""A person of whom the centre is told to tell."""
STRANGER: Fields = {
    "name": ("Hrodgar Ebbesvik",),
    "birth_date": ("1990-09-09",),
    "passport": ("ZZ0481516",),
}
"""A person known to nobody."""
VESSEL: Fields = {"name": ("Estrella de Poniente",), "imo": ("9074729",), "flag": ("pa",)}
"""A vessel known to the registers of the tests."""
COMPANY: Fields = {"name": ("Marisma Fletes S.L.",), "country": ("es",)}
"""A company of the registers of the tests."""

_HANDLING = {"id", "category", "disclosure", "file_reference"}
_GIVEN = ("Aldo", "Berta", "Cosmin", "Dagny", "Emeric", "Fusako", "Gunnar", "Hedda", "Imre", "Jola")
_FAMILY = ("Abelung", "Brissot", "Czarkow", "Dumitras", "Ekholm", "Farkasd", "Grimaud", "Hosszu")


def a_justification(**changes: object) -> Justification:
    """Make a complete justification."""
    whole = Justification(
        "CASE-2026-0117",
        "agreement 4/2025, article 3",
        Purpose.DRUG_TRAFFICKING,
        "drugs.trafficking",
        Category.SUSPECT,
    )
    return replace(whole, **changes)  # type: ignore[arg-type] # a test says what it changes


def an_agreement(**changes: object) -> Agreement:
    """Make an agreement in force that covers every entity type and three purposes."""
    whole = Agreement(
        reference="4/2025",
        legal_basis="article 3",
        purposes=frozenset(
            {Purpose.DRUG_TRAFFICKING, Purpose.MONEY_LAUNDERING, Purpose.ORGANISED_CRIME}
        ),
        entity_types=frozenset(EntityType),
        valid_from=date(2020, 1, 1),
        expires_on=date(2099, 12, 31),
        token_quota_per_day=1_000_000,
        subject_quota_per_day=10_000,
    )
    return replace(whole, **changes)  # type: ignore[arg-type] # a test says what it changes


def vaguely(person: Fields) -> Fields:
    """Return what an officer knows who has heard of a person: a name, and about how old."""
    given, *family = person["name"][0].split()
    return {"name": (f"{given} {family[0]}",), "birth_date": (person["birth_date"][0][:4],)}


def asked(record: Fields) -> Fields:
    """Return what an officer elsewhere would ask: the record without how its owner handles it."""
    return {name: values for name, values in record.items() if name not in _HANDLING}


def rows(*records: Fields) -> list[RawRow | RowFault]:
    """Return records as rows of a register file, below a head line."""
    return [RawRow(line, dict(fields)) for line, fields in enumerate(records, start=2)]


def people(count: int) -> Iterator[Fields]:
    """Yield persons who differ from each other and from everybody named above."""
    for number in range(count):
        given, family = _GIVEN[number % len(_GIVEN)], _FAMILY[number // len(_GIVEN) % len(_FAMILY)]
        yield {
            "id": (f"P{number:05}",),
            "name": (f"{given} {family}",),
            "birth_date": (date(1950 + number % 50, 1 + number % 12, 1 + number % 28).isoformat(),),
        }


def a_register_of_people(*others: Fields) -> Iterable[Fields]:
    """Return sixty persons and those of the tests, with those given."""
    return [*people(60), TARGET, SHIELDED, OWNERS_OWN, THROUGH_CENTRE, *others]
