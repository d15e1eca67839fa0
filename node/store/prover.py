"""Prove that an entry is in the journal, and that one journal begins another.

Rule: roots of complete blocks never change once their entries are durable, so they are computed
once and remembered; a proof then reads a few hundred rows however long the journal is.
"""

from sqlalchemy import select

from node.domain import merkle
from node.domain.errors import NotFoundError
from node.store.ledger import Ledger
from node.store.schema import journal_entry

BLOCK = 256
"""Leaves of the smallest remembered subtree: 64 bytes are remembered for each."""


class Prover:
    """Computes proofs over what is durable; call it outside a transaction."""

    def __init__(self, ledger: Ledger) -> None:
        """Read from that ledger; nothing is remembered yet."""
        self._ledger = ledger
        self._known: dict[tuple[int, int], bytes] = {}

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """Prove that the entry is in the journal of that size.

        Raises:
            NotFoundError: The journal of that size has no such entry, or never had that size.
        """
        try:
            return merkle.inclusion_proof(self._root, index, size=size)
        except ValueError as error:
            raise NotFoundError(f"the journal has no entry {index}") from error

    def consistency(self, old: int, new: int) -> list[bytes]:
        """Prove that the journal of the new size begins with that of the old size.

        Raises:
            NotFoundError: The journal never had such sizes.
        """
        try:
            return merkle.consistency_proof(self._root, old, size=new)
        except ValueError as error:
            raise NotFoundError("there is no proof between these sizes") from error

    def _root(self, start: int, stop: int) -> bytes:
        size = stop - start
        if (start, stop) in self._known:
            return self._known[start, stop]
        if size <= BLOCK:
            found = merkle.root(self._leaves(start, stop))
        else:
            middle = start + merkle.split(size)
            found = merkle.node_hash(self._root(start, middle), self._root(middle, stop))
        if size >= BLOCK and size & (size - 1) == 0:
            self._known[start, stop] = found
        return found

    def _leaves(self, start: int, stop: int) -> list[bytes]:
        wanted = (
            select(journal_entry.c.leaf)
            .where(journal_entry.c.position >= start, journal_entry.c.position < stop)
            .order_by(journal_entry.c.position)
        )
        with self._ledger.reading() as connection:
            leaves = list(connection.scalars(wanted))
        if len(leaves) != stop - start:
            raise NotFoundError(f"the journal never had {stop} entries")
        return leaves
