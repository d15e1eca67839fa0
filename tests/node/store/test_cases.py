"""Cases: sealed subjects in their order, and cells that are settled once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.subject import EntityType
from node.domain.case import Case, CaseSubject, Cell, CellState, Run
from node.domain.errors import LedgerError, NotFoundError
from node.domain.exchange import Band, Handling, Refusal
from node.domain.journal import Event
from node.domain.justification import Category, Urgency
from node.domain.peer import NodeId
from node.store.cases import Cases
from node.store.ledger import Ledger
from tests.node.store.conftest import Told
from tests.node.store.factories import JUSTIFICATION, NOON, PEER, an_entry

CASE = Case(JUSTIFICATION, "officer-7", NOON)
VESSEL = CaseSubject("S02", "vessel", EntityType.VESSEL, Category.NOT_A_PERSON, b"\x00sealed")
MASTER = CaseSubject("S01", "master", EntityType.PERSON, Category.SUSPECT, b"\xffsealed")
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


@pytest.fixture
def cases(ledger: Ledger) -> Cases:
    """Open the cases of the ledger under test, with one case of two subjects."""
    cases = Cases(ledger)
    cases.open(CASE, [VESSEL, MASTER], entry=an_entry(Event.OPEN_CASE))
    return cases


def test_a_case_is_read_as_it_was_opened(cases: Cases) -> None:
    """The justification survives whole, and subjects keep their order."""
    assert cases.get(CASE.reference) == CASE
    assert cases.subjects(CASE.reference) == [VESSEL, MASTER]


def test_an_urgent_case_keeps_its_reason(cases: Cases) -> None:
    """Urgency without a reason could not be read back at all."""
    urgent = replace(
        JUSTIFICATION,
        case_reference="PCC-2026-0118",
        urgency=Urgency.URGENT,
        urgency_reason="the vessel sails tonight",
    )

    cases.open(Case(urgent, "officer-7", NOON + timedelta(hours=1)), entry=an_entry())

    assert [case.justification for case in cases.all()] == [urgent, JUSTIFICATION]


def test_subjects_are_added_behind_the_others(cases: Cases) -> None:
    """A case grows while it is worked on."""
    third = replace(MASTER, id="S03")

    cases.add_subjects(CASE.reference, [third], entry=an_entry())

    assert cases.subjects(CASE.reference) == [VESSEL, MASTER, third]


def test_what_is_there_already_is_not_added_again(cases: Cases, told: Told) -> None:
    """Neither a case nor a subject is overwritten."""
    with pytest.raises(LedgerError, match="exists already"):
        cases.open(CASE, entry=an_entry())
    with pytest.raises(LedgerError, match="in the case already"):
        cases.add_subjects(CASE.reference, [MASTER], entry=an_entry())
    with pytest.raises(LedgerError, match="in the case already"):
        cases.add_subjects(CASE.reference, [replace(MASTER, id="S03")] * 2, entry=an_entry())

    assert told.events() == [Event.OPEN_CASE]


def test_a_run_begins_pending(cases: Cases) -> None:
    """A crash while asking leaves cells that say so, in the case's order."""
    cells = [Cell(subject, peer) for subject in ("S01", "S02") for peer in (PEER, OTHER)]

    cases.start_run(RUN, cells, entry=an_entry(Event.QUERY_OUT))

    assert cases.cells(RUN.id) == [
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
def test_a_cell_tells_what_came_of_it(cases: Cases, settled: Cell) -> None:
    """Every kind of end survives with all its fields."""
    cases.start_run(RUN, [Cell("S01", PEER)], entry=an_entry())

    cases.settle(RUN.id, [settled], entry=an_entry(Event.ANSWER))

    assert cases.cells(RUN.id) == [settled]


def test_a_cell_is_settled_once(cases: Cases, told: Told) -> None:
    """A late failure does not wipe out a hit, nor does half of a settlement stay."""
    cases.start_run(RUN, [Cell("S01", PEER), Cell("S02", PEER)], entry=an_entry(Event.QUERY_OUT))
    cases.settle(RUN.id, [HIT], entry=an_entry(Event.ANSWER))

    late = [Cell("S02", PEER, CellState.FAILED), Cell("S01", PEER, CellState.FAILED)]
    with pytest.raises(NotFoundError, match="S01 is not pending"):
        cases.settle(RUN.id, late, entry=an_entry(Event.ANSWER))

    assert cases.cells(RUN.id) == [Cell("S02", PEER), HIT]
    assert told.events() == [Event.OPEN_CASE, Event.QUERY_OUT, Event.ANSWER]


def test_runs_are_listed_newest_first(cases: Cases) -> None:
    """The present state of a case is that of its first run in the list."""
    later = Run("run-2", CASE.reference, "officer-8", NOON + timedelta(days=1))
    for run in (RUN, later):
        cases.start_run(run, [], entry=an_entry())
    cases.finish_run(RUN.id, NOON + timedelta(minutes=1), entry=an_entry())

    assert cases.runs(CASE.reference) == [
        later,
        replace(RUN, finished_at=NOON + timedelta(minutes=1)),
    ]


def test_what_is_absent_is_not_found(cases: Cases) -> None:
    """Every function names what is missing instead of giving an empty list."""
    cases.start_run(RUN, [], entry=an_entry())
    cases.finish_run(RUN.id, NOON, entry=an_entry())
    absent = replace(RUN, id="run-9", case_reference="absent")

    for call in (
        lambda: cases.get("absent"),
        lambda: cases.subjects("absent"),
        lambda: cases.runs("absent"),
        lambda: cases.cells("absent"),
        lambda: cases.add_subjects("absent", [], entry=an_entry()),
        lambda: cases.start_run(absent, [], entry=an_entry()),
        lambda: cases.finish_run(RUN.id, NOON, entry=an_entry()),
    ):
        with pytest.raises(NotFoundError):
            call()
