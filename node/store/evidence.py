"""Read the journal and what belongs to it as it was written: for searching and for export."""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from node.domain.journal import Entry, Event, Recorded, from_canonical
from node.domain.peer import NodeId
from node.domain.selection import Selection
from node.store.heads import KeptReceipt, receipt_of
from node.store.ledger import Ledger
from node.store.schema import cosignature, journal_entry, journal_head, peer_head, receipt

_PAGE = 1000
_DISORDER = timedelta(hours=1)
"""By how much an entry may be older than the one before it: it is dated before it is appended."""

_CONTENTS = (
    select(journal_entry.c.position, journal_entry.c.content)
    .where(journal_entry.c.content.is_not(None))
    .order_by(journal_entry.c.position)
)


@dataclass(frozen=True, slots=True)
class Written:
    """One place of the journal in the bytes that the tree hashes."""

    index: int
    leaf: bytes
    content: bytes | None
    """Canonical entry with its salt; None once erased."""
    erased_by: int | None
    legal_hold: str


@dataclass(frozen=True, slots=True)
class PeerHead:
    """A signed head of a peer as it was received."""

    peer: NodeId
    note: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A peer's cosignature over a head of this journal."""

    peer: NodeId
    size: int
    line: str


class Evidence:
    """Reads; writes nothing."""

    def __init__(self, ledger: Ledger) -> None:
        """Read from that ledger."""
        self._ledger = ledger

    def search(self, wanted: Selection, *, limit: int) -> list[Recorded]:
        """Return the newest entries that are wanted, oldest first; erased ones are not found."""
        found: list[Recorded] = []
        for written in self._backwards():
            if written.content is None:
                continue
            entry = from_canonical(written.content)
            if wanted.covers(entry):
                found.append(
                    Recorded(written.index, entry, leaf=written.leaf, legal_hold=written.legal_hold)
                )
            if len(found) == limit or (wanted.since and entry.time < wanted.since - _DISORDER):
                break
        return found[::-1]

    def written(self, size: int) -> Iterator[Written]:
        """Yield the places of the journal of that size, in order."""
        last = -1
        while last < size - 1:
            wanted = (
                select(journal_entry)
                .where(journal_entry.c.position > last, journal_entry.c.position < size)
                .order_by(journal_entry.c.position)
                .limit(_PAGE)
            )
            rows = self._page(wanted)
            if not rows:
                return
            yield from rows
            last = rows[-1].index

    def between(
        self, since: datetime, until: datetime, *, events: Collection[Event]
    ) -> Iterator[Entry]:
        """Yield the entries of some events in a period, oldest first; erased ones are not found.

        Only what lies about the period is read, and of that only what may be wanted is understood:
        a year of a busy node is a million entries.
        """
        marked = re.compile(f'"event":"(?:{"|".join(map(re.escape, events))})"'.encode())
        first, end = self._place(since - _DISORDER), self._place(until + _DISORDER)
        for content in self._contents(first, end):
            if marked.search(content):
                entry = from_canonical(content)
                if entry.event in events and since <= entry.time < until:
                    yield entry

    def of_case(self, reference: str, size: int) -> Iterator[Written]:
        """Yield the entries of one case in the journal of that size; erased ones are not found."""
        # Canonical JSON writes a name in one way only, so that most entries need not be read.
        told = json.dumps(reference, ensure_ascii=False)
        marked = f'"case_reference":{told}'.encode()
        for written in self.written(size):
            content = written.content or b""
            if marked in content and from_canonical(content).case_reference == reference:
                yield written

    def own_heads(self, size: int) -> list[str]:
        """Return the signed heads of this journal up to that size, smallest first."""
        wanted = select(journal_head.c.note).where(journal_head.c.size <= size)
        with self._ledger.reading() as connection:
            return list(connection.scalars(wanted.order_by(journal_head.c.size)))

    def peer_heads(self, peer: str = "") -> list[PeerHead]:
        """Return the heads kept of one peer or of all."""
        wanted = select(peer_head).order_by(peer_head.c.peer, peer_head.c.size)
        if peer:
            wanted = wanted.where(peer_head.c.peer == peer)
        with self._ledger.reading() as connection:
            rows = connection.execute(wanted).all()
        return [PeerHead(NodeId(row.peer), row.note, row.received_at) for row in rows]

    def receipts(self, peer: str = "") -> list[KeptReceipt]:
        """Return the receipts exchanged with one peer or with all, oldest first."""
        wanted = select(receipt).order_by(receipt.c.kept_at, receipt.c.query_hash)
        if peer:
            wanted = wanted.where(receipt.c.peer == peer)
        with self._ledger.reading() as connection:
            return [receipt_of(row) for row in connection.execute(wanted)]

    def cosignatures(self, size: int) -> list[Cosignature]:
        """Return what peers have cosigned of this journal up to that size."""
        wanted = (
            select(cosignature)
            .where(cosignature.c.size <= size, cosignature.c.line != "")
            .order_by(cosignature.c.size, cosignature.c.peer)
        )
        with self._ledger.reading() as connection:
            rows = connection.execute(wanted).all()
        return [Cosignature(NodeId(row.peer), row.size, row.line) for row in rows]

    def _place(self, moment: datetime) -> int:
        """Return a place before which all was dated before a moment, and after which not, roughly.

        Roughly: by `_DISORDER` at most. Entries are found by halving, and erased ones passed over.
        """
        low, high = 0, self._size()
        while low < high:
            middle = (low + high) // 2
            found = self._readable(middle)
            if found is None or found[1] >= moment:
                high = middle
            else:
                low = found[0] + 1
        return low

    def _size(self) -> int:
        with self._ledger.reading() as connection:
            last = connection.scalar(select(func.max(journal_entry.c.position)))
        return 0 if last is None else int(last) + 1

    def _readable(self, start: int) -> tuple[int, datetime] | None:
        """Return place and time of the first entry from a place on that is not erased."""
        wanted = _CONTENTS.where(journal_entry.c.position >= start).limit(1)
        with self._ledger.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else (row.position, from_canonical(row.content).time)

    def _contents(self, first: int, end: int) -> Iterator[bytes]:
        """Yield the entries of some places in order; erased ones are left out."""
        last = first - 1
        while True:
            place = journal_entry.c.position
            wanted = _CONTENTS.where(place > last, place < end).limit(_PAGE)
            with self._ledger.reading() as connection:
                rows = connection.execute(wanted).all()
            if not rows:
                return
            yield from (row.content for row in rows)
            last = rows[-1].position

    def _backwards(self) -> Iterator[Written]:
        newest = select(journal_entry).order_by(journal_entry.c.position.desc()).limit(_PAGE)
        rows = self._page(newest)
        while rows:
            yield from rows
            rows = self._page(newest.where(journal_entry.c.position < rows[-1].index))

    def _page(self, wanted: Select[tuple[object, ...]]) -> list[Written]:
        with self._ledger.reading() as connection:
            rows = connection.execute(wanted).all()
        return [
            Written(row.position, row.leaf, row.content, row.erased_by, row.legal_hold)
            for row in rows
        ]
