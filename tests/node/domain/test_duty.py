"""A desk answers when it says so, in its own zone, whatever the time of year."""

from datetime import UTC, datetime

import pytest

from node.domain.duty import Duty, DutyState, duty_at, parse_hours

MADRID = "Europe/Madrid"
OFFICE = "Mon-Fri 08:00-18:00; Sat 09:00-13:00"


def at(text: str, hours: str = OFFICE, zone: str = MADRID) -> Duty:
    """Look at a desk at a moment in UTC."""
    return duty_at(datetime.fromisoformat(text).replace(tzinfo=UTC), hours=hours, time_zone=zone)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-01-14T07:00", DutyState.OPEN),
        ("2026-01-14T06:59", DutyState.CLOSED),
        ("2026-01-14T16:59", DutyState.OPEN),
        ("2026-01-14T17:00", DutyState.CLOSED),
        ("2026-07-15T06:00", DutyState.OPEN),
        ("2026-01-17T11:59", DutyState.OPEN),
        ("2026-01-18T11:00", DutyState.CLOSED),
    ],
    ids=["opens", "before", "last", "closes", "summer-time", "saturday", "sunday"],
)
def test_hours_are_those_of_the_zone(moment: str, state: DutyState) -> None:
    """Eight in Madrid is seven in UTC in winter and six in summer."""
    assert at(moment).state is state


def test_a_closed_desk_says_when_it_answers_again() -> None:
    """Saturday afternoon it is Monday morning, there."""
    duty = at("2026-01-17T15:00")

    assert duty.opens_at is not None
    assert duty.opens_at.astimezone(UTC) == datetime(2026, 1, 19, 7, tzinfo=UTC)
    assert f"{duty.opens_at:%a %H:%M}" == "Mon 08:00"


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-01-14T21:30", DutyState.OPEN),
        ("2026-01-15T04:59", DutyState.OPEN),
        ("2026-01-15T05:00", DutyState.CLOSED),
    ],
)
def test_a_night_ends_on_the_next_day(moment: str, state: DutyState) -> None:
    """Who answers from ten to six answers after midnight."""
    assert at(moment, "Mon-Sun 22:00-06:00").state is state


def test_days_may_be_listed_and_go_round_the_week() -> None:
    """Friday to Monday is four days."""
    (span,) = parse_hours("Fri-Mon,Wed 08:00-24:00")

    assert span.days == {4, 5, 6, 0, 2}


def test_round_the_clock_is_open_everywhere() -> None:
    """Without a zone there is no local time to tell, but somebody answers."""
    assert at("2026-01-14T03:00", "24/7", "") == Duty(DutyState.OPEN, None)


@pytest.mark.parametrize(
    ("hours", "zone"),
    [("when the sun shines", MADRID), (OFFICE, ""), (OFFICE, "Europe/Atlantis")],
    ids=["words", "no-zone", "no-such-zone"],
)
def test_what_cannot_be_read_is_unknown(hours: str, zone: str) -> None:
    """A peer of another release may write otherwise; nobody is told that it is closed."""
    assert at("2026-01-14T03:00", hours, zone).state is DutyState.UNKNOWN


def test_the_night_in_which_clocks_change_is_as_long_as_it_is() -> None:
    """At 02:30 UTC on the last Sunday of March a desk that opened at 22:00 is still open."""
    assert at("2026-03-29T02:30", "Sat 22:00-05:00").state is DutyState.OPEN
    assert at("2026-03-29T03:00", "Sat 22:00-05:00").state is DutyState.CLOSED


@pytest.mark.parametrize(
    "text", ["", "8-18", "Mon 08:00", "Mon 08:00-25:00", "Day 08:00-09:00", "mon 08:00-09:00"]
)
def test_hours_that_are_written_otherwise_are_refused(text: str) -> None:
    """A node does not publish what no peer could read."""
    with pytest.raises(ValueError, match=r"hours|time of day|day of the week"):
        parse_hours(text)
