"""What officers do besides deciding: look again, lay a pair aside, note that a duty is done."""

from dataclasses import replace
from datetime import timedelta

from node.desk import Desk, require_revision, unclaimed
from node.domain.alert import Alert, AlertMoveError, AlertState
from node.domain.errors import JustificationError
from node.domain.journal import Event
from node.domain.reason import Reopening, Verdict, require_reason, require_reopening
from node.store.alerts import strength, unheard
from node.store.suppressions import Suppression

LONGEST_SUPPRESSION = timedelta(days=365)
_UNDECIDED = frozenset({AlertState.OPEN, AlertState.CLAIMED, AlertState.HELD})


class LayAside:
    """Brings alerts back, and keeps others away; worker threads may share it."""

    def __init__(self, desk: Desk) -> None:
        """Keep where alerts are."""
        self._desk = desk

    def reopen(self, alert_id: str, *, reason: str, officer: str, revision: int = 0) -> Alert:
        """Undo a dismissal, a doubt or a proposal; its clock runs on as if it had never stopped.

        Raises:
            JustificationError: That is no reason to look again.
            AlertChangedError: It is not what the officer looked at.
            AlertClaimedError: Another officer holds it.
            AlertMoveError: A confirmation has left the house; it can only be retracted.
        """
        code = require_reopening(reason)

        def reopened(present: Alert) -> Alert:
            require_revision(present, revision)
            self._desk.require_free(present, officer)
            if present.state is AlertState.CONFIRMED:
                raise AlertMoveError(
                    "a confirmation has been told and cannot be taken back",
                    hint="Correct it with: heliograph register retract",
                )
            if present.state in _UNDECIDED:
                raise AlertMoveError(f"an alert that is {present.state.value} is not decided")
            return self._as_new(present, reason=code)

        with self._desk.ledger.transaction():
            before = self._desk.alerts.get(alert_id)
            opened = self._desk.change(alert_id, reopened, event=Event.REOPEN, officer=officer)
            self._desk.labels.remove(alert_id)
            if before.state is AlertState.SUPPRESSED:
                self._desk.suppressions.remove(before.record_key, before.peer)
        return opened

    def suppress(self, alert_id: str, *, reason: str, days: int, officer: str) -> Alert:
        """Hear no more of a pair of record and peer for so many days, unless more is shown of it.

        What is suppressed stays in the lists, with its owner and its end.

        Raises:
            JustificationError: That is no reason of a dismissal, or no number of days.
            AlertMoveError: Its state does not allow that.
        """
        require_reason(Verdict.DISMISSED, reason)
        if not timedelta(0) < timedelta(days=days) <= LONGEST_SUPPRESSION:
            raise JustificationError("a pair is laid aside for one day to a year")
        now = self._desk.clock.now()
        with self._desk.ledger.transaction():
            present = self._desk.alerts.get(alert_id)
            self._desk.require_free(present, officer)
            if not present.record_key:
                raise AlertMoveError("this alert names no record of ours that could be laid aside")
            until = now + timedelta(days=days)
            pair = (present.record_key, present.peer, officer)
            kept = Suppression(*pair, reason, now, until, strength(present))
            self._desk.suppressions.put(kept, entry=None)
            entry = self._desk.entry(Event.SUPPRESS, present, officer=officer, reason=reason)
            dated = replace(entry, detail={**entry.detail, "until": until.date().isoformat()})
            return self._desk.alerts.change(
                alert_id, lambda alert: unheard(unclaimed(alert)), entry=dated
            )

    def fulfil(self, alert_id: str, *, officer: str) -> Alert:
        """Note that what was owed after a confirmation has gone out through the channel.

        Raises:
            AlertMoveError: Nothing is owed on it.
        """

        def fulfilled(present: Alert) -> Alert:
            if present.state is not AlertState.CONFIRMED or not present.work.clock:
                raise AlertMoveError("no clock runs for a confirmed match here")
            return replace(present, work=replace(present.work, clock="", due_at=None))

        return self._desk.change(alert_id, fulfilled, event=Event.FOLLOW_UP, officer=officer)

    def _as_new(self, present: Alert, *, reason: Reopening) -> Alert:
        clock = self._desk.clock_of(present)
        work = replace(
            unclaimed(present).work,
            verdict="",
            reason=reason.value,
            decided_by="",
            decided_at=None,
            second_by="",
            clock=clock.value,
            due_at=present.created_at + clock.length,
        )
        is_held = present.hold and present.state is AlertState.DISMISSED and not work.told_at
        return replace(present, state=AlertState.HELD if is_held else AlertState.OPEN, work=work)
