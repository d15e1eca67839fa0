"""Rounds of asking about a case, and what each peer said of each subject."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from node.domain.case import OPEN_STATES, Cell, CellState, Run
from node.domain.errors import CaseClosedError, NodeError, NotFoundError
from node.domain.exchange import Band, Handling, Refusal
from node.domain.journal import Entry
from node.domain.peer import NodeId
from node.store.cases import require_case
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema_case import case_cell, case_run, case_subject


class Runs:
    """The rounds of asking of this node's cases."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def start(self, run: Run, cells: Iterable[Cell], *, entry: Entry) -> None:
        """Begin a round of asking: one pending cell for each subject and peer.

        Raises:
            NotFoundError: There is no such case.
            CaseClosedError: It is closed.
        """
        rows = [_cell_columns(run.id, cell) for cell in cells]
        with self._ledger.transaction() as connection:
            _require_open(connection, run.case_reference)
            connection.execute(insert(case_run).values(**_run_columns(run)))
            if rows:
                connection.execute(insert(case_cell), rows)
            append(connection, entry)

    def extend(self, run: Run, cells: Iterable[Cell], *, entry: Entry) -> None:
        """Have a round under way go on: with further cells, and until another time.

        Raises:
            NotFoundError: There is no such run under way.
            CaseClosedError: Its case is closed.
        """
        rows = [_cell_columns(run.id, cell) for cell in cells]
        with self._ledger.transaction() as connection:
            _require_open(connection, run.case_reference)
            _change(connection, run.id, until=run.until)
            if rows:
                connection.execute(insert(case_cell), rows)
            append(connection, entry)

    def settle(self, run_id: str, cells: Iterable[Cell], *, entry: Entry) -> None:
        """Write what came of open cells; a cell is settled once and then stays, a hit without fuss.

        Raises:
            NotFoundError: The run has no such cell that is still open.
        """
        with self._ledger.transaction() as connection:
            for cell in cells:
                _settle(connection, run_id, cell=cell)
            append(connection, entry)

    def finish(self, run_id: str, finished_at: datetime, *, entry: Entry) -> None:
        """End a round of asking.

        Raises:
            NotFoundError: There is no such run, or it has ended.
        """
        with self._ledger.transaction() as connection:
            _change(connection, run_id, finished_at=finished_at)
            append(connection, entry)

    def interrupt(
        self,
        run_id: str,
        reason: NodeError,
        *,
        finished_at: datetime,
        entries: Callable[[int], Iterable[Entry]],
    ) -> bool:
        """End a round of asking, its open cells failed for a reason; tell whether it was under way.

        `entries` are what the journal says of so many cells that stay unanswered.
        """
        ended = (case_cell.c.run_id == run_id) & case_cell.c.state.in_(OPEN_STATES)
        with self._ledger.transaction() as connection:
            if not _is_changed(connection, run_id, finished_at=finished_at):
                return False
            failed = (
                update(case_cell)
                .where(ended)
                .values(
                    state=CellState.FAILED,
                    error_code=reason.code,
                    error=str(reason),
                    retry_at=None,
                )
            )
            for entry in entries(connection.execute(failed).rowcount):
                append(connection, entry)
            return True

    def of_case(self, reference: str) -> list[Run]:
        """Return the runs of a case, newest first.

        Raises:
            NotFoundError: There is no such case.
        """
        wanted = (
            select(case_run)
            .where(case_run.c.case_reference == reference)
            .order_by(case_run.c.started_at.desc(), case_run.c.id.desc())
        )
        with self._ledger.reading() as connection:
            require_case(connection, reference)
            return [_run(row) for row in connection.execute(wanted)]

    def under_way(self) -> list[Run]:
        """Return the runs of all cases that have not ended, oldest first."""
        wanted = (
            select(case_run)
            .where(case_run.c.finished_at.is_(None))
            .order_by(case_run.c.started_at, case_run.c.id)
        )
        with self._ledger.reading() as connection:
            return [_run(row) for row in connection.execute(wanted)]

    def cells(self, run_id: str) -> list[Cell]:
        """Return every cell of a run, by subject in the case's order, then by peer.

        Raises:
            NotFoundError: There is no such run.
        """
        of_run = select(case_run.c.case_reference).where(case_run.c.id == run_id)
        wanted = (
            select(case_cell)
            .join(
                case_subject,
                (case_subject.c.id == case_cell.c.subject)
                & (case_subject.c.case_reference == of_run.scalar_subquery()),
            )
            .where(case_cell.c.run_id == run_id)
            .order_by(case_subject.c.position, case_cell.c.peer)
        )
        with self._ledger.reading() as connection:
            if connection.scalar(of_run) is None:
                raise NotFoundError("there is no such run")
            return [_cell(row) for row in connection.execute(wanted)]


def _require_open(connection: Connection, reference: str) -> None:
    if require_case(connection, reference).closed_at is not None:
        raise CaseClosedError(f"case {reference} is closed")


def _change(connection: Connection, run_id: str, **values: object) -> None:
    if not _is_changed(connection, run_id, **values):
        raise NotFoundError("there is no such run under way")


def _is_changed(connection: Connection, run_id: str, **values: object) -> bool:
    changed = connection.execute(
        update(case_run)
        .where(case_run.c.id == run_id, case_run.c.finished_at.is_(None))
        .values(**values)
    )
    return bool(changed.rowcount)


def _settle(connection: Connection, run_id: str, *, cell: Cell) -> None:
    place = (
        (case_cell.c.run_id == run_id)
        & (case_cell.c.subject == cell.subject)
        & (case_cell.c.peer == cell.peer)
    )
    state = connection.scalar(select(case_cell.c.state).where(place))
    if state in OPEN_STATES:
        connection.execute(update(case_cell).where(place).values(**_cell_columns(run_id, cell)))
    elif state != CellState.HIT:
        # A hit may have come by itself, after the peer's first answer was lost.
        raise NotFoundError(f"subject {cell.subject} is settled already with {cell.peer}")


def _run_columns(run: Run) -> dict[str, object]:
    return {column.name: getattr(run, column.name) for column in case_run.columns}


def _run(row: Row[tuple[object, ...]]) -> Run:
    return Run(row.id, row.case_reference, row.officer, row.started_at, row.finished_at, row.until)


def _cell_columns(run_id: str, cell: Cell) -> dict[str, object]:
    names = [column.name for column in case_cell.columns if column.name != "run_id"]
    return {"run_id": run_id} | {name: getattr(cell, name) for name in names}


def _cell(row: Row[tuple[object, ...]]) -> Cell:
    return Cell(
        subject=row.subject,
        peer=NodeId(row.peer),
        state=CellState(row.state),
        query_id=row.query_id,
        refusal=Refusal(row.refusal),
        band=Band(row.band),
        contact_point=row.contact_point,
        reference=row.reference,
        handling=Handling(row.handling),
        fresh_at=row.fresh_at,
        model=row.model,
        error_code=row.error_code,
        error=row.error,
        attempts=row.attempts,
        retry_at=row.retry_at,
    )
