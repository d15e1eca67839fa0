"""What became of a hit: noted at the asker, told to the owner where the asker wants that.

Two thirds of financial intelligence units ask for feedback that they do not get; without it nobody
knows which hits were worth the work. Only a code travels.
"""

from dataclasses import dataclass, replace
from functools import partial

from node.desk import Desk, label_of, unclaimed
from node.domain.alert import Alert, AlertMoveError, AlertState, Direction
from node.domain.deadline import Clock
from node.domain.errors import JustificationError
from node.domain.followup import SAME, FollowUp
from node.domain.journal import Event
from node.domain.notice import About, Feedback, Notice, not_awaited
from node.domain.peer import Peer
from node.noticebook import NoticeBook
from node.store.labels import LabelSource
from node.store.schema_alert import alert as table


@dataclass(frozen=True, slots=True)
class Noted:
    """An outcome as it was kept, and whether the owner is told."""

    alert: Alert
    is_told: bool


class Outcomes:
    """Keeps outcomes of hits on both sides; threads may share it."""

    def __init__(self, desk: Desk, *, book: NoticeBook, tells: bool) -> None:
        """Keep where alerts are, how peers are told, and whether they are by default."""
        self._desk = desk
        self._book = book
        self.tells = tells
        """Whether owners are told where an officer does not say."""

    def note(self, alert_id: str, code: str, *, officer: str, tell: bool | None = None) -> Noted:
        """Note what a peer's hit has led to; a later outcome replaces an earlier one.

        Args:
            alert_id: an outgoing alert.
            code: one of `FollowUp`.
            officer: who says so.
            tell: whether the owner is told; None as the settings say.

        Raises:
            JustificationError: There is no such outcome.
            AlertMoveError: The alert is an incoming one.
            AlertClaimedError: Another officer holds it.
        """
        if code not in set(FollowUp):
            raise JustificationError(
                "that is no outcome of a hit", hint=f"One of: {', '.join(FollowUp)}"
            )
        outcome, is_told = FollowUp(code), self.tells if tell is None else tell
        with self._desk.ledger.transaction():
            present = self._desk.alerts.get(alert_id)
            if present.direction is not Direction.OUTGOING:
                raise AlertMoveError(
                    "the outcome of an incoming alert is the asker's to say",
                    hint="Decide about it with: heliograph alert decide ID",
                )
            self._desk.require_free(present, officer)
            noted = self._noted(present, outcome)
            entry = self._desk.entry(Event.FOLLOW_UP, noted, officer=officer)
            dated = replace(entry, detail={**entry.detail, "outcome": outcome.value})
            stored = self._desk.alerts.change(alert_id, lambda _: noted, entry=dated)
            if is_told:
                about = _about(stored, outcome, officer=officer)
                self._book.post(stored.peer, Feedback(stored.reference, outcome.value), about=about)
        return Noted(stored, is_told)

    def heard(self, peer: Peer, notice: Notice) -> About:
        """Keep what a peer says became of a hit of ours; it teaches, and ends the clock.

        Raises:
            RefusedError: This peer was told no hit under that number, or the code is none.
        """
        if not isinstance(notice.body, Feedback) or notice.body.outcome not in set(FollowUp):
            raise not_awaited()
        outcome = FollowUp(notice.body.outcome)
        told = self._desk.alerts.chosen(
            table.c.direction == Direction.INCOMING,
            table.c.peer == peer.id,
            table.c.reference == notice.body.reference,
            table.c.told_at.is_not(None),
        )
        if not told:
            raise not_awaited()
        for alert in told:
            stored = self._desk.alerts.change(
                alert.id, partial(self._kept, outcome=outcome), entry=None
            )
            self._teach(stored, outcome)
        return _about(told[0], outcome, officer="node")

    def _noted(self, present: Alert, outcome: FollowUp) -> Alert:
        """Return the alert with its outcome; what both desks say moves it as a decision would."""
        kept = self._kept(unclaimed(present), outcome=outcome)
        if present.state in {AlertState.CONFIRMED, AlertState.DISMISSED}:
            return kept
        if outcome in SAME:
            return replace(kept, state=AlertState.CONFIRMED)
        return replace(kept, state=AlertState.DISMISSED) if _is_over(outcome) else kept

    def _kept(self, alert: Alert, *, outcome: FollowUp) -> Alert:
        work = replace(alert.work, outcome=outcome.value, outcome_at=self._desk.clock.now())
        if work.clock == Clock.CORE_DATA:
            work = replace(work, clock="", due_at=None)
        return replace(alert, work=work)

    def _teach(self, alert: Alert, outcome: FollowUp) -> None:
        if outcome not in SAME and outcome is not FollowUp.REJECTED:
            return
        named = replace(alert, work=replace(alert.work, reason=outcome.value))
        self._desk.labels.put(
            label_of(
                named,
                is_match=outcome in SAME,
                now=self._desk.clock.now(),
                source=LabelSource.FEEDBACK,
            )
        )


def _is_over(outcome: FollowUp) -> bool:
    return outcome in {FollowUp.REJECTED, FollowUp.NO_ACTION}


def _about(alert: Alert, outcome: FollowUp, *, officer: str) -> About:
    return About(
        officer,
        alert.query_id,
        alert.case_reference,
        (alert.entity_type,),
        {"alert": alert.id, "record_reference": alert.reference, "outcome": outcome.value},
    )
