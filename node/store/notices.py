"""Notices in both directions: an outbox that survives everything, an inbox that knows them again.

A notice is written in the transaction of what caused it and stays until its peer has acknowledged
it; the peer keeps its id, so that being told twice is the same as being told once.
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, delete, insert, select, update

from node.domain.errors import EnvelopeError, EnvelopeFault
from node.domain.journal import Entry
from node.domain.notice import NoticeKind, NoticeState
from node.domain.peer import NodeId
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema_notice import incoming_notice, outgoing_notice


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One notice of ours and where it stands."""

    id: str
    peer: NodeId
    kind: NoticeKind
    case_reference: str
    written_at: datetime
    next_at: datetime
    sealed_body: bytes = field(default=b"", repr=False)
    attempts: int = 0
    state: NoticeState = NoticeState.WAITING
    settled_at: datetime | None = None
    error_code: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One notice of a peer that took effect here."""

    peer: NodeId
    id: str
    kind: NoticeKind
    content_hash: bytes
    """SHA-256 of the notice, the same whenever it is sent again."""
    case_reference: str
    received_at: datetime


class Notices:
    """The notices of this node and of its peers."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def post(self, notice: Outgoing, *, entry: Entry) -> None:
        """Write a notice that waits to be sent; joins the transaction of what caused it."""
        with self._ledger.transaction() as connection:
            connection.execute(insert(outgoing_notice).values(**_columns(notice)))
            append(connection, entry)

    def due(self, now: datetime) -> list[Outgoing]:
        """Return what may be sent now, oldest first."""
        wanted = (
            select(outgoing_notice)
            .where(outgoing_notice.c.state == NoticeState.WAITING, outgoing_notice.c.next_at <= now)
            .order_by(outgoing_notice.c.written_at, outgoing_notice.c.id)
        )
        with self._ledger.reading() as connection:
            return [_outgoing(row) for row in connection.execute(wanted)]

    def settle(
        self, notice_id: str, state: NoticeState, *, now: datetime, entry: Entry, error_code: str
    ) -> bool:
        """Write what came of a notice that waited, and drop its body; tell whether it waited."""
        with self._ledger.transaction() as connection:
            settled = connection.execute(
                update(outgoing_notice)
                .where(
                    outgoing_notice.c.id == notice_id,
                    outgoing_notice.c.state == NoticeState.WAITING,
                )
                .values(
                    state=state,
                    settled_at=now,
                    sealed_body=b"",
                    attempts=outgoing_notice.c.attempts + 1,
                    error_code=error_code,
                )
            )
            if settled.rowcount:
                append(connection, entry)
            return bool(settled.rowcount)

    def put_off(self, peer: NodeId, until: datetime, *, error_code: str) -> None:
        """Try nothing that waits for a peer again before that time: it cannot be reached."""
        with self._ledger.transaction() as connection:
            connection.execute(
                update(outgoing_notice)
                .where(
                    outgoing_notice.c.peer == peer,
                    outgoing_notice.c.state == NoticeState.WAITING,
                )
                .values(
                    next_at=until, attempts=outgoing_notice.c.attempts + 1, error_code=error_code
                )
            )

    def is_known(self, peer: NodeId, notice_id: str, *, content_hash: bytes) -> bool:
        """Whether this very notice of a peer took effect before.

        Raises:
            EnvelopeError: The peer used the id for another notice.
        """
        wanted = select(incoming_notice.c.content_hash).where(
            incoming_notice.c.peer == peer, incoming_notice.c.id == notice_id
        )
        with self._ledger.reading() as connection:
            known = connection.scalar(wanted)
        if known is None:
            return False
        if not hmac.compare_digest(known, content_hash):
            raise EnvelopeError(EnvelopeFault.REPLAY, "a notice id was used for two notices")
        return True

    def take(self, notice: Incoming, *, entry: Entry) -> None:
        """Write that a notice takes effect; joins the transaction of its effect."""
        with self._ledger.transaction() as connection:
            connection.execute(
                insert(incoming_notice).values(
                    peer=notice.peer,
                    id=notice.id,
                    kind=notice.kind,
                    content_hash=notice.content_hash,
                    case_reference=notice.case_reference,
                    received_at=notice.received_at,
                )
            )
            append(connection, entry)

    def sent(self, limit: int = 50) -> list[Outgoing]:
        """Return the latest notices of ours, newest first."""
        wanted = select(outgoing_notice).order_by(
            outgoing_notice.c.written_at.desc(), outgoing_notice.c.id
        )
        with self._ledger.reading() as connection:
            return [_outgoing(row) for row in connection.execute(wanted.limit(limit))]

    def received(self, limit: int = 50) -> list[Incoming]:
        """Return the latest notices of peers, newest first."""
        wanted = select(incoming_notice).order_by(
            incoming_notice.c.received_at.desc(), incoming_notice.c.id
        )
        with self._ledger.reading() as connection:
            return [_incoming(row) for row in connection.execute(wanted.limit(limit))]

    def forget(self, before: datetime) -> int:
        """Delete notices that were settled or received before that time; return how many."""
        with self._ledger.transaction() as connection:
            settled = connection.execute(
                delete(outgoing_notice).where(outgoing_notice.c.settled_at < before)
            )
            received = connection.execute(
                delete(incoming_notice).where(incoming_notice.c.received_at < before)
            )
            return settled.rowcount + received.rowcount


def _columns(notice: Outgoing) -> dict[str, object]:
    return {column.name: getattr(notice, column.name) for column in outgoing_notice.columns}


def _outgoing(row: Row[tuple[object, ...]]) -> Outgoing:
    return Outgoing(
        id=row.id,
        peer=NodeId(row.peer),
        kind=NoticeKind(row.kind),
        case_reference=row.case_reference,
        written_at=row.written_at,
        next_at=row.next_at,
        sealed_body=bytes(row.sealed_body),
        attempts=row.attempts,
        state=NoticeState(row.state),
        settled_at=row.settled_at,
        error_code=row.error_code,
    )


def _incoming(row: Row[tuple[object, ...]]) -> Incoming:
    return Incoming(
        peer=NodeId(row.peer),
        id=row.id,
        kind=NoticeKind(row.kind),
        content_hash=bytes(row.content_hash),
        case_reference=row.case_reference,
        received_at=row.received_at,
    )
