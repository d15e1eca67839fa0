"""Compose statistics, with small counts hidden."""

from collections.abc import Iterator

from matching.subject import EntityType
from node.domain.case import CellState
from node.domain.exchange import Refusal
from node.domain.followup import FollowUp
from node.domain.notice import NoticeKind
from node.domain.statistics import TOTAL, CountTable, Statistics, TableId, shown
from node.paper import section
from node.paper.model import Block, Facts, Figure, Figures, Grid, Heading, Notice, Paper, Paragraph
from node.paper.sheetfile import Cell, Sheet
from node.words import Language, Words, marked, words_in

_TITLES = {
    TableId.ASKED: marked("Subjects asked about, by agency"),
    TableId.ASKED_TYPES: marked("Subjects asked about, by type"),
    TableId.ANSWERED: marked("Subjects answered for, by agency"),
    TableId.ANSWERED_TYPES: marked("Subjects answered for, by type"),
    TableId.REFUSALS: marked("Refusals by reason"),
    TableId.REVIEWS: marked("Matches with our registers"),
    TableId.OUTCOMES: marked("What hits have led to"),
    TableId.STANDING: marked("Standing queries"),
    TableId.NOTICES: marked("Notices between agencies"),
}
_WORDS = {
    TOTAL: marked("Total"),
    "failed": marked("no answer"),
    "given": marked("by us"),
    "received": marked("received"),
    "sent": marked("sent"),
    "confirmed": marked("confirmed"),
    "dismissed": marked("dismissed"),
    "waiting": marked("not decided"),
    "possible": marked("possible match"),
    "ours": marked("hits we were told"),
    "theirs": marked("hits we told"),
    "not-told": marked("not told yet"),
    "begun": marked("begun"),
    "renewed": marked("renewed"),
    "ended": marked("ended"),
    "stand-out": marked("ours, kept by others"),
    "stand-in": marked("others', kept by us"),
    NoticeKind.LATE_HIT.value: marked("late hits"),
    NoticeKind.OVERLAP.value: marked("overlaps"),
    NoticeKind.WITHDRAWN.value: marked("standing queries ended"),
    NoticeKind.FEEDBACK.value: marked("feedback on hits"),
    NoticeKind.RETRACTION.value: marked("corrections and retractions"),
    NoticeKind.RETRACTION_ACKNOWLEDGED.value: marked("corrections acknowledged"),
}
"""Words for rows and columns that no code of the domain names."""


def statistics_paper(statistics: Statistics, language: Language) -> Paper:
    """Return the statistics as a paper."""
    words = words_in(language)
    country = section.country_name(words, statistics.country)
    period = f"{words.day(statistics.since)} – {words.day(statistics.until)}"
    return Paper(
        language,
        kind=words.say("Statistics"),
        title=period,
        reference=f"{statistics.agency} · {period}",
        issuer=f"{statistics.agency} ({country})",
        marking=words.say("No individual can be identified"),
        page_of=words.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
        created_at=statistics.created_at,
        blocks=tuple(_blocks(words, statistics)),
    )


def statistics_sheets(statistics: Statistics, language: Language) -> tuple[Sheet, ...]:
    """Return the statistics as tables."""
    words, hidden = words_in(language), statistics.hidden()
    sheets = [_sheet(words, table, hidden=hidden) for table in statistics.tables if table.rows]
    titles = (words.say("Agency"), words.say("Half within (s)"), words.say("19 of 20 within (s)"))
    times: tuple[tuple[Cell, ...], ...] = tuple(
        (each.peer, each.median_s, each.slow_s) for each in statistics.responses
    )
    return (*sheets, Sheet(words.say("Response times"), titles, times))


def _blocks(words: Words, statistics: Statistics) -> Iterator[Block]:
    hidden = statistics.hidden()
    tables = {table.id: table for table in statistics.tables}
    yield Figures(tuple(_figures(words, tables, hidden=hidden)))
    yield Facts(
        (
            (words.say("From"), words.moment(statistics.since)),
            (words.say("To, exclusive"), words.moment(statistics.until)),
            (words.say("Made"), words.moment(statistics.created_at)),
        )
    )
    for table in statistics.tables:
        if table.rows:
            yield Heading(words.say(_TITLES[table.id]))
            yield _grid(words, table, hidden=hidden)
    yield Heading(words.say("Response times"))
    yield _times(words, statistics)
    yield Notice(
        words.say(
            "Counts from 1 to 4 are shown as <5. Where sums would tell them, further counts are "
            "withheld: *. Times are told of agencies with five answers and more."
        )
    )
    yield Paragraph(
        words.say(
            "Counted from the journal, in subjects; a request that was refused as a whole counts "
            "once. What has been erased after its time of keeping is not counted."
        )
    )


def _figures(
    words: Words, tables: dict[TableId, CountTable], *, hidden: frozenset[str]
) -> Iterator[Figure]:
    for table, column, label in (
        (TableId.ASKED, TOTAL, words.say("subjects asked about")),
        (TableId.ASKED, "hit", words.say("hits received")),
        (TableId.ANSWERED, TOTAL, words.say("subjects answered for")),
        (TableId.ANSWERED, "hit", words.say("hits given")),
    ):
        yield Figure(_told(words, tables[table], row=TOTAL, column=column, hidden=hidden), label)


def _grid(words: Words, table: CountTable, *, hidden: frozenset[str]) -> Grid:
    titles = (words.say(_HEADS[table.id]), *(_word(words, each) for each in _columns(table)))
    rows = tuple(
        (
            _word(words, row),
            *(_told(words, table, row=row, column=each, hidden=hidden) for each in _columns(table)),
        )
        for row in (*table.rows, TOTAL)
    )
    numbers = frozenset(range(1, len(titles)))
    return Grid(titles, rows, words.say("Nothing to count."), numbers=numbers)


_HEADS = {
    TableId.ASKED: marked("Agency"),
    TableId.ASKED_TYPES: marked("Type"),
    TableId.ANSWERED: marked("Agency"),
    TableId.ANSWERED_TYPES: marked("Type"),
    TableId.REFUSALS: marked("Reason"),
    TableId.REVIEWS: marked("Match"),
    TableId.OUTCOMES: marked("Outcome"),
    TableId.STANDING: marked("Side"),
    TableId.NOTICES: marked("Notice"),
}
"""What the rows of each table are."""


def _sheet(words: Words, table: CountTable, *, hidden: frozenset[str]) -> Sheet:
    grid = _grid(words, table, hidden=hidden)
    rows: list[tuple[Cell, ...]] = []
    for row in (*table.rows, TOTAL):
        cells: list[Cell] = [_word(words, row)]
        for column in _columns(table):
            count = table.count(row, column)
            is_hidden = table.key(row, column) in hidden
            cells.append(shown(count, is_hidden=True) if is_hidden else count)
        rows.append(tuple(cells))
    return Sheet(words.say(_TITLES[table.id]), grid.titles, tuple(rows))


def _columns(table: CountTable) -> tuple[str, ...]:
    return (*table.columns, TOTAL)


def _told(words: Words, table: CountTable, *, row: str, column: str, hidden: frozenset[str]) -> str:
    count = table.count(row, column)
    if table.key(row, column) in hidden:
        return shown(count, is_hidden=True)
    return words.number(count)


def _word(words: Words, code: str) -> str:
    """Say what a row or column is; an agency's short name stays as it is."""
    if code in _WORDS:
        return words.say(_WORDS[code])
    for kind in (CellState, EntityType, Refusal, FollowUp):
        if code in set(kind):
            return section.said(words, kind(code))
    return code


def _times(words: Words, statistics: Statistics) -> Grid:
    titles = (words.say("Agency"), words.say("Half within"), words.say("19 of 20 within"))
    rows = tuple(
        (
            each.peer,
            words.say("{seconds} s", seconds=words.number(each.median_s, digits=1)),
            words.say("{seconds} s", seconds=words.number(each.slow_s, digits=1)),
        )
        for each in statistics.responses
    )
    empty = words.say("No agency has answered five times or more.")
    return Grid(titles, rows, empty, numbers=frozenset({1, 2}))
