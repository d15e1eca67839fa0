"""Decisions about who may be told of a record; few, so all of them are kept in memory as well."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Row, Update, insert, select, update

from node.domain.disclosure import Decision, Waiting
from node.domain.journal import Entry
from node.domain.routing import Disclosure
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema import disclosure as table


class Disclosures:
    """The decisions of this node's officers."""

    def __init__(self, ledger: Ledger) -> None:
        """Read them from that ledger."""
        self._ledger = ledger
        self._known = {decision.record_key: decision for decision in self.all()}

    def of(self, record_key: str) -> Decision | None:
        """Return what is decided about a record, if anything."""
        return self._known.get(record_key)

    def all(self, register: str = "") -> list[Decision]:
        """Return all decisions, or those of one register, oldest first."""
        wanted = select(table).order_by(table.c.proposed_at, table.c.record_key)
        if register:
            wanted = wanted.where(table.c.register == register)
        with self._ledger.reading() as connection:
            return [_decision(row) for row in connection.execute(wanted)]

    def await_approval(self, register: str, waiting: Iterable[Waiting], *, entry: Entry) -> None:
        """Note the records that a load keeps to the owner and nobody has decided about."""
        new = [
            Decision(
                each.record_key,
                register,
                each.sealed_id,
                "",
                Disclosure.OWNER,
                "the register says so",
                entry.officer,
                entry.time,
            )
            for each in waiting
            if each.record_key not in self._known
        ]
        if new:
            with self._ledger.transaction() as connection:
                connection.execute(insert(table), [_columns(decision) for decision in new])
                append(connection, entry)
        self._known |= {decision.record_key: decision for decision in new}

    def propose(self, decision: Decision, *, entry: Entry) -> Decision:
        """Keep a proposal; what was approved before stays in force beside it."""
        known = self.of(decision.record_key)
        merged = replace(
            decision,
            setting=known.setting if known else "",
            approved_by=known.approved_by if known else "",
            approved_at=known.approved_at if known else None,
        )
        with self._ledger.transaction() as connection:
            if known is None:
                connection.execute(insert(table).values(**_columns(merged)))
            else:
                connection.execute(_change(merged))
            append(connection, entry)
        self._known[merged.record_key] = merged
        return merged

    def approve(self, waiting: Decision, *, entry: Entry) -> Decision:
        """Put what was proposed in force."""
        approved = replace(
            waiting,
            setting=waiting.wished,
            wished="",
            approved_by=entry.officer,
            approved_at=entry.time,
        )
        with self._ledger.transaction() as connection:
            connection.execute(_change(approved))
            append(connection, entry)
        self._known[approved.record_key] = approved
        return approved


def _change(decision: Decision) -> Update:
    same = table.c.record_key == decision.record_key
    return update(table).where(same).values(**_columns(decision))


def _columns(decision: Decision) -> dict[str, object]:
    return {column.name: getattr(decision, column.name) for column in table.columns}


def _decision(row: Row[tuple[object, ...]]) -> Decision:
    return Decision(**{column.name: getattr(row, column.name) for column in table.columns})
