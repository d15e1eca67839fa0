"""Retractions in both directions, and the records that are contested."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update

from matching.subject import EntityType
from node.domain.alert import Direction
from node.domain.errors import NotFoundError
from node.domain.journal import Entry
from node.domain.notice import Change
from node.domain.peer import NodeId
from node.domain.retraction import Contest, Retracted
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema_retraction import contest, retraction


class Retractions:
    """What was taken back, by us and by peers."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def add(self, retracted: Retracted) -> None:
        """Keep a retraction; joins the transaction of what causes it."""
        columns = {column.name: getattr(retracted, column.name) for column in retraction.columns}
        with self._ledger.transaction() as connection:
            connection.execute(insert(retraction).values(**columns))

    def get(self, direction: Direction, retraction_id: str) -> Retracted:
        """Return one retraction.

        Raises:
            NotFoundError: There is none of this id.
        """
        (found, *_) = [*self._chosen(_is(direction, retraction_id)), None]
        if found is None:
            raise NotFoundError(
                "there is no retraction of this id", hint="See: heliograph retraction list"
            )
        return found

    def all(self, direction: Direction | None = None, *, is_open: bool = False) -> list[Retracted]:
        """Return retractions, oldest first; with `is_open` those that nobody has confirmed."""
        clauses: list[ColumnElement[bool]] = []
        if direction is not None:
            clauses.append(retraction.c.direction == direction)
        if is_open:
            clauses.append(retraction.c.acknowledged_at.is_(None))
        return self._chosen(*clauses)

    def about(self, direction: Direction, peer: NodeId, *, reference: str) -> list[Retracted]:
        """Return what was said about one reference, oldest first."""
        return self._chosen(
            retraction.c.direction == direction,
            retraction.c.peer == peer,
            retraction.c.reference == reference,
        )

    def flags(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return what peers have said last of hits, by peer and reference."""
        wanted = set(keys)
        said = self._chosen(
            retraction.c.direction == Direction.INCOMING,
            retraction.c.reference.in_({reference for _, reference in wanted}),
        )
        known = {(each.peer, each.reference): each.flag for each in said}
        return {key: flag for key, flag in known.items() if key in wanted}

    def acknowledge(self, acknowledged: Retracted) -> None:
        """Write that a retraction was confirmed; joins the transaction of what causes it."""
        with self._ledger.transaction() as connection:
            connection.execute(
                update(retraction)
                .where(_is(acknowledged.direction, acknowledged.id))
                .values(
                    acknowledged_at=acknowledged.acknowledged_at,
                    acknowledged_by=acknowledged.acknowledged_by,
                    outcome=acknowledged.outcome,
                )
            )

    def contests(self) -> list[Contest]:
        """Return the records that are contested, oldest first."""
        wanted = select(contest).order_by(contest.c.raised_at, contest.c.record_key)
        with self._ledger.reading() as connection:
            return [
                Contest(row.record_key, row.register, row.raised_at, row.raised_by)
                for row in connection.execute(wanted)
            ]

    def is_contested(self, record_key: str) -> bool:
        """Tell whether the correctness of a record is disputed."""
        # Asked of the ledger each time: another replica may have heard of the dispute, and what a
        # transaction has taken back was never so.
        wanted = select(contest.c.record_key).where(contest.c.record_key == record_key)
        with self._ledger.reading() as connection:
            return connection.scalar(wanted) is not None

    def contest(self, contested: Contest, *, entry: Entry) -> None:
        """Flag a record from now on."""
        columns = {column.name: getattr(contested, column.name) for column in contest.columns}
        with self._ledger.transaction() as connection:
            connection.execute(delete(contest).where(contest.c.record_key == contested.record_key))
            connection.execute(insert(contest).values(**columns))
            append(connection, entry)

    def lift(self, record_key: str, *, entry: Entry) -> bool:
        """Take the flag of a record away; tell whether it had one."""
        with self._ledger.transaction() as connection:
            found = connection.execute(delete(contest).where(contest.c.record_key == record_key))
            if found.rowcount:
                append(connection, entry)
        return bool(found.rowcount)

    def _chosen(self, *clauses: ColumnElement[bool]) -> list[Retracted]:
        wanted = select(retraction).where(*clauses)
        with self._ledger.reading() as connection:
            rows = connection.execute(
                wanted.order_by(retraction.c.raised_at, retraction.c.id)
            ).all()
        return [_retracted(row) for row in rows]


def _is(direction: Direction, retraction_id: str) -> ColumnElement[bool]:
    return and_(retraction.c.id == retraction_id, retraction.c.direction == direction)


def _retracted(row: Row[tuple[object, ...]]) -> Retracted:
    return Retracted(
        row.id,
        Direction(row.direction),
        NodeId(row.peer),
        row.alert_id,
        row.reference,
        row.case_reference,
        EntityType(row.entity_type),
        Change(row.change),
        row.sentence,
        row.raised_at,
        row.raised_by,
        row.acknowledged_at,
        row.acknowledged_by,
        row.outcome,
    )
