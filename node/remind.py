"""Now and then: give back what was claimed and left, tell the senior desk, note what is overdue.

Each step has an entry of its own in the journal, by the id of the alert; none holds personal data.
"""

import asyncio
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from traceback import extract_tb

import structlog

from node.desk import Desk, unclaimed
from node.domain.alert import Alert, AlertState
from node.domain.journal import Event
from node.store.schema_alert import alert as table

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
        for alert in left:
            self._step(alert, unclaimed(alert), event=Event.REOPEN, reason="claim-lapsed")
        return len(left)

    def _escalate(self, now: datetime) -> int:
        running = self._desk.alerts.chosen(
            table.c.clock != "", table.c.escalated_at.is_(None), table.c.due_at.is_not(None)
        )
        late = [alert for alert in running if self._is_late(alert, now)]
        for alert in late:
            self._stamp(alert, event=Event.ESCALATE, escalated_at=now)
        return len(late)

    def _is_late(self, alert: Alert, now: datetime) -> bool:
        due = alert.work.due_at
        since = alert.work.decided_at if alert.state is AlertState.CONFIRMED else None
        started = since or alert.created_at
        return due is not None and now >= self._desk.deadlines.escalates_at(started, due)

    def _overdue(self, now: datetime) -> int:
        late = self._desk.alerts.chosen(
            table.c.clock != "", table.c.due_at <= now, table.c.reminded_at.is_(None)
        )
        for alert in late:
            self._stamp(alert, event=Event.REMIND, reminded_at=now)
        return len(late)

    def _take_up(self, now: datetime) -> int:
        taken = 0
        for ended in self._desk.suppressions.ended(now):
            with self._desk.ledger.transaction():
                self._desk.suppressions.remove(ended.record_key, ended.peer)
                for alert in self._desk.alerts.chosen(
                    table.c.record_key == ended.record_key,
                    table.c.peer == ended.peer,
                    table.c.state == AlertState.SUPPRESSED,
                ):
                    self._step(
                        alert, self._opened(alert, now), event=Event.REOPEN, reason="time-over"
                    )
                    taken += 1
        return taken

    def _opened(self, alert: Alert, now: datetime) -> Alert:
        clock = self._desk.clock_of(alert)
        work = replace(alert.work, clock=clock.value, due_at=now + clock.length)
        return replace(alert, state=AlertState.OPEN, work=work)

    def _stamp(self, alert: Alert, *, event: Event, **stamps: datetime) -> None:
        wished = replace(alert, work=replace(alert.work, **stamps))  # type: ignore[arg-type] # times of the work
        self._step(alert, wished, event=event, reason=alert.work.clock)

    def _step(self, alert: Alert, wished: Alert, *, event: Event, reason: str) -> None:
        entry = self._desk.entry(event, alert, officer=BY_ITSELF, reason=reason)
        self._desk.alerts.change(alert.id, lambda _: wished, entry=entry)
