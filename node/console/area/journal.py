"""The audit trail: who did what, filtered; and whether the journal is what was written."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from starlette.responses import Response

from node.console.complaint import FormError, complain
from node.console.route import Route, deed, page
from node.console.visit import Visit
from node.domain.account import Permission
from node.domain.journal import AuditReport, Event, Recorded
from node.domain.selection import Selection
from node.words import marked

_ROWS: Final = 50
_FIELDS: Final = ("event", "officer", "peer", "case", "since", "until")


@dataclass(frozen=True, slots=True)
class _Head:
    """The newest signed head of the journal."""

    size: int
    root: str
    cosigned: tuple[tuple[str, int], ...]
    """Peers, and up to which entry each has cosigned."""


def journal(visit: Visit) -> Response:
    """List the newest entries that meet the filter; looking is journalled as well."""
    return _show(visit)


async def verify(visit: Visit) -> Response:
    """Recompute the whole journal, and show what came of it."""
    report = await asyncio.to_thread(visit.application.verify)
    return await asyncio.to_thread(lambda: _show(visit, report=report))


def _show(visit: Visit, *, report: AuditReport | None = None) -> Response:
    records = visit.application.records
    found = visit.application.auditor.search(_selection(visit), limit=_ROWS, officer=visit.officer)
    return visit.show(
        "journal/journal.html",
        head=_head(visit),
        report=report,
        verified_at=visit.now,
        entries=[(each, _says(each)) for each in reversed(found)],
        is_filtered=any(visit.query.get(name) for name in _FIELDS),
        is_cut=len(found) == _ROWS,
        events=list(Event),
        peers=[peer.id for peer in records.peers.all()],
        complaint=complain(visit.words, visit.error),
    )


def _selection(visit: Visit) -> Selection:
    query = visit.query
    until = _day(query.get("until", ""))
    return Selection(
        since=_day(query.get("since", "")),
        until=until + timedelta(days=1) if until else None,
        peer=query.get("peer", ""),
        case_reference=query.get("case", "").strip(),
        officer=query.get("officer", "").strip(),
        event=query["event"] if query.get("event", "") in set(Event) else "",
    )


def _day(text: str) -> datetime | None:
    """Return the beginning of a day, UTC.

    Raises:
        FormError: The text is no day.
    """
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError as error:
        raise FormError(marked("A day is written like 2026-11-28.")) from error


def _head(visit: Visit) -> _Head:
    """Read the newest head; it is a C2SP checkpoint: origin, size and root, a line each."""
    records = visit.application.records
    _, size, root, *_ = records.journal.head().splitlines()
    cosigned = tuple(sorted(records.witness.newest().items()))
    return _Head(int(size), root, tuple((str(peer), upto) for peer, upto in cosigned))


def _says(recorded: Recorded) -> list[tuple[str, str]]:
    """Return what an entry tells beyond who, whom and when, as codes with their names."""
    entry = recorded.entry
    if entry is None:
        return []
    told = [(name, str(value)) for name, value in sorted(entry.detail.items())]
    if entry.results:
        told.insert(0, ("results", ", ".join(entry.results)))
    if entry.models:
        told.append(("models", ", ".join(entry.models)))
    return told


ROUTES: tuple[Route, ...] = (
    page("/journal", journal, Permission.SEE_JOURNAL),
    deed("/journal/verify", verify, Permission.SEE_JOURNAL, again=journal),
)
