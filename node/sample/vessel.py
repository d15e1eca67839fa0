"""Vessels as they are, with earlier names and flags, and the records agencies keep of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from node.sample.column import Row, join, new_row
from node.sample.document import call_sign, imo, mmsi
from node.sample.draw import pick
from node.sample.entry import file_away
from node.sample.habit import Habit
from node.sample.mistake import mistype
from node.sample.romanise import fold

_PRESENT_YEAR = 2026
_REFLAGGED_SHARE = 0.55
_RENAMED_SHARE = 0.75
"""Ships that were renamed when they changed the flag; they are sold, and the buyer renames."""
_STALE_SHARE = 0.15
"""Records that still show the name and flag before the last change."""
_PREFIXED_SHARE = 0.2
_MOST_FLAGS = 4
_CERTIFIED_SHARE = 0.7
"""Records with the tonnage of the certificate; the others are a few per cent off."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """One type of vessel: how it is written, its size, flags and words for its names."""

    spellings: tuple[str, ...]
    tonnage: tuple[int, int]
    dwt_ratio: float
    """Deadweight for each gross ton; zero where nobody states it."""
    flags: str
    first: str
    second: str
    has_imo: float = 1.0


_TRADE_FLAGS = "pa pa pa lr lr mh mh mt cy tg km tz cm pt gr tr"
_POOR_FLAGS = "tg km tz cm sl gy bz vc st pa pa cv gw"
_OCEAN = (
    "Ocean Sea Atlantic Pacific Northern Southern Golden Silver Star Blue Cape Nordic Grand Royal"
)
_STEADY = (
    "Pioneer Trader Spirit Voyager Carrier Glory Hope Fortune Horizon Wind Express Breeze Pearl"
)
_SAINTS = "San Santa Virgen_del Nuestra_Señora_del Nuevo Hermanos Playa_de Ría_de Monte Punta"
_DEVOTION = (
    "Carmen Pilar Rocío Mar José Antonio Pedro Rosario Lourdes Castro Cambados Galdo Esperanza"
)
_KINDS: tuple[tuple[float, _Kind], ...] = (
    (0.24, _Kind(("Fishing Vessel", "Fishing", "Trawler", "Fishing boat"), (60, 900), 0.0,
                 "es es es pt br br sn gw cv ve pa ec co gh", _SAINTS, _DEVOTION, 0.4)),
    (0.26, _Kind(("General Cargo", "General Cargo Ship", "Cargo"), (900, 9500), 1.4,
                 f"{_TRADE_FLAGS} {_POOR_FLAGS}", _OCEAN, _STEADY)),
    (0.14, _Kind(("Container Ship", "Containership"), (9000, 95000), 1.15,
                 _TRADE_FLAGS, "Maris Alba Nova Delta Porto Rio Santos Valparaíso Antwerp Lisboa",
                 "Express Bridge Trader Star Santos Bay Callao Tejo Maru Link")),
    (0.12, _Kind(("Bulk Carrier", "Bulker"), (14000, 62000), 1.75, _TRADE_FLAGS, _OCEAN, _STEADY)),
    (0.05, _Kind(("Reefer", "Refrigerated Cargo Ship"), (4500, 14000), 1.05, _TRADE_FLAGS,
                 "Ivory Baltic Frio Crystal Lady Polar Tropical",
                 "Bay Klipper Hope Queen Rose Mist")),
    (0.06, _Kind(("Products Tanker", "Oil Products Tanker", "Tanker"), (1500, 30000), 1.7,
                 f"{_TRADE_FLAGS} {_POOR_FLAGS}", "Vita Amor Sea Andrea Aegean Levant Kara Lady",
                 "Star Spirit Dream Petrol Queen I II Energy")),
    (0.08, _Kind(("Tug", "Tugboat", "Offshore Tug/Supply Ship"), (150, 1800), 0.7,
                 "br pa vc tg cm es tz gy pa", "Comandante Thor Hercules Navemar Atlas Titan Vigor",
                 "I II III IV Bravo Santos Belém Explorer")),
    (0.05, _Kind(("Yacht", "Sailing Vessel", "Sailing yacht"), (12, 240), 0.0,
                 "es nl it gr cv br pt mt", "Blue Free Wild Dolce Sea Mar Belle Sol",
                 "Spirit Vita Wind y_Luna Gypsy Dream Azul Etoile", 0.05)),
)  # fmt: skip
_NUMBERED_SHARE = 0.12
_NUMERALS = ("I", "II", "III", "IV", "V")


@dataclass(frozen=True, slots=True)
class Vessel:
    """One vessel."""

    imo: str
    """Seven digits, or empty: small fishing boats and yachts have none."""
    names: tuple[str, ...]
    """Present name first, then former ones, the latest first; never empty."""
    flags: tuple[str, ...]
    """Present flag first; as many as there were changes, plus one."""
    mmsi: tuple[str, ...]
    """One for each flag, as the number goes with it."""
    call_signs: tuple[str, ...]
    kinds: tuple[str, ...]
    """Ways to write its type."""
    tonnage: int
    deadweight: int
    build_year: int


def _name(random: Random, kind: _Kind) -> str:
    first, second = pick(random, kind.first.split()), pick(random, kind.second.split())
    name = f"{first} {second}".replace("_", " ")
    if random.random() < _NUMBERED_SHARE and second not in _NUMERALS:
        name = f"{name} {pick(random, _NUMERALS)}"
    return name.upper()


def _draw_kind(random: Random) -> _Kind:
    chance = random.random()
    for share, kind in _KINDS:
        if chance < share:
            return kind
        chance -= share
    return _KINDS[1][1]


def _history(random: Random, kind: _Kind) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Draw names and flags over the ship's life, the present ones first."""
    names, flags = [_name(random, kind)], [pick(random, kind.flags.split())]
    while random.random() < _REFLAGGED_SHARE and len(flags) < _MOST_FLAGS:
        flags.append(pick(random, kind.flags.split()))
        if random.random() < _RENAMED_SHARE:
            names.append(_name(random, kind))
    return tuple(dict.fromkeys(names)), tuple(flags)


def draw_vessel(random: Random) -> Vessel:
    """Draw a vessel."""
    kind = _draw_kind(random)
    names, flags = _history(random, kind)
    return _vessel(random, kind, names=names, flags=flags)


def renamed_vessel(random: Random) -> Vessel:
    """Draw a general cargo ship that has changed its name and its flag."""
    kind = _KINDS[1][1]
    names, flags = _history(random, kind)
    while len(names) == 1 or flags[0] == flags[1]:
        names, flags = _history(random, kind)
    return _vessel(random, kind, names=names, flags=flags)


def fishing_vessel(random: Random, flag: str) -> Vessel:
    """Draw a fishing boat that has always had one name and one flag."""
    kind = _KINDS[0][1]
    return _vessel(random, kind, names=(_name(random, kind),), flags=(flag,))


def _vessel(
    random: Random, kind: _Kind, *, names: tuple[str, ...], flags: tuple[str, ...]
) -> Vessel:
    low, high = kind.tonnage
    tonnage = low + int(random.random() ** 2 * (high - low))
    return Vessel(
        imo=imo(random) if random.random() < kind.has_imo else "",
        names=names,
        flags=flags,
        mmsi=tuple(mmsi(random, flag) for flag in flags),
        call_signs=tuple(call_sign(random, flag) for flag in flags),
        kinds=kind.spellings,
        tonnage=tonnage,
        deadweight=int(tonnage * kind.dwt_ratio * (0.95 + random.random() / 10)),
        build_year=_PRESENT_YEAR - 2 - int(random.random() * 38),
    )


def _near(random: Random, value: int) -> str:
    """Write a size as this source has it: certificates differ by a few tons."""
    if not value:
        return ""
    off = 0 if random.random() < _CERTIFIED_SHARE else random.random() * 0.06 - 0.03
    return str(round(value * (1 + off)))


def _known_name(random: Random, name: str, *, habit: Habit) -> str:
    if random.random() < habit.rates.typing:
        name = mistype(random, name, second_edit=0.0)
    prefix = pick(random, ("MV ", "M/V ")) if random.random() < _PREFIXED_SHARE else ""
    return prefix + (name if random.random() < habit.accents else fold(name))


def vessel_entry(random: Random, vessel: Vessel, *, habit: Habit) -> Row:
    """Write the record one agency has of a vessel; `id` and `source` are left to the register."""
    row = new_row()
    row["type"] = "Vessel"
    stale = int(random.random() < _STALE_SHARE and len(vessel.flags) > 1)
    since = min(stale, len(vessel.names) - 1)
    row["name"] = _known_name(random, vessel.names[since], habit=habit)
    if random.random() < habit.keeps.get("former_names", 0.0):
        row["aliases"] = join([fold(name) for name in vessel.names[since + 1 :]])
    row["imo"] = habit.kept(random, "imo", value=vessel.imo)
    row["mmsi"] = habit.kept(random, "mmsi", value=vessel.mmsi[stale])
    row["call_sign"] = habit.kept(random, "call_sign", value=vessel.call_signs[stale])
    row["flag"] = vessel.flags[stale]
    row["former_flags"] = habit.kept(
        random, "former_flags", value=join(_others(vessel.flags, stale))
    )
    row["vessel_type"] = pick(random, vessel.kinds)
    row["gross_tonnage"] = habit.kept(random, "gross_tonnage", value=_near(random, vessel.tonnage))
    row["dwt"] = habit.kept(random, "dwt", value=_near(random, vessel.deadweight))
    row["build_year"] = habit.kept(random, "build_year", value=str(vessel.build_year))
    file_away(random, row, habit=habit)
    return row


def _others(flags: Sequence[str], present: int) -> list[str]:
    return [flag for flag in flags[present + 1 :] if flag != flags[present]]
