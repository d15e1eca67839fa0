"""Assurances for which the human-rights gate lets the hits of a case pass."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, insert, select

from node.domain.peer import NodeId
from node.store.ledger import Ledger
from node.store.schema import assurance as table


@dataclass(frozen=True, slots=True)
class Assurance:
    """What another state has assured for one case, and who has recorded it here."""

    peer: NodeId
    case_reference: str
    rule: str
    officer: str
    statement: str
    """Reference of the document."""
    recorded_at: datetime


class Assurances:
    """The assurances that this node holds."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def record(self, given: Assurance) -> None:
        """Keep an assurance, in place of an earlier one for the same rule and case.

        The transaction around it must hold the journal entry.
        """
        with self._ledger.transaction() as connection:
            connection.execute(delete(table).where(_same(given)))
            connection.execute(
                insert(table).values(
                    **{column.name: getattr(given, column.name) for column in table.columns}
                )
            )

    def rules(self, peer: NodeId, case_reference: str) -> frozenset[str]:
        """Return the rules for which an assurance covers a case."""
        wanted = select(table.c.rule).where(
            table.c.peer == peer, table.c.case_reference == case_reference
        )
        with self._ledger.reading() as connection:
            return frozenset(connection.scalars(wanted))


def _same(given: Assurance) -> ColumnElement[bool]:
    return and_(
        table.c.peer == given.peer,
        table.c.case_reference == given.case_reference,
        table.c.rule == given.rule,
    )
