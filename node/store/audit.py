"""Recompute the journal from its contents and compare it with everything that was signed.

It finds any change to what was written, and any head that does not fit.
It cannot find that the newest entries were cut off together with their heads: the heads that peers
hold do that (`Heads.kept_of`, and the receipts).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Column, Connection, Row, select

from node.domain import merkle
from node.domain.checkpoint import Checkpoint, NoteSigner, Verify, open_note, parse
from node.domain.errors import CheckpointError, JournalError
from node.domain.journal import AuditReport, Event, from_canonical
from node.domain.merkle import Tree
from node.store.journal import erasure_digest, read_tree
from node.store.ledger import Ledger
from node.store.schema import journal_entry, journal_head

Progress = Callable[[int, int], None]
"""Called with entries done and entries in all."""

_CHUNK = 1000


def verify_journal(
    ledger: Ledger, signer: NoteSigner, *, verify: Verify, progress: Progress | None = None
) -> AuditReport:
    """Check every entry, tombstone and head; stop at the first that is wrong.

    Raises:
        LedgerError: The ledger cannot be read.
    """
    with ledger.reading() as connection:
        return _Audit(connection, signer, verify=verify).run(progress)


class _FaultError(Exception):
    """The audit has found what is wrong, and where."""

    def __init__(self, sentence: str, index: int | None) -> None:
        super().__init__(sentence)
        self.index = index


@dataclass(slots=True)
class _Erasure:
    """Tombstones that name one entry, and what that entry says of them."""

    positions: list[int] = field(default_factory=list)
    claimed: tuple[object, object] | None = None


class _Audit:
    """One pass over the journal; holds what the pass knows so far."""

    def __init__(self, connection: Connection, signer: NoteSigner, *, verify: Verify) -> None:
        self._connection = connection
        self._signer = signer
        self._verify = verify
        self._tree = Tree()
        self._erasures: dict[int, _Erasure] = {}
        self._tombstones = 0
        self._heads = 0

    def run(self, progress: Progress | None) -> AuditReport:
        try:
            self._check_all(progress)
        except _FaultError as fault:
            return self._report(str(fault), fault.index)
        return self._report("", None)

    def _report(self, fault: str, index: int | None) -> AuditReport:
        return AuditReport(
            entries=self._tree.size,
            root=self._tree.root(),
            tombstones=self._tombstones,
            heads=self._heads,
            first_bad=index,
            fault=fault,
        )

    def _check_all(self, progress: Progress | None) -> None:
        stored = self._stored_tree()
        heads = self._each(journal_head.c.size)
        head = self._check_heads(heads, next(heads, None))
        for row in self._each(journal_entry.c.position):
            self._check_entry(row)
            head = self._check_heads(heads, head)
            if progress is not None and self._tree.size % _CHUNK == 0:
                progress(self._tree.size, stored.size)
        if head is not None:
            raise _FaultError("a signed head covers entries that are missing", self._tree.size)
        if stored != self._tree:
            raise _FaultError("the tree beside the entries is another one", self._tree.size)
        self._check_erasures()
        if progress is not None:
            progress(self._tree.size, stored.size)

    def _stored_tree(self) -> Tree:
        try:
            return read_tree(self._connection)
        except JournalError as error:
            raise _FaultError(str(error), None) from error

    def _each(self, key: Column[int]) -> Iterator[Row[tuple[object, ...]]]:
        """Yield the rows of the key's table in its order; a journal may not fit into memory."""
        next_rows = select(key.table).order_by(key).limit(_CHUNK)
        last = -1
        while rows := self._connection.execute(next_rows.where(key > last)).all():
            yield from rows
            last = getattr(rows[-1], key.name)

    def _check_entry(self, row: Row[tuple[object, ...]]) -> None:
        position = self._tree.size
        if row.position != position:
            raise _FaultError(f"entry {position} is missing", position)
        if row.content is None:
            self._note_tombstone(row)
        else:
            self._check_content(row)
        self._tree = self._tree.append(row.leaf)

    def _check_content(self, row: Row[tuple[object, ...]]) -> None:
        if merkle.leaf_hash(row.content) != row.leaf:
            raise _FaultError(f"entry {row.position} is not what was written", row.position)
        try:
            entry = from_canonical(row.content)
        except ValueError as error:
            raise _FaultError(f"entry {row.position} cannot be read", row.position) from error
        if entry.event is Event.ERASE:
            erasure = self._erasures.setdefault(row.position, _Erasure())
            erasure.claimed = (entry.detail.get("count"), entry.detail.get("digest"))

    def _note_tombstone(self, row: Row[tuple[object, ...]]) -> None:
        if row.erased_by is None:
            raise _FaultError(f"nobody vouches for erased entry {row.position}", row.position)
        self._tombstones += 1
        self._erasures.setdefault(row.erased_by, _Erasure()).positions.append(row.position)

    def _check_erasures(self) -> None:
        for position, erasure in self._erasures.items():
            found = (len(erasure.positions), erasure_digest(erasure.positions))
            if erasure.claimed != found:
                raise _FaultError(f"entry {position} does not vouch for what is erased", position)

    def _check_heads(
        self, heads: Iterator[Row[tuple[object, ...]]], head: Row[tuple[object, ...]] | None
    ) -> Row[tuple[object, ...]] | None:
        """Check the heads of the present size; return the next one of a later size."""
        while head is not None and head.size <= self._tree.size:
            if (head.root, self._signed(head)) != (
                self._tree.root(),
                Checkpoint(self._signer.name, self._tree.size, self._tree.root()),
            ):
                raise _FaultError(
                    f"the signed head of size {head.size} is of another journal",
                    max(head.size - 1, 0),
                )
            self._heads += 1
            head = next(heads, None)
        return head

    def _signed(self, head: Row[tuple[object, ...]]) -> Checkpoint | None:
        try:
            return parse(
                open_note(
                    head.note,
                    name=self._signer.name,
                    public_key=self._signer.public_key,
                    verify=self._verify,
                )
            )
        except CheckpointError:
            return None
