"""Look at alerts: why they were raised, what was decided before, and the own record."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from node.desk import entry_about
from node.domain.alert import Alert, AlertState, Direction
from node.domain.errors import NotFoundError
from node.domain.exchange import Channel, ContactPoint
from node.domain.journal import Event
from node.domain.peer import NodeId
from node.domain.ports import Clock
from node.domain.record import kept_from_bytes
from node.keys.sealing import LedgerSeal, VaultSeal
from node.store.alertfilter import AlertFilter, Order
from node.store.alerts import AlertPage, Alerts
from node.store.journal import Journal
from node.store.shelf import Shelf

_EARLIER_SHOWN = 20
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of an explanation."""

    attribute: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class OtherAgency:
    """Who else asks about a subject of ours, and which node has told us."""

    contact_point: ContactPoint
    told_by: NodeId
    subject: str
    """Our own number of the subject."""
    substitute: ContactPoint | None = None
    """Who answers while that desk is closed."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An alert with its explanation and, where it was opened, the own record."""

    alert: Alert
    findings: tuple[Finding, ...]
    advice: tuple[str, ...]
    record: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    note: str = field(default="", repr=False)
    """Words of the officer who decided."""
    earlier: tuple[Alert, ...] = ()
    """Other alerts of the same record and peer, newest first."""
    other: OtherAgency | None = None
    """Who else asks, where that is what the alert is about."""


@dataclass(frozen=True, slots=True)
class Seals:
    """What opens the own records and the notes about alerts."""

    vault: VaultSeal
    ledger: LedgerSeal


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much asks for somebody's attention."""

    new: int
    mine: int
    second_review: int
    """Those that this officer may decide as the second."""
    overdue: int
    escalated: int
    held: int
    flagged: int
    """Alerts whose record was retracted or contested after it was told."""


class Review:
    """What an analyst does with alerts."""

    def __init__(
        self,
        alerts: Alerts,
        journal: Journal,
        *,
        shelf: Shelf,
        seals: Seals,
        clock: Clock,
        kept: timedelta,
    ) -> None:
        """Keep where alerts and own records are, and how long entries of the journal are kept."""
        self._alerts = alerts
        self._journal = journal
        self._shelf = shelf
        self._seals = seals
        self._clock = clock
        self._kept = kept

    def page(
        self, wanted: AlertFilter, *, limit: int, after: str = "", order: Order = Order.NEWEST
    ) -> AlertPage:
        """List alerts in an order, beginning after the one named."""
        return self._alerts.page(wanted, after=after, limit=limit, order=order)

    def waiting(self, *, officer: str) -> Waiting:
        """Count what asks for attention, and what of it this officer holds."""
        count, incoming = self._alerts.count, Direction.INCOMING

        def of_state(state: AlertState) -> int:
            return count(AlertFilter(direction=incoming, state=state))

        second = AlertFilter(
            direction=incoming, state=AlertState.SECOND_REVIEW, decided_by_other_than=officer
        )
        return Waiting(
            new=of_state(AlertState.OPEN),
            mine=count(AlertFilter(claimed_by=officer)),
            second_review=count(second),
            overdue=count(AlertFilter(due_before=self._clock.now())),
            escalated=count(AlertFilter(is_escalated=True, due_before=_NEVER)),
            held=of_state(AlertState.HELD),
            flagged=count(AlertFilter(is_flagged=True)),
        )

    def get(self, alert_id: str, *, officer: str, with_record: bool) -> Reviewed:
        """Return one alert; opening the record with it is journalled first.

        Raises:
            NotFoundError: There is no such alert, or its record is no longer in the register.
        """
        alert = self._alerts.get(alert_id)
        explanation = _explanation(alert)
        findings = tuple(
            Finding(found["attribute"], found["level"], found["weight"])
            for found in explanation.get("findings", ())
        )
        advice = tuple(found["words"] for found in explanation.get("advice", ()))
        record = self._record(alert, officer=officer) if with_record else {}
        return Reviewed(
            alert,
            findings,
            advice,
            record,
            self._note(alert),
            self._earlier(alert),
            other_agency(alert),
        )

    def _note(self, alert: Alert) -> str:
        if not alert.work.note:
            return ""
        return self._seals.ledger.open(f"note:{alert.id}", alert.work.note).decode()

    def _earlier(self, alert: Alert) -> tuple[Alert, ...]:
        if not alert.record_key:
            return ()
        same = AlertFilter(peer=alert.peer, record_key=alert.record_key)
        alerts = self._alerts.page(same, limit=_EARLIER_SHOWN).alerts
        return tuple(each for each in alerts if each.id != alert.id)

    def _record(self, alert: Alert, *, officer: str) -> dict[str, tuple[str, ...]]:
        if alert.direction is not Direction.INCOMING:
            raise NotFoundError(
                "the record of an outgoing alert is the peer's",
                hint="Ask its contact point, quoting the reference.",
            )
        now = self._clock.now()
        detail = {"alert": alert.id, "record_reference": alert.reference}
        until = (now + self._kept).date()
        self._journal.append(
            entry_about(alert, Event.READ, at=now, until=until, officer=officer, detail=detail)
        )
        reference = bytes.fromhex(alert.record)
        for held in self._shelf.of(alert.entity_type):
            place = held.vault.locator(reference)
            try:
                sealed = held.vault.record(place)
            except NotFoundError:
                continue
            kept = kept_from_bytes(self._seals.vault.open(place.hex(), sealed))
            fields = json.loads(kept.clear)
            return {name: tuple(values) for name, values in fields.items()}
        raise NotFoundError(
            "the record is no longer in the register", hint="The register was loaded again since."
        )


def other_agency(alert: Alert) -> OtherAgency | None:
    """Return who else asks, as `node.overlap` has written it; None for other alerts."""
    if alert.direction is not Direction.OVERLAP:
        return None
    told = _explanation(alert).get("overlap")
    if told is None:
        return None
    substitute = told.get("substitute")
    return OtherAgency(
        _desk(told["contact_point"]),
        NodeId(told["told_by"]),
        told["subject"],
        _desk(substitute) if substitute else None,
    )


def _explanation(alert: Alert) -> Mapping[str, Any]:
    return json.loads(alert.explanation) if alert.explanation else {}


def _desk(told: Mapping[str, Any]) -> ContactPoint:
    """Read a desk; releases before have written no channels."""
    lists = {
        "languages": tuple(told["languages"]),
        "channels": tuple(Channel(**each) for each in told.get("channels", ())),
    }
    return ContactPoint(**{**told, **lists})
