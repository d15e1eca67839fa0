"""Hear what peers say about standing queries: that one is over, that another agency asks too."""

from dataclasses import dataclass

from node.domain.errors import NotFoundError
from node.domain.journal import Event
from node.domain.notice import About, Notice, Overlap, WithdrawalCause, Withdrawn, not_awaited
from node.domain.peer import Peer
from node.domain.ports import Clock
from node.domain.standing import StandingQuery, StandingState
from node.overlap import overlap_alert
from node.standingbook import StandingBook
from node.store.alerts import Alerts
from node.store.standing import StandingQueries


@dataclass(frozen=True, slots=True)
class StandingDesk:
    """Takes notices about standing queries, ours at a peer and a peer's here."""

    standing: StandingQueries
    book: StandingBook
    alerts: Alerts
    clock: Clock

    def withdrawn(self, peer: Peer, notice: Notice) -> About:
        """End a standing query: the peer's that we hold, or ours that it holds.

        One that has ended already, or never was, is ended all the same: it costs nobody anything
        and tells nothing.

        Raises:
            RefusedError: The notice is of another kind.
        """
        if not isinstance(notice.body, Withdrawn):
            raise not_awaited()
        query_id = notice.body.query_id
        held = self.book.held.get(peer.id, query_id)
        if held is not None:
            entry = self.book.entry(
                Event.STAND_IN, held, action=str(notice.body.cause), count=held.subjects
            )
            self.book.held.remove(peer.id, query_id, entry=entry)
            return About(held.officer, query_id, held.case_reference, (held.entity_type,))
        if notice.body.cause is WithdrawalCause.CANCELLED:
            return self._cancelled(peer, query_id)
        return About(query_id=query_id)

    def overlap(self, peer: Peer, notice: Notice) -> About:
        """Show the officer who else asks about a subject.

        Raises:
            RefusedError: No query of ours stands with that peer that has opted in.
        """
        body = notice.body
        if not isinstance(body, Overlap):
            raise not_awaited()
        standing = self._ours(peer, body.query_id)
        if standing is None or not standing.overlap or body.number >= len(standing.subjects):
            raise not_awaited()
        about = About(
            standing.officer,
            standing.id,
            standing.case_reference,
            (standing.entity_type,),
            {"record_reference": body.reference},
        )
        alert = overlap_alert(
            body,
            told_by=peer.id,
            about=about,
            subject=standing.subjects[body.number],
            now=self.clock.now(),
        )
        self.alerts.add([alert], entry=None)
        return about

    def _cancelled(self, peer: Peer, query_id: str) -> About:
        standing = self._ours(peer, query_id)
        if standing is None:
            return About(query_id=query_id)
        now = self.clock.now()
        self.standing.end(query_id, StandingState.CANCELLED, now=now, entry=None)
        return About(standing.officer, query_id, standing.case_reference, (standing.entity_type,))

    def _ours(self, peer: Peer, query_id: str) -> StandingQuery | None:
        """Return a query of ours that this very peer keeps, if it does."""
        try:
            standing = self.standing.get(query_id)
        except NotFoundError:
            return None
        return standing if standing.peer == peer.id else None
