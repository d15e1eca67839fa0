"""When a desk answers, in its own time zone: what officers elsewhere need at night.

Hours are written as `24/7`, or as spans of days and times: `Mon-Fri 08:00-18:00; Sat 09:00-13:00`.
A span that ends before it begins ends on the next day: `Mon-Sun 22:00-06:00`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ALWAYS = "24/7"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SPAN = re.compile(r"([A-Z][a-z]{2}(?:[-,][A-Z][a-z]{2})*) (\d{2}:\d{2})-(\d{2}:\d{2})")
_MIDNIGHT = time()
_WEEK = 8
"""Days ahead in which every span begins at least once more."""


class DutyState(StrEnum):
    """Whether somebody answers."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    """The hours are not written so that a machine could tell, or their zone is not."""


@dataclass(frozen=True, slots=True)
class Span:
    """Hours on some days of the week."""

    days: frozenset[int]
    """0 is Monday."""
    opens: time
    closes: time
    """At or before `opens`: on the next day."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A desk at one moment."""

    state: DutyState
    local: datetime | None
    """The moment in the desk's zone; None where that is unknown."""
    opens_at: datetime | None = None
    """When a closed desk answers again."""


def parse_hours(text: str) -> tuple[Span, ...]:
    """Read hours; nothing stands for round the clock.

    Raises:
        ValueError: They are written otherwise.
    """
    if text.strip() == ALWAYS:
        return ()
    parts = [part.strip() for part in text.split(";")]
    return tuple(_span(part) for part in parts)


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name.

    Raises:
        ValueError: There is none of this name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(f"{name!r} is no IANA time zone, such as Europe/Madrid") from error


def duty_at(at: datetime, *, hours: str, time_zone: str) -> Duty:
    """Tell whether a desk answers at a moment, and when it does again."""
    zone = None
    try:
        zone = zone_of(time_zone) if time_zone else None
        spans = parse_hours(hours)
    except ValueError:
        return Duty(DutyState.UNKNOWN, at.astimezone(zone) if zone else None)
    local = at.astimezone(zone) if zone else None
    if not spans:
        return Duty(DutyState.OPEN, local)
    if local is None:
        return Duty(DutyState.UNKNOWN, None)
    # From yesterday on: a span of the night may have begun then.
    begun = [_interval(span, day) for day in _days(local) for span in spans if _is_on(span, day)]
    known = [(opens.replace(tzinfo=zone), closes.replace(tzinfo=zone)) for opens, closes in begun]
    # In UTC: wall-clock times of one zone compare without the hour that a change of time takes.
    moment = at.astimezone(UTC)
    if any(opens.astimezone(UTC) <= moment < closes.astimezone(UTC) for opens, closes in known):
        return Duty(DutyState.OPEN, local)
    ahead = [opens for opens, _ in known if opens.astimezone(UTC) > moment]
    return Duty(DutyState.CLOSED, local, min(ahead, default=None))


def _days(local: datetime) -> Iterator[date]:
    for ahead in range(-1, _WEEK):
        yield local.date() + timedelta(days=ahead)


def _is_on(span: Span, day: date) -> bool:
    return day.weekday() in span.days


def _interval(span: Span, day: date) -> tuple[datetime, datetime]:
    ends = day if span.opens < span.closes else day + timedelta(days=1)
    return datetime.combine(day, span.opens), datetime.combine(ends, span.closes)


def _span(part: str) -> Span:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise ValueError(
            f"hours {part!r} are not written as 24/7 or Mon-Fri 08:00-18:00; Sat 09:00-13:00"
        )
    days, opens, closes = found.groups()
    return Span(frozenset(_listed(days)), _clock(opens), _clock(closes))


def _listed(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.partition("-")
        start = _day(first)
        end = _day(last) if last else start
        yield from (day % len(DAYS) for day in range(start, end + (7 if end < start else 0) + 1))


def _day(name: str) -> int:
    if name not in DAYS:
        raise ValueError(f"{name!r} is no day of the week; they are {', '.join(DAYS)}")
    return DAYS.index(name)


def _clock(text: str) -> time:
    if text == "24:00":
        return _MIDNIGHT
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no time of day") from error
