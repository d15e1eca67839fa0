"""Queries of ours that peers keep, so that they can be renewed and withdrawn."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, insert, select, update

from matching.subject import EntityType
from node.domain.errors import NotFoundError
from node.domain.journal import Entry
from node.domain.peer import NodeId
from node.domain.standing import StandingQuery, StandingState
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema_notice import outgoing_subject
from node.store.schema_standing import standing_query


class StandingQueries:
    """The standing queries of this node."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def put(self, standing: StandingQuery, *, entry: Entry) -> None:
        """Write that a peer keeps a query, or keeps it on; one that has ended stands again."""
        columns = {each.name: getattr(standing, each.name) for each in standing_query.columns}
        with self._ledger.transaction() as connection:
            known = connection.scalar(
                select(standing_query.c.begun_at).where(standing_query.c.id == standing.id)
            )
            if known is None:
                connection.execute(insert(standing_query).values(**columns))
            else:
                connection.execute(
                    update(standing_query)
                    .where(standing_query.c.id == standing.id)
                    .values(**{**columns, "begun_at": known})
                )
            append(connection, entry)

    def get(self, query_id: str) -> StandingQuery:
        """Return one of them.

        Raises:
            NotFoundError: No standing query began with this query.
        """
        with self._ledger.reading() as connection:
            row = connection.execute(
                select(standing_query).where(standing_query.c.id == query_id)
            ).one_or_none()
        if row is None:
            raise NotFoundError(
                "there is no standing query of this id", hint="See: heliograph standing list"
            )
        return self._read([row])[0]

    def all(
        self, *, case_reference: str = "", state: StandingState | None = None
    ) -> list[StandingQuery]:
        """Return them, the ones that end first before the others; of one case, or in one state."""
        wanted = select(standing_query).order_by(standing_query.c.until, standing_query.c.id)
        if case_reference:
            wanted = wanted.where(standing_query.c.case_reference == case_reference)
        if state is not None:
            wanted = wanted.where(standing_query.c.state == state)
        with self._ledger.reading() as connection:
            rows = connection.execute(wanted).all()
        return self._read(rows)

    def opted_in(self, case_reference: str) -> list[str]:
        """Return the subjects of a case that stand somewhere and look for overlaps, in order."""
        standing = self.all(case_reference=case_reference, state=StandingState.STANDING)
        names = {name for each in standing if each.overlap for name in each.subjects}
        return sorted(names)

    def end(
        self, query_id: str, state: StandingState, *, now: datetime, entry: Entry | None
    ) -> bool:
        """Write that one stands no longer; tell whether it did.

        Without an entry the caller's transaction around it must hold one.
        """
        with self._ledger.transaction() as connection:
            ended = connection.execute(
                update(standing_query)
                .where(
                    standing_query.c.id == query_id,
                    standing_query.c.state == StandingState.STANDING,
                )
                .values(state=state, ended_at=now)
            )
            if ended.rowcount and entry is not None:
                append(connection, entry)
            return bool(ended.rowcount)

    def _read(self, rows: Sequence[Row[tuple[object, ...]]]) -> list[StandingQuery]:
        wanted = (
            select(outgoing_subject)
            .where(outgoing_subject.c.query_id.in_([row.id for row in rows]))
            .order_by(outgoing_subject.c.query_id, outgoing_subject.c.number)
        )
        subjects: dict[str, list[str]] = {}
        with self._ledger.reading() as connection:
            for row in connection.execute(wanted):
                subjects.setdefault(row.query_id, []).append(row.subject)
        return [_standing(row, tuple(subjects.get(row.id, ()))) for row in rows]


def _standing(row: Row[tuple[object, ...]], subjects: tuple[str, ...]) -> StandingQuery:
    return StandingQuery(
        id=row.id,
        peer=NodeId(row.peer),
        case_reference=row.case_reference,
        entity_type=EntityType(row.entity_type),
        officer=row.officer,
        epoch=row.epoch,
        overlap=row.overlap,
        begun_at=row.begun_at,
        until=row.until,
        state=StandingState(row.state),
        ended_at=row.ended_at,
        subjects=subjects,
    )
