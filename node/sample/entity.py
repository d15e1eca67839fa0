"""One face for the four entity types: draw an entity, write an agency's record of it."""

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Final
from zlib import crc32

from node.sample.agency import DEFAULT_AGENCIES, ROUTE, AgencyPlan
from node.sample.column import Row
from node.sample.company import Company, company_entry, draw_company
from node.sample.draw import stream
from node.sample.entry import person_entry
from node.sample.habit import Habit
from node.sample.item import Item, draw_item, item_entry
from node.sample.person import Person, draw_person
from node.sample.vessel import Vessel, draw_vessel, vessel_entry

Entity = Person | Vessel | Company | Item
"""What a record is about."""

_KINDS: Final[Mapping[str, int]] = {"person": 1, "vessel": 2, "company": 3, "identifier": 4}
_ALL_ITEMS = (
    "phone", "iban", "container", "imei", "vin", "plate", "crypto", "seal", "aircraft", "email",
    "engine", "imsi",
)  # fmt: skip


def draw_entity(seed: int, entity_type: str, *, number: int, plan: AgencyPlan) -> Entity:
    """Draw entity `number` of a type, the same for a seed whoever asks.

    Args:
        seed: the seed of the sample.
        entity_type: one of `node.sample.agency.ENTITY_TYPES`.
        number: below 2**40.
        plan: an agency that holds it; persons and companies come from where it looks.
    """
    random = Random(stream(seed, _KINDS[entity_type], number=number))  # noqa: S311 - invented data
    makers: Mapping[str, Callable[[], Entity]] = {
        "person": lambda: draw_person(random, plan.origins),
        "vessel": lambda: draw_vessel(random),
        "company": lambda: draw_company(random, plan.origins),
        "identifier": lambda: draw_item(random, plan.identifiers, origins=plan.origins),
    }
    return makers[entity_type]()


def _watching(agency: str) -> int:
    """Give the kind of stream by which an agency writes; above the kinds of entities."""
    return 0x8000 | crc32(agency.encode()) & 0x7FFF


def observer(seed: int, agency: str, *, entity_type: str, number: int) -> Random:
    """Give the chance by which one agency writes its record of one entity."""
    number = _KINDS[entity_type] << 40 | number
    return Random(stream(seed, _watching(agency), number=number))  # noqa: S311 - invented data


def write_entry(random: Random, entity: Entity, *, habit: Habit) -> Row:
    """Write the record an agency has of an entity."""
    if isinstance(entity, Person):
        return person_entry(random, entity, habit=habit)
    if isinstance(entity, Vessel):
        return vessel_entry(random, entity, habit=habit)
    if isinstance(entity, Company):
        return company_entry(random, entity, habit=habit)
    return item_entry(random, entity, habit=habit)


def record_id(agency: str, entity_type: str, *, number: int) -> str:
    """Name a record: the agency, the first letter of the type, a running number."""
    return f"{agency}-{entity_type[0]}{number:07d}"


def _plan(agency: str) -> AgencyPlan:
    found = {plan.name: plan for plan in DEFAULT_AGENCIES}
    if agency not in found:
        raise ValueError(f"the sample has no such agency; it has {', '.join(found)}")
    return found[agency]


def _iterate(
    seed: int, entity_type: str, *, agency: str, numbers: range, make: Callable[[Random], Entity]
) -> Iterator[Row]:
    habit = _plan(agency).habit
    random = Random()  # noqa: S311 - invented data
    # The seed method of the base class: the other one only adds checks of the argument's type.
    reseed = super(Random, random).seed
    kind, watching = _KINDS[entity_type], _watching(agency)
    for number in numbers:
        reseed(stream(seed, kind, number=number))
        entity = make(random)
        reseed(stream(seed, watching, number=kind << 40 | number))
        row = write_entry(random, entity, habit=habit)
        row["id"], row["source"] = record_id(agency, entity_type, number=number), agency
        yield row


def iter_persons(
    seed: int, count: int, *, agency: str = "customs-es", start: int = 0
) -> Iterator[Row]:
    """Yield the records one agency has of persons `start` to `start + count` of the whole route.

    The same seed gives the same persons at every agency, so a second call with another agency
    gives the other half of a labelled set: equal numbers in the ids are equal persons.

    Args:
        seed: any integer that is not negative.
        count: number of rows.
        agency: the default agency whose habits and mistakes the rows have.
        start: number of the first person.

    Raises:
        ValueError: there is no such agency.
    """
    numbers = range(start, start + count)
    return _iterate(
        seed,
        "person",
        agency=agency,
        numbers=numbers,
        make=lambda random: draw_person(random, ROUTE),
    )


def iter_vessels(
    seed: int, count: int, *, agency: str = "coastguard-cv", start: int = 0
) -> Iterator[Row]:
    """Yield the records one agency has of vessels; see `iter_persons`."""
    return _iterate(
        seed, "vessel", agency=agency, numbers=range(start, start + count), make=draw_vessel
    )


def iter_companies(
    seed: int, count: int, *, agency: str = "fiu-nl", start: int = 0
) -> Iterator[Row]:
    """Yield the records one agency has of companies of the whole route; see `iter_persons`."""
    numbers = range(start, start + count)
    return _iterate(
        seed,
        "company",
        agency=agency,
        numbers=numbers,
        make=lambda random: draw_company(random, ROUTE),
    )


def iter_identifiers(
    seed: int, count: int, *, agency: str = "customs-es", start: int = 0
) -> Iterator[Row]:
    """Yield the records one agency has of identifiers of every kind; see `iter_persons`."""
    numbers = range(start, start + count)
    return _iterate(
        seed,
        "identifier",
        agency=agency,
        numbers=numbers,
        make=lambda random: draw_item(random, _ALL_ITEMS, origins=ROUTE),
    )
