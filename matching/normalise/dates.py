"""Dates as registers write them: whole, without the day, or the year alone.

Accepted, with `-`, `/`, `.` or a space between the parts:

    1975-03-21   19750321   1975-03-21T00:00:00   year first
    21/03/1975   21.03.1975                       day first: the countries of the route write so
    03/21/1975                                    month first only where no day can be meant
    21 March 1975   Mar 21, 1975   March 1975     English month names
    1975   1975-03   03/1975   1975-00-00   00/03/1975   partly known
    circa 1975   c. 1975   about 1975             the year alone counts

A range is refused: each year can be given as a value of its own.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from matching.errors import MalformedValueError

EARLIEST_YEAR = 1500
LATEST_YEAR = 2100

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_ABOUT = re.compile(r"^(?:circa|ca\.?|c\.|about|approx(?:imately|\.)?|around|~)\s*", re.IGNORECASE)
_TIME = re.compile(r"(?<=\d)[T ]\d{1,2}:\d\d.*$")
_COMPACT = re.compile(r"\d{8}")
_RANGE = re.compile(r"\d{4}\s*(?:-|/|to|and|or)\s*\d{4}")
_SEPARATOR = re.compile(r"[-/.,\s]+")
_YEAR_DIGITS = 4
_PARTS_OF_A_DATE = 3


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the month, or the day, may be unknown."""

    year: int = field(repr=False)
    month: int | None = field(default=None, repr=False)
    day: int | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuse a date that no calendar has.

        Raises:
            MalformedValueError: the year is out of range, or there is no such month or day.
        """
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise MalformedValueError(
                f"the year is not between {EARLIEST_YEAR} and {LATEST_YEAR} (Gregorian calendar)"
            )
        if self.month is not None and self.month not in range(1, 13):
            raise MalformedValueError("there is no such month")
        if self.day is not None and (self.month is None or not self._has_day()):
            raise MalformedValueError("the month has no such day")

    def _has_day(self) -> bool:
        return self.day in range(1, monthrange(self.year, self.month or 1)[1] + 1)

    @property
    def iso(self) -> str:
        """The date in ISO 8601, as far as it is known."""
        return "-".join(f"{part:02}" for part in self._known())

    def _known(self) -> Iterator[int]:
        yield from (part for part in (self.year, self.month, self.day) if part is not None)

    @property
    def swapped(self) -> "PartialDate | None":
        """The date with day and month exchanged, where that is another possible date."""
        if self.day is None or self.day == self.month or self.day not in range(1, 13):
            return None
        return PartialDate(self.year, self.day, self.month)


@lru_cache(1 << 15)
def parse_date(text: str) -> PartialDate:
    """Read a date in any of the accepted layouts.

    Raises:
        MalformedValueError: it is none of them, or no such date exists.
    """
    stripped = text.strip()
    certain = _ABOUT.sub("", stripped)
    if _RANGE.fullmatch(certain):
        raise MalformedValueError("a range of years; give each year as a value of its own")
    date = _from_parts(_split(_TIME.sub("", certain)))
    return date if certain == stripped else PartialDate(date.year)


def _split(text: str) -> list[str]:
    if _COMPACT.fullmatch(text):
        return [text[:4], text[4:6], text[6:]]
    return [part for part in _SEPARATOR.split(text) if part]


def _from_parts(parts: list[str]) -> PartialDate:
    named = [i for i, part in enumerate(parts) if part[:3].casefold() in _MONTHS]
    if len(named) == 1:
        month = _MONTHS[parts.pop(named[0])[:3].casefold()]
        return _from_named_month(_numbers(parts), month)
    if len(parts) not in range(1, _PARTS_OF_A_DATE + 1):
        raise MalformedValueError("not a date in a layout that is known")
    year_first = len(parts[0]) == _YEAR_DIGITS
    if not year_first and len(parts[-1]) != _YEAR_DIGITS:
        raise MalformedValueError("a date needs a year of four digits")
    year, *rest = _numbers(parts if year_first else parts[::-1])
    return _dated(year, rest if year_first else _day_first(rest))


def _numbers(parts: list[str]) -> list[int]:
    if not all(part.isdecimal() and len(part) <= _YEAR_DIGITS for part in parts):
        raise MalformedValueError("not a date in a layout that is known")
    return [int(part) for part in parts]


def _from_named_month(numbers: list[int], month: int) -> PartialDate:
    if len(numbers) not in {1, 2}:
        raise MalformedValueError("not a date in a layout that is known")
    year, day = max(numbers), min(numbers) if len(numbers) > 1 else 0
    return _dated(year, [month, day])


def _day_first(rest: list[int]) -> list[int]:
    """Order month and day of a date with its year last; `rest` is month, day if day came first."""
    months = range(13)
    if len(rest) > 1 and rest[0] not in months and rest[1] in months:
        return rest[::-1]
    return rest


def _dated(year: int, rest: list[int]) -> PartialDate:
    """Build a date in which a month or day of zero is unknown."""
    month, day = (*rest, 0, 0)[:2]
    return PartialDate(year, month or None, day or None)
