"""Clocks: what lapses, goes to the senior desk, is overdue, or was laid aside for long enough."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
import pytest_asyncio
from sqlalchemy import ColumnElement, Engine
from sqlalchemy.event import listen, remove

from node.assemble.desk import desk_of
from node.decide import Ruling
from node.domain.alert import Alert, AlertMoveError, AlertState, Direction, Zone
from node.domain.errors import JustificationError
from node.domain.journal import Event
from node.domain.justification import Urgency
from node.domain.reason import Verdict
from node.remind import Reminder
from node.store.alerts import AlertFilter, Alerts
from node.store.ledger import Ledger
from tests.factories import TARGET, a_justification, a_register_of_people, asked, vaguely
from tests.node.federation import Member, federation, make_folder, opened

URGENT = {"urgency": Urgency.URGENT, "urgency_reason": "the vessel sails tonight"}


@pytest_asyncio.fixture
async def pair(tmp_path: Path) -> AsyncIterator[list[Member]]:
    """Run two nodes; one has a register."""
    async with federation(tmp_path, "customs-es", "fiu-nl") as members:
        members[1].load("persons", a_register_of_people())
        yield members


async def raised(asker: Member, owner: Member, case: str, **changes: object) -> Alert:
    """Raise an alert of a case."""
    reasons = a_justification(case_reference=case, **changes)
    await asker.ask(asked(TARGET), justification=reasons)
    (alert,) = owner.alerts(Direction.INCOMING, case=case)
    return alert


async def test_what_is_owed_goes_to_the_senior_desk_and_is_then_overdue(
    pair: list[Member],
) -> None:
    """Six of eight hours on, the senior desk hears of it; each step is journalled once."""
    asker, owner = pair
    alert = await raised(asker, owner, "CASE-1", **URGENT)
    reminder = owner.application.desk.reminder

    owner.clock.ahead = timedelta(hours=5)
    early = reminder.remind()
    owner.clock.ahead = timedelta(hours=6, minutes=1)
    late = reminder.remind()
    owner.clock.ahead = timedelta(hours=8, minutes=1)
    over = reminder.remind()
    again = reminder.remind()

    steps = [(each.escalated, each.overdue) for each in (early, late, over, again)]
    assert steps == [(0, 0), (1, 0), (0, 1), (0, 0)]
    (escalated,) = owner.entries(Event.ESCALATE)
    (reminded,) = owner.entries(Event.REMIND)
    assert escalated.detail["alert"] == reminded.detail["alert"] == alert.id
    waiting = owner.application.review.waiting(officer="officer-1")
    assert (waiting.new, waiting.overdue, waiting.escalated) == (1, 1, 1)


async def test_a_decision_stops_the_clock(pair: list[Member]) -> None:
    """A dismissed alert owes nobody anything."""
    asker, owner = pair
    alert = await raised(asker, owner, "CASE-1", **URGENT)
    owner.application.desk.decider.decide(
        alert.id, Ruling(Verdict.DISMISSED, "common-name"), officer="officer-1"
    )
    owner.clock.ahead = timedelta(days=30)

    done = owner.application.desk.reminder.remind()

    assert (done.escalated, done.overdue) == (0, 0)


async def test_a_claim_that_lapsed_is_given_back(pair: list[Member]) -> None:
    """The alert is open again, and the journal says that nobody worked on it."""
    asker, owner = pair
    alert = await raised(asker, owner, "CASE-1")
    owner.application.desk.decider.claim(alert.id, officer="officer-1")
    owner.clock.ahead = timedelta(minutes=31)

    done = owner.application.desk.reminder.remind()

    assert done.lapsed == 1
    assert owner.application.records.alerts.get(alert.id).state is AlertState.OPEN
    assert owner.entries(Event.REOPEN)[-1].detail["reason"] == "claim-lapsed"


class Overtaken(Alerts):
    """The alerts, with an officer who acts between two steps of the node's own."""

    def __init__(self, ledger: Ledger, acts: Callable[[], object]) -> None:
        """Keep what the officer does as soon as somebody has looked."""
        super().__init__(ledger)
        self._acts = [acts]

    def chosen(self, *conditions: ColumnElement[bool]) -> list[Alert]:
        """Look, and be overtaken once."""
        found = super().chosen(*conditions)
        if self._acts:
            self._acts.pop()()
        return found


async def test_what_an_officer_does_meanwhile_is_not_undone(pair: list[Member]) -> None:
    """A claim lapses just as its holder renews it: the claim stands, and so does what follows."""
    asker, owner = pair
    alert = await raised(asker, owner, "CASE-1")
    decider, desk = owner.application.desk.decider, desk_of(owner.node.ground)
    decider.claim(alert.id, officer="officer-1")
    owner.clock.ahead = timedelta(minutes=31)
    overtaken = Overtaken(
        desk.ledger, lambda: decider.claim(alert.id, officer="officer-1").work.revision
    )

    done = Reminder(replace(desk, alerts=overtaken)).remind()

    present = owner.application.records.alerts.get(alert.id)
    assert (done.lapsed, present.state) == (0, AlertState.CLAIMED)
    assert present.work.claimed_by == "officer-1"
    assert owner.entries(Event.REOPEN) == []


async def test_a_pair_that_is_laid_aside_comes_back_when_its_time_is_over(
    pair: list[Member],
) -> None:
    """New cases of the same peer about the same record are suppressed, visibly, until the day."""
    asker, owner = pair
    desk = owner.application.desk
    alert = await raised(asker, owner, "CASE-1")
    laid = desk.aside.suppress(alert.id, reason="different-subject", days=30, officer="officer-1")

    other = await raised(asker, owner, "CASE-2")
    (pair_kept,) = desk.suppressions.all()
    owner.clock.ahead = timedelta(days=31)
    done = desk.reminder.remind()

    assert (laid.state, other.state) == (AlertState.SUPPRESSED, AlertState.SUPPRESSED)
    assert (pair_kept.owner, pair_kept.reason) == ("officer-1", "different-subject")
    assert done.taken_up == 2
    assert desk.suppressions.all() == []
    alerts = owner.application.records.alerts
    assert alerts.count(AlertFilter(state=AlertState.OPEN, direction=Direction.INCOMING)) == 2
    # Its seven days run anew.
    assert desk.reminder.remind().escalated == 0
    owner.clock.ahead += timedelta(days=6)
    assert desk.reminder.remind().escalated == 2


def test_clocks_are_ranges_of_indexes(tmp_path: Path) -> None:
    """What is looked at every minute costs what is due, however many alerts there are."""
    told: list[tuple[str, tuple[object, ...]]] = []

    def note(*call: object) -> None:
        told.append((str(call[2]), cast("tuple[object, ...]", call[3])))

    with opened(make_folder(tmp_path / "node", "fiu-nl")) as member:
        listen(Engine, "before_cursor_execute", note)
        try:
            member.application.desk.reminder.remind()
        finally:
            remove(Engine, "before_cursor_execute", note)
        asked = [(sql, values) for sql, values in told if "FROM alert " in sql]
        with member.node.ground.stores.ledger.reading() as connection:
            plans = [
                str(row.detail)
                for sql, values in asked
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
            ]

    searched = {plan.split(" INDEX ")[1].split(" ")[0] for plan in plans if "INDEX" in plan}
    assert not [plan for plan in plans if plan.startswith("SCAN")]
    assert searched == {
        "ix_alert_claimed_until",
        "ix_alert_clock_escalated_at_due_at",
        "ix_alert_clock_reminded_at_due_at",
    }


async def test_stronger_evidence_is_shown_whatever_is_laid_aside(pair: list[Member]) -> None:
    """What was laid aside as possible does not hide a hit."""
    asker, owner = pair
    await asker.ask(vaguely(TARGET), justification=a_justification(case_reference="CASE-W"))
    (alert,) = owner.alerts(Direction.INCOMING, case="CASE-W")
    assert alert.zone is Zone.POSSIBLE
    owner.application.desk.aside.suppress(
        alert.id, reason="common-name", days=30, officer="officer-1"
    )

    strong = await raised(asker, owner, "CASE-S")

    assert strong.state is AlertState.OPEN


async def test_who_opens_a_suppressed_alert_ends_the_suppression(pair: list[Member]) -> None:
    """Looking again means hearing again."""
    asker, owner = pair
    desk = owner.application.desk
    alert = await raised(asker, owner, "CASE-1")
    desk.aside.suppress(alert.id, reason="common-name", days=30, officer="officer-1")

    desk.aside.reopen(alert.id, reason="second-opinion", officer="officer-2")

    assert desk.suppressions.all() == []


async def test_a_suppression_needs_a_reason_and_an_end(pair: list[Member]) -> None:
    """Nobody lays a pair aside for ever, without saying why, or one that is the peer's."""
    asker, owner = pair
    alert = await raised(asker, owner, "CASE-1")
    aside = owner.application.desk.aside
    with pytest.raises(JustificationError):
        aside.suppress(alert.id, reason="same-identifier", days=30, officer="officer-1")
    with pytest.raises(JustificationError):
        aside.suppress(alert.id, reason="common-name", days=400, officer="officer-1")
    (outgoing,) = asker.alerts(Direction.OUTGOING, case="CASE-1")
    with pytest.raises(AlertMoveError):
        asker.application.desk.aside.suppress(
            outgoing.id, reason="common-name", days=30, officer="officer-1"
        )
