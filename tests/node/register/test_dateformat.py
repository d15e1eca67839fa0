"""Tests of `node.register.dateformat`."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node.register.dateformat import DateFormat


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("%d/%m/%Y", "3/4/1975", "1975-04-03"),
        ("%m/%d/%Y", "3/4/1975", "1975-03-04"),
        ("%Y%m%d", "19750403", "1975-04-03"),
        ("%d-%b-%Y", "03-APR-1975", "1975-04-03"),
        ("%d/%m/%Y %H:%M", "03/04/1975 00:00", "1975-04-03"),
        ("%m/%Y", "04/1975", "1975-04"),
        ("%Y", "1975", "1975"),
        ("%d/%m/%Y", "1975-04-03", "1975-04-03"),
    ],
)
def test_a_date_becomes_iso(pattern: str, text: str, expected: str) -> None:
    """The result is as precise as the layout, and ISO dates stay."""
    assert DateFormat(pattern).iso(text) == expected


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_written_date_is_read_back(day: date) -> None:
    """A date written in a layout is read as itself."""
    assert DateFormat("%d.%m.%Y").iso(day.strftime("%d.%m.%Y")) == day.isoformat()


@pytest.mark.parametrize("text", ["31/02/1975", "1975", "", "3/4/75", "x"])
def test_another_layout_is_refused(text: str) -> None:
    """A text that is not in the layout is no date."""
    with pytest.raises(ValueError, match=r".*"):
        DateFormat("%d/%m/%Y").iso(text)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("%d/%m/%y", "century"),
        ("%d/%m", "year"),
        ("%d %Y", "month"),
        ("%x", "only"),
        ("%d/%m/%Y %", "only"),
        ("DD/MM/YYYY", "year"),
    ],
)
def test_an_ambiguous_layout_is_refused(pattern: str, reason: str) -> None:
    """A layout must give the year in four digits, and nothing that cannot be read."""
    with pytest.raises(ValueError, match=reason):
        DateFormat(pattern)
