"""Cosign the heads of peers, and keep what they cosigned of ours.

Rules (https://c2sp.org/tlog-witness):
- A head is cosigned only with proof that it continues the one cosigned before; the first is taken
  on trust.
- What was cosigned is durable before the cosignature leaves.
- A peer whose proof fails, or that signs two journals of one size, is journalled as an alarm.
"""

from datetime import datetime

import structlog
from sqlalchemy import Connection, func, insert, select, update

from node.domain.checkpoint import Checkpoint, NoteSigner, Verify
from node.domain.cosignature import (
    Submission,
    cosign,
    cosigned,
    read_cosigned,
    read_submission,
    verify_cosignature,
    witness_of,
)
from node.domain.errors import CheckpointError
from node.domain.merkle import verify_consistency
from node.domain.peer import DirectoryEntry, NodeId
from node.store.heads import Heads, alarm
from node.store.journal import Journal
from node.store.ledger import Ledger
from node.store.schema import cosignature, journal_head, peer_head

log = structlog.get_logger()


class Witness:
    """Both sides of cosigning, for one node."""

    def __init__(
        self, ledger: Ledger, heads: Heads, *, journal: Journal, signer: NoteSigner, verify: Verify
    ) -> None:
        """Keep the stores, and sign as the witness that this node is."""
        self._ledger = ledger
        self._heads = heads
        self._journal = journal
        self._signer = signer
        self._verify = verify

    def submission(self, peer: NodeId) -> str:
        """Return this journal's head as that peer can cosign it; call it outside a transaction.

        Raises:
            JournalError: The tree is damaged, or another head was signed for this size.
        """
        note = self._journal.head()
        size = int(note.split("\n")[1])
        with self._ledger.reading() as connection:
            known = connection.scalar(
                select(func.max(cosignature.c.size)).where(
                    cosignature.c.peer == peer, cosignature.c.size <= size
                )
            )
        proof = self._journal.consistency_proof(known, size) if known else []
        return Submission(note, known or 0, tuple(proof)).text()

    def cosign(self, peer: DirectoryEntry, text: str, *, now: datetime) -> str:
        """Keep a submitted head; return what has been cosigned, with a line if this one could be.

        Raises:
            CheckpointError: It is malformed, not signed by the peer, or contradicts one that was
                kept.
        """
        submitted = read_submission(text)
        head = self._heads.keep_head(peer, submitted.note, now=now)
        with self._ledger.transaction() as connection:
            last = _last_cosigned(connection, peer.id)
            if submitted.old != last[0] or head.size < last[0] or not head.size:
                return cosigned(last[0])
            if last[0] and not verify_consistency(
                last, (head.size, head.root), proof=submitted.proof
            ):
                alarm(connection, peer.id, size=head.size, reason="no-consistency", now=now)
                return cosigned(last[0])
            _mark(connection, peer.id, head=head, now=now)
        return cosigned(head.size, [cosign(head.text(), self._signer, at=now)])

    def keep(self, peer: DirectoryEntry, told: str, *, now: datetime) -> None:
        """Keep what a peer said of a submitted head; what does not verify is logged and dropped."""
        if not told:
            return
        try:
            size, line = read_cosigned(told)
            with self._ledger.transaction() as connection:
                self._keep(connection, peer, size=size, line=line, now=now)
        except CheckpointError as error:
            log.warning("cosignature dropped", peer=peer.id, error=error.code)

    def lines(self, size: int) -> list[tuple[NodeId, str]]:
        """Return who has cosigned this journal's head of that size, with the lines."""
        wanted = select(cosignature.c.peer, cosignature.c.line).where(
            cosignature.c.size == size, cosignature.c.line != ""
        )
        with self._ledger.reading() as connection:
            return [(NodeId(row.peer), row.line) for row in connection.execute(wanted)]

    def newest(self) -> dict[NodeId, int]:
        """Return the size of the largest head that each peer has cosigned."""
        wanted = (
            select(cosignature.c.peer, func.max(cosignature.c.size).label("size"))
            .where(cosignature.c.line != "")
            .group_by(cosignature.c.peer)
        )
        with self._ledger.reading() as connection:
            return {NodeId(row.peer): row.size for row in connection.execute(wanted)}

    def _keep(
        self,
        connection: Connection,
        peer: DirectoryEntry,
        *,
        size: int,
        line: str,
        now: datetime,
    ) -> None:
        root = connection.scalar(select(journal_head.c.root).where(journal_head.c.size == size))
        if size == 0:
            return
        if root is None:
            raise CheckpointError("the peer has cosigned a head that this journal never had")
        if line:
            self._require_valid(peer, Checkpoint(self._journal.origin, size, root), line=line)
        this = (cosignature.c.peer == peer.id) & (cosignature.c.size == size)
        known = connection.scalar(select(cosignature.c.line).where(this))
        if known is None:
            connection.execute(
                insert(cosignature).values(peer=peer.id, size=size, line=line, received_at=now)
            )
        elif line and not known:
            connection.execute(update(cosignature).where(this).values(line=line))

    def _require_valid(self, peer: DirectoryEntry, head: Checkpoint, *, line: str) -> None:
        verify_cosignature(
            line,
            head.text(),
            name=witness_of(peer.id),
            public_key=peer.identity_key,
            verify=self._verify,
        )


def _last_cosigned(connection: Connection, peer: NodeId) -> tuple[int, bytes]:
    """Return size and root of the largest head of the peer that was cosigned; size 0 if none."""
    wanted = (
        select(peer_head.c.size, peer_head.c.root)
        .where(peer_head.c.peer == peer, peer_head.c.cosigned_at.is_not(None))
        .order_by(peer_head.c.size.desc())
        .limit(1)
    )
    row = connection.execute(wanted).one_or_none()
    return (row.size, row.root) if row else (0, b"")


def _mark(connection: Connection, peer: NodeId, *, head: Checkpoint, now: datetime) -> None:
    connection.execute(
        update(peer_head)
        .where(
            peer_head.c.peer == peer,
            peer_head.c.size == head.size,
            peer_head.c.root == head.root,
            peer_head.c.cosigned_at.is_(None),
        )
        .values(cosigned_at=now)
    )
