"""Invent ships as two ship lists see them, for training where no list may be used.

The shares are stated, not fitted: present flags agree in two thirds of true pairs, call signs in
half, MMSI in a third, because they change when a ship is sold; so does the name.
Names are drawn as ships are named: words that hundreds of ships share, families of one owner, and
names that only one ship has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from faker import Faker

from node.sample.column import Row, join, new_row
from node.sample.document import call_sign, imo, mmsi
from node.sample.draw import pick
from node.sample.mistake import mistype
from node.sample.romanise import fold

_LOCALES = ("en_GB", "es_ES", "it_IT", "tr_TR", "id_ID", "nl_NL", "pt_BR", "pl_PL", "vi_VN")
_WORDS_PER_LOCALE = 400
_COMMON = """
    SEA STAR OCEAN SUN GOLDEN PEARL LADY QUEEN KING GLORY HOPE FORTUNE HORIZON SPIRIT PIONEER
    TRADER PACIFIC ATLANTIC NORTH SOUTH EAST WEST BLUE SILVER ROYAL GRAND NEW MOON WIND WAVE
    RIVER BAY CAPE PORT LION EAGLE DOLPHIN DRAGON PHOENIX TITAN APOLLO ATLAS VICTORY FREEDOM
    UNITY PEACE JOY GRACE BRIGHT CRYSTAL DIAMOND EMERALD JADE ROSE LILY OLYMPIC ASIA EUROPA
    HARMONY PROSPERITY ENTERPRISE EXPRESS VOYAGER EXPLORER NAVIGATOR MARINER CHALLENGER LEADER
    MASTER PRIDE LEGEND
"""
_FLAGS = "pa pa pa lr lr mh mh mt cy gr ru tr tg km tz cm gw cv"
_TYPES = (
    ("Crude Oil Tanker", "Tanker", "Oil Tanker"),
    ("Products Tanker", "Tanker", "Oil Products Tanker"),
    ("Bulk Carrier", "Bulker", "Bulk Carrier"),
    ("General Cargo", "General Cargo Ship", "Cargo"),
    ("Container Ship", "Containership", "Container Ship"),
    ("LPG Tanker", "LPG Carrier", "Gas Carrier"),
    ("Tug", "Tugboat", "Offshore Tug/Supply Ship"),
    ("Fishing Vessel", "Trawler", "Fishing"),
)
_YEARS = range(1975, 2025)
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "7", "8", "9", "10", "11", "12")


@dataclass(frozen=True, slots=True)
class Ship:
    """A ship at one moment, with its past."""

    names: tuple[str, ...]
    """The present one first."""
    flags: tuple[str, ...]
    imo: str
    mmsi: str
    call_sign: str
    types: tuple[str, ...]
    """Ways to write its type."""
    tonnage: int
    build_year: int


@dataclass(frozen=True, slots=True)
class Habit:
    """What one list says of a ship: shares of the records that have each field."""

    former_names: float
    former_flags: float
    flag: float
    vessel_type: float
    build_year: float
    tonnage: float
    imo: float
    call_sign: float
    mmsi: float


LEFT = Habit(0.5, 0.2, 0.95, 0.9, 0.3, 0.3, 0.97, 0.6, 0.3)
RIGHT = Habit(0.6, 0.2, 0.8, 0.9, 0.6, 0.3, 0.97, 0.6, 0.5)


@cache
def _words() -> tuple[str, ...]:
    found: dict[str, None] = {}
    for locale in _LOCALES:
        fake = Faker(locale)
        fake.seed_instance(1)
        for _ in range(_WORDS_PER_LOCALE):
            for text in (fake.first_name(), fake.last_name(), fake.city()):
                found.update(dict.fromkeys(fold(text).upper().split()))
    return tuple(word for word in found if word.isalpha() and len(word) > 2)  # noqa: PLR2004 - no initials


def _word(random: Random) -> str:
    """Draw a word: common ones often, the others by rank."""
    if random.random() < 0.45:  # noqa: PLR2004 - see the docstring of the module
        return pick(random, _COMMON.split())
    words = _words()
    return words[int(len(words) * random.random() ** 2)]


def _name(random: Random) -> str:
    chance = random.random()
    count = 1 if chance < 0.35 else 2 if chance < 0.9 else 3  # noqa: PLR2004 - as ships are named
    name = " ".join(_word(random) for _ in range(count))
    return f"{name} {pick(random, _NUMERALS)}" if random.random() < 0.15 else name  # noqa: PLR2004


def draw_ship(random: Random) -> Ship:
    """Draw a ship and its past."""
    names = [_name(random)]
    flags = [pick(random, _FLAGS.split())]
    while random.random() < 0.4 and len(names) < 5:  # noqa: PLR2004 - most keep their name
        names.append(_name(random))
        flags.append(pick(random, _FLAGS.split()))
    return Ship(
        tuple(dict.fromkeys(names)),
        tuple(dict.fromkeys(flags)),
        imo(random),
        mmsi(random, flags[0]),
        call_sign(random, flags[0]),
        pick(random, _TYPES),
        int(500 * 2 ** (random.random() * 8)),
        pick(random, _YEARS),
    )


def later(random: Random, ship: Ship) -> Ship:
    """Return a ship as another list knows it, years before or after."""
    if random.random() < 0.33:  # noqa: PLR2004 - present flags agree in two thirds
        flag = pick(random, _FLAGS.split())
        ship = replace(
            ship,
            flags=(flag, *ship.flags),
            mmsi=mmsi(random, flag),
            call_sign=call_sign(random, flag),
        )
    if random.random() < 0.25:  # noqa: PLR2004 - many buyers rename
        ship = replace(ship, names=(_name(random), *ship.names))
    if random.random() < 0.3:  # noqa: PLR2004 - lists are years apart
        ship = replace(
            ship, call_sign=call_sign(random, ship.flags[0]), mmsi=mmsi(random, ship.flags[0])
        )
    if random.random() < 0.04:  # noqa: PLR2004 - year of keel or of delivery
        ship = replace(ship, build_year=ship.build_year + 1)
    return ship


def ship_row(random: Random, ship: Ship, *, habit: Habit) -> Row:
    """Write the record that one list has of a ship; `id` is left to the register."""
    row = new_row()
    row["type"] = "Vessel"
    row["name"] = _written(random, ship.names[0])
    if random.random() < habit.former_names:
        row["aliases"] = join([_written(random, name) for name in ship.names[1:]])
    row["flag"] = _kept(random, habit.flag, values=ship.flags[:1])
    row["former_flags"] = _kept(random, habit.former_flags, values=ship.flags[1:])
    row["vessel_type"] = _kept(random, habit.vessel_type, values=(pick(random, ship.types),))
    row["build_year"] = _kept(random, habit.build_year, values=(str(ship.build_year),))
    row["gross_tonnage"] = _kept(random, habit.tonnage, values=(str(ship.tonnage),))
    row["imo"] = _kept(random, habit.imo, values=(ship.imo,))
    row["call_sign"] = _kept(random, habit.call_sign, values=(ship.call_sign,))
    row["mmsi"] = _kept(random, habit.mmsi, values=(ship.mmsi,))
    return row


def _kept(random: Random, share: float, *, values: Sequence[str]) -> str:
    return join(values) if random.random() < share else ""


def _written(random: Random, name: str) -> str:
    return mistype(random, name, second_edit=0.0) if random.random() < 0.03 else name  # noqa: PLR2004


def ships(seed: int, count: int, *, side: str, start: int = 0) -> Iterator[Row]:
    """Yield the records that the left or the right list has of ships `start` to `start + count`."""
    for number in range(start, start + count):
        ship = draw_ship(Random(f"{seed}/{number}"))  # noqa: S311 - invented data
        random = Random(f"{seed}/{number}/{side}")  # noqa: S311 - invented data
        if side == "right":
            ship = later(random, ship)
        row = ship_row(random, ship, habit=RIGHT if side == "right" else LEFT)
        row["id"], row["source"] = f"{side}-{number:07d}", side
        yield row
