"""Queries in both directions, so that asking or answering twice is the same as once.

A query is written before it leaves: after a crash the node knows whom it may have asked.
Of a peer's query only a hash is kept, and the closed answer that was given; never its pseudonyms.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Row, delete, insert, select, update

from matching.subject import EntityType
from node.domain.errors import EnvelopeError, EnvelopeFault, NotFoundError
from node.domain.journal import Entry
from node.domain.peer import NodeId
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema import incoming_query, outgoing_query
from node.store.schema_notice import outgoing_subject


class QueryState(StrEnum):
    """Where a query of ours stands."""

    SENT = "sent"
    ANSWERED = "answered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class OutgoingQuery:
    """One query of ours to one peer about subjects of one entity type."""

    id: str
    request_id: str
    """The operator's id of the request; a repeated request finds the same queries."""
    peer: NodeId
    case_reference: str
    entity_type: EntityType
    officer: str
    sent_at: datetime
    state: QueryState = QueryState.SENT
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnsweredQuery:
    """One query of a peer that was answered."""

    peer: NodeId
    id: str
    content_hash: bytes
    """SHA-256 of the query's payload, the same whenever it is sent again."""
    answered_at: datetime
    expires_at: datetime
    answer: bytes = field(repr=False)
    """The answer as serialised, without receipt."""


class Queries:
    """The queries that this node has asked and answered."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def send(
        self, query: OutgoingQuery, *, entry: Entry, subjects: Sequence[str] = ()
    ) -> OutgoingQuery:
        """Write a query that is about to leave; return the one of before if it was asked already.

        `subjects` are the officer's own numbers of its subjects, in the order asked: by them a hit
        that comes late finds its place.

        When the request has a query to that peer and entity type, nothing is written: the caller
        sends again under the id that is returned.
        """
        with self._ledger.transaction() as connection:
            row = connection.execute(
                select(outgoing_query).where(
                    outgoing_query.c.request_id == query.request_id,
                    outgoing_query.c.peer == query.peer,
                    outgoing_query.c.entity_type == query.entity_type,
                )
            ).one_or_none()
            if row is not None:
                return _outgoing(row)
            connection.execute(insert(outgoing_query).values(**_outgoing_columns(query)))
            rows = [
                {"query_id": query.id, "number": number, "subject": subject}
                for number, subject in enumerate(subjects)
            ]
            if rows:
                connection.execute(insert(outgoing_subject), rows)
            append(connection, entry)
        return query

    def settle(
        self, query_id: str, state: QueryState, *, settled_at: datetime, entry: Entry
    ) -> None:
        """Write that a query was answered or has failed; a failed one may be answered later.

        Raises:
            NotFoundError: There is no such query without an answer.
        """
        with self._ledger.transaction() as connection:
            settled = connection.execute(
                update(outgoing_query)
                .where(
                    outgoing_query.c.id == query_id,
                    outgoing_query.c.state != QueryState.ANSWERED,
                )
                .values(state=state, settled_at=settled_at)
            )
            if not settled.rowcount:
                raise NotFoundError("there is no such query without an answer")
            append(connection, entry)

    def get(self, query_id: str) -> OutgoingQuery:
        """Return one query of ours.

        Raises:
            NotFoundError: There is none of this id.
        """
        wanted = select(outgoing_query).where(outgoing_query.c.id == query_id)
        with self._ledger.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise NotFoundError("there is no query of this id", hint="See: heliograph query list")
        return _outgoing(row)

    def subject(self, query_id: str, number: int) -> str:
        """Return the officer's own number of a subject of a query of ours.

        Raises:
            NotFoundError: The query has no such subject.
        """
        wanted = select(outgoing_subject.c.subject).where(
            outgoing_subject.c.query_id == query_id, outgoing_subject.c.number == number
        )
        with self._ledger.reading() as connection:
            subject = connection.scalar(wanted)
        if subject is None:
            raise NotFoundError("the query has no such subject")
        return str(subject)

    def of_request(self, request_id: str) -> list[OutgoingQuery]:
        """Return the queries of one request, by peer and entity type; none if it is new."""
        wanted = (
            select(outgoing_query)
            .where(outgoing_query.c.request_id == request_id)
            .order_by(outgoing_query.c.peer, outgoing_query.c.entity_type)
        )
        with self._ledger.reading() as connection:
            return [_outgoing(row) for row in connection.execute(wanted)]

    def recent(self, limit: int = 50) -> list[OutgoingQuery]:
        """Return the latest queries of ours, newest first."""
        wanted = select(outgoing_query).order_by(
            outgoing_query.c.sent_at.desc(), outgoing_query.c.id.desc()
        )
        with self._ledger.reading() as connection:
            return [_outgoing(row) for row in connection.execute(wanted.limit(limit))]

    def answer_times(self, since: datetime, until: datetime) -> list[tuple[NodeId, float]]:
        """Return who answered after how many seconds, of the queries sent in a period."""
        wanted = select(
            outgoing_query.c.peer, outgoing_query.c.sent_at, outgoing_query.c.settled_at
        ).where(
            outgoing_query.c.state == QueryState.ANSWERED,
            outgoing_query.c.sent_at >= since,
            outgoing_query.c.sent_at < until,
        )
        with self._ledger.reading() as connection:
            return [
                (NodeId(row.peer), (row.settled_at - row.sent_at).total_seconds())
                for row in connection.execute(wanted)
            ]

    def answer_given(self, peer: NodeId, query_id: str, *, content_hash: bytes) -> bytes | None:
        """Return the answer that this very query of a peer was given, if it was.

        Raises:
            EnvelopeError: The peer used the id for another query.
        """
        wanted = select(incoming_query).where(
            incoming_query.c.peer == peer, incoming_query.c.id == query_id
        )
        with self._ledger.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        if not hmac.compare_digest(row.content_hash, content_hash):
            raise EnvelopeError(EnvelopeFault.REPLAY, "a query id was used for two queries")
        return bytes(row.answer)

    def keep_answer(self, answered: AnsweredQuery, *, entry: Entry) -> None:
        """Write the answer to a peer's query, before it leaves.

        Raises:
            LedgerError: The query has an answer already.
        """
        with self._ledger.transaction() as connection:
            connection.execute(
                insert(incoming_query).values(
                    peer=answered.peer,
                    id=answered.id,
                    content_hash=answered.content_hash,
                    answer=answered.answer,
                    answered_at=answered.answered_at,
                    expires_at=answered.expires_at,
                )
            )
            append(connection, entry)

    def forget_answers(self, now: datetime) -> int:
        """Delete answers that have expired; return how many."""
        with self._ledger.transaction() as connection:
            gone = connection.execute(
                delete(incoming_query).where(incoming_query.c.expires_at <= now)
            )
            return gone.rowcount


def _outgoing_columns(query: OutgoingQuery) -> dict[str, object]:
    return {column.name: getattr(query, column.name) for column in outgoing_query.columns}


def _outgoing(row: Row[tuple[object, ...]]) -> OutgoingQuery:
    return OutgoingQuery(
        id=row.id,
        request_id=row.request_id,
        peer=NodeId(row.peer),
        case_reference=row.case_reference,
        entity_type=EntityType(row.entity_type),
        officer=row.officer,
        sent_at=row.sent_at,
        state=QueryState(row.state),
        settled_at=row.settled_at,
    )
