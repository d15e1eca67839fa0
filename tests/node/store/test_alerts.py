"""Alerts: one for each pair, moved along the chart only, listed without gaps."""

from dataclasses import replace
from datetime import timedelta

import pytest

from node.domain.alert import Alert, AlertMoveError, AlertState, Direction, Flag, Work, Zone
from node.domain.errors import NotFoundError
from node.domain.exchange import Band
from node.domain.journal import Entry, Event
from node.domain.peer import NodeId
from node.store.alerts import AlertFilter, Alerts, Order
from node.store.journal import Journal
from node.store.ledger import Ledger
from tests.node.store.conftest import Told
from tests.node.store.factories import NOON, an_alert, an_entry


def _move(alerts: Alerts, state: AlertState, *, entry: Entry, alert_id: str = "alert-1") -> Alert:
    return alerts.change(alert_id, lambda alert: replace(alert, state=state), entry=entry)


@pytest.fixture
def alerts(ledger: Ledger) -> Alerts:
    """Open the alerts of the ledger under test."""
    return Alerts(ledger)


def test_an_alert_is_read_as_it_was_added(alerts: Alerts, told: Told) -> None:
    """Every field survives, under one journal entry."""
    alerts.add([an_alert()], entry=an_entry(Event.QUERY_IN))

    assert alerts.get("alert-1") == an_alert()
    assert told.events() == [Event.QUERY_IN]


def test_the_same_pair_is_counted_not_repeated(alerts: Alerts) -> None:
    """A case that is asked every day gives one alert, seen many times."""
    alerts.add([an_alert()], entry=an_entry())

    [stored] = alerts.add([an_alert(id="alert-2", query_id="query-2")], entry=an_entry())

    assert stored == an_alert(times=2)
    assert alerts.page(AlertFilter()).alerts == (stored,)


def test_alerts_are_counted_from_a_moment_on(alerts: Alerts) -> None:
    """What was seen first at that very moment counts, what was seen before does not."""
    before = an_alert(id="alert-2", reference="before", created_at=NOON - timedelta(seconds=1))
    alerts.add([an_alert(), before], entry=an_entry())

    assert alerts.count(AlertFilter(since=NOON)) == 1
    assert alerts.count(AlertFilter(since=before.created_at)) == 2


def test_alerts_may_share_the_entry_of_the_transaction_around_them(
    ledger: Ledger, alerts: Alerts, journal: Journal, told: Told
) -> None:
    """An answer with three hits is one entry, not four."""
    with ledger.transaction():
        alerts.add([an_alert()], entry=None)
        journal.append(an_entry(Event.ANSWER))

    assert alerts.get("alert-1") == an_alert()
    assert told.events() == [Event.ANSWER]


@pytest.mark.parametrize(
    "change",
    [
        {"direction": Direction.OUTGOING},
        {"peer": NodeId("coastguard-cv")},
        {"reference": "ES-ADU-2026-00418"},
        {"case_reference": "PCC-2026-0118"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_pair_is_another_alert(alerts: Alerts, change: dict[str, object]) -> None:
    """Nothing is merged that an analyst would tell apart."""
    alerts.add([an_alert(), an_alert(id="alert-2", **change)], entry=an_entry())

    assert len(alerts.page(AlertFilter()).alerts) == 2


def test_stronger_evidence_replaces_weaker(alerts: Alerts) -> None:
    """The alert shows the best query there was, under its old id and age."""
    alerts.add([an_alert(zone=Zone.POSSIBLE, band=Band.NONE)], entry=an_entry())
    later = NOON + timedelta(hours=1)

    alerts.add(
        [an_alert(id="alert-2", query_id="query-2", band=Band.STRONG, created_at=later)],
        entry=an_entry(),
    )

    assert alerts.get("alert-1") == an_alert(
        query_id="query-2", band=Band.STRONG, times=2, work=Work(revision=2)
    )


@pytest.mark.parametrize(
    ("band", "state"),
    [(Band.PROBABLE, AlertState.DISMISSED), (Band.STRONG, AlertState.OPEN)],
    ids=["as-strong", "stronger"],
)
def test_a_dismissed_alert_opens_again_for_stronger_evidence_only(
    alerts: Alerts, band: Band, state: AlertState
) -> None:
    """What was dismissed is not brought back day after day, unless there is more to see."""
    alerts.add([an_alert()], entry=an_entry())
    _move(alerts, AlertState.DISMISSED, entry=an_entry(Event.DISMISS))

    alerts.add([an_alert(id="alert-2", band=band)], entry=an_entry())

    assert alerts.get("alert-1").state is state


def test_a_confirmed_alert_stays_confirmed(alerts: Alerts) -> None:
    """A confirmation has left the house, whatever comes later."""
    alerts.add([an_alert()], entry=an_entry())
    _move(alerts, AlertState.CONFIRMED, entry=an_entry(Event.CONFIRM))

    alerts.add([an_alert(id="alert-2", band=Band.STRONG)], entry=an_entry())

    assert alerts.get("alert-1").state is AlertState.CONFIRMED


def test_a_move_is_journalled(alerts: Alerts, told: Told) -> None:
    """State and entry are one transaction."""
    alerts.add([an_alert()], entry=an_entry(Event.QUERY_IN))

    moved = _move(alerts, AlertState.CLAIMED, entry=an_entry(Event.CLAIM))

    assert moved == alerts.get("alert-1")
    assert moved == an_alert(state=AlertState.CLAIMED, work=Work(revision=2))
    assert told.events() == [Event.QUERY_IN, Event.CLAIM]


def test_a_forbidden_move_changes_nothing(alerts: Alerts, told: Told) -> None:
    """Neither the state nor the journal tells of what did not happen."""
    alerts.add([an_alert(state=AlertState.CONFIRMED)], entry=an_entry(Event.QUERY_IN))

    with pytest.raises(AlertMoveError):
        _move(alerts, AlertState.DISMISSED, entry=an_entry(Event.DISMISS))

    assert alerts.get("alert-1").state is AlertState.CONFIRMED
    assert told.events() == [Event.QUERY_IN]


def test_an_absent_alert_is_not_found(alerts: Alerts) -> None:
    """Reading, moving and paging from it say so."""
    with pytest.raises(NotFoundError):
        alerts.get("alert-9")
    with pytest.raises(NotFoundError):
        _move(alerts, AlertState.CLAIMED, entry=an_entry(), alert_id="alert-9")
    with pytest.raises(NotFoundError):
        alerts.page(AlertFilter(), after="alert-9")


def _fill(alerts: Alerts, count: int, *, first: int = 0) -> None:
    # Two of each minute, so that pages have to break ties.
    alerts.add(
        [
            an_alert(
                id=f"alert-{number:03}",
                reference=f"REF-{number}",
                created_at=NOON + timedelta(minutes=number // 2),
            )
            for number in range(first, first + count)
        ],
        entry=an_entry(),
    )


def test_pages_hold_every_alert_once_newest_first(alerts: Alerts) -> None:
    """Turning pages misses nothing and repeats nothing, though new alerts arrive meanwhile."""
    _fill(alerts, 11)
    seen, after = [], ""

    while True:
        page = alerts.page(AlertFilter(), after=after, limit=3)
        seen += [alert.id for alert in page.alerts]
        _fill(alerts, 1, first=100 + len(seen))
        if not page.next_after:
            break
        after = page.next_after

    assert seen == [f"alert-{number:03}" for number in reversed(range(11))]


def test_a_full_last_page_says_that_it_is_the_last(alerts: Alerts) -> None:
    """No empty page follows."""
    _fill(alerts, 4)

    assert alerts.page(AlertFilter(), limit=4).next_after == ""


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (AlertFilter(direction=Direction.OUTGOING), ["out"]),
        (AlertFilter(state=AlertState.CLAIMED), ["claimed"]),
        (AlertFilter(zone=Zone.POSSIBLE), ["possible"]),
        (AlertFilter(peer=NodeId("coastguard-cv")), ["peer"]),
        (AlertFilter(case_reference="PCC-2026-0118"), ["case"]),
        (AlertFilter(direction=Direction.OUTGOING, state=AlertState.CLAIMED), []),
    ],
    ids=["direction", "state", "zone", "peer", "case", "two-at-once"],
)
def test_a_filter_lists_what_it_asks_for(
    alerts: Alerts, wanted: AlertFilter, expected: list[str]
) -> None:
    """Criteria are joined by *and*."""
    changes: dict[str, dict[str, object]] = {
        "out": {"direction": Direction.OUTGOING},
        "claimed": {"state": AlertState.CLAIMED},
        "possible": {"zone": Zone.POSSIBLE},
        "peer": {"peer": NodeId("coastguard-cv")},
        "case": {"case_reference": "PCC-2026-0118"},
    }
    alerts.add(
        [an_alert(id=name, reference=name, **change) for name, change in changes.items()],
        entry=an_entry(),
    )

    assert [alert.id for alert in alerts.page(wanted).alerts] == expected


def test_pages_by_due_end_with_what_is_under_no_duty(alerts: Alerts) -> None:
    """Whose time ends first comes first; turning pages repeats and misses nothing."""
    hours = {"a": 5, "b": None, "c": 1, "d": 5, "e": None}
    alerts.add(
        [
            an_alert(
                id=name,
                reference=name,
                work=Work()
                if hour is None
                else Work(due_at=NOON + timedelta(hours=hour), clock="ordinary-7d"),
            )
            for name, hour in hours.items()
        ],
        entry=an_entry(),
    )
    wanted = AlertFilter(direction=Direction.INCOMING)

    for limit in (1, 2, 3, 5):
        found: list[str] = []
        after = ""
        while not found or after:
            page = alerts.page(wanted, after=after, limit=limit, order=Order.DUE)
            found += [alert.id for alert in page.alerts]
            after = page.next_after

        assert found == ["c", "a", "d", "b", "e"]


def test_the_nearest_to_a_weight_come_from_both_sides(alerts: Alerts) -> None:
    """Of each side at most so many, the nearest of it first; what is not wanted is left out."""
    weights = {"a": 3.0, "b": 9.0, "c": 10.0, "d": 12.0, "e": 30.0}
    alerts.add(
        [an_alert(id=name, reference=name, weight=bits) for name, bits in weights.items()]
        + [an_alert(id="f", reference="f", weight=10.5, state=AlertState.HELD)],
        entry=an_entry(),
    )

    found = alerts.nearest(AlertFilter(state=AlertState.OPEN), 10.0, limit=2)

    assert [alert.id for alert in found] == ["c", "d", "b", "a"]


def test_flagged_alerts_are_told_from_others(alerts: Alerts) -> None:
    """Each flag counts; no flag is none."""
    alerts.add(
        [an_alert(id=flag or "none", reference=flag, work=Work(flag=flag)) for flag in Flag],
        entry=an_entry(),
    )

    assert alerts.count(AlertFilter(is_flagged=True)) == len(Flag) - 1
    assert [alert.id for alert in alerts.page(AlertFilter(is_flagged=False)).alerts] == ["none"]


def test_who_has_decided_first_is_not_the_second(alerts: Alerts) -> None:
    """A filter leaves out what one officer has decided."""
    alerts.add(
        [
            an_alert(id=name, reference=name, work=Work(decided_by=name))
            for name in ("officer-1", "officer-2")
        ],
        entry=an_entry(),
    )

    [left] = alerts.page(AlertFilter(decided_by_other_than="officer-1")).alerts

    assert left.id == "officer-2"
