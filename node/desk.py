"""Where officers work on alerts, and what every step of theirs keeps to.

A step is one transaction with its entry in the journal; what another officer holds is left alone.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from node.domain.alert import Alert, AlertChangedError, AlertClaimedError, AlertState
from node.domain.deadline import Clock as Duty
from node.domain.deadline import Deadlines
from node.domain.journal import Entry, Event, Scalar
from node.domain.justification import Urgency
from node.domain.ports import Clock
from node.domain.retraction import Retracted
from node.keys.sealing import LedgerSeal
from node.store.alerts import Alerts
from node.store.labels import Label, Labels, LabelSource
from node.store.ledger import Ledger
from node.store.suppressions import Suppressions


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a confirmation of which the asker had not heard."""

    hold: str = ""
    """Rule of the gate that holds it; empty where none does."""
    is_told: bool = False


LateHit = Callable[[Alert], Told]
"""Tells the asker of a possible match that was confirmed; called inside the transaction."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the work on alerts is kept."""

    ledger: Ledger
    alerts: Alerts
    labels: Labels
    suppressions: Suppressions
    seal: LedgerSeal
    clock: Clock
    deadlines: Deadlines
    kept: timedelta
    """How long entries of the journal are kept."""
    claim_for: timedelta
    """How long a claim lasts."""

    def change(
        self, alert_id: str, changed: Callable[[Alert], Alert], *, event: Event, officer: str
    ) -> Alert:
        """Change an alert, and journal what it then is."""
        with self.ledger.transaction():
            wished = changed(self.alerts.get(alert_id))
            entry = self.entry(event, wished, officer=officer)
            return self.alerts.change(alert_id, lambda _: wished, entry=entry)

    def clock_of(self, alert: Alert) -> Duty:
        """Return which duty the query of an alert started."""
        return self.deadlines.clock(Urgency(alert.urgency or Urgency.NORMAL), alert.entity_type)

    def entry(self, event: Event, alert: Alert, *, officer: str, reason: str = "") -> Entry:
        """Return the entry about a step; `reason` goes before that of the alert."""
        work, now = alert.work, self.clock.now()
        told = {
            "alert": alert.id,
            "record_reference": alert.reference,
            "verdict": work.verdict if event not in {Event.CLAIM, Event.FOLLOW_UP} else "",
            "reason": reason or (work.reason if event is not Event.CLAIM else ""),
            "state": alert.state.value if alert.state is AlertState.HELD else "",
        }
        detail = {name: value for name, value in told.items() if value}
        return entry_about(
            alert, event, at=now, until=(now + self.kept).date(), officer=officer, detail=detail
        )

    def require_free(self, present: Alert, officer: str) -> None:
        """Let an officer work on an alert.

        Raises:
            AlertClaimedError: Another officer holds it; the sentence says who, and since when.
        """
        holder = present.work.holder(self.clock.now())
        if not holder or holder == officer:
            return
        since, until = present.work.claimed_at, present.work.claimed_until
        times = [f"{each:%Y-%m-%d %H:%M} UTC" if each else "-" for each in (since, until)]
        raise AlertClaimedError(
            f"{holder} has held this alert since {times[0]}",
            hint=f"The claim lapses at {times[1]} unless it is renewed.",
        )


def entry_about(
    alert: Alert,
    event: Event,
    *,
    at: datetime,
    until: date,
    officer: str,
    detail: Mapping[str, Scalar],
) -> Entry:
    """Return the journal's entry about an alert: of whose query, in which case, and no more of it.

    Args:
        alert: what it is about.
        event: what has happened.
        at: when.
        until: how long the entry is kept.
        officer: who did it.
        detail: what the entry tells beside.
    """
    return Entry(
        event,
        at,
        officer=officer,
        peer=alert.peer,
        query_id=alert.query_id,
        case_reference=alert.case_reference,
        entity_types=(alert.entity_type,),
        retention_until=until,
        detail=detail,
    )


def unclaimed(alert: Alert) -> Alert:
    """Return an alert that nobody holds."""
    work = replace(alert.work, claimed_by="", claimed_at=None, claimed_until=None)
    is_claimed = alert.state is AlertState.CLAIMED
    return replace(alert, work=work, state=AlertState.OPEN if is_claimed else alert.state)


def flagged(alert: Alert, retracted: Retracted) -> Alert:
    """Return an alert that says what became of what was told."""
    return replace(alert, work=replace(alert.work, flag=retracted.flag))


def label_of(
    alert: Alert, *, is_match: bool, now: datetime, source: LabelSource = LabelSource.REVIEW
) -> Label:
    """Return what a decided alert teaches: levels in the model's words, no value."""
    explained = json.loads(alert.explanation or "{}")
    levels = {
        str(found["column"]): str(found["level"])
        for found in explained.get("findings", ())
        if found["column"] != "prior" and found["direction"] != "not compared"
    }
    return Label(
        alert.id,
        alert.entity_type,
        alert.model,
        alert.zone,
        alert.weight,
        levels,
        is_match,
        alert.work.reason,
        source,
        now,
    )


def require_revision(present: Alert, revision: int) -> None:
    """Let a decision stand on what the officer looked at; 0 looked at nothing in particular.

    Raises:
        AlertChangedError: It has changed since.
    """
    if revision and revision != present.work.revision:
        who = f" by {present.work.decided_by}" if present.work.decided_by else ""
        raise AlertChangedError(
            f"the alert has changed since you looked: it is {present.state.value}{who} "
            f"(revision {present.work.revision}, you saw {revision})"
        )
