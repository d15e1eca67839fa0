"""A run is pursued to its end: past peers that are down, past restarts, and never twice."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest
import pytest_asyncio
from sqlalchemy import update

from matching.subject import EntityType
from node.casework import NewSubject
from node.config import Settings
from node.domain.alert import Direction
from node.domain.case import Cell, CellState, Closing
from node.domain.errors import CaseClosedError, LedgerError
from node.domain.journal import Entry, Event
from node.domain.peer import NodeId
from node.store.runs import Runs
from node.store.schema_case import case_cell, case_run
from tests.factories import STRANGER, TARGET, a_justification, a_register_of_people, asked
from tests.node.federation import OFFICER, Member, make_folder, running

pytestmark = pytest.mark.asyncio(loop_scope="module")

SUBJECTS = (
    NewSubject("S1", "courier", EntityType.PERSON, asked(TARGET)),
    NewSubject("S2", "courier", EntityType.PERSON, STRANGER),
)
INSTANT_S: Final = 0.5
"""How long what must not happen meanwhile has time to happen."""
KNOWN = [CellState.HIT, CellState.NO_HIT]
"""What the owner answers about the two."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Settings]:
    """Return two nodes that know each other and do not run: an eager asker, and an owner."""
    folder = tmp_path_factory.mktemp("pursued")
    asker, owner = make_folder(folder / "a", "customs-es"), make_folder(folder / "o", "fiu-nl")
    # A peer that is down is left alone for no longer than a test likes to wait.
    short = {"retry_first_s": 0.05, "circuit_pause_s": 0.2}
    eager = asker.exchange.model_copy(update=short)
    asker = asker.model_copy(update={"exchange": eager})
    async with running(asker) as a, running(owner) as o:
        a.knows(o)
        o.knows(a)
        o.load("persons", a_register_of_people())
    return asker, owner


def a_case(member: Member, reference: str) -> str:
    """Open a case about somebody the owner knows and somebody whom nobody knows."""
    member.application.casework.open(a_justification(case_reference=reference), officer=OFFICER)
    member.application.casework.add(reference, SUBJECTS, officer=OFFICER)
    return reference


async def run(member: Member, case: str, *, hours: int = 0) -> list[CellState]:
    """Run a case until everybody was asked once; return the states as they came."""
    until = member.clock.now() + timedelta(hours=hours) if hours else None
    steps = member.application.investigator.run(case, peers=(), officer=OFFICER, until=until)
    return [cell.state async for step in steps for cell in step.cells]


def cells(member: Member, case: str) -> list[Cell]:
    """Return the cells of a case's last run."""
    runs = member.application.records.runs
    return runs.cells(runs.of_case(case)[0].id)


def states(member: Member, case: str) -> list[CellState]:
    """Return what came of the subjects of a case."""
    return [cell.state for cell in cells(member, case)]


async def ended(member: Member) -> None:
    """Wait until no run is under way."""
    await become(lambda: member.application.records.runs.under_way() == [])


async def become(true: Callable[[], bool]) -> None:
    """Wait until something is so; the test's own limit ends what never comes."""
    while not true():  # noqa: ASYNC110 - the ledger of a node tells nobody that it has changed
        await asyncio.sleep(0.02)


async def test_a_peer_that_was_down_is_asked_again(folders: tuple[Settings, Settings]) -> None:
    """Its cells wait, say how often and until when, and are settled once it is back."""
    asker, owner = folders
    async with running(asker) as a:
        case = a_case(a, "CASE-DOWN")
        assert await run(a, case, hours=1) == [CellState.WAITING] * 2
        waiting = cells(a, case)[0]
        assert (waiting.attempts >= 1, waiting.error_code) == (True, "PEER_UNAVAILABLE")
        assert waiting.retry_at is not None

        async with running(owner):
            await ended(a)

        assert states(a, case) == KNOWN


async def test_without_a_time_a_peer_is_asked_once(folders: tuple[Settings, Settings]) -> None:
    """Neither deadline nor time given: who is down is told, and the run is over."""
    async with running(folders[0]) as a:
        assert await run(a, a_case(a, "CASE-ONCE")) == [CellState.FAILED] * 2
        await ended(a)


async def test_a_run_goes_on_after_a_restart(folders: tuple[Settings, Settings]) -> None:
    """A node that starts again asks by itself what was left open."""
    asker, owner = folders
    async with running(asker) as a:
        case = a_case(a, "CASE-RESTART")
        await run(a, case, hours=1)
    async with running(owner), running(asker) as a:
        await ended(a)

        assert states(a, case) == KNOWN


async def test_what_was_answered_is_not_counted_again(folders: tuple[Settings, Settings]) -> None:
    """After a crash between answer and cells the same query is sent: one query, one alert."""
    asker, owner = folders
    async with running(owner) as o:
        async with running(asker) as a:
            case = a_case(a, "CASE-CRASH")
            await run(a, case)
            await ended(a)
            _crash_before_the_cells_were_written(a, case)
        async with running(asker) as a:
            await ended(a)

            assert states(a, case) == KNOWN
            told = a.entries(Event.QUERY_OUT, Event.ANSWER)
            assert [e.event for e in told if e.case_reference == case] == [
                Event.QUERY_OUT,
                Event.ANSWER,
            ]
            assert len(a.alerts(Direction.OUTGOING, case=case)) == 1
        assert [e.case_reference for e in o.entries(Event.QUERY_IN)].count(case) == 1
        assert [alert.times for alert in o.alerts(Direction.INCOMING, case=case)] == [1]


def _crash_before_the_cells_were_written(member: Member, case: str) -> None:
    [last] = member.application.records.runs.of_case(case)
    with member.node.ground.stores.ledger.transaction() as connection:
        ended = update(case_run).where(case_run.c.id == last.id)
        connection.execute(ended.values(finished_at=None))
        settled = update(case_cell).where(case_cell.c.run_id == last.id)
        connection.execute(settled.values(state=CellState.PENDING))


async def test_who_joins_a_run_has_the_waiting_asked_at_once(
    folders: tuple[Settings, Settings],
) -> None:
    """Running a case again while it waits starts no second run, and takes in what is new."""
    asker, owner = folders
    patient = asker.exchange.model_copy(update={"retry_first_s": 600.0})
    async with running(asker.model_copy(update={"exchange": patient})) as a:
        case = a_case(a, "CASE-JOIN")
        await run(a, case, hours=1)
        third = NewSubject("S3", "", EntityType.PERSON, {**STRANGER, "passport": ("ZZ90817",)})
        a.application.casework.add(case, [third], officer=OFFICER)
        async with running(owner):
            # The connection itself waits a moment before it tries again.
            while CellState.WAITING in await run(a, case):
                pass

        assert states(a, case) == [*KNOWN, CellState.NO_HIT]
        assert len(a.application.records.runs.of_case(case)) == 1


async def test_an_officer_who_leaves_ends_nothing(folders: tuple[Settings, Settings]) -> None:
    """The run goes on without anybody who follows it."""
    asker, owner = folders
    async with running(owner), running(asker) as a:
        case = a_case(a, "CASE-LEFT")
        steps = a.application.investigator.run(case, peers=(), officer=OFFICER)
        await anext(steps)
        await steps.aclose()

        await ended(a)
        assert states(a, case) == KNOWN


async def test_a_run_ends_with_its_case(folders: tuple[Settings, Settings]) -> None:
    """Nobody is asked for a closed case, and its open cells say why."""
    async with running(folders[0]) as a:
        case = a_case(a, "CASE-CLOSED")
        await run(a, case, hours=1)

        work = a.application.casework
        _, count = await asyncio.to_thread(work.close, case, Closing.SOLVED, officer=OFFICER)

        assert count == 1
        assert a.application.records.runs.under_way() == []
        assert {(cell.state, cell.error_code) for cell in cells(a, case)} == {
            (CellState.FAILED, "CASE_CLOSED")
        }
        with pytest.raises(CaseClosedError):
            await run(a, case)


def around(
    patch: pytest.MonkeyPatch,
    runs: Runs,
    step: str,
    *,
    before: Callable[[], object] = bool,
    after: Callable[[], object] = bool,
) -> None:
    """Have something done before and after a step is written into the ledger."""
    write = getattr(runs, step)

    def written(*args: object, **kwargs: object) -> object:
        before()
        done = write(*args, **kwargs)
        after()
        return done

    patch.setattr(runs, step, written)


async def joined(member: Member, case: str, *, when: threading.Event) -> None:
    """Run a case, and at a moment of that add a third subject and run it again."""
    first = asyncio.create_task(run(member, case))
    await asyncio.to_thread(when.wait)
    third = NewSubject("S3", "", EntityType.PERSON, {**STRANGER, "passport": ("ZZ90817",)})
    member.application.casework.add(case, [third], officer=OFFICER)
    await run(member, case)
    await first
    await ended(member)


async def test_who_joins_as_a_run_is_ended_is_answered(
    folders: tuple[Settings, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is added between the last answer and the end of a run is not left open for ever."""
    asker, owner = folders
    async with running(owner), running(asker) as a:
        case = a_case(a, "CASE-INSTANT")
        runs = a.application.records.runs
        ending, extended = threading.Event(), threading.Event()

        def end() -> None:
            ending.set()
            # New cells of this run must not be written before it ends.
            extended.wait(INSTANT_S)

        around(monkeypatch, runs, "finish", before=end)
        around(monkeypatch, runs, "extend", after=extended.set)
        await joined(a, case, when=ending)

        assert states(a, case) == [*KNOWN, CellState.NO_HIT]


async def test_a_run_does_not_end_under_who_joins_it(
    folders: tuple[Settings, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has found a run under way finds it so when the new cells are written."""
    asker, owner = folders
    async with running(owner), running(asker) as a:
        case = a_case(a, "CASE-JOINED")
        runs = a.application.records.runs
        answered, joining, over = threading.Event(), threading.Event(), threading.Event()

        def settle() -> None:
            answered.set()
            joining.wait()

        def extend() -> None:
            joining.set()
            # The run must not be ended meanwhile, although its last cell is settled now.
            over.wait(INSTANT_S)

        around(monkeypatch, runs, "settle", before=settle)
        around(monkeypatch, runs, "extend", before=extend)
        around(monkeypatch, runs, "finish", after=over.set)
        await joined(a, case, when=answered)

        assert states(a, case) == [*KNOWN, CellState.NO_HIT]
        assert len(runs.of_case(case)) == 1


async def test_a_run_that_broke_off_is_gone_on_with(
    folders: tuple[Settings, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that fails for a moment costs no second run, which would ask everything twice."""
    asker, owner = folders
    async with running(owner), running(asker) as a:
        case = a_case(a, "CASE-BROKEN")
        runs = a.application.records.runs

        def full(*_: object, **__: object) -> None:
            raise LedgerError("the ledger could not be written")

        with monkeypatch.context() as broken:
            broken.setattr(runs, "settle", full)
            assert await run(a, case) == []
        [left] = runs.under_way()

        await run(a, case)
        await ended(a)

        assert states(a, case) == KNOWN
        assert [each.id for each in runs.of_case(case)] == [left.id]


async def test_a_case_is_closed_in_the_instant_its_run_ends(
    folders: tuple[Settings, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever comes first, the case is closed and its run has ended once."""
    async with running(folders[0]) as a:
        case = a_case(a, "CASE-BOTH")
        await run(a, case, hours=1)
        runs = a.application.records.runs
        [left] = runs.under_way()

        def end() -> None:
            runs.finish(left.id, a.clock.now(), entry=Entry(Event.QUERY_OUT, a.clock.now()))

        around(monkeypatch, runs, "interrupt", before=end)
        work = a.application.casework
        _, count = await asyncio.to_thread(work.close, case, Closing.SOLVED, officer=OFFICER)

        assert count == 0


async def test_a_peer_that_is_no_member_any_more_fails(folders: tuple[Settings, Settings]) -> None:
    """A run that waits for a peer who was removed is told so, and ends."""
    async with running(folders[0]) as a:
        peer = a.application.records.peers.get(NodeId("fiu-nl"))
        case = a_case(a, "CASE-REMOVED")
        await run(a, case, hours=1)
        a.forgets(peer.id)
        await ended(a)

        assert {cell.error_code for cell in cells(a, case)} == {"UNKNOWN_PEER"}
        note = Entry(Event.ADMIN, a.clock.now(), officer=OFFICER, peer=peer.id)
        a.application.records.peers.put(peer, entry=note)
