"""Keep what peers signed: their journal heads and the receipts of exchanges, as evidence."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import structlog
from sqlalchemy import Connection, Row, func, insert, select

from node.domain.checkpoint import Checkpoint, Verify, open_checkpoint
from node.domain.errors import CheckpointError
from node.domain.exchange import Receipt
from node.domain.journal import Entry, Event, Scalar
from node.domain.peer import DirectoryEntry, NodeId
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema import peer_head, receipt

log = structlog.get_logger()


class ReceiptDirection(StrEnum):
    """Who signed a receipt."""

    GIVEN = "given"
    """We answered, and signed."""
    RECEIVED = "received"
    """The peer answered, and signed."""


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """One receipt with what it is about."""

    direction: ReceiptDirection
    peer: NodeId
    query_id: str
    receipt: Receipt
    kept_at: datetime


class Heads:
    """What peers said of their journals, and what both sides signed."""

    def __init__(self, ledger: Ledger, verify: Verify) -> None:
        """Keep it in that ledger; check signatures with the function given."""
        self._ledger = ledger
        self._verify = verify

    def keep_head(self, peer: DirectoryEntry, note: str, *, now: datetime) -> Checkpoint:
        """Check and keep a head that a peer sent; one seen before is kept once.

        Two heads of one size prove that the peer has rewritten its journal. Both are kept, an alarm
        is journalled, and the error is raised after that is durable, so call this outside a
        transaction.

        Raises:
            CheckpointError: The note is malformed or not signed by the peer, or contradicts one
                that was kept.
        """
        head = open_checkpoint(
            note, node=peer.id, public_key=peer.identity_key, verify=self._verify
        )
        with self._ledger.transaction() as connection:
            roots = _roots(connection, peer.id, size=head.size)
            if head.root not in roots:
                connection.execute(
                    insert(peer_head).values(
                        peer=peer.id, size=head.size, root=head.root, note=note, received_at=now
                    )
                )
                if roots:
                    alarm(connection, peer.id, size=head.size, reason="two-heads", now=now)
        if roots - {head.root}:
            raise CheckpointError(
                f"{peer.id} has signed two different journals of {head.size} entries"
            )
        return head

    def kept_of(self, peer: NodeId) -> list[str]:
        """Return the signed heads kept of a peer, smallest first; its auditor asks for them."""
        wanted = select(peer_head.c.note).where(peer_head.c.peer == peer).order_by(peer_head.c.size)
        with self._ledger.reading() as connection:
            return list(connection.scalars(wanted))

    def contradictions(self) -> list[tuple[NodeId, int]]:
        """Return the peers that signed two journals of one size, with those sizes."""
        wanted = (
            select(peer_head.c.peer, peer_head.c.size)
            .group_by(peer_head.c.peer, peer_head.c.size)
            .having(func.count() > 1)
            .order_by(peer_head.c.peer, peer_head.c.size)
        )
        with self._ledger.reading() as connection:
            return [(NodeId(row.peer), row.size) for row in connection.execute(wanted)]

    def keep_receipt(self, kept: KeptReceipt) -> None:
        """Keep a receipt; the same one again changes nothing."""
        with self._ledger.transaction() as connection:
            known = connection.scalar(
                select(receipt.c.kept_at).where(
                    receipt.c.direction == kept.direction,
                    receipt.c.query_hash == kept.receipt.query_hash,
                )
            )
            if known is None:
                connection.execute(insert(receipt).values(**_receipt_columns(kept)))

    def receipts(self, query_id: str) -> list[KeptReceipt]:
        """Return the receipts about one query, oldest first."""
        wanted = select(receipt).where(receipt.c.query_id == query_id).order_by(receipt.c.kept_at)
        with self._ledger.reading() as connection:
            return [receipt_of(row) for row in connection.execute(wanted)]


def alarm(connection: Connection, peer: NodeId, *, size: int, reason: str, now: datetime) -> None:
    """Journal and log that a peer's journal is not what it signed before."""
    detail: dict[str, Scalar] = {"checkpoint_size": size, "reason": reason}
    append(connection, Entry(Event.ALARM, now, officer="node", peer=peer, detail=detail))
    log.error("peer contradicted its journal", peer=peer, count=size, detail=reason)


def _roots(connection: Connection, peer: NodeId, *, size: int) -> set[bytes]:
    wanted = select(peer_head.c.root).where(peer_head.c.peer == peer, peer_head.c.size == size)
    return set(connection.scalars(wanted))


def _receipt_columns(kept: KeptReceipt) -> dict[str, object]:
    return {
        "direction": kept.direction,
        "query_hash": kept.receipt.query_hash,
        "peer": kept.peer,
        "query_id": kept.query_id,
        "answer_hash": kept.receipt.answer_hash,
        "checkpoint": kept.receipt.checkpoint,
        "signature": kept.receipt.signature,
        "kept_at": kept.kept_at,
    }


def receipt_of(row: Row[tuple[object, ...]]) -> KeptReceipt:
    """Read a receipt from its row."""
    signed = Receipt(row.query_hash, row.answer_hash, row.checkpoint, row.signature)
    return KeptReceipt(
        ReceiptDirection(row.direction), NodeId(row.peer), row.query_id, signed, row.kept_at
    )
