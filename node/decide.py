"""What officers decide about alerts: claim, say what it is, one by one or over a whole filter.

Rules: an alert that another officer holds is left alone; a decision names the revision it was taken
on; where the policy asks for it, a second officer must say the same; a confirmation is final.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from node.desk import Desk, LateHit, Told, label_of, require_revision, unclaimed
from node.domain.alert import (
    Alert,
    AlertClaimedError,
    AlertMoveError,
    AlertState,
    Direction,
)
from node.domain.deadline import Clock
from node.domain.errors import JustificationError
from node.domain.journal import Event
from node.domain.reason import UNTEACHING, Verdict, require_reason
from node.policy.rules import Policy
from node.store.alertfilter import AlertFilter, Order

NOTE_LIMIT = 4_000
"""Characters of a note."""
_EVENTS = {
    AlertState.SECOND_REVIEW: Event.PROPOSE,
    AlertState.CONFIRMED: Event.CONFIRM,
    AlertState.DISMISSED: Event.DISMISS,
    AlertState.UNSURE: Event.DOUBT,
    AlertState.HELD: Event.PROPOSE,
}
_STATES = {
    Verdict.CONFIRMED: AlertState.CONFIRMED,
    Verdict.DISMISSED: AlertState.DISMISSED,
    Verdict.UNSURE: AlertState.UNSURE,
}
_DECIDED = frozenset({AlertState.CONFIRMED, AlertState.DISMISSED, AlertState.SUPPRESSED})
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an officer says of an alert."""

    verdict: Verdict
    reason: str
    """Code, one of those that the verdict may have."""
    note: str = field(default="", repr=False)
    """Words for colleagues; kept sealed."""
    revision: int = 0
    """The revision of the alert that the officer looked at; 0 decides on whatever is there."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a decision over a whole filter came to."""

    decided: int
    left: int
    """Alerts that somebody else holds, or that cannot be decided so."""


class Decider:
    """Moves alerts as officers say; worker threads may share it."""

    def __init__(self, desk: Desk, policy: Callable[[], Policy], *, late_hit: LateHit) -> None:
        """Keep where alerts are, the policy in force, and who tells an asker."""
        self._desk = desk
        self._policy = policy
        self._late_hit = late_hit

    def claim(self, alert_id: str, *, officer: str) -> Alert:
        """Take an alert over for the time that the settings say; a claim of one's own is renewed.

        Raises:
            AlertClaimedError: Another officer holds it; the sentence says who, and since when.
            AlertMoveError: It is decided already.
        """
        now = self._desk.clock.now()

        def claimed(present: Alert) -> Alert:
            self._desk.require_free(present, officer)
            state = present.state
            is_waiting = state in {AlertState.SECOND_REVIEW, AlertState.HELD}
            work = replace(
                present.work,
                claimed_by=officer,
                claimed_at=now,
                claimed_until=now + self._desk.claim_for,
            )
            return replace(present, work=work, state=state if is_waiting else AlertState.CLAIMED)

        return self._desk.change(alert_id, claimed, event=Event.CLAIM, officer=officer)

    def release(self, alert_id: str, *, officer: str) -> Alert:
        """Give a claimed alert back.

        Raises:
            AlertClaimedError: Another officer holds it.
            AlertMoveError: Nobody has claimed it.
        """

        def released(present: Alert) -> Alert:
            self._desk.require_free(present, officer)
            if not present.work.claimed_by:
                raise AlertMoveError("nobody has claimed this alert")
            return unclaimed(present)

        return self._desk.change(alert_id, released, event=Event.REOPEN, officer=officer)

    def decide(self, alert_id: str, ruling: Ruling, *, officer: str) -> Alert:
        """Decide about an incoming alert, or say the same as the officer who did.

        Raises:
            JustificationError: The verdict has no such reason, or the note is too long.
            AlertClaimedError: Another officer holds it.
            AlertChangedError: It is not what the officer looked at.
            AlertMoveError: Its state does not allow that, or the second officer is the first.
        """
        require_reason(ruling.verdict, ruling.reason)
        if len(ruling.note) > NOTE_LIMIT:
            raise JustificationError(f"a note has at most {NOTE_LIMIT:,} characters")
        with self._desk.ledger.transaction():
            present = self._desk.alerts.get(alert_id)
            self._require_decidable(present, ruling, officer=officer)
            decided = self._decided(present, ruling, officer=officer)
            entry = self._desk.entry(_EVENTS[decided.state], decided, officer=officer)
            stored = self._desk.alerts.change(alert_id, lambda _: decided, entry=entry)
            self._teach(stored)
        return stored

    def decide_all(self, wanted: AlertFilter, ruling: Ruling, *, officer: str) -> Bulk:
        """Say the same of every incoming alert that a filter lets through.

        Each is decided by itself, so what another officer holds is left, and counted.

        Raises:
            JustificationError: Confirmations are looked at one by one; or the reason is none.
        """
        require_reason(ruling.verdict, ruling.reason)
        if ruling.verdict is Verdict.CONFIRMED:
            raise JustificationError("what is told to another state is confirmed one by one")
        decided = left = 0
        for alert_id in self._ids(replace(wanted, direction=Direction.INCOMING)):
            try:
                self.decide(alert_id, replace(ruling, revision=0), officer=officer)
                decided += 1
            except (AlertClaimedError, AlertMoveError):
                left += 1
        return Bulk(decided, left)

    def _decided(self, present: Alert, ruling: Ruling, *, officer: str) -> Alert:
        now, first = self._desk.clock.now(), present.work
        is_second = present.state is AlertState.SECOND_REVIEW and first.verdict == ruling.verdict
        asks = (
            self._policy()
            .of(present.peer)
            .second_review.asks(
                ruling.verdict, offence=present.offence, entity_type=present.entity_type
            )
        )
        work = replace(
            unclaimed(present).work,
            verdict=ruling.verdict.value,
            reason=ruling.reason,
            note=self._sealed(present, ruling),
            decided_by=first.decided_by if is_second else officer,
            second_by=officer if is_second else "",
            decided_at=now,
        )
        decided = replace(present, work=work)
        if asks and not is_second:
            return replace(decided, state=AlertState.SECOND_REVIEW)
        if ruling.verdict is Verdict.CONFIRMED:
            return self._confirmed(decided)
        if ruling.verdict is Verdict.DISMISSED:
            decided = replace(decided, work=replace(work, clock="", due_at=None))
        return replace(decided, state=_STATES[ruling.verdict])

    def _confirmed(self, decided: Alert) -> Alert:
        """Tell the asker of what it has not heard, and start the clock of what follows."""
        told = Told() if decided.work.told_at else self._late_hit(decided)
        if told.hold:
            return replace(decided, state=AlertState.HELD, hold=told.hold)
        now = decided.work.decided_at or self._desk.clock.now()
        told_at = decided.work.told_at or (now if told.is_told else None)
        work = replace(decided.work, told_at=told_at, clock="", due_at=None)
        if told_at is not None:
            clock = Clock.CORE_DATA
            work = replace(work, clock=clock.value, due_at=now + clock.length)
        work = replace(work, escalated_at=None, reminded_at=None)
        return replace(decided, state=AlertState.CONFIRMED, work=work)

    def _teach(self, stored: Alert) -> None:
        """Keep what a final decision teaches."""
        if stored.state not in {AlertState.CONFIRMED, AlertState.DISMISSED}:
            return
        if stored.work.reason in UNTEACHING:
            self._desk.labels.remove(stored.id)
            return
        self._desk.labels.put(
            label_of(
                stored, is_match=stored.state is AlertState.CONFIRMED, now=self._desk.clock.now()
            )
        )

    def _require_decidable(self, present: Alert, ruling: Ruling, *, officer: str) -> None:
        if present.direction is not Direction.INCOMING:
            raise AlertMoveError(
                "what a peer answered is the peer's to decide",
                hint="Say what came of it with: heliograph alert outcome ID --code CODE",
            )
        require_revision(present, ruling.revision)
        self._desk.require_free(present, officer)
        _require_undecided(present, ruling)
        waits = present.state is AlertState.SECOND_REVIEW
        if waits and officer == present.work.decided_by:
            raise AlertMoveError(
                "a second officer decides, not the one who has decided already",
                hint="Take your own decision back with: heliograph alert reopen ID",
            )

    def _sealed(self, present: Alert, ruling: Ruling) -> bytes:
        if not ruling.note.strip():
            return b""
        return self._desk.seal.seal(f"note:{present.id}", ruling.note.encode())

    def _ids(self, wanted: AlertFilter) -> list[str]:
        ids: list[str] = []
        after = ""
        while True:
            page = self._desk.alerts.page(wanted, after=after, limit=_PAGE, order=Order.NEWEST)
            ids += [alert.id for alert in page.alerts]
            after = page.next_after
            if not after:
                return ids


def _require_undecided(present: Alert, ruling: Ruling) -> None:
    """Let nobody say again what stands, which would put his name and hour on it."""
    if present.state in _DECIDED:
        raise AlertMoveError(
            f"an alert that is {present.state.value} is decided",
            hint="Undo a dismissal with: heliograph alert reopen ID",
        )
    if present.state is AlertState.HELD and ruling.verdict is not Verdict.DISMISSED:
        raise AlertMoveError(
            "an alert that is held can only be dismissed before there is an assurance",
            hint="Record it with: heliograph alert assure ID --statement REFERENCE",
        )
