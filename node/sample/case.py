"""The seizure of the demonstration: fourteen subjects, as the cooperation centre has them.

Two tonnes of cocaine were found at Cristobal in a container of bananas on its way from Guayaquil to
Vlissingen.  The centre knows names from crew lists, way-bills and telephones: in other spellings
and scripts than the registers have them, and three subjects are known to nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from node.sample.agency import AgencyPlan
from node.sample.column import Row, new_row
from node.sample.company import Company, company_name, company_of, native_company_name
from node.sample.country import Country, country
from node.sample.draw import digits, stream
from node.sample.entity import Entity, write_entry
from node.sample.entry import full_name, native_name
from node.sample.habit import Habit, spelled
from node.sample.item import Item, item_of
from node.sample.mistake import FAULTLESS, mistype
from node.sample.person import Person, birth_text, is_minor, mix, person_of
from node.sample.romanise import System, fold
from node.sample.vessel import Vessel, fishing_vessel, renamed_vessel

REFERENCE: Final = "PCC-PA-2026-0031"
_CASE_KIND = 9
_ALWAYS: Final = dict.fromkeys(
    [
        "passport",
        "phone",
        "iban",
        "address",
        "birth_place",
        "country",
        "position",
        "imo",
        "mmsi",
        "call_sign",
        "flag",
        "former_flags",
        "gross_tonnage",
        "build_year",
        "tax_number",
        "reg_number",
        "incorporation_date",
    ],
    1.0,
)

CASE_TOML: Final = f"""\
# The seizure that the subjects in case.csv belong to.
reference = "{REFERENCE}"
legal_basis = "UN Convention against Illicit Traffic (Vienna, 1988), art. 9(1)(b)"
purpose = "drug-trafficking"
offence = "drugs.trafficking"
category = "suspect"
aim = "identify"
summary = "1,984 kg of cocaine in a refrigerated container of bananas, Cristobal, 14 September 2026"
route = "Guayaquil - Cristobal - Mindelo - Algeciras - Vlissingen"
"""


@dataclass(frozen=True, slots=True)
class Role:
    """One subject of the case: what it is, where it comes from and who knows it."""

    subject: str
    role: str
    kind: str
    """Entity type, or the column of an identifier."""
    country: str
    known_to: tuple[str, ...] = ()
    position: str = ""
    """What the agencies that know him take him for."""

    @property
    def entity_type(self) -> str:
        """The entity type of the subject."""
        return self.kind if self.kind in {"person", "vessel", "company"} else "identifier"


CAST: Final[tuple[Role, ...]] = (
    Role("S01", "carrying vessel", "vessel", "pa", ("coastguard-cv",)),
    Role("S02", "master", "person", "ua", ("coastguard-cv",), "chief officer"),
    Role("S03", "chief engineer", "person", "gr"),
    Role("S04", "shipper", "company", "ec", ("customs-es",)),
    Role("S05", "consignee", "company", "nl", ("fiu-nl",)),
    Role("S06", "container", "container", "ec", ("customs-es",)),
    Role("S07", "director of the consignee", "person", "ma", ("customs-es", "fiu-nl"), "importer"),
    Role("S08", "financier", "person", "lb", ("fiu-nl",), "money changer"),
    Role("S09", "notify party", "person", "cn"),
    Role("S10", "telephone of the courier", "phone", "es", ("customs-es",)),
    Role("S11", "courier", "person", "co", ("customs-es",), "truck driver"),
    Role("S12", "account that paid the freight", "iban", "nl", ("fiu-nl",)),
    Role("S13", "deckhand", "person", "gh"),
    Role("S14", "boat at the rendezvous", "vessel", "cv", ("coastguard-cv",)),
)
"""Customs know five, the financial unit four, the coast guard three; S07 is known to two."""


@dataclass(frozen=True, slots=True)
class Member:
    """A subject with the entity behind it."""

    role: Role
    entity: Entity


def _spellings(person: Person) -> set[str]:
    """Spell the name as the case and as two kinds of agencies do."""
    systems = (System.PASSPORT, System.ENGLISH, System.ROMANCE)
    parts = (person.given[0], person.family[0])
    return {" ".join(part.plain[system] for part in parts) for system in systems}


def _draw_person(random: Random, origin: Country) -> Person:
    """Draw a person of common name; one from Morocco is spelled differently in every system."""
    people = mix({origin.code: 1})
    person = person_of(random, origin, people=people, common=True)
    while is_minor(person) or (origin.code == "ma" and len(_spellings(person)) < len(System) - 1):
        person = person_of(random, origin, people=people, common=True)
    return person


def _draw(random: Random, role: Role) -> Entity:
    origin = country(role.country)
    if role.kind == "person":
        return _draw_person(random, origin)
    if role.kind == "company":
        return company_of(random, origin)
    if role.kind == "vessel":
        return fishing_vessel(random, "cv") if role.country == "cv" else renamed_vessel(random)
    return item_of(random, role.kind, origin=origin)


def cast(seed: int) -> tuple[Member, ...]:
    """Draw the entities behind the subjects."""
    return tuple(
        Member(role, _draw(Random(stream(seed, _CASE_KIND, number=place)), role))  # noqa: S311
        for place, role in enumerate(CAST)
    )


def _person_row(random: Random, person: Person) -> Row:
    """Write a person as crew lists and telephones have him."""
    row = new_row()
    row["type"] = "Person"
    given = spelled(person.given[0], System.ENGLISH, accents=False)
    family = spelled(person.family[0], System.ENGLISH, accents=False)
    latin = full_name(person, given, family=family, family_first=False)
    if person.country.script == "Latin" or person.country.code == "ma":
        row["name"], row["first_name"], row["last_name"] = latin, given, family
    else:
        row["name"] = row["original_script"] = native_name(person)
        row["aliases"] = latin
    if person.nickname is not None:
        row["weak_aliases"] = spelled(person.nickname, System.ENGLISH, accents=False)
    row["birth_date"] = birth_text(person.birth)
    row["nationality"] = person.country.code
    row["nationality_raw"] = person.country.nationality
    row["gender"] = "male" if person.gender == "m" else "female"
    row["passport"] = person.renewed_passport if random.random() < 0.5 else ""  # noqa: PLR2004
    row["category"] = "suspect"
    return row


def _vessel_row(vessel: Vessel) -> Row:
    """Write a vessel as the port captain has it: as it is today."""
    row = new_row()
    row["type"] = "Vessel"
    row["name"] = fold(vessel.names[0])
    row["imo"], row["mmsi"] = vessel.imo, vessel.mmsi[0]
    row["call_sign"], row["flag"] = vessel.call_signs[0], vessel.flags[0]
    row["vessel_type"] = vessel.kinds[-1]
    row["build_year"] = str(vessel.build_year)
    row["gross_tonnage"] = str(vessel.tonnage)
    return row


def _company_row(random: Random, company: Company) -> Row:
    """Write a company as the way-bill has it: in capitals, abbreviated, with a slip of the pen."""
    row = new_row()
    row["type"] = "Company"
    name = company_name(company, System.PASSPORT, accents=False, short=(True, False))
    row["name"] = mistype(random, name, second_edit=0.0).upper()
    if company.country.script != "Latin":
        row["original_script"] = native_company_name(company)
    row["country"] = company.country.code
    place = company.addresses[0]
    row["address"] = fold(f"{place.street} {place.number}, {place.city}").upper()
    row["reg_number"] = company.registry
    return row


def _item_row(item: Item) -> Row:
    row = new_row()
    row["type"], row["identifier_type"] = "Identifier", item.kind
    value = item.value
    row[item.kind] = (
        f"{value[:4]} {value[4:10]} {value[10:]}" if item.kind == "container" else value
    )
    return row


def _subject_row(random: Random, entity: Entity) -> Row:
    if isinstance(entity, Person):
        return _person_row(random, entity)
    if isinstance(entity, Vessel):
        return _vessel_row(entity)
    if isinstance(entity, Company):
        return _company_row(random, entity)
    return _item_row(entity)


def case_rows(seed: int) -> list[Row]:
    """Write the subjects, one row each, with their `role` after the columns of a register."""
    rows = []
    for place, member in enumerate(cast(seed)):
        random = Random(stream(seed, _CASE_KIND, number=1000 + place))  # noqa: S311 - invented data
        row = _subject_row(random, member.entity)
        row["id"], row["source"], row["role"] = member.role.subject, "pcc-pa", member.role.role
        row["program"], row["listed_on"] = "cocaine in container", "2026-09-14"
        row["file_reference"] = REFERENCE
        rows.append(row)
    return rows


def _careful(habit: Habit, system: System) -> Habit:
    """Let the agency know its subject well: other spelling, no mistakes, most fields filled."""
    return replace(
        habit,
        rates=FAULTLESS,
        from_passport=0.0,
        spellings=((system, 1.0),),
        keeps={**habit.keeps, **{name: 1.0 for name in _ALWAYS if name in habit.keeps}},
    )


def _before(vessel: Vessel) -> Vessel:
    """Show a vessel as it was before its last change of name and flag."""
    if len(vessel.names) == 1:
        return vessel
    return replace(
        vessel,
        names=vessel.names[1:],
        flags=vessel.flags[1:],
        mmsi=vessel.mmsi[1:],
        call_signs=vessel.call_signs[1:],
    )


def known_entry(seed: int, member: Member, *, plan: AgencyPlan) -> Row:
    """Write the record an agency has of a subject it knows, in a spelling the case has not."""
    random = Random(stream(seed, _CASE_KIND, number=2000 + int(member.role.subject[1:])))  # noqa: S311
    system = System.PASSPORT if plan.name == "fiu-nl" else System.ROMANCE
    entity = _before(member.entity) if isinstance(member.entity, Vessel) else member.entity
    row = write_entry(random, entity, habit=_careful(plan.habit, system))
    row["disclosure"] = "centre" if member.role.subject == "S08" else "contact"
    row["category"] = "suspect" if isinstance(entity, Person) else ""
    row["position"] = member.role.position
    row["listed_on"] = "2025-11-18"
    row["file_reference"] = f"{plan.habit.prefix}-2025-{digits(random, 5)}"
    return row


def known_members(seed: int, plan: AgencyPlan) -> Sequence[Member]:
    """Give the subjects an agency knows, as far as it has a register for them."""
    return [
        member
        for member in cast(seed)
        if plan.name in member.role.known_to and member.role.entity_type in plan.shares
    ]
