"""Write typed cells of spreadsheets and columnar files as the text that was meant."""

import math
from datetime import date, datetime, time
from decimal import Decimal

_EXACT_DIGITS = 15
"""What a double, and so every number of a spreadsheet, keeps of a decimal number."""
_INEXACT = 10**_EXACT_DIGITS


def cell_text(value: object) -> str:
    """Return a cell's text: whole numbers without a fraction, dates as ISO, nothing as empty.

    Raises:
        ValueError: Nothing that a register can hold, or a number that has lost digits; in words
            for people that do not repeat the value.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        return _fraction_text(value)
    return _moment_text(value)


def has_lost_digits(number: float) -> bool:
    """Tell whether a number is too long to have come through a double unharmed."""
    return not -_INEXACT < number < _INEXACT


def _fraction_text(number: float | Decimal) -> str:
    if not math.isfinite(number):
        raise ValueError("not a number")
    if isinstance(number, float) and has_lost_digits(number):
        raise ValueError(
            f"a number of more than {_EXACT_DIGITS} digits has lost some: store it as text"
        )
    return str(int(number)) if number == int(number) else str(number)


def _moment_text(value: object) -> str:
    if isinstance(value, datetime):
        at_midnight = value.time() == time()
        return value.date().isoformat() if at_midnight else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    raise ValueError("neither text nor a number nor a date")
