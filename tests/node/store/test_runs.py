"""Rounds of asking: cells that are open until they are settled, once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.subject import EntityType
from node.domain.case import Case, CaseSubject, Cell, CellState, Run, TeamMember, TeamRole
from node.domain.errors import CaseClosedError, NotFoundError
from node.domain.exchange import Band, Handling, Refusal
from node.domain.journal import Entry, Event
from node.domain.justification import Category
from node.domain.peer import NodeId
from node.store.cases import Cases
from node.store.ledger import Ledger
from node.store.runs import Runs
from tests.node.store.conftest import Told
from tests.node.store.factories import JUSTIFICATION, NOON, PEER, an_entry

CASE = Case(JUSTIFICATION, "officer-7", NOON)
SUBJECTS = (
    CaseSubject("S02", "vessel", EntityType.VESSEL, Category.NOT_A_PERSON, b"\x00sealed"),
    CaseSubject("S01", "master", EntityType.PERSON, Category.SUSPECT, b"\xffsealed"),
)
RUN = Run("run-1", CASE.reference, "officer-7", NOON)
OTHER = NodeId("coastguard-cv")
HIT = Cell(
    "S01",
    PEER,
    CellState.HIT,
    query_id="query-1",
    band=Band.STRONG,
    contact_point="desk-1",
    reference="NL-FIU-2026-7",
    handling=Handling.H2,
    fresh_at=NOON,
    model="person-1/1",
)
WAITING = Cell(
    "S01",
    PEER,
    CellState.WAITING,
    error_code="PEER_UNAVAILABLE",
    error="the peer does not answer",
    attempts=2,
    retry_at=NOON + timedelta(minutes=4),
)


@pytest.fixture
def runs(ledger: Ledger) -> Runs:
    """Open the runs of the ledger under test, with one case of two subjects."""
    Cases(ledger).open(CASE, SUBJECTS, entry=an_entry(Event.OPEN_CASE))
    return Runs(ledger)


def test_a_run_begins_pending(runs: Runs) -> None:
    """A crash while asking leaves cells that say so, in the case's order."""
    cells = [Cell(subject, peer) for subject in ("S01", "S02") for peer in (PEER, OTHER)]

    runs.start(RUN, cells, entry=an_entry(Event.QUERY_OUT))

    assert runs.cells(RUN.id) == [
        Cell("S02", OTHER),
        Cell("S02", PEER),
        Cell("S01", OTHER),
        Cell("S01", PEER),
    ]


@pytest.mark.parametrize(
    "settled",
    [
        pytest.param(HIT, id="hit"),
        pytest.param(Cell("S01", PEER, CellState.NO_HIT, fresh_at=NOON), id="no-hit"),
        pytest.param(Cell("S01", PEER, CellState.REFUSED, refusal=Refusal.PURPOSE), id="refused"),
        pytest.param(
            Cell(
                "S01",
                PEER,
                CellState.FAILED,
                error_code="PEER_UNAVAILABLE",
                error="the peer does not answer",
            ),
            id="failed",
        ),
    ],
)
def test_a_cell_tells_what_came_of_it(runs: Runs, settled: Cell) -> None:
    """Every kind of end survives with all its fields."""
    runs.start(RUN, [Cell("S01", PEER)], entry=an_entry())

    runs.settle(RUN.id, [settled], entry=an_entry(Event.ANSWER))

    assert runs.cells(RUN.id) == [settled]


def test_a_cell_is_settled_once(runs: Runs, told: Told) -> None:
    """A late failure does not undo an answer, nor does half of a settlement stay."""
    answered = Cell("S01", PEER, CellState.NO_HIT)
    runs.start(RUN, [Cell("S01", PEER), Cell("S02", PEER)], entry=an_entry(Event.QUERY_OUT))
    runs.settle(RUN.id, [answered], entry=an_entry(Event.ANSWER))

    late = [Cell("S02", PEER, CellState.FAILED), Cell("S01", PEER, CellState.FAILED)]
    with pytest.raises(NotFoundError, match="S01 is settled already"):
        runs.settle(RUN.id, late, entry=an_entry(Event.ANSWER))

    assert runs.cells(RUN.id) == [Cell("S02", PEER), answered]
    assert told.events() == [Event.OPEN_CASE, Event.QUERY_OUT, Event.ANSWER]


def test_a_hit_that_came_by_itself_stays(runs: Runs) -> None:
    """A failure that is told after a late hit changes nothing."""
    runs.start(RUN, [Cell("S01", PEER)], entry=an_entry())
    runs.settle(RUN.id, [HIT], entry=an_entry())

    runs.settle(RUN.id, [Cell("S01", PEER, CellState.FAILED)], entry=an_entry())

    assert runs.cells(RUN.id) == [HIT]


def test_runs_are_listed_newest_first(runs: Runs) -> None:
    """The present state of a case is that of its first run in the list."""
    later = Run("run-2", CASE.reference, "officer-8", NOON + timedelta(days=1))
    for run in (RUN, later):
        runs.start(run, [], entry=an_entry())
    runs.finish(RUN.id, NOON + timedelta(minutes=1), entry=an_entry())

    assert runs.of_case(CASE.reference) == [
        later,
        replace(RUN, finished_at=NOON + timedelta(minutes=1)),
    ]


def test_a_waiting_cell_is_settled_later(runs: Runs) -> None:
    """A peer that was down keeps its cell open, with how often and until when."""
    runs.start(RUN, [Cell("S01", PEER)], entry=an_entry())
    runs.settle(RUN.id, [WAITING], entry=an_entry())
    assert runs.cells(RUN.id) == [WAITING]

    runs.settle(RUN.id, [HIT], entry=an_entry())

    assert runs.cells(RUN.id) == [HIT]


def test_a_run_under_way_goes_on_with_more(runs: Runs) -> None:
    """Further cells and another end may come as long as the run has not ended."""
    runs.start(RUN, [Cell("S01", PEER)], entry=an_entry())
    longer = replace(RUN, until=NOON + timedelta(hours=8))

    runs.extend(longer, [Cell("S01", OTHER)], entry=an_entry())

    assert runs.under_way() == [longer]
    assert runs.cells(RUN.id) == [Cell("S01", OTHER), Cell("S01", PEER)]
    runs.finish(RUN.id, NOON, entry=an_entry())
    assert runs.under_way() == []
    with pytest.raises(NotFoundError, match="under way"):
        runs.extend(longer, [], entry=an_entry())


def test_an_interrupted_run_keeps_what_was_answered(runs: Runs, told: Told) -> None:
    """Open cells fail with the reason, answers stay, and a run is ended once."""
    answered = Cell("S02", PEER, CellState.NO_HIT)
    runs.start(RUN, [Cell("S01", PEER), Cell("S02", PEER)], entry=an_entry(Event.QUERY_OUT))
    runs.settle(RUN.id, [answered, WAITING], entry=an_entry(Event.ANSWER))
    counts: list[int] = []

    def entries(count: int) -> list[Entry]:
        counts.append(count)
        return [an_entry(Event.CLOSE_CASE)]

    reason = CaseClosedError("closed before")
    is_ended = [runs.interrupt(RUN.id, reason, finished_at=NOON, entries=entries) for _ in range(2)]

    failed = Cell(
        "S01", PEER, CellState.FAILED, error_code=reason.code, error="closed before", attempts=2
    )
    assert runs.cells(RUN.id) == [answered, failed]
    assert (is_ended, counts) == ([True, False], [1])
    assert told.events()[-2:] == [Event.ANSWER, Event.CLOSE_CASE]


def test_nothing_begins_or_goes_on_in_a_closed_case(runs: Runs, ledger: Ledger) -> None:
    """A case that is closed between looking and writing stays closed."""
    runs.start(RUN, [], entry=an_entry())
    closed = replace(CASE, closed_at=NOON, team=(TeamMember("officer-7", TeamRole.LEAD),))
    Cases(ledger).change(closed, entry=an_entry(Event.CLOSE_CASE))

    with pytest.raises(CaseClosedError):
        runs.start(replace(RUN, id="run-2"), [], entry=an_entry())
    with pytest.raises(CaseClosedError):
        runs.extend(RUN, [Cell("S01", PEER)], entry=an_entry())
    assert runs.cells(RUN.id) == []


def test_what_is_absent_is_not_found(runs: Runs) -> None:
    """Every function names what is missing instead of giving an empty list."""
    runs.start(RUN, [], entry=an_entry())
    runs.finish(RUN.id, NOON, entry=an_entry())
    absent = replace(RUN, id="run-9", case_reference="absent")

    for call in (
        lambda: runs.of_case("absent"),
        lambda: runs.cells("absent"),
        lambda: runs.start(absent, [], entry=an_entry()),
        lambda: runs.finish(RUN.id, NOON, entry=an_entry()),
    ):
        with pytest.raises(NotFoundError):
            call()
