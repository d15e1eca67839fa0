"""Count what the node asked, answered and told: from journal and ledger, for nobody to be found in.

Only what the journal still holds is counted: contents erased after their time of keeping are not.
Who had statistics made, and the hash of what was handed out, is journalled.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from node.domain.alert import AlertState, Direction, Zone
from node.domain.errors import JustificationError
from node.domain.followup import FollowUp
from node.domain.journal import Entry, Event, Scalar, timestamp
from node.domain.paper import StatisticsFormat
from node.domain.peer import DirectoryEntry
from node.domain.ports import Clock
from node.domain.statistics import TOTAL, CountTable, ResponseTime, Statistics, TableId, shown
from node.paper.docxfile import docx_of
from node.paper.sheetfile import csv_of
from node.paper.statistics import statistics_paper, statistics_sheets
from node.paper.textfile import text_of
from node.store.alerts import AlertCount, Alerts
from node.store.evidence import Evidence
from node.store.journal import Journal
from node.store.queries import Queries
from node.words import Language

_FEWEST = 5
"""Answers of a peer below which nothing is said of their times."""
_SLOW = 0.95
_OUTCOMES = ("hit", "no hit", "refused", "failed")
_WAITING = "waiting"
_NOT_TOLD = "not-told"
_BEGUN, _RENEWED, _ENDED = "begun", "renewed", "ended"
_COUNTED = frozenset(
    {
        Event.ANSWER,
        Event.QUERY_IN,
        Event.REFUSE,
        Event.NOTICE_OUT,
        Event.NOTICE_IN,
        Event.STAND_OUT,
        Event.STAND_IN,
    }
)
"""What the journal is counted for; `_count_entry` has a case for each."""
_STANDING = {"begin": _BEGUN, "keep": _BEGUN, "renew": _RENEWED}
"""What became of a standing query, by the action that its entry names; all others end it."""


@dataclass(frozen=True, slots=True)
class StatisticsOrder:
    """What an officer wants."""

    since: datetime
    until: datetime
    format: StatisticsFormat
    language: Language


@dataclass(frozen=True, slots=True)
class StatisticsFile:
    """What was made of it."""

    name: str
    content: bytes = field(repr=False)
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """The parts of the ledger that are counted."""

    journal: Journal
    evidence: Evidence
    alerts: Alerts
    queries: Queries


class Tally:
    """Makes statistics."""

    def __init__(
        self,
        counted: Counted,
        own: Callable[[], DirectoryEntry],
        *,
        clock: Clock,
        kept: timedelta,
    ) -> None:
        """Keep what is counted, who we are, and how long entries are kept."""
        self._counted = counted
        self._own = own
        self._clock = clock
        self._kept = kept

    def make(self, order: StatisticsOrder, *, officer: str) -> StatisticsFile:
        """Make statistics of a period; the reading is journalled with the hash of the file.

        Raises:
            JustificationError: The period is none.
            PaperError: The system lacks what the format needs.
        """
        if order.since >= order.until:
            raise JustificationError(
                "the period ends before it begins", hint="Give --from before --to."
            )
        content = _file(self.count(order.since, order.until), order)
        digest = hashlib.sha256(content).hexdigest()
        self._note(order, digest, officer=officer)
        days = f"{_day(order.since)}-{_day(order.until)}"
        return StatisticsFile(f"statistics-{days}{_SUFFIXES[order.format]}", content, digest)

    def count(self, since: datetime, until: datetime) -> Statistics:
        """Count a period, from its first moment to the moment before its last."""
        own = self._own()
        entries = self._counted.evidence.between(since, until, events=_COUNTED)
        tables = _journal_tables(entries)
        return Statistics(
            own.name,
            own.country,
            since,
            until,
            self._clock.now(),
            (*tables, *_alert_tables(self._counted.alerts.seen_first(since, until))),
            tuple(_responses(self._counted.queries.answer_times(since, until))),
        )

    def _note(self, order: StatisticsOrder, digest: str, *, officer: str) -> None:
        now = self._clock.now()
        detail: dict[str, Scalar] = {
            "action": "statistics",
            "digest": digest,
            "format": order.format.value,
        }
        until = (now + self._kept).date()
        self._counted.journal.append(
            Entry(Event.READ, now, officer=officer, retention_until=until, detail=detail)
        )


_SUFFIXES: Mapping[StatisticsFormat, str] = {
    each: ".txt" if each is StatisticsFormat.TEXT else f".{each}" for each in StatisticsFormat
}


def _file(statistics: Statistics, order: StatisticsOrder) -> bytes:
    match order.format:
        case StatisticsFormat.JSON:
            return _document(statistics)
        case StatisticsFormat.CSV:
            return csv_of(statistics_sheets(statistics, order.language))
        case StatisticsFormat.TEXT:
            return text_of(statistics_paper(statistics, order.language)).encode()
        case StatisticsFormat.DOCX:
            return docx_of(statistics_paper(statistics, order.language))
        case StatisticsFormat.PDF:
            from node.paper.pdffile import pdf_of  # noqa: PLC0415 - it costs a second to import

            return pdf_of(statistics_paper(statistics, order.language))


def _document(statistics: Statistics) -> bytes:
    hidden = statistics.hidden()
    tables = {
        table.id.value: [
            {
                "row": row,
                **{
                    column: _told(table, row, column=column, hidden=hidden)
                    for column in (*table.columns, TOTAL)
                },
            }
            for row in (*table.rows, TOTAL)
        ]
        for table in statistics.tables
    }
    content = {
        "schema": "heliograph.statistics.v1",
        "agency": statistics.agency,
        "country": statistics.country,
        "from": timestamp(statistics.since),
        "to": timestamp(statistics.until),
        "created_at": timestamp(statistics.created_at),
        "tables": tables,
        "response_times": [
            {"peer": each.peer, "median_s": each.median_s, "p95_s": each.slow_s}
            for each in statistics.responses
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _told(table: CountTable, row: str, *, column: str, hidden: frozenset[str]) -> int | str:
    """Return a count as a number, or as what is told instead."""
    count = table.count(row, column)
    is_hidden = table.key(row, column) in hidden
    return shown(count, is_hidden=True) if is_hidden else count


def _journal_tables(entries: Iterable[Entry]) -> Iterator[CountTable]:
    """Count what the journal tells."""
    cells: dict[TableId, Counter[tuple[str, str]]] = defaultdict(Counter)
    for entry in entries:
        _count_entry(entry, cells)
    for table, columns in (
        (TableId.ASKED, _OUTCOMES),
        (TableId.ASKED_TYPES, _OUTCOMES),
        (TableId.ANSWERED, _OUTCOMES[:3]),
        (TableId.ANSWERED_TYPES, _OUTCOMES[:3]),
        (TableId.REFUSALS, ("given", "received")),
        (TableId.STANDING, (_BEGUN, _RENEWED, _ENDED)),
        (TableId.NOTICES, ("sent", "received")),
    ):
        rows = tuple(sorted({row for row, _ in cells[table]}))
        yield CountTable(table, rows, columns, dict(cells[table]))


def _count_entry(entry: Entry, cells: Mapping[TableId, Counter[tuple[str, str]]]) -> None:
    event: str = entry.event
    match event:
        case "answer":
            _count_results(entry, cells, by=(TableId.ASKED, TableId.ASKED_TYPES, "received"))
        case "query-in" | "refuse":
            _count_results(entry, cells, by=(TableId.ANSWERED, TableId.ANSWERED_TYPES, "given"))
        case "notice-out":
            cells[TableId.NOTICES][str(entry.detail.get("kind", "")), "sent"] += 1
        case "notice-in" if not entry.results:
            cells[TableId.NOTICES][str(entry.detail.get("kind", "")), "received"] += 1
        case "stand-out" | "stand-in" as side:
            became = _STANDING.get(str(entry.detail.get("action", "")), _ENDED)
            cells[TableId.STANDING][side, became] += 1


def _count_results(
    entry: Entry,
    cells: Mapping[TableId, Counter[tuple[str, str]]],
    *,
    by: tuple[TableId, TableId, str],
) -> None:
    """Count each subject of a query; a request that was refused as a whole counts once."""
    peers, types, side = by
    kind = entry.entity_types[0].value if entry.entity_types else ""
    for result in entry.results:
        outcome, _, code = result.partition(":")
        cells[peers][entry.peer or "", outcome] += 1
        cells[types][kind, outcome] += 1
        if outcome == "refused":
            cells[TableId.REFUSALS][code, side] += 1


def _alert_tables(counts: Iterable[AlertCount]) -> Iterator[CountTable]:
    """Count what officers made of matches and hits that were first seen in the period."""
    reviews: Counter[tuple[str, str]] = Counter()
    outcomes: Counter[tuple[str, str]] = Counter()
    for each in counts:
        is_hit = each.zone is Zone.HIT
        if each.direction is Direction.INCOMING:
            decided = each.state in {AlertState.CONFIRMED, AlertState.DISMISSED}
            state = each.state.value if decided else _WAITING
            reviews["hit" if is_hit else "possible", state] += each.alerts
        if is_hit:
            told = each.outcome or _NOT_TOLD
            side = "ours" if each.direction is Direction.OUTGOING else "theirs"
            outcomes[told, side] += each.alerts
    states = (AlertState.CONFIRMED.value, AlertState.DISMISSED.value, _WAITING)
    yield CountTable(TableId.REVIEWS, ("hit", "possible"), states, dict(reviews))
    rows = tuple(row for row in (*FollowUp, _NOT_TOLD) if any(key[0] == row for key in outcomes))
    yield CountTable(TableId.OUTCOMES, tuple(map(str, rows)), ("ours", "theirs"), dict(outcomes))


def _responses(times: Iterable[tuple[str, float]]) -> Iterator[ResponseTime]:
    """Say how soon each peer answers, where it has answered often enough."""
    by_peer: dict[str, list[float]] = defaultdict(list)
    for peer, seconds in times:
        by_peer[peer].append(seconds)
    for peer, found in sorted(by_peer.items()):
        if len(found) >= _FEWEST:
            found.sort()
            middle = found[len(found) // 2]
            slow = found[min(len(found) - 1, int(len(found) * _SLOW))]
            yield ResponseTime(peer, len(found), round(middle, 3), round(slow, 3))


def _day(moment: datetime) -> str:
    return date.isoformat(moment.date())
