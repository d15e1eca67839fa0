"""Hear of a hit that was no answer yet when the query was answered.

It must be about a subject of a query that this node has sent to that very peer; then the matrix
shows it, and an alert arises as it would have with the answer.
"""

import uuid
from dataclasses import dataclass

from node.domain.alert import Alert, AlertState, Direction, Zone
from node.domain.errors import NotFoundError
from node.domain.exchange import SubjectAnswer
from node.domain.notice import About, LateHit, Notice, not_awaited
from node.domain.peer import Peer
from node.domain.ports import Clock
from node.store.alerts import Alerts
from node.store.latehits import LateHits
from node.store.queries import OutgoingQuery, Queries


@dataclass(frozen=True, slots=True)
class LateHitDesk:
    """Takes late hits of peers; `heard` is the handler of such notices."""

    queries: Queries
    alerts: Alerts
    cells: LateHits
    clock: Clock

    def heard(self, peer: Peer, notice: Notice) -> About:
        """Show a late hit where its subject is shown, and raise the alert.

        Raises:
            RefusedError: This node has sent the peer no such query.
        """
        if not isinstance(notice.body, LateHit):
            raise not_awaited()
        query_id, told = notice.body.query_id, notice.body.told
        query, subject = self._asked(peer, query_id, number=told.number)
        self.cells.turn(query, subject, told=told)
        self.alerts.add([self._alert(query, told)], entry=None)
        return About(
            query.officer,
            query_id,
            query.case_reference,
            (query.entity_type,),
            {
                "record_reference": told.reference,
                "band": str(told.band),
                "handling": str(told.handling),
            },
        )

    def _asked(self, peer: Peer, query_id: str, *, number: int) -> tuple[OutgoingQuery, str]:
        try:
            query = self.queries.get(query_id)
            subject = self.queries.subject(query_id, number)
        except NotFoundError as error:
            raise not_awaited() from error
        if query.peer != peer.id:
            raise not_awaited()
        return query, subject

    def _alert(self, query: OutgoingQuery, told: SubjectAnswer) -> Alert:
        return Alert(
            str(uuid.uuid4()),
            Direction.OUTGOING,
            AlertState.OPEN,
            Zone.HIT,
            told.band,
            query.peer,
            query.entity_type,
            query.id,
            told.number,
            query.case_reference,
            told.reference,
            told.contact_point,
            told.model,
            "",
            self.clock.now(),
        )
