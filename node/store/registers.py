"""Registers: which generation of each answers, and which rows did not make it."""

from collections.abc import Iterable

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from matching.subject import EntityType
from node.domain.errors import NotFoundError
from node.domain.journal import Entry
from node.domain.register import Generation, Reject
from node.store import schema
from node.store.journal import append
from node.store.ledger import Ledger

_REJECTS_AT_ONCE = 1000


class Registers:
    """The registers of this node."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def activate(
        self, generation: Generation, rejects: Iterable[Reject] = (), *, entry: Entry
    ) -> Generation | None:
        """Let a generation answer for its register from now on; return the one before.

        The switch is one transaction: a crash leaves the old generation or the new, and what is
        known of each.

        Raises:
            LedgerError: There was a generation of this id.
        """
        with self._ledger.transaction() as connection:
            before = _current(connection, generation.register)
            connection.execute(insert(schema.generation).values(**_columns(generation)))
            _switch(connection, generation, is_new=before is None)
            _keep_rejects(connection, generation.id, rejects=rejects)
            append(connection, entry)
        return before

    def current(self, register: str) -> Generation:
        """Return the generation that answers for a register.

        Raises:
            NotFoundError: There is no such register.
        """
        with self._ledger.reading() as connection:
            generation = _current(connection, register)
        if generation is None:
            raise NotFoundError("there is no such register", hint="See: heliograph register list")
        return generation

    def all(self) -> list[Generation]:
        """Return the generations that answer, by register."""
        wanted = _answering().order_by(schema.register.c.name)
        with self._ledger.reading() as connection:
            return [_generation(row) for row in connection.execute(wanted)]

    def history(self, register: str) -> list[Generation]:
        """Return every generation that a register ever had, newest first."""
        table = schema.generation
        wanted = (
            select(table)
            .where(table.c.register == register)
            .order_by(table.c.loaded_at.desc(), table.c.id.desc())
        )
        with self._ledger.reading() as connection:
            return [_generation(row) for row in connection.execute(wanted)]

    def rejects(self, generation_id: str, *, limit: int = 100) -> list[Reject]:
        """Return the first rejected rows of a generation, in the order they were found."""
        table = schema.reject
        wanted = (
            select(table)
            .where(table.c.generation == generation_id)
            .order_by(table.c.number)
            .limit(limit)
        )
        with self._ledger.reading() as connection:
            return [
                Reject(row.line, row.column_name, row.reason) for row in connection.execute(wanted)
            ]

    def remove(self, register: str, *, entry: Entry) -> None:
        """Stop answering from a register; its history stays.

        Raises:
            NotFoundError: There is no such register.
        """
        with self._ledger.transaction() as connection:
            removed = connection.execute(
                delete(schema.register).where(schema.register.c.name == register)
            )
            if not removed.rowcount:
                raise NotFoundError("there is no such register")
            append(connection, entry)

    def records(self) -> dict[EntityType, int]:
        """Return how many records answer for each entity type."""
        answering = _answering().subquery()
        totals = select(answering.c.entity_type, func.sum(answering.c.records)).group_by(
            answering.c.entity_type
        )
        with self._ledger.reading() as connection:
            return {EntityType(name): int(total) for name, total in connection.execute(totals)}


def _answering() -> Select[tuple[object, ...]]:
    return select(schema.generation).join(
        schema.register, schema.register.c.generation == schema.generation.c.id
    )


def _current(connection: Connection, register: str) -> Generation | None:
    wanted = _answering().where(schema.register.c.name == register)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else _generation(row)


def _switch(connection: Connection, generation: Generation, *, is_new: bool) -> None:
    table = schema.register
    if is_new:
        change = insert(table).values(name=generation.register, generation=generation.id)
        connection.execute(change)
        return
    connection.execute(
        update(table).where(table.c.name == generation.register).values(generation=generation.id)
    )


def _keep_rejects(connection: Connection, generation_id: str, *, rejects: Iterable[Reject]) -> None:
    rows: list[dict[str, object]] = []
    for number, reject in enumerate(rejects):
        rows.append(
            {
                "generation": generation_id,
                "number": number,
                "line": reject.line,
                "column_name": reject.column,
                "reason": reject.reason,
            }
        )
        if len(rows) == _REJECTS_AT_ONCE:
            connection.execute(insert(schema.reject), rows)
            rows = []
    if rows:
        connection.execute(insert(schema.reject), rows)


def _columns(generation: Generation) -> dict[str, object]:
    return {column.name: getattr(generation, column.name) for column in schema.generation.columns}


def _generation(row: Row[tuple[object, ...]]) -> Generation:
    return Generation(
        id=row.id,
        register=row.register,
        entity_type=EntityType(row.entity_type),
        epoch=row.epoch,
        records=row.records,
        rejects=row.rejects,
        loaded_at=row.loaded_at,
        profile=row.profile,
        source=row.source,
    )
