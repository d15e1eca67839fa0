"""How an agency writes things down: spelling, order, script, the fields it keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from node.sample.country import Part
from node.sample.draw import digits, pick
from node.sample.mistake import Rates
from node.sample.romanise import System

_DISCLOSURES = (("contact", 0.92), ("centre", 0.98))
_CATEGORIES = (("suspect", 0.80), ("convicted", 0.93), ("witness", 0.97), ("victim", 0.995))
"""Cumulative; the rest are `owner` and `missing`."""


@dataclass(frozen=True, slots=True)
class Habit:
    """The ways of one agency's clerks."""

    prefix: str
    """Start of its file numbers, for example ES-ADU."""
    from_passport: float = 0.55
    """Share of records copied from a paper: its spelling, without diacritics."""
    spellings: tuple[tuple[System, float], ...] = ((System.ENGLISH, 1.0),)
    """Cumulative shares of the systems by which the others are spelled, the last 1.0."""
    accents: float = 0.5
    """Share of those that keep their diacritics."""
    native_script: float = 0.25
    """Share of names in another script that are also kept in it."""
    family_first: bool = False
    capitals: bool = False
    """Surnames in capitals."""
    keeps: Mapping[str, float] = field(default_factory=dict)
    """Share of records that have a field filled: passport, phone, iban, address, ..."""
    positions: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    rates: Rates = field(default_factory=Rates)

    def kept(self, random: Random, field_name: str, *, value: str) -> str:
        """Give the value if this record happens to have that field."""
        return value if random.random() < self.keeps.get(field_name, 0.0) else ""

    def spelling(self, random: Random) -> tuple[System, bool]:
        """Choose for one record the system of spelling and whether diacritics stay."""
        if random.random() < self.from_passport:
            return System.PASSPORT, False
        chance = random.random()
        for system, share in self.spellings:
            if chance < share:
                return system, random.random() < self.accents
        return System.ENGLISH, random.random() < self.accents


def spelled(part: Part, system: System, *, accents: bool) -> str:
    """Spell a part by a system."""
    return part.spellings[system] if accents else part.plain[system]


def category(random: Random) -> str:
    """Draw what an adult is to the agency."""
    chance = random.random()
    for name, share in _CATEGORIES:
        if chance < share:
            return name
    return "missing"


def disclosure(random: Random) -> str:
    """Draw how a hit on the record is to be answered."""
    chance = random.random()
    for name, share in _DISCLOSURES:
        if chance < share:
            return name
    return "owner"


def filing(random: Random, prefix: str, *, since: int = 2017) -> tuple[str, str]:
    """Draw the date a file was opened, in `since` or later, and its number of the same year."""
    year = 2026 - int(random.random() ** 2 * (2027 - max(since, 2017)))
    month = 1 + int(random.random() * (10 if year == 2026 else 12))  # noqa: PLR2004 - this year
    day = 1 + int(random.random() * 28)
    return f"{year}-{month:02d}-{day:02d}", f"{prefix}-{year}-{digits(random, 5)}"


def matter(random: Random, habit: Habit) -> str:
    """Draw what the file is about."""
    return pick(random, habit.matters) if habit.matters else ""
