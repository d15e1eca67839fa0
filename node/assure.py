"""Record an assurance, so that the human-rights gate lets the hits of a case pass."""

from collections.abc import Callable
from datetime import timedelta

from node.domain.alert import Alert, AlertMoveError
from node.domain.errors import RefusedError
from node.domain.exchange import Refusal
from node.domain.journal import Entry, Event
from node.domain.justification import require_line
from node.domain.ports import Clock
from node.policy.rules import Policy
from node.store.alerts import Alerts
from node.store.assurances import Assurance, Assurances
from node.store.ledger import Ledger


class Assurer:
    """What a senior officer does about hits that are held."""

    def __init__(
        self,
        ledger: Ledger,
        policy: Callable[[], Policy],
        *,
        clock: Clock,
        kept: timedelta,
    ) -> None:
        """Keep the ledger, the policy that names senior officers, and how long entries stay."""
        self._ledger = ledger
        self._alerts = Alerts(ledger)
        self._assurances = Assurances(ledger)
        self._policy = policy
        self._clock = clock
        self._kept = kept

    def assure(self, alert_id: str, *, statement: str, officer: str) -> Alert:
        """Record what the asking state has assured for the case of an alert, and open the alert.

        From now on the gate's rule holds no hit of that case; the asker learns of this one when it
        asks again.

        Raises:
            NotFoundError: There is no such alert.
            AlertMoveError: No rule of the gate has held it.
            RefusedError: The policy does not name the officer as senior.
            JustificationError: The statement is no short line.
        """
        require_line("the statement", statement)
        held = self._alerts.get(alert_id)
        if not held.hold:
            raise AlertMoveError("no rule of the gate holds this alert")
        if officer not in self._policy().senior_officers:
            raise RefusedError(
                Refusal.CATEGORY,
                "an assurance is recorded by a senior officer",
                hint="The policy names them under senior_officers.",
            )
        now = self._clock.now()
        given = Assurance(held.peer, held.case_reference, held.hold, officer, statement, now)
        with self._ledger.transaction():
            self._assurances.record(given)
            return self._alerts.release(held, entry=self._entry(held, given))

    def _entry(self, held: Alert, given: Assurance) -> Entry:
        return Entry(
            Event.ASSURE,
            given.recorded_at,
            officer=given.officer,
            role="senior",
            peer=held.peer,
            query_id=held.query_id,
            case_reference=held.case_reference,
            retention_until=(given.recorded_at + self._kept).date(),
            detail={"alert": held.id, "setting": given.rule, "reason": given.statement},
        )
