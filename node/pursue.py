"""Pursue a run: ask until every cell is settled, whoever is down meanwhile and whatever restarts.

Rules:
- What is to be asked stands in the ledger before anybody is asked, and what came of it before
  anybody is told; a node that starts again goes on where it was.
- A query has the same id however often it is sent, so that being asked again counts once.
- Subjects are opened for one pass over the peers and forgotten until the next.
- Whoever follows a run may leave; the run goes on. It ends with its last cell, or with its case.
- Joining a run and ending it take turns: what joins is asked, in this run or in the next.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from secrets import SystemRandom

import structlog

from matching.profile import tokens
from node.ask import Asker, Asking, Round, prepare
from node.casework import Casework
from node.domain.case import OPEN_STATES, Case, Cell, CellState, Run
from node.domain.errors import (
    CaseClosedError,
    CircuitOpenError,
    NodeError,
    NotFoundError,
    PeerPausedError,
    PeerUnavailableError,
    UnknownPeerError,
)
from node.domain.journal import Entry
from node.domain.peer import NodeId, Peer
from node.domain.ports import Clock
from node.store.cases import Cases
from node.store.peers import Peers
from node.store.runs import Runs

log = structlog.get_logger()

_RETRIED = frozenset({PeerUnavailableError.code, CircuitOpenError.code, PeerPausedError.code})
"""Failures that say nothing of the question: the peer may answer it an hour later."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What one peer has said, and how many of the peers asked have said something."""

    cells: tuple[Cell, ...]
    peer: NodeId
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long a peer that is down is left alone: doubled each time, up to a most."""

    first: timedelta = timedelta(seconds=30)
    most: timedelta = timedelta(minutes=15)

    def pause(self, attempts: int) -> timedelta:
        """Return the pause after so many attempts, spread so that runs do not come together."""
        doubled = self.first * (1 << min(attempts - 1, 16))
        spread: float = SystemRandom().uniform(0.8, 1.2)
        return timedelta(seconds=min(doubled, self.most).total_seconds() * spread)


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where cases, runs and peers are."""

    cases: Cases
    runs: Runs
    peers: Peers


@dataclass(slots=True, eq=False)
class _Chase:
    """One run under way in this process."""

    run: Run
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    """Set to have waiting cells asked at once."""
    listeners: set["asyncio.Queue[Progress | None]"] = field(default_factory=set)
    task: "asyncio.Task[None] | None" = None

    def tell(self, progress: Progress | None) -> None:
        """Tell whoever follows; nothing means that a pass has ended."""
        for listener in self.listeners:
            listener.put_nowait(progress)


class Pursuit:
    """Pursues the runs of this node's cases; used by one event loop, `end` by any thread."""

    def __init__(
        self,
        shelves: Shelves,
        work: Casework,
        *,
        asker: Asker,
        clock: Clock,
        backoff: Backoff,
    ) -> None:
        """Keep where runs are, who opens subjects, who asks, and how long it waits."""
        self._shelves = shelves
        self._work = work
        self._asker = asker
        self._clock = clock
        self._backoff = backoff
        self._chases: dict[str, _Chase] = {}
        self._turn = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def begin(
        self, case: Case, peers: Sequence[Peer], *, run: Run
    ) -> "asyncio.Queue[Progress | None]":
        """Start a run, or have the one under way go on with what is new; return its progress.

        Raises:
            NotFoundError: The case has no subjects.
            CaseClosedError: It was closed meanwhile.
        """
        async with self._turn:
            run = await self._joined(case, peers, run=run)
            chase = self._chases.get(case.reference) or self._pursue(run)
            chase.run = run
            heard: asyncio.Queue[Progress | None] = asyncio.Queue()
            chase.listeners.add(heard)
            chase.wake.set()
            return heard

    async def follow(
        self, reference: str, heard: "asyncio.Queue[Progress | None]"
    ) -> AsyncGenerator[Progress, None]:
        """Yield what the peers say until each of them was asked once."""
        try:
            while (progress := await heard.get()) is not None:
                yield progress
        finally:
            if chase := self._chases.get(reference):
                chase.listeners.discard(heard)

    def resume(self) -> int:
        """Go on with the runs that the end of a process left under way; return how many."""
        left = self._shelves.runs.under_way()
        for run in left:
            self._pursue(run)
        return len(left)

    def end(self, reference: str) -> int:
        """End the run of a case that is closed; what is open stays unanswered."""
        left = (run for run in self._shelves.runs.of_case(reference) if run.finished_at is None)
        ended = sum(self._interrupt(run) for run in left)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._drop, reference)
        return ended

    async def stop(self) -> None:
        """Stop asking; the runs go on when the node starts again."""
        tasks = [chase.task for chase in self._chases.values() if chase.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _joined(self, case: Case, peers: Sequence[Peer], *, run: Run) -> Run:
        """Write the cells of a run that begins, or what is new in the one that has not ended."""
        left = await asyncio.to_thread(self._left, case.reference)
        cells = await asyncio.to_thread(partial(self._missing, case, peers, run=left))
        entry = self._work.entry(case, "run", officer=run.officer, count=len(cells))
        if left is None:
            await _to_its_end(partial(self._shelves.runs.start, run, cells, entry=entry))
            return run
        run = replace(left, until=run.until or left.until)
        await _to_its_end(partial(self._shelves.runs.extend, run, cells, entry=entry))
        return run

    def _left(self, reference: str) -> Run | None:
        """Return the run of a case that has not ended, under way in this process or broken off."""
        runs = self._shelves.runs.of_case(reference)
        return next((run for run in runs if run.finished_at is None), None)

    def _missing(self, case: Case, peers: Sequence[Peer], *, run: Run | None) -> list[Cell]:
        """Return a pending cell for each subject and peer that the run does not have yet."""
        subjects = self._shelves.cases.subjects(case.reference)
        if not subjects:
            raise NotFoundError(
                f"case {case.reference} has no subjects", hint="Add some: heliograph case add"
            )
        known = {(c.subject, c.peer) for c in self._shelves.runs.cells(run.id)} if run else set()
        pairs = ((subject.id, peer.id) for subject in subjects for peer in peers)
        return [Cell(*pair) for pair in pairs if pair not in known]

    def _pursue(self, run: Run) -> _Chase:
        self._loop = asyncio.get_running_loop()
        chase = _Chase(run)
        self._chases[run.case_reference] = chase
        chase.task = asyncio.create_task(self._to_the_end(chase))
        return chase

    async def _to_the_end(self, chase: _Chase) -> None:
        try:
            while open_cells := await self._open_or_over(chase):
                due = self._due(open_cells, is_hurried=chase.wake.is_set())
                chase.wake.clear()
                if due:
                    await self._pass(chase, due)
                    if await asyncio.to_thread(self._open_cells, chase.run):
                        chase.tell(None)
                else:
                    await _wait(chase.wake, min(map(_retry_at, open_cells)) - self._clock.now())
        except NodeError as error:
            # Still in the ledger: the next start of the node, or of the run, goes on with it.
            log.error("run broke off", run=chase.run.id, error=error.code)  # noqa: TRY400 - no message
        finally:
            self._drop(chase.run.case_reference, chase)

    async def _open_or_over(self, chase: _Chase) -> list[Cell]:
        """Return the cells that are open; where none is, end the run before anybody joins it."""
        async with self._turn:
            if left := await asyncio.to_thread(self._open_cells, chase.run):
                return left
            await _to_its_end(partial(self._finish, chase.run))
            self._drop(chase.run.case_reference, chase)
            return []

    def _drop(self, reference: str, chase: _Chase | None = None) -> None:
        """Forget a run, and let whoever follows it go."""
        found = self._chases.get(reference)
        if found is None or (chase is not None and found is not chase):
            return
        del self._chases[reference]
        found.tell(None)
        if chase is None and found.task is not None:
            found.task.cancel()

    async def _pass(self, chase: _Chase, due: Sequence[Cell]) -> None:
        """Ask once about every cell that is due."""
        before = {(cell.subject, cell.peer): cell for cell in due}
        questions, impossible = await asyncio.to_thread(self._questions, chase.run, due)
        total, done = len({cell.peer for cell in due}), 0
        groups = _by_peer(impossible).values()

        async def settled(cells: Sequence[Cell]) -> None:
            nonlocal done
            done += 1
            told = [self._waiting(chase.run, c, before=before[c.subject, c.peer]) for c in cells]
            await _to_its_end(partial(self._settle, chase.run, told))
            chase.tell(Progress(tuple(told), told[0].peer, done, total))

        for cells in groups:
            await settled(cells)
        async with aclosing(self._asker.ask_each(questions)) as settling:
            async for cells in settling:
                await settled(cells)

    def _questions(
        self, run: Run, due: Sequence[Cell]
    ) -> tuple[list[tuple[Round, Peer]], list[Cell]]:
        """Return whom to ask what, and the cells about whom nobody can be asked any more.

        Peers that are to be asked about the same subjects share one round: it is blinded once.
        """
        case = self._shelves.cases.get(run.case_reference)
        known = {subject.id: subject for subject in self._shelves.cases.subjects(case.reference)}
        rounds: dict[frozenset[str], Round] = {}
        questions, impossible = [], []
        for name, cells in _by_peer(due).items():
            try:
                peer = self._shelves.peers.get(name)
            except UnknownPeerError as error:
                impossible += [_failed(cell, error) for cell in cells]
                continue
            wanted = frozenset(cell.subject for cell in cells)
            if wanted not in rounds:
                askings = [
                    Asking(
                        number,
                        str(subject.category),
                        tokens(self._work.seal.record(case, subject), asking=True),
                    )
                    for number, subject in known.items()
                    if number in wanted
                ]
                rounds[wanted] = prepare(
                    askings, case.justification, officer=run.officer, request=run.id
                )
            questions.append((rounds[wanted], peer))
        return questions, impossible

    def _waiting(self, run: Run, cell: Cell, *, before: Cell) -> Cell:
        """Return a cell as it is, or waiting where the peer was down and there is time left."""
        now = self._clock.now()
        is_down = cell.state is CellState.FAILED and cell.error_code in _RETRIED
        if not is_down:
            return cell
        attempts = before.attempts + 1
        if run.until is None or now >= run.until:
            return replace(cell, attempts=attempts)
        retry_at = min(now + self._backoff.pause(attempts), run.until)
        return replace(cell, state=CellState.WAITING, attempts=attempts, retry_at=retry_at)

    def _due(self, cells: Iterable[Cell], *, is_hurried: bool) -> list[Cell]:
        now = self._clock.now()
        return [c for c in cells if is_hurried or c.retry_at is None or c.retry_at <= now]

    def _open_cells(self, run: Run) -> list[Cell]:
        return [cell for cell in self._shelves.runs.cells(run.id) if cell.state in OPEN_STATES]

    def _settle(self, run: Run, cells: Sequence[Cell]) -> None:
        case = self._shelves.cases.get(run.case_reference)
        entry = self._work.entry(case, "settle", officer=run.officer, count=len(cells))
        self._shelves.runs.settle(run.id, cells, entry=entry)

    def _interrupt(self, run: Run) -> bool:
        """End a run whatever is open in it; return whether it had not ended by itself."""
        case = self._shelves.cases.get(run.case_reference)

        def entries(count: int) -> Iterator[Entry]:
            if count:
                yield self._work.entry(case, "interrupt", officer=run.officer, count=count)
            yield self._work.entry(case, "finish", officer=run.officer)

        said = CaseClosedError("the case was closed before this peer had answered")
        return self._shelves.runs.interrupt(
            run.id, said, finished_at=self._clock.now(), entries=entries
        )

    def _finish(self, run: Run) -> None:
        case = self._shelves.cases.get(run.case_reference)
        entry = self._work.entry(case, "finish", officer=run.officer)
        self._shelves.runs.finish(run.id, self._clock.now(), entry=entry)


def _retry_at(cell: Cell) -> datetime:
    if cell.retry_at is None:
        raise ValueError("a cell that is not due waits for a time")
    return cell.retry_at


def _failed(cell: Cell, error: NodeError) -> Cell:
    return replace(
        cell, state=CellState.FAILED, error_code=error.code, error=str(error), retry_at=None
    )


def _by_peer(cells: Iterable[Cell]) -> Mapping[NodeId, list[Cell]]:
    grouped: dict[NodeId, list[Cell]] = defaultdict(list)
    for cell in cells:
        grouped[cell.peer].append(cell)
    return grouped


async def _wait(wake: asyncio.Event, pause: timedelta) -> None:
    """Wait for a time to pass, or to be woken."""
    try:
        await asyncio.wait_for(wake.wait(), max(pause.total_seconds(), 0.0))
    except TimeoutError:
        return


async def _to_its_end(work: Callable[[], None]) -> None:
    """Do blocking work in a thread; whoever stops waiting for it still lets it end first."""
    task = asyncio.create_task(asyncio.to_thread(work))
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
