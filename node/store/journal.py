"""Append to the journal, sign its heads, read it, and erase what has been kept long enough.

Rules:
- An entry is durable when the transaction that appended it has ended; only then may its
  consequence leave the node.
- Leaf hashes and positions stay for ever. Contents go when their time has come, and an entry of its
  own vouches for which.
- A head is signed inside the transaction, so no head exists for entries that were rolled back.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from nacl.utils import random
from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from node.domain import merkle
from node.domain.checkpoint import Checkpoint, NoteSigner, sign_note
from node.domain.errors import JournalError, NotFoundError
from node.domain.journal import SALT_BYTES, Entry, Event, Recorded, canonical, from_canonical
from node.domain.merkle import HASH_BYTES, Tree
from node.store.ledger import Ledger
from node.store.prover import Prover
from node.store.schema import journal_entry, journal_head, journal_tree

_POSITION_BYTES = 8


def append(connection: Connection, entry: Entry) -> int:
    """Append an entry inside a transaction; return its index.

    Raises:
        JournalError: The tree beside the entries is damaged; nothing may be appended to it.
    """
    tree = read_tree(connection)
    content = canonical(entry, random(SALT_BYTES))
    leaf = merkle.leaf_hash(content)
    connection.execute(
        insert(journal_entry).values(
            position=tree.size,
            leaf=leaf,
            content=content,
            retention_until=entry.retention_until,
            legal_hold="",
        )
    )
    grown = tree.append(leaf)
    connection.execute(
        update(journal_tree).values(size=grown.size, frontier=b"".join(grown.frontier))
    )
    return tree.size


def read_tree(connection: Connection) -> Tree:
    """Read the tree as it was left by the last append.

    Raises:
        JournalError: What is stored is no tree.
    """
    row = connection.execute(select(journal_tree)).one()
    hashes = range(0, len(row.frontier) + 1, HASH_BYTES)
    try:
        return Tree(row.size, tuple(row.frontier[a:b] for a, b in pairwise(hashes)))
    except ValueError as error:
        raise JournalError("the journal's tree is damaged") from error


def erasure_digest(positions: Sequence[int]) -> str:
    """Return what an erasing entry says of the entries it erased: SHA-256 of their positions."""
    joined = b"".join(position.to_bytes(_POSITION_BYTES, "big") for position in positions)
    return hashlib.sha256(joined).hexdigest()


class Journal:
    """The journal of this node, with the identity that signs its heads."""

    def __init__(self, ledger: Ledger, signer: NoteSigner) -> None:
        """Keep the journal in that ledger and sign as the node."""
        self._ledger = ledger
        self._signer = signer
        self._prover = Prover(ledger)

    @property
    def origin(self) -> str:
        """The origin of this journal, the first line of its heads."""
        return self._signer.name

    def append(self, entry: Entry) -> int:
        """Append an entry; return its index.

        Raises:
            JournalError: The tree is damaged.
            LedgerError: It could not be written.
        """
        with self._ledger.transaction() as connection:
            return append(connection, entry)

    def head(self) -> str:
        """Return the signed head over everything appended so far; sign it the first time.

        Raises:
            JournalError: The tree is damaged, or another head was signed for this size.
        """
        with self._ledger.transaction() as connection:
            tree = read_tree(connection)
            signed = connection.execute(
                select(journal_head).where(journal_head.c.size == tree.size)
            ).one_or_none()
            if signed is None:
                return self._sign(connection, tree)
            if signed.root != tree.root():
                # Signing a second head would be the proof, in our own hand, of a rewritten journal.
                raise JournalError("the journal is not the one whose head was signed")
            return str(signed.note)

    def tail(self, count: int) -> list[Recorded]:
        """Return the last entries, oldest first."""
        newest = select(journal_entry).order_by(journal_entry.c.position.desc()).limit(count)
        with self._ledger.reading() as connection:
            return [_recorded(row) for row in reversed(connection.execute(newest).all())]

    def entries(self, start: int, stop: int) -> list[Recorded]:
        """Return the entries from one index up to, not including, another."""
        wanted = (
            select(journal_entry)
            .where(journal_entry.c.position >= start, journal_entry.c.position < stop)
            .order_by(journal_entry.c.position)
        )
        with self._ledger.reading() as connection:
            return [_recorded(row) for row in connection.execute(wanted)]

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """Prove that the entry is in the journal of that size.

        Raises:
            NotFoundError: The journal of that size has no such entry, or never had that size.
        """
        return self._prover.inclusion(index, size)

    def consistency_proof(self, old: int, new: int) -> list[bytes]:
        """Prove that the journal of the new size begins with that of the old size.

        Raises:
            NotFoundError: The journal never had such sizes.
        """
        return self._prover.consistency(old, new)

    def hold(self, index: int, procedure: str, *, entry: Entry) -> None:
        """Forbid (or with an empty name allow again) the erasure of an entry.

        Raises:
            NotFoundError: There is no such entry, or it is erased already.
        """
        with self._ledger.transaction() as connection:
            held = connection.execute(
                update(journal_entry)
                .where(journal_entry.c.position == index, journal_entry.c.content.is_not(None))
                .values(legal_hold=procedure)
            )
            if not held.rowcount:
                raise NotFoundError(f"the journal has no entry {index} to hold")
            append(connection, entry)

    def erase(self, before: date, entry: Entry) -> int:
        """Erase contents whose last day of keeping is before that day; return how many.

        The entry is completed with their number and the digest of their positions, and vouches for
        the tombstones; it is itself kept for ever. Nothing is appended when nothing is due.

        Raises:
            ValueError: The entry is no erasure, or has an end of its own.
        """
        if entry.event is not Event.ERASE or entry.retention_until is not None:
            raise ValueError("only an erasing entry that is kept vouches for tombstones")
        with self._ledger.transaction() as connection:
            positions = [row.position for row in connection.execute(_due(before))]
            if positions:
                self._bury(connection, positions, entry=entry)
            return len(positions)

    def _bury(self, connection: Connection, positions: list[int], *, entry: Entry) -> None:
        vouching = Entry(
            Event.ERASE,
            entry.time,
            officer=entry.officer,
            role=entry.role,
            detail={
                **entry.detail,
                "count": len(positions),
                "digest": erasure_digest(positions),
            },
        )
        index = append(connection, vouching)
        connection.execute(
            update(journal_entry)
            .where(journal_entry.c.position == bindparam("buried"))
            .values(content=None, erased_by=index),
            [{"buried": position} for position in positions],
        )

    def _sign(self, connection: Connection, tree: Tree) -> str:
        root = tree.root()
        note = sign_note(Checkpoint(self._signer.name, tree.size, root).text(), self._signer)
        connection.execute(insert(journal_head).values(size=tree.size, root=root, note=note))
        return note


def _due(before: date) -> Select[tuple[int]]:
    return (
        select(journal_entry.c.position)
        .where(
            journal_entry.c.retention_until < before,
            journal_entry.c.legal_hold == "",
            journal_entry.c.content.is_not(None),
        )
        .order_by(journal_entry.c.position)
    )


def _recorded(row: Row[tuple[object, ...]]) -> Recorded:
    try:
        entry = None if row.content is None else from_canonical(row.content)
    except ValueError as error:
        raise JournalError(f"entry {row.position} of the journal cannot be read") from error
    return Recorded(row.position, entry, row.erased_by, row.leaf, row.legal_hold)
