"""Cases: their sealed subjects, the rounds of asking, and what each peer said of each subject."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, select, update

from matching.subject import EntityType
from node.domain.case import Case, CaseSubject, Cell, CellState, Run
from node.domain.errors import LedgerError, NotFoundError
from node.domain.exchange import Band, Handling, Refusal
from node.domain.journal import Entry
from node.domain.justification import Aim, Category, Justification, Urgency
from node.domain.peer import NodeId
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema import case_cell, case_file, case_run, case_subject


class Cases:
    """The cases of this node."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def open(self, case: Case, subjects: Sequence[CaseSubject] = (), *, entry: Entry) -> None:
        """Open a case, with subjects if there are any yet.

        Raises:
            LedgerError: There is a case of this reference already, or a subject comes twice.
        """
        with self._ledger.transaction() as connection:
            if _case_row(connection, case.reference) is not None:
                raise LedgerError(
                    f"case {case.reference} exists already",
                    hint="Add subjects to it, or choose another reference.",
                )
            connection.execute(insert(case_file).values(**_case_columns(case)))
            _add_subjects(connection, case.reference, subjects=subjects)
            append(connection, entry)

    def add_subjects(
        self, reference: str, subjects: Sequence[CaseSubject], *, entry: Entry
    ) -> None:
        """Add subjects to a case.

        Raises:
            NotFoundError: There is no such case.
            LedgerError: One of them is in the case already.
        """
        with self._ledger.transaction() as connection:
            _require_case(connection, reference)
            _add_subjects(connection, reference, subjects=subjects)
            append(connection, entry)

    def get(self, reference: str) -> Case:
        """Return one case.

        Raises:
            NotFoundError: There is no such case.
        """
        with self._ledger.reading() as connection:
            return _case(_require_case(connection, reference))

    def all(self) -> list[Case]:
        """Return all cases, newest first."""
        wanted = select(case_file).order_by(
            case_file.c.created_at.desc(), case_file.c.reference.desc()
        )
        with self._ledger.reading() as connection:
            return [_case(row) for row in connection.execute(wanted)]

    def subjects(self, reference: str) -> list[CaseSubject]:
        """Return the subjects of a case, still sealed, in the order they were added.

        Raises:
            NotFoundError: There is no such case.
        """
        wanted = (
            select(case_subject)
            .where(case_subject.c.case_reference == reference)
            .order_by(case_subject.c.position)
        )
        with self._ledger.reading() as connection:
            _require_case(connection, reference)
            return [_subject(row) for row in connection.execute(wanted)]

    def start_run(self, run: Run, cells: Iterable[Cell], *, entry: Entry) -> None:
        """Begin a round of asking: one pending cell for each subject and peer.

        Raises:
            NotFoundError: There is no such case.
        """
        rows = [_cell_columns(run.id, cell) for cell in cells]
        with self._ledger.transaction() as connection:
            _require_case(connection, run.case_reference)
            connection.execute(insert(case_run).values(**_run_columns(run)))
            if rows:
                connection.execute(insert(case_cell), rows)
            append(connection, entry)

    def settle(self, run_id: str, cells: Iterable[Cell], *, entry: Entry) -> None:
        """Write what came of pending cells; a cell is settled once and then stays.

        Raises:
            NotFoundError: The run has no such cell that is still pending.
        """
        with self._ledger.transaction() as connection:
            for cell in cells:
                _settle(connection, run_id, cell=cell)
            append(connection, entry)

    def finish_run(self, run_id: str, finished_at: datetime, *, entry: Entry) -> None:
        """End a round of asking.

        Raises:
            NotFoundError: There is no such run, or it has ended.
        """
        with self._ledger.transaction() as connection:
            ended = connection.execute(
                update(case_run)
                .where(case_run.c.id == run_id, case_run.c.finished_at.is_(None))
                .values(finished_at=finished_at)
            )
            if not ended.rowcount:
                raise NotFoundError("there is no such run under way")
            append(connection, entry)

    def runs(self, reference: str) -> list[Run]:
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
            _require_case(connection, reference)
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


def _case_row(connection: Connection, reference: str) -> Row[tuple[object, ...]] | None:
    wanted = select(case_file).where(case_file.c.reference == reference)
    return connection.execute(wanted).one_or_none()


def _require_case(connection: Connection, reference: str) -> Row[tuple[object, ...]]:
    row = _case_row(connection, reference)
    if row is None:
        raise NotFoundError("there is no such case", hint="See: heliograph case list")
    return row


def _add_subjects(
    connection: Connection, reference: str, *, subjects: Sequence[CaseSubject]
) -> None:
    of_case = case_subject.c.case_reference == reference
    known = set(connection.scalars(select(case_subject.c.id).where(of_case)))
    ids = [subject.id for subject in subjects]
    if known & set(ids) or len(set(ids)) < len(ids):
        raise LedgerError("a subject is in the case already", hint="Give each its own number.")
    first = connection.scalar(select(func.count()).where(of_case)) or 0
    rows = [
        _subject_columns(subject) | {"case_reference": reference, "position": position}
        for position, subject in enumerate(subjects, start=first)
    ]
    if rows:
        connection.execute(insert(case_subject), rows)


def _settle(connection: Connection, run_id: str, *, cell: Cell) -> None:
    settled = connection.execute(
        update(case_cell)
        .where(
            case_cell.c.run_id == run_id,
            case_cell.c.subject == cell.subject,
            case_cell.c.peer == cell.peer,
            case_cell.c.state == CellState.PENDING,
        )
        .values(**_cell_columns(run_id, cell))
    )
    if not settled.rowcount:
        raise NotFoundError(f"subject {cell.subject} is not pending with {cell.peer}")


def _case_columns(case: Case) -> dict[str, object]:
    reasons = case.justification
    return {
        "reference": case.reference,
        "legal_basis": reasons.legal_basis,
        "purpose": reasons.purpose,
        "offence": reasons.offence,
        "category": reasons.category,
        "aim": reasons.aim,
        "urgency": reasons.urgency,
        "urgency_reason": reasons.urgency_reason,
        "officer": case.officer,
        "created_at": case.created_at,
        "sealed_title": case.sealed_title,
    }


def _case(row: Row[tuple[object, ...]]) -> Case:
    justification = Justification(
        case_reference=row.reference,
        legal_basis=row.legal_basis,
        purpose=row.purpose,
        offence=row.offence,
        category=Category(row.category),
        aim=Aim(row.aim),
        urgency=Urgency(row.urgency),
        urgency_reason=row.urgency_reason,
    )
    return Case(justification, row.officer, row.created_at, row.sealed_title)


def _subject_columns(subject: CaseSubject) -> dict[str, object]:
    return {
        "id": subject.id,
        "role": subject.role,
        "entity_type": subject.entity_type,
        "category": subject.category,
        "sealed": subject.sealed,
    }


def _subject(row: Row[tuple[object, ...]]) -> CaseSubject:
    return CaseSubject(
        row.id, row.role, EntityType(row.entity_type), Category(row.category), row.sealed
    )


def _run_columns(run: Run) -> dict[str, object]:
    return {column.name: getattr(run, column.name) for column in case_run.columns}


def _run(row: Row[tuple[object, ...]]) -> Run:
    return Run(row.id, row.case_reference, row.officer, row.started_at, row.finished_at)


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
    )
