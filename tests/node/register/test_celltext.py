"""Tests of `node.register.celltext`."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from node.register.celltext import cell_text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (" ANA ", " ANA "),
        (9074729, "9074729"),
        (9074729.0, "9074729"),
        (1.5, "1.5"),
        (10**18, "1000000000000000000"),
        (Decimal("12.50"), "12.50"),
        (Decimal(12345678901234567890), "12345678901234567890"),
        (True, "true"),
        (date(1975, 4, 3), "1975-04-03"),
        (datetime(1975, 4, 3), "1975-04-03"),  # noqa: DTZ001 - sheets know no zones
        (datetime(1975, 4, 3, 12, 30), "1975-04-03 12:30:00"),  # noqa: DTZ001 - as above
        (time(12, 30), "12:30:00"),
    ],
)
def test_a_typed_cell_becomes_the_text_meant(value: object, expected: str) -> None:
    """Whole numbers have no fraction, and a date at midnight has no time."""
    assert cell_text(value) == expected


@pytest.mark.parametrize(
    "value",
    [1e15, -1e18, float("nan"), float("inf"), b"raw", {"a": 1}, timedelta(days=1)],
    ids=["long", "negative", "nan", "infinite", "bytes", "struct", "span"],
)
def test_what_no_register_holds_is_refused(value: object) -> None:
    """A number that has lost digits, and what is no value at all, are faults."""
    with pytest.raises(ValueError, match=r"digits|number|text"):
        cell_text(value)
