"""What the guard has counted, whom it refuses, and the alarms it has raised."""

from dataclasses import replace
from datetime import timedelta

import pytest

from node.domain.alert import AlertState
from node.domain.errors import NotFoundError
from node.domain.guard import (
    Alarm,
    AlarmState,
    Asker,
    Counts,
    Finding,
    Observation,
    Scope,
    Sign,
)
from node.domain.journal import Event
from node.domain.peer import NodeId
from node.store.alarms import Alarms
from node.store.alerts import Alerts
from node.store.guard import GuardCounts
from node.store.ledger import Ledger
from tests.node.store.conftest import Told
from tests.node.store.factories import NOON, PEER, an_alert, an_entry

ASKER = Asker(PEER, "officer-1", "case-1")
SEEN = Observation(subjects=5, single_attribute=2, near_variants=3, trailing_misses=5)
DAY = timedelta(hours=24)
UNTIL = NOON + DAY
FINDING = Finding(Scope.OFFICER, Sign.NEAR_VARIANTS, 40)


@pytest.fixture
def counts(ledger: Ledger) -> GuardCounts:
    """Open the counts of the ledger under test."""
    return GuardCounts(ledger)


@pytest.fixture
def alarms(ledger: Ledger) -> Alarms:
    """Open the alarms of the ledger under test."""
    return Alarms(ledger)


def raised(alarms: Alarms, asker: Asker = ASKER, finding: Finding = FINDING) -> Alarm:
    """Raise an alarm."""
    return alarms.raise_one(
        finding, asker, now=NOON, until=UNTIL, entry=an_entry(Event.ALARM, reason="near-variants")
    )


def test_each_scope_counts_for_itself(counts: GuardCounts) -> None:
    """Another officer in another case counts for the peer alone."""
    counts.add(ASKER, SEEN, now=NOON, window=DAY)

    other = counts.add(Asker(PEER, "officer-2", "case-2"), SEEN, now=NOON, window=DAY)

    assert other == {
        Scope.PEER: Counts(6, 4, 10, 10),
        Scope.OFFICER: Counts(3, 2, 5, 5),
        Scope.CASE: Counts(3, 2, 5, 5),
    }


def test_a_hit_ends_the_run_of_misses(counts: GuardCounts) -> None:
    """What comes behind it in the same query begins the next."""
    counts.add(ASKER, SEEN, now=NOON, window=DAY)

    after = counts.add(ASKER, replace(SEEN, hits=1, trailing_misses=2), now=NOON, window=DAY)

    assert after[Scope.OFFICER].misses_in_row == 2


def test_counts_leave_the_window(counts: GuardCounts) -> None:
    """The rate is of the present hour, the others of the window; misses wait for a hit."""
    counts.add(ASKER, SEEN, now=NOON, window=DAY)

    hour = counts.add(ASKER, SEEN, now=NOON + timedelta(hours=1), window=DAY)[Scope.OFFICER]
    days = counts.add(ASKER, SEEN, now=NOON + timedelta(days=3), window=DAY)[Scope.OFFICER]

    assert hour == Counts(6, 4, 10, 5)
    assert days == Counts(3, 2, 15, 5)


def test_old_counts_are_forgotten(counts: GuardCounts) -> None:
    """Who asked how often is not kept once it decides nothing."""
    counts.add(ASKER, SEEN, now=NOON, window=DAY)

    assert counts.forget(NOON - timedelta(days=1)) == 0
    assert counts.forget(NOON + timedelta(days=8)) == 4


def test_follow_up_counts_old_hits_that_were_told(ledger: Ledger, counts: GuardCounts) -> None:
    """Held ones were never told, and young ones may still be followed up."""
    alerts = Alerts(ledger)
    for number, state in enumerate((AlertState.OPEN, AlertState.CONFIRMED, AlertState.HELD)):
        told = an_alert(id=f"alert-{number}", reference=f"R-{number}", state=state)
        alerts.add([told], entry=an_entry())

    assert counts.hits(PEER, before=NOON + DAY) == (2, 1)
    assert counts.hits(PEER, before=NOON) == (0, 0)


def test_an_alarm_refuses_its_officer_until_it_ends(alarms: Alarms) -> None:
    """Other officers, cases and peers go on asking."""
    raised(alarms)

    assert alarms.throttled_until(ASKER, now=NOON) == UNTIL
    assert alarms.throttled_until(replace(ASKER, case_reference="case-9"), now=NOON) == UNTIL
    assert alarms.throttled_until(replace(ASKER, officer="officer-9"), now=NOON) is None
    assert alarms.throttled_until(replace(ASKER, peer=NodeId("x")), now=NOON) is None
    assert alarms.throttled_until(ASKER, now=UNTIL) is None


@pytest.mark.parametrize("scope", Scope)
def test_an_alarm_refuses_its_scope(alarms: Alarms, scope: Scope) -> None:
    """A peer, an officer or a case."""
    raised(alarms, finding=replace(FINDING, scope=scope))
    colleague = replace(ASKER, officer="officer-9", case_reference="case-9")

    assert alarms.throttled_until(ASKER, now=NOON) == UNTIL
    assert (alarms.throttled_until(colleague, now=NOON) is not None) == (scope is Scope.PEER)


def test_the_same_again_is_counted_on_the_open_alarm(alarms: Alarms, told: Told) -> None:
    """It is journalled once, and somebody else's is another."""
    first = raised(alarms)
    again = raised(alarms, finding=replace(FINDING, count=41))
    raised(alarms, replace(ASKER, officer="officer-2"))

    known = {alarm.id: alarm for alarm in alarms.all()}
    assert again.id == first.id
    assert (known[first.id].times, known[first.id].count, len(known)) == (2, 41, 2)
    assert told.events() == [Event.ALARM] * 2


def test_a_closed_alarm_keeps_its_refusals_unless_they_are_lifted(
    alarms: Alarms, counts: GuardCounts
) -> None:
    """Looking into it is one thing, letting somebody ask again another."""
    counts.add(ASKER, SEEN, now=NOON, window=DAY)
    first = raised(alarms)

    closed = alarms.close(first.id, reason="seen", lift=False, entry=an_entry(Event.ADMIN))
    still = alarms.throttled_until(ASKER, now=NOON)
    second = raised(alarms)
    alarms.close(second.id, reason="crew list", lift=True, entry=an_entry(Event.ADMIN))

    assert (closed.state, closed.closed_by, closed.reason) == (
        AlarmState.CLOSED,
        "officer-7",
        "seen",
    )
    assert still == UNTIL
    assert alarms.throttled_until(ASKER, now=NOON) is None
    assert counts.add(ASKER, SEEN, now=NOON, window=DAY)[Scope.OFFICER] == Counts(3, 2, 5, 5)


def test_an_alarm_is_closed_once(alarms: Alarms, told: Told) -> None:
    """The second closing is none, and leaves no entry."""
    first = raised(alarms)
    alarms.close(first.id, reason="seen", lift=False, entry=an_entry(Event.ADMIN))

    with pytest.raises(NotFoundError):
        alarms.close(first.id, reason="again", lift=True, entry=an_entry(Event.ADMIN))

    assert told.events() == [Event.ALARM, Event.ADMIN]
    assert alarms.all(AlarmState.OPEN) == []


def test_an_unknown_alarm_is_not_found(alarms: Alarms) -> None:
    """A mistyped id is told."""
    with pytest.raises(NotFoundError):
        alarms.get("no such alarm")
