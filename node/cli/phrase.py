"""Times, counts and lists in words."""

from collections.abc import Sequence
from datetime import UTC, datetime


def moment(at: datetime | None) -> str:
    """Write a time to the minute, with its zone."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at else "never"


def count(number: int, singular: str, *, plural: str = "") -> str:
    """Write a number with its noun."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def listed(words: Sequence[str]) -> str:
    """Write a list as a sentence has it."""
    if len(words) < 2:  # noqa: PLR2004 - two need an "and"
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
