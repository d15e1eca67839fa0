"""What an auditor does with the journal: read, export, erase after retention, and hold.

Each leaves an entry of its own, reading as well: who looks at the journal is in the journal.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from node.domain.errors import JustificationError
from node.domain.journal import Entry, Event, Recorded, Scalar
from node.domain.peer import NodeId
from node.domain.ports import Clock
from node.domain.selection import Selection
from node.evidence.export import Chunk, Exporter
from node.store.evidence import Evidence
from node.store.journal import Journal


class Auditor:
    """Works on the journal of one node."""

    def __init__(
        self,
        journal: Journal,
        *,
        evidence: Evidence,
        exporter: Exporter,
        clock: Clock,
        kept: timedelta,
    ) -> None:
        """Keep the journal and how long entries about reading it are kept."""
        self._journal = journal
        self._evidence = evidence
        self._exporter = exporter
        self._clock = clock
        self._kept = kept

    def tail(self, limit: int, *, officer: str) -> list[Recorded]:
        """Return the newest entries, oldest first, with the tombstones between them."""
        found = self._journal.tail(limit)
        self._note_reading("tail", Selection(), officer=officer, count=len(found))
        return found

    def search(self, wanted: Selection, *, limit: int, officer: str) -> list[Recorded]:
        """Return the newest entries that are wanted, oldest first.

        Raises:
            JustificationError: The event is none.
        """
        if wanted.event and wanted.event not in set(Event):
            raise JustificationError(
                f"{wanted.event!r} is no event", hint=f"Known: {', '.join(Event)}"
            )
        found = self._evidence.search(wanted, limit=limit)
        self._note_reading("search", wanted, officer=officer, count=len(found))
        return found

    def export(self, wanted: Selection, *, officer: str) -> Iterator[Chunk]:
        """Yield the files of a bundle of evidence in chunks; the export journals itself.

        Raises:
            JournalError: The journal is damaged, or entries were erased in the meantime.
        """
        return self._exporter.export(wanted, officer=officer)

    def erase(self, before: date | None, *, officer: str) -> int:
        """Erase contents whose last day of keeping is before that day, or today; return how many.

        Raises:
            JustificationError: The day is still to come: nothing is erased before its time.
        """
        now = self._clock.now()
        day = before or now.date()
        if day > now.date():
            raise JustificationError(
                "nothing is erased before its time of keeping is over",
                hint="Name today or an earlier day.",
            )
        detail: dict[str, Scalar] = {"erased_before": day.isoformat()}
        return self._journal.erase(day, Entry(Event.ERASE, now, officer=officer, detail=detail))

    def hold(self, index: int, procedure: str, *, officer: str) -> None:
        """Forbid the erasure of an entry for a named procedure; without a name, allow it again.

        Raises:
            NotFoundError: There is no such entry, or it is erased already.
        """
        name = " ".join(procedure.split())
        detail: dict[str, Scalar] = {"action": "hold" if name else "release", "entry": index}
        if name:
            detail["legal_hold"] = name
        # Kept for ever, like the entries that vouch for erasures: it says why one was not erased.
        entry = Entry(Event.ADMIN, self._clock.now(), officer=officer, detail=detail)
        self._journal.hold(index, name, entry=entry)

    def _note_reading(self, action: str, wanted: Selection, *, officer: str, count: int) -> None:
        now = self._clock.now()
        self._journal.append(
            Entry(
                Event.READ,
                now,
                officer=officer,
                peer=NodeId(wanted.peer) if wanted.peer else None,
                query_id=wanted.query_id,
                case_reference=wanted.case_reference,
                retention_until=(now + self._kept).date(),
                detail={"action": action, "count": count},
            )
        )
