"""Mistakes that registers contain, with the rates at which they occur.

The rates are this project's choices, within what these sources say of kinds and proportions:

* F. Damerau, "A technique for computer detection and correction of spelling errors", CACM 7(3),
  1964: four in five misspellings are one insertion, deletion, substitution or transposition.
* K. Kukich, "Techniques for automatically correcting words in text", ACM Computing Surveys 24(4),
  1992: few errors fall on the first letter (1.4 to 15 % over the studies it compares).
* P. Christen, "A comparison of personal name matching", ANU TR-CS-06-02, 2006: in names, words are
  left out, added, shortened to initials and swapped as often as letters are mistyped.
* K.-N. Tran, D. Vatsalan, P. Christen, "GeCo: an online personal data generator and corruptor",
  CIKM 2013, and FEBRL's `dbgen`: corruption by kind and position, missing values, swapped fields.
* Public sanctions lists linked by published references: full birth dates agree in 95 to 99 % of
  true pairs, years in 97 to 100 %, passports in 78 to 87 %, nationality in 95 to 100 %.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from node.sample.draw import pick

_NEIGHBOURS: Mapping[str, str] = {
    "a": "sqz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o",
    "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc",
    "y": "tu", "z": "xs", "0": "9", "1": "2", "2": "13", "3": "24", "4": "35", "5": "46",
    "6": "57", "7": "68", "8": "79", "9": "80",
}  # fmt: skip
"""Keys beside each other on a Latin keyboard."""

_SUBSTITUTED, _DELETED, _INSERTED = 0.40, 0.65, 0.82
"""Cumulative: substitution, deletion and insertion; the rest transposes two letters."""

_FIRST_LETTER_SHARE = 0.05
_SHORTEST = 4
"""Letters a word must have to be mistyped: in a shorter one a slip is seen at once."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How often a record of one agency has each fault; shares of the records that could have it."""

    typing: float = 0.03
    """One word of the name mistyped."""
    second_edit: float = 0.20
    """Of those, mistyped twice (Damerau: four in five once)."""
    swapped: float = 0.015
    """Given name and surname exchanged."""
    second_given_missing: float = 0.35
    second_given_initial: float = 0.06
    second_family_missing: float = 0.22
    """Spanish and Portuguese names of which only one surname was taken down."""
    middle_missing: float = 0.55
    """Patronymics, fathers' names and middle names that the form had no field for."""
    nickname: float = 0.015
    birth_missing: float = 0.05
    birth_year_only: float = 0.06
    birth_year_month: float = 0.015
    day_month_swapped: float = 0.008
    birth_digit: float = 0.012
    passport_renewed: float = 0.24
    """The record has the number of the newer paper, which half of all persons have."""
    number_typing: float = 0.01
    """A passport number mistyped; numbers with a check digit are refused when they are typed."""
    nationality_missing: float = 0.05
    gender_missing: float = 0.06


FAULTLESS = Rates(*([0.0] * 17))
"""The record is what the person's own papers say; for comparison."""


def _edit(random: Random, word: str) -> str:
    """Make one typing error, rarely in the first letter."""
    later = 1 + int(random.random() * (len(word) - 1))
    place = 0 if random.random() < _FIRST_LETTER_SHARE else later
    letter, kind = word[place], random.random()
    if kind < _SUBSTITUTED:
        near = pick(random, _NEIGHBOURS.get(letter.lower(), "e"))
        return word[:place] + (near.upper() if letter.isupper() else near) + word[place + 1 :]
    if kind < _DELETED:
        return word[:place] + word[place + 1 :]
    if kind < _INSERTED:
        return word[:place] + letter + letter.lower() + word[place + 1 :]
    place = min(place, len(word) - 2)
    pair = (word[place + 1] + word[place]).lower()
    return word[:place] + (pair.capitalize() if word[place].isupper() else pair) + word[place + 2 :]


def mistype(random: Random, text: str, *, second_edit: float) -> str:
    """Mistype one word of a text, in one place or with chance `second_edit` in two."""
    words = text.split(" ")
    places = [place for place, word in enumerate(words) if len(word) >= _SHORTEST]
    if not places:
        return text
    place = pick(random, places)
    words[place] = _edit(random, words[place])
    if random.random() < second_edit and len(words[place]) >= _SHORTEST:
        words[place] = _edit(random, words[place])
    return " ".join(words)


def mistype_number(random: Random, number: str) -> str:
    """Exchange or replace digits of a number; its check digit, if any, then fails."""
    if len(number) < _SHORTEST:
        return number
    place = 1 + int(random.random() * (len(number) - 2))
    if random.random() < _SUBSTITUTED or number[place] == number[place + 1]:
        replaced = pick(random, _NEIGHBOURS.get(number[place].lower(), "1"))
        return number[:place] + replaced.upper() + number[place + 1 :]
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def observed_birth(random: Random, birth: tuple[int, int, int], *, rates: Rates) -> str:
    """Write a birth date as a register may have it: whole, partial, wrong or not at all."""
    year, month, day = birth
    chance = random.random()
    for share, text in (
        (rates.birth_missing, ""),
        (rates.birth_year_only, f"{year:04d}"),
        (rates.birth_year_month, f"{year:04d}-{month:02d}"),
    ):
        if chance < share:
            return text
        chance -= share
    if chance < rates.day_month_swapped and day <= 12:  # noqa: PLR2004 - months
        month, day = day, month
    elif chance < rates.day_month_swapped + rates.birth_digit:
        year, day = _wrong_digit(random, year, day=day)
    return f"{year:04d}-{month:02d}-{day:02d}"


def _wrong_digit(random: Random, year: int, *, day: int) -> tuple[int, int]:
    """Move the year or the day by one, as a misread digit does most often."""
    step = 1 if random.random() < 0.5 else -1  # noqa: PLR2004 - a coin
    return (year + step, day) if random.random() < 0.4 else (year, min(28, max(1, day + step)))  # noqa: PLR2004
