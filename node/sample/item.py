"""Identifiers that stand alone: a telephone, a container, an account nobody has a name for yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from node.sample.column import Row, new_row
from node.sample.country import Country, country
from node.sample.document import bitcoin, container, iban, imei, vin
from node.sample.draw import digits, fill, pick
from node.sample.entry import file_away
from node.sample.habit import Habit
from node.sample.person import Mix, phone_number

_AIRCRAFT: Mapping[str, str] = {
    "es": "EC-@@@", "co": "HK-####", "br": "PR-@@@", "ve": "YV####", "pa": "HP-####",
    "pt": "CS-@@@", "nl": "PH-@@@", "cv": "D4-@@@", "ma": "CN-@@@", "ec": "HC-@@@",
}  # fmt: skip
"""Nationality marks of aircraft (ICAO Annex 7)."""

_SEALS = ("ML-@@#######", "EU########", "H#######", "CN@#######")
_ENGINES = ("6CA-10#####", "F300-######", "2B######", "OT######")
"""Forms of serial numbers of outboard engines."""
_NETWORKS = ("21407", "26801", "72411", "73001", "71401")
"""Country and network of a SIM card (ITU-T E.212): Spain, Portugal, Brazil, Chile, Panama."""
_SATELLITE_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Item:
    """One identifier."""

    kind: str
    """The column it belongs in."""
    value: str = field(repr=False)
    country: str
    """ISO code, empty where the identifier has none."""


def _phone(random: Random, origin: Country) -> str:
    """Draw a mobile number, now and then that of a satellite telephone at sea."""
    if random.random() < _SATELLITE_SHARE:
        return pick(random, ("+88216", "+88162")) + digits(random, 7)
    return phone_number(random, origin)


def _iban(random: Random, origin: Country) -> str:
    return iban(random, origin.iban or pick(random, ("nl", "es", "lb", "tr", "be")))


_MAKERS: Mapping[str, Callable[[Random, Country], str]] = {
    "phone": _phone,
    "iban": _iban,
    "container": lambda random, _origin: container(random),
    "imei": lambda random, _origin: imei(random),
    "vin": lambda random, _origin: vin(random),
    "plate": lambda random, origin: fill(random, origin.plate),
    "crypto": lambda random, _origin: bitcoin(random),
    "aircraft": lambda random, origin: fill(random, _AIRCRAFT.get(origin.code, "HK-####")),
    "seal": lambda random, _origin: fill(random, pick(random, _SEALS)),
    "email": lambda random, _origin: f"{fill(random, '@@@@@@@@').lower()}@freight.example",
    "engine": lambda random, _origin: fill(random, pick(random, _ENGINES)),
    "imsi": lambda random, _origin: pick(random, _NETWORKS) + digits(random, 10),
    "passport": lambda random, origin: fill(random, origin.passport),
}
_PLACED = ("phone", "plate", "passport")


def item_of(random: Random, kind: str, *, origin: Country) -> Item:
    """Draw an identifier of one kind and country."""
    value = _MAKERS[kind](random, origin)
    placed = kind in _PLACED and not value.startswith("+88")
    return Item(kind, value, origin.code if placed else "")


def draw_item(random: Random, kinds: tuple[str, ...], *, origins: Mix) -> Item:
    """Draw an identifier of one of the kinds."""
    return item_of(random, pick(random, kinds), origin=origins.draw(random))


def _as_written(random: Random, item: Item) -> str:
    """Write an identifier with the blanks and signs people use."""
    if random.random() < 0.6:  # noqa: PLR2004 - most systems store it bare
        return item.value
    if item.kind == "iban":
        return " ".join(item.value[start : start + 4] for start in range(0, len(item.value), 4))
    if item.kind == "container":
        return f"{item.value[:4]} {item.value[4:10]}-{item.value[10]}"
    if item.kind == "phone" and item.country:
        local = len(country(item.country).dialling) + 1
        return f"{item.value[:local]} {item.value[local : local + 3]} {item.value[local + 3 :]}"
    return item.value


def item_entry(random: Random, item: Item, *, habit: Habit) -> Row:
    """Write the record one agency has of an identifier: exactly one identifier column is filled."""
    row = new_row()
    row["type"] = "Identifier"
    row[item.kind] = _as_written(random, item)
    row["country"] = item.country
    row["identifier_type"] = "document" if item.kind == "passport" else item.kind
    file_away(random, row, habit=habit)
    return row
