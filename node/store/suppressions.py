"""Pairs of which somebody wants to hear no more until a day; each has an owner and an end."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, delete, insert, select

from node.domain.journal import Entry
from node.domain.peer import NodeId
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema_alert import suppression as table


@dataclass(frozen=True, slots=True)
class Suppression:
    """One pair of our record and a peer that asks about it."""

    record_key: str
    peer: NodeId
    owner: str
    """Officer who wants to hear no more of it."""
    reason: str
    since: datetime
    until: datetime
    strength: int
    """Of what was seen; stronger evidence is shown."""


class Suppressions:
    """The pairs that this node's officers have laid aside."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def put(self, suppression: Suppression, *, entry: Entry | None) -> None:
        """Lay a pair aside; a later suppression replaces an earlier one."""
        columns = {column.name: getattr(suppression, column.name) for column in table.columns}
        with self._ledger.transaction() as connection:
            connection.execute(
                delete(table).where(
                    table.c.record_key == suppression.record_key, table.c.peer == suppression.peer
                )
            )
            connection.execute(insert(table).values(**columns))
            if entry is not None:
                append(connection, entry)

    def remove(self, record_key: str, peer: NodeId) -> None:
        """Take a pair up again."""
        with self._ledger.transaction() as connection:
            connection.execute(
                delete(table).where(table.c.record_key == record_key, table.c.peer == peer)
            )

    def all(self) -> list[Suppression]:
        """Return every pair that is laid aside, the one that ends first before the others."""
        with self._ledger.reading() as connection:
            rows = connection.execute(select(table).order_by(table.c.until, table.c.record_key))
            return [_suppression(row) for row in rows]

    def ended(self, now: datetime) -> list[Suppression]:
        """Return those whose time is over."""
        return [each for each in self.all() if each.until <= now]


def _suppression(row: Row[tuple[object, ...]]) -> Suppression:
    return Suppression(
        row.record_key,
        NodeId(row.peer),
        row.owner,
        row.reason,
        row.since,
        row.until,
        row.strength,
    )
