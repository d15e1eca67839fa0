"""Heed what peers take back: flag the hit, have an officer confirm within 48 hours, and say so.

Regulation (EU) 2024/982, Article 64(1)(m). What a peer says of a number that it never told is
refused; who has confirmed what is kept on both sides.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial

from node.desk import Desk, flagged
from node.domain.alert import Alert, AlertMoveError, Direction
from node.domain.deadline import Clock
from node.domain.errors import JustificationError, NotFoundError
from node.domain.journal import Entry, Event
from node.domain.notice import About, Notice, Retraction, RetractionAcknowledged, not_awaited
from node.domain.peer import Peer
from node.domain.retraction import LIFTED, Acknowledgement, Retracted
from node.noticebook import NoticeBook
from node.store.retractions import Retractions
from node.store.schema_alert import alert as table


class Heeder:
    """Takes retractions of peers, and their confirmations of ours; threads may share it."""

    def __init__(self, desk: Desk, retractions: Retractions, *, book: NoticeBook) -> None:
        """Keep where alerts and retractions are, and how peers are told."""
        self._desk = desk
        self._retractions = retractions
        self._book = book

    def heard(self, peer: Peer, notice: Notice) -> About:
        """Flag the hits of a number that a peer takes back; the clock of 48 hours begins.

        Raises:
            RefusedError: This node was told no hit under that number by this peer.
        """
        if not isinstance(notice.body, Retraction):
            raise not_awaited()
        body = notice.body
        hits = self._desk.alerts.chosen(
            table.c.direction == Direction.OUTGOING,
            table.c.peer == peer.id,
            table.c.reference == body.reference,
        )
        if not hits:
            raise not_awaited()
        now = self._desk.clock.now()
        retracted = _of(notice, hits[0], body=body, now=now)
        self._retractions.add(retracted)
        for hit in hits:
            self._desk.alerts.change(hit.id, partial(_taken_back, retracted), entry=None)
        return self._about(hits[0], retracted)

    def acknowledge(self, retraction_id: str, outcome: str, *, officer: str) -> Retracted:
        """Confirm to its owner what was done with something taken back.

        Raises:
            NotFoundError: No peer has said that.
            JustificationError: That is nothing one can have done.
            AlertMoveError: It is confirmed already.
        """
        if outcome not in set(Acknowledgement):
            known = ", ".join(Acknowledgement)
            raise JustificationError("say what was done", hint=f"One of: {known}")
        now = self._desk.clock.now()
        with self._desk.ledger.transaction():
            # Read inside, so that of two officers at once one alone confirms.
            found = self._retractions.get(Direction.INCOMING, retraction_id)
            if found.acknowledged_at is not None:
                raise AlertMoveError("this retraction is confirmed already")
            done = replace(found, acknowledged_at=now, acknowledged_by=officer, outcome=outcome)
            self._retractions.acknowledge(done)
            self._book.post(
                found.peer,
                RetractionAcknowledged(found.id, outcome),
                about=self._about(self._desk.alerts.get(found.alert_id), done, officer=officer),
            )
            self._desk.alerts.change(
                found.alert_id, _without_clock, entry=self._corrected(done, officer=officer)
            )
        return done

    def heard_acknowledged(self, peer: Peer, notice: Notice) -> About:
        """Write that a recipient has confirmed; its first word stands.

        Raises:
            RefusedError: We have taken back nothing of this id from this peer.
        """
        if not isinstance(notice.body, RetractionAcknowledged):
            raise not_awaited()
        try:
            found = self._retractions.get(Direction.OUTGOING, notice.body.notice_id)
        except NotFoundError as error:
            raise not_awaited() from error
        is_known = notice.body.outcome in set(Acknowledgement)
        if found.peer != peer.id or not is_known:
            raise not_awaited()
        now = self._desk.clock.now()
        done = replace(found, acknowledged_at=now, outcome=notice.body.outcome)
        if found.acknowledged_at is None:
            self._retractions.acknowledge(done)
        return self._about(self._desk.alerts.get(found.alert_id), done)

    def _about(self, alert: Alert, retracted: Retracted, *, officer: str = "node") -> About:
        detail = {
            "alert": alert.id,
            "record_reference": retracted.reference,
            "setting": str(retracted.change),
            "outcome": retracted.outcome,
        }
        return About(
            officer,
            alert.query_id,
            alert.case_reference,
            (alert.entity_type,),
            {name: value for name, value in detail.items() if value},
        )

    def _corrected(self, done: Retracted, *, officer: str) -> Entry:
        now = self._desk.clock.now()
        return Entry(
            Event.CORRECT,
            now,
            officer=officer,
            peer=done.peer,
            case_reference=done.case_reference,
            entity_types=(done.entity_type,),
            retention_until=(now + self._desk.kept).date(),
            detail={
                "action": "acknowledge",
                "alert": done.alert_id,
                "record_reference": done.reference,
                "setting": str(done.change),
                "outcome": done.outcome,
            },
        )


def _of(notice: Notice, alert: Alert, *, body: Retraction, now: datetime) -> Retracted:
    return Retracted(
        notice.id,
        Direction.INCOMING,
        alert.peer,
        alert.id,
        body.reference,
        alert.case_reference,
        alert.entity_type,
        body.change,
        LIFTED if body.sentence == LIFTED else "",
        now,
        "",
    )


def _taken_back(retracted: Retracted, hit: Alert) -> Alert:
    """Return a hit that was taken back: flagged, and under the clock of 48 hours."""
    marked = flagged(hit, retracted)
    work = replace(
        marked.work,
        clock=Clock.RETRACTION.value,
        due_at=retracted.due_at,
        escalated_at=None,
        reminded_at=None,
    )
    return replace(marked, work=work)


def _without_clock(alert: Alert) -> Alert:
    return replace(alert, work=replace(alert.work, clock="", due_at=None))
