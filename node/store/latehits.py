"""Turn the cell of a run into a hit that came after the run had ended."""

from sqlalchemy import ColumnElement, and_, or_, select, update

from node.domain.case import CellState
from node.domain.exchange import SubjectAnswer
from node.store.ledger import Ledger
from node.store.queries import OutgoingQuery
from node.store.schema_case import case_cell, case_run


class LateHits:
    """The cells of runs that have ended."""

    def __init__(self, ledger: Ledger) -> None:
        """Change them in that ledger."""
        self._ledger = ledger

    def turn(self, query: OutgoingQuery, subject: str, *, told: SubjectAnswer) -> bool:
        """Write a hit over the cell that a query about a subject has left; tell whether it was new.

        A standing query has left none; its hit shows in the latest run of its case. A cell that is
        a hit already stays as it is: the alert tells of the second record. A query outside a case
        has no cell.
        """
        with self._ledger.transaction() as connection:
            turned = connection.execute(
                update(case_cell)
                .where(
                    _is_about(query),
                    case_cell.c.subject == subject,
                    case_cell.c.peer == query.peer,
                    case_cell.c.state != CellState.HIT,
                )
                .values(
                    state=CellState.HIT,
                    refusal="",
                    band=told.band,
                    contact_point=told.contact_point,
                    reference=told.reference,
                    handling=told.handling,
                    fresh_at=told.fresh_at,
                    model=told.model,
                    error_code="",
                    error="",
                )
            )
            return bool(turned.rowcount)


def _is_about(query: OutgoingQuery) -> ColumnElement[bool]:
    """Return which cells are the query's own, or those of the latest run where it has none."""
    latest = (
        select(case_run.c.id)
        .where(case_run.c.case_reference == query.case_reference)
        .order_by(case_run.c.started_at.desc(), case_run.c.id)
        .limit(1)
        .scalar_subquery()
    )
    own = case_cell.alias("own")
    has_own = select(own.c.run_id).where(own.c.query_id == query.id).exists()
    return or_(case_cell.c.query_id == query.id, and_(~has_own, case_cell.c.run_id == latest))
