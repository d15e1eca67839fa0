"""Turn the cell of a run into a hit that came after the run had ended."""

from sqlalchemy import update

from node.domain.case import CellState
from node.domain.exchange import SubjectAnswer
from node.store.ledger import Ledger
from node.store.schema_case import case_cell


class LateHits:
    """The cells of runs that have ended."""

    def __init__(self, ledger: Ledger) -> None:
        """Change them in that ledger."""
        self._ledger = ledger

    def turn(self, query_id: str, subject: str, *, told: SubjectAnswer) -> bool:
        """Write a hit over the cell that a query about a subject has left; tell whether it was new.

        A cell that is a hit already stays as it is: the alert tells of the second record. A query
        outside a case has no cell.
        """
        with self._ledger.transaction() as connection:
            turned = connection.execute(
                update(case_cell)
                .where(
                    case_cell.c.query_id == query_id,
                    case_cell.c.subject == subject,
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
