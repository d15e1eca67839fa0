"""Tests of `matching.normalise.dates`: accepted layouts, refused ones, partial dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import MalformedValueError
from matching.normalise.dates import PartialDate, parse_date

ANY_DATE = st.dates(date(1500, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1975-03-21", "1975-03-21"),
        ("1975/3/21", "1975-03-21"),
        ("1975.03.21", "1975-03-21"),
        ("19750321", "1975-03-21"),
        ("1975-03-21T00:00:00", "1975-03-21"),
        ("1975-03-21 00:00:00", "1975-03-21"),
        ("21/03/1975", "1975-03-21"),
        ("21.03.1975", "1975-03-21"),
        ("21-3-1975", "1975-03-21"),
        ("03/04/1975", "1975-04-03"),
        ("03/21/1975", "1975-03-21"),
        ("21 March 1975", "1975-03-21"),
        ("Mar 21, 1975", "1975-03-21"),
        ("21-MAR-1975", "1975-03-21"),
        ("March 1975", "1975-03"),
        ("1975", "1975"),
        ("1975-03", "1975-03"),
        ("03/1975", "1975-03"),
        ("1975-00-00", "1975"),
        ("1975-03-00", "1975-03"),
        ("00/03/1975", "1975-03"),
        ("00.00.1975", "1975"),
        ("circa 1975", "1975"),
        ("c. 1975", "1975"),
        ("ca 1975-03-21", "1975"),
        ("Approximately 1975", "1975"),
        (" 1975 ", "1975"),
        ("١٩٧٥", "1975"),
    ],
)
def test_documented_layouts_are_read(text: str, expected: str) -> None:
    """Each layout of the module's table gives the date it shows."""
    assert parse_date(text).iso == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "layout"),
        ("unknown", "four digits"),
        ("75", "four digits"),
        ("21.03.75", "four digits"),
        ("1975-13", "no such month"),
        ("1975-02-29", "no such day"),
        ("31/04/1975", "no such day"),
        ("32/32/1975", "no such month"),
        ("1975-00-12", "no such day"),
        ("1402-06-24", "Gregorian"),
        ("2101", "Gregorian"),
        ("1953-1958", "range"),
        ("1953 to 1958", "range"),
        ("21 March", "Gregorian"),
        ("1 2 3 4", "layout"),
        ("March March 1975", "layout"),
        ("1975-3a-01", "layout"),
    ],
)
def test_impossible_dates_are_refused(text: str, reason: str) -> None:
    """A date that is none names the reason, and never the text."""
    with pytest.raises(MalformedValueError, match=reason) as caught:
        parse_date(text)

    assert not text or text not in str(caught.value)


@given(ANY_DATE)
def test_reading_what_was_written_changes_nothing(day: date) -> None:
    """ISO is the normal form, and normalising twice changes nothing."""
    once = parse_date(day.isoformat())

    assert parse_date(once.iso) == once
    assert once == PartialDate(day.year, day.month, day.day)


@given(ANY_DATE)
def test_day_first_and_year_first_are_the_same_date(day: date) -> None:
    """The layouts of the route agree with ISO for every day."""
    assert parse_date(f"{day:%d/%m/}{day.year}") == parse_date(day.isoformat())


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    """No text makes the parser raise anything else."""
    try:
        parsed = parse_date(text)
    except MalformedValueError:
        return
    assert parse_date(parsed.iso) == parsed


@pytest.mark.parametrize(
    ("given_date", "expected"),
    [
        (PartialDate(1975, 3, 4), PartialDate(1975, 4, 3)),
        (PartialDate(1975, 3, 3), None),
        (PartialDate(1975, 3, 13), None),
        (PartialDate(1975, 3), None),
        (PartialDate(1975), None),
    ],
)
def test_day_and_month_are_exchanged_where_both_are_possible(
    given_date: PartialDate, expected: PartialDate | None
) -> None:
    """An exchange that gives the same date, or none, is no variant."""
    assert given_date.swapped == expected
