"""Statistics: what is counted, and that nobody is found in them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from matching.subject import EntityType
from node.domain.errors import JustificationError
from node.domain.journal import Entry, Event
from node.domain.paper import StatisticsFormat
from node.domain.peer import NodeId
from node.domain.statistics import TOTAL, CountTable, Statistics, TableId
from node.tally import StatisticsOrder, Tally
from node.words import Language
from tests.factories import STRANGER, TARGET, a_justification, asked
from tests.node.conftest import Trio
from tests.node.federation import OFFICER, Member, make_folder, opened

FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)


def an_order(wished: StatisticsFormat, language: Language = Language.EN) -> StatisticsOrder:
    """Order statistics of all times."""
    return StatisticsOrder(FIRST, LAST, wished, language)


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[Member]:
    """Open a node that nobody has asked anything yet."""
    with opened(make_folder(tmp_path / "quiet", "quiet-pt")) as member:
        yield member


def tally_of(member: Member) -> Tally:
    """Return what counts at a node."""
    return member.application.writing.tally


def table_of(statistics: Statistics, table: TableId) -> CountTable:
    """Return one table."""
    return next(each for each in statistics.tables if each.id is table)


def write(member: Member, event: Event, *results: str, **fields: object) -> None:
    """Write an entry about a peer into the journal of a node."""
    entry = Entry(
        event,
        member.clock.now(),
        officer=OFFICER,
        peer=NodeId(str(fields.pop("peer", "fiu-nl"))),
        entity_types=(EntityType.PERSON,),
        results=results,
        detail=fields,  # type: ignore[arg-type] # a test says what it tells
    )
    member.application.records.journal.append(entry)


async def ask_both(trio: Trio) -> None:
    """Ask about a known person and a stranger."""
    for number, record in enumerate((TARGET, STRANGER)):
        reasons = a_justification(case_reference=f"TALLY-{number}")
        await trio.asker.ask(asked(record), justification=reasons, peers=(trio.owner.id,))


@pytest_asyncio.fixture(loop_scope="session")
async def asked_trio(trio: Trio) -> Trio:
    """Return three nodes, one of which has asked another."""
    await ask_both(trio)
    return trio


@pytest.mark.asyncio(loop_scope="session")
async def test_both_sides_count_the_same(trio: Trio) -> None:
    """What one node asked the other from now on is what that one answered."""
    asks_from, answers_from = trio.asker.clock.now(), trio.owner.clock.now()
    await ask_both(trio)

    asker = tally_of(trio.asker).count(asks_from, LAST)
    owner = tally_of(trio.owner).count(answers_from, LAST)

    told = table_of(asker, TableId.ASKED).cells
    given = table_of(owner, TableId.ANSWERED).cells
    for outcome in ("hit", "no hit"):
        assert told[trio.owner.id, outcome] >= 1
        assert told[trio.owner.id, outcome] == given[trio.asker.id, outcome]


@pytest.mark.asyncio(loop_scope="session")
async def test_counts_by_agency_and_by_type_add_up(asked_trio: Trio) -> None:
    """Two tables about the same have the same totals."""
    counted = tally_of(asked_trio.asker).count(FIRST, LAST)

    by_agency = table_of(counted, TableId.ASKED)
    by_type = table_of(counted, TableId.ASKED_TYPES)
    assert by_agency.count(TOTAL, TOTAL) == by_type.count(TOTAL, TOTAL)
    counted.hidden()


def test_every_kind_of_event_is_counted(quiet: Member) -> None:
    """Answers, refusals, failures and notices have their places."""
    write(quiet, Event.ANSWER, "hit", "no hit", "refused:quota-exhausted")
    write(quiet, Event.ANSWER, "failed:PEER_UNAVAILABLE")
    write(quiet, Event.REFUSE, "refused:quota-guard")
    write(quiet, Event.NOTICE_OUT, kind="retraction")
    write(quiet, Event.NOTICE_IN, kind="late-hit")
    write(quiet, Event.NOTICE_IN, "refused:notice-not-awaited", kind="late-hit")

    counted = tally_of(quiet).count(FIRST, LAST)

    assert table_of(counted, TableId.ASKED).cells == {
        ("fiu-nl", "hit"): 1,
        ("fiu-nl", "no hit"): 1,
        ("fiu-nl", "refused"): 1,
        ("fiu-nl", "failed"): 1,
    }
    assert table_of(counted, TableId.REFUSALS).cells == {
        ("quota-exhausted", "received"): 1,
        ("quota-guard", "given"): 1,
    }
    assert table_of(counted, TableId.NOTICES).cells == {
        ("retraction", "sent"): 1,
        ("late-hit", "received"): 1,
    }


def test_a_period_has_its_bounds(quiet: Member) -> None:
    """What was before or after is not counted."""
    write(quiet, Event.ANSWER, "hit")
    now = quiet.clock.now()
    quiet.clock.ahead = timedelta(days=2)
    write(quiet, Event.ANSWER, "hit", "hit")

    hours = timedelta(hours=3)
    counted = tally_of(quiet).count(now - hours, now + hours)

    assert table_of(counted, TableId.ASKED).count(TOTAL, "hit") == 1


def test_small_counts_are_told_in_no_format(quiet: Member) -> None:
    """Three hits of one agency are fewer than five, and no sum tells that they are three."""
    for _ in range(3):
        write(quiet, Event.ANSWER, "hit")
    for _ in range(40):
        write(quiet, Event.ANSWER, "no hit", peer="customs-es")

    told = json.loads(
        tally_of(quiet).make(an_order(StatisticsFormat.JSON), officer=OFFICER).content
    )

    rows = {row["row"]: row for row in told["tables"]["asked"]}
    assert rows["fiu-nl"]["hit"] == rows[TOTAL]["hit"] == "<5"
    assert rows["customs-es"]["no hit"] == 40 or rows[TOTAL][TOTAL] == "*"
    assert 43 not in (rows[TOTAL][TOTAL], rows[TOTAL]["no hit"])


@pytest.mark.parametrize("wished", StatisticsFormat)
def test_every_format_is_written_and_journalled(quiet: Member, wished: StatisticsFormat) -> None:
    """Whoever had statistics made is in the journal, with the hash of what was handed out."""
    write(quiet, Event.ANSWER, *("no hit",) * 7)

    made = tally_of(quiet).make(an_order(wished), officer="officer-4")

    entry = quiet.entries(Event.READ)[-1]
    assert (entry.officer, entry.detail["action"]) == ("officer-4", "statistics")
    assert entry.detail["digest"] == made.digest
    assert made.content


@pytest.mark.parametrize("language", Language)
def test_a_table_stands_in_columns(quiet: Member, language: Language) -> None:
    """In text, numbers of a table stand below each other in every language."""
    write(quiet, Event.ANSWER, *("no hit",) * 7)

    made = tally_of(quiet).make(an_order(StatisticsFormat.TEXT, language), officer=OFFICER)

    lines = made.content.decode().splitlines()
    [line] = [each for each in lines if each.startswith("fiu-nl ") and "7" in each][:1]
    assert line.split() == ["fiu-nl", "0", "7", "0", "0", "7"]


def test_a_period_that_ends_before_it_begins_is_refused(quiet: Member) -> None:
    """The error says what to write."""
    order = StatisticsOrder(LAST, FIRST, StatisticsFormat.TEXT, Language.EN)

    with pytest.raises(JustificationError, match="ends before it begins"):
        tally_of(quiet).make(order, officer=OFFICER)
