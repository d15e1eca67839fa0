"""Standing queries of ours: begun, renewed and ended, each once; late hits find their cell."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.subject import EntityType
from node.domain.case import Case, CaseSubject, Cell, CellState, Run
from node.domain.errors import NotFoundError
from node.domain.exchange import Band, Outcome, SubjectAnswer
from node.domain.journal import Event
from node.domain.justification import Category
from node.domain.peer import NodeId
from node.domain.standing import StandingQuery, StandingState
from node.store.cases import Cases
from node.store.latehits import LateHits
from node.store.ledger import Ledger
from node.store.queries import OutgoingQuery, Queries
from node.store.runs import Runs
from node.store.standing import StandingQueries
from tests.node.store.conftest import Told
from tests.node.store.factories import JUSTIFICATION, NOON, PEER, an_entry

CASE = JUSTIFICATION.case_reference
STANDING = StandingQuery(
    "q-1",
    PEER,
    CASE,
    EntityType.PERSON,
    "officer-7",
    3,
    overlap=False,
    begun_at=NOON,
    until=NOON + timedelta(days=90),
)
QUERY = OutgoingQuery("q-1", "r-1", PEER, CASE, EntityType.PERSON, "officer-7", NOON)
LATER = NOON + timedelta(days=1)
HIT = SubjectAnswer(
    0, Outcome.HIT, band=Band.STRONG, contact_point="duty", reference="AAAA", fresh_at=NOON
)


@pytest.fixture
def standing(ledger: Ledger) -> StandingQueries:
    """Open the standing queries of the ledger under test, of which one was asked."""
    Queries(ledger).send(QUERY, subjects=["S2", "S1"], entry=an_entry(Event.QUERY_OUT))
    return StandingQueries(ledger)


def test_it_names_its_subjects_in_the_order_asked(standing: StandingQueries) -> None:
    """What stands is told with the officer's own numbers."""
    standing.put(STANDING, entry=an_entry(Event.STAND_OUT))

    assert standing.get("q-1") == replace(STANDING, subjects=("S2", "S1"))
    with pytest.raises(NotFoundError):
        standing.get("q-2")


def test_a_renewal_keeps_its_beginning(standing: StandingQueries) -> None:
    """Sent again, it has the new epoch and end, and the beginning of before."""
    standing.put(STANDING, entry=an_entry(Event.STAND_OUT))
    renewed = replace(STANDING, epoch=4, begun_at=LATER, until=LATER + timedelta(days=90))

    standing.put(renewed, entry=an_entry(Event.STAND_OUT))

    [kept] = standing.all()
    assert kept == replace(renewed, begun_at=NOON, subjects=("S2", "S1"))


def test_it_ends_once(standing: StandingQueries, told: Told) -> None:
    """Whoever ends it second ends nothing, and its state says how it ended."""
    standing.put(STANDING, entry=an_entry(Event.STAND_OUT))
    entry = an_entry(Event.STAND_OUT)

    assert standing.end("q-1", StandingState.EXPIRED, now=LATER, entry=entry)
    assert not standing.end("q-1", StandingState.WITHDRAWN, now=LATER, entry=entry)

    assert standing.all(state=StandingState.STANDING) == []
    [ended] = standing.all(case_reference=CASE)
    assert (ended.state, ended.ended_at) == (StandingState.EXPIRED, LATER)
    assert standing.all(case_reference="another") == []
    assert told.events() == [Event.QUERY_OUT, Event.STAND_OUT, Event.STAND_OUT]


def _case_with_runs(ledger: Ledger) -> Runs:
    """Keep a case of two subjects that was run twice at two peers."""
    cases, runs = Cases(ledger), Runs(ledger)
    entry = an_entry(Event.OPEN_CASE)
    cases.open(Case(JUSTIFICATION, "officer-7", NOON), entry=entry)
    subjects = [
        CaseSubject(name, "courier", EntityType.PERSON, Category.SUSPECT, b"sealed")
        for name in ("S1", "S2")
    ]
    cases.add_subjects(CASE, subjects, entry=entry)
    for number, started in enumerate((NOON, LATER)):
        cells = [Cell(s, p) for s in ("S1", "S2") for p in (PEER, NodeId("guard-pt"))]
        run = Run(f"run-{number}", CASE, "officer-7", started)
        runs.start(run, cells, entry=entry)
        settled = [replace(cell, state=CellState.NO_HIT, query_id=f"r-{number}") for cell in cells]
        runs.settle(run.id, settled, entry=entry)
        runs.finish(run.id, started, entry=entry)
    return runs


def _hits(runs: Runs) -> set[tuple[str, str, str]]:
    return {
        (run.id, cell.subject, cell.peer)
        for run in runs.of_case(CASE)
        for cell in runs.cells(run.id)
        if cell.state is CellState.HIT
    }


def test_a_late_hit_turns_the_cell_of_its_query(ledger: Ledger) -> None:
    """The cell that the query has left is a hit now, with everything that an answer tells."""
    runs, late = _case_with_runs(ledger), LateHits(ledger)

    assert late.turn(replace(QUERY, id="r-0"), "S1", told=HIT)
    assert not late.turn(replace(QUERY, id="r-0"), "S1", told=HIT)

    assert _hits(runs) == {("run-0", "S1", PEER)}
    [cell] = [each for each in runs.cells("run-0") if each.state is CellState.HIT]
    assert (cell.band, cell.contact_point, cell.reference, cell.fresh_at) == (
        *(HIT.band, HIT.contact_point, HIT.reference, HIT.fresh_at),
    )


def test_a_standing_hit_shows_in_the_latest_run(ledger: Ledger) -> None:
    """A query that has left no cell turns the one that its officer looks at."""
    runs, late = _case_with_runs(ledger), LateHits(ledger)

    assert late.turn(QUERY, "S2", told=HIT)
    assert not late.turn(QUERY, "S9", told=HIT)

    assert _hits(runs) == {("run-1", "S2", PEER)}
