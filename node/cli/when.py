"""Times as officers write them: a day, a moment with its zone, or how long from now."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Final

from node.cli.exitcode import UsageError

_AHEAD: Final = re.compile(r"\+?(\d{1,4})\s*(m|h|d)")
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}
_HINT: Final = "Write 8h, 3d, 2026-12-24 or 2026-12-24T18:00+01:00."


def moment_of(text: str, *, now: datetime | None = None) -> datetime | None:
    """Read a time: `8h` and `3d` from now, a day until its end in UTC, or a moment with its zone.

    Raises:
        UsageError: It is none of these.
    """
    if not text:
        return None
    present = now or datetime.now(UTC)
    if ahead := _AHEAD.fullmatch(text.strip().casefold()):
        return present + timedelta(**{_UNITS[ahead[2]]: int(ahead[1])})
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{text!r} is no time", hint=_HINT) from error
    if len(text.strip()) == len("2026-12-24"):
        return datetime.combine(read.date(), time.max, UTC).replace(microsecond=0)
    if read.tzinfo is None:
        raise UsageError(f"{text!r} does not say its zone", hint=_HINT)
    return read.astimezone(UTC)
