"""Look at alerts, open the own record for a decision, and decide."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from node.domain.alert import Alert, AlertMoveError, AlertState, Direction
from node.domain.errors import JustificationError, NotFoundError
from node.domain.journal import Entry, Event
from node.domain.justification import require_line
from node.domain.ports import Clock
from node.domain.record import kept_from_bytes
from node.keys.sealing import VaultSeal
from node.store.alerts import AlertFilter, AlertPage, Alerts
from node.store.journal import Journal
from node.store.shelf import Shelf

_EVENTS = {
    AlertState.CLAIMED: Event.CLAIM,
    AlertState.CONFIRMED: Event.CONFIRM,
    AlertState.DISMISSED: Event.DISMISS,
    AlertState.OPEN: Event.REOPEN,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of an explanation."""

    attribute: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An alert with its explanation and, where it was opened, the own record."""

    alert: Alert
    findings: tuple[Finding, ...]
    advice: tuple[str, ...]
    record: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)


class Review:
    """What an analyst does with alerts."""

    def __init__(
        self,
        alerts: Alerts,
        journal: Journal,
        *,
        shelf: Shelf,
        seal: VaultSeal,
        clock: Clock,
        kept: timedelta,
    ) -> None:
        """Keep where alerts and own records are, and how long entries of the journal are kept."""
        self._alerts = alerts
        self._journal = journal
        self._shelf = shelf
        self._seal = seal
        self._clock = clock
        self._kept = kept

    def page(self, wanted: AlertFilter, *, limit: int) -> AlertPage:
        """List alerts, newest first."""
        return self._alerts.page(wanted, limit=limit)

    def get(self, alert_id: str, *, officer: str, with_record: bool) -> Reviewed:
        """Return one alert; opening the record with it is journalled first.

        Raises:
            NotFoundError: There is no such alert, or its record is no longer in the register.
        """
        alert = self._alerts.get(alert_id)
        explanation = json.loads(alert.explanation) if alert.explanation else {}
        findings = tuple(
            Finding(found["attribute"], found["level"], found["weight"])
            for found in explanation.get("findings", ())
        )
        advice = tuple(found["words"] for found in explanation.get("advice", ()))
        record = self._record(alert, officer=officer) if with_record else {}
        return Reviewed(alert, findings, advice, record)

    def move(self, alert_id: str, wished: AlertState, *, reason: str, officer: str) -> Alert:
        """Claim, confirm, dismiss or reopen an alert.

        Raises:
            AlertMoveError: Its state does not allow that.
            JustificationError: A decision needs a reason, of one short line.
        """
        if wished in {AlertState.CONFIRMED, AlertState.DISMISSED} and not reason:
            raise JustificationError(
                "a decision needs a reason", hint="Give one with: --reason CODE"
            )
        if wished not in _EVENTS:
            raise AlertMoveError(f"nobody can make an alert {wished.value}; the gate does")
        require_line("reason", reason)
        alert = self._alerts.get(alert_id)
        entry = self._entry(_EVENTS[wished], alert, officer=officer, reason=reason)
        return self._alerts.move(alert_id, wished, entry=entry)

    def _record(self, alert: Alert, *, officer: str) -> dict[str, tuple[str, ...]]:
        if alert.direction is not Direction.INCOMING:
            raise NotFoundError(
                "the record of an outgoing alert is the peer's",
                hint="Ask its contact point, quoting the reference.",
            )
        self._journal.append(self._entry(Event.READ, alert, officer=officer))
        reference = bytes.fromhex(alert.record)
        for held in self._shelf.of(alert.entity_type):
            place = held.vault.locator(reference)
            try:
                sealed = held.vault.record(place)
            except NotFoundError:
                continue
            kept = kept_from_bytes(self._seal.open(place.hex(), sealed))
            fields = json.loads(kept.clear)
            return {name: tuple(values) for name, values in fields.items()}
        raise NotFoundError(
            "the record is no longer in the register", hint="The register was loaded again since."
        )

    def _entry(self, event: Event, alert: Alert, *, officer: str, reason: str = "") -> Entry:
        detail = {"alert": alert.id, "record_reference": alert.reference}
        now = self._clock.now()
        return Entry(
            event,
            now,
            officer=officer,
            peer=alert.peer,
            query_id=alert.query_id,
            case_reference=alert.case_reference,
            entity_types=(alert.entity_type,),
            retention_until=(now + self._kept).date(),
            detail=detail | ({"reason": reason} if reason else {}),
        )
