"""Now and then: give back what was claimed and left, tell the senior desk, note what is overdue.

Each step has an entry of its own in the journal, by the id of the alert; none holds personal data.
"""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from traceback import extract_tb

import structlog
from sqlalchemy import ColumnElement

from node.desk import Desk, unclaimed
from node.domain.alert import Alert, AlertState
from node.domain.deadline import Clock
from node.domain.journal import Event
from node.store.schema_alert import alert as table
from node.store.suppressions import Suppression

log = structlog.get_logger()

INTERVAL_S = 60.0
BY_ITSELF = "node"
"""Whom the journal names where nobody gave a command."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """How much was done."""

    lapsed: int
    escalated: int
    overdue: int
    taken_up: int
    """Pairs that were laid aside and are shown again."""


class Reminder:
    """Keeps the clocks of one node."""

    def __init__(self, desk: Desk) -> None:
        """Keep where alerts are."""
        self._desk = desk

    def remind(self) -> Reminded:
        """Do everything that is due.

        Raises:
            LedgerError: Something could not be written; what came before it stands.
        """
        now = self._desk.clock.now()
        return Reminded(
            lapsed=self._lapse(now),
            escalated=self._escalate(now),
            overdue=self._overdue(now),
            taken_up=self._take_up(now),
        )

    async def run(self, interval_s: float = INTERVAL_S) -> None:
        """Remind now and at every interval, until cancelled; a failure waits for the next."""
        while True:
            try:
                done = await asyncio.to_thread(self.remind)
            except Exception as error:  # noqa: BLE001 - a node that cannot remind still answers
                frame = extract_tb(error.__traceback__)[-1]
                place = f"{frame.filename}:{frame.lineno}"
                log.error("reminding failed", error=type(error).__name__, place=place)  # noqa: TRY400 - no message
            else:
                if any(asdict(done).values()):
                    log.info("clocks looked at", **asdict(done))
            await asyncio.sleep(interval_s)

    def _lapse(self, now: datetime) -> int:
        left = self._desk.alerts.chosen(table.c.claimed_until <= now)
        return sum(
            self._step(alert, unclaimed, event=Event.REOPEN, reason="claim-lapsed")
            for alert in left
        )

    def _escalate(self, now: datetime) -> int:
        left = self._desk.deadlines.left
        late = self._running(table.c.escalated_at, lambda clock: now + left(clock))
        return sum(self._stamp(alert, event=Event.ESCALATE, escalated_at=now) for alert in late)

    def _overdue(self, now: datetime) -> int:
        late = self._running(table.c.reminded_at, lambda _: now)
        return sum(self._stamp(alert, event=Event.REMIND, reminded_at=now) for alert in late)

    def _running(
        self, stamp: ColumnElement[datetime | None], before: Callable[[Clock], datetime]
    ) -> list[Alert]:
        """Return the alerts without a stamp whose duty ends before a time of its clock.

        One clock after the other: each is a range of an index, however many alerts there are.
        """
        return [
            alert
            for clock in Clock
            for alert in self._desk.alerts.chosen(
                table.c.clock == clock, stamp.is_(None), table.c.due_at <= before(clock)
            )
        ]

    def _take_up(self, now: datetime) -> int:
        return sum(self._take_up_pair(pair, now) for pair in self._desk.suppressions.ended(now))

    def _take_up_pair(self, pair: Suppression, now: datetime) -> int:
        with self._desk.ledger.transaction():
            # An officer may have laid the pair aside anew since it was read.
            if pair not in self._desk.suppressions.ended(now):
                return 0
            self._desk.suppressions.remove(pair.record_key, pair.peer)
            laid = self._desk.alerts.chosen(
                table.c.record_key == pair.record_key,
                table.c.peer == pair.peer,
                table.c.state == AlertState.SUPPRESSED,
            )
            opened = partial(self._opened, now=now)
            return sum(
                self._step(alert, opened, event=Event.REOPEN, reason="time-over") for alert in laid
            )

    def _opened(self, alert: Alert, *, now: datetime) -> Alert:
        clock = self._desk.clock_of(alert)
        work = replace(
            alert.work,
            clock=clock.value,
            due_at=now + clock.length,
            escalated_at=None,
            reminded_at=None,
        )
        return replace(alert, state=AlertState.OPEN, work=work)

    def _stamp(self, alert: Alert, *, event: Event, **stamps: datetime) -> bool:
        def stamped(present: Alert) -> Alert:
            return replace(present, work=replace(present.work, **stamps))  # type: ignore[arg-type] # times of the work

        return self._step(alert, stamped, event=event, reason=alert.work.clock)

    def _step(
        self, seen: Alert, changed: Callable[[Alert], Alert], *, event: Event, reason: str
    ) -> bool:
        """Change an alert as it now stands, unless somebody has worked on it since it was read."""
        with self._desk.ledger.transaction():
            present = self._desk.alerts.get(seen.id)
            if present.work.revision != seen.work.revision:
                return False
            entry = self._desk.entry(event, present, officer=BY_ITSELF, reason=reason)
            self._desk.alerts.change(seen.id, changed, entry=entry)
        return True
