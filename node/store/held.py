"""Queries that this node keeps for its peers: pseudonyms, sealed, for as long as was agreed."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    func,
    insert,
    select,
    update,
)

from matching.subject import EntityType
from matching.zone import Zone
from node.domain.journal import Entry
from node.domain.justification import Aim, Category, Justification, Urgency
from node.domain.peer import NodeId
from node.domain.standing import Held, HeldSubject, Seen
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema_standing import held_query, held_seen, held_subject, overlap_told


class HeldQueries:
    """The queries that this node holds."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def put(self, held: Held, subjects: Sequence[HeldSubject], *, entry: Entry) -> None:
        """Keep a query, or replace what is kept of it; what was seen of it before stays seen."""
        with self._ledger.transaction() as connection:
            columns = _columns(held)
            if connection.execute(select(held_query.c.id).where(_is(held))).one_or_none() is None:
                connection.execute(insert(held_query).values(**columns))
            else:
                del columns["begun_at"]
                connection.execute(update(held_query).where(_is(held)).values(**columns))
                connection.execute(delete(held_subject).where(_of(held_subject.c, held)))
            rows = [
                {"peer": held.peer, "query_id": held.id, "number": s.number, "sealed": s.sealed}
                for s in subjects
            ]
            if rows:
                connection.execute(insert(held_subject), rows)
            append(connection, entry)

    def get(self, peer: NodeId, query_id: str) -> Held | None:
        """Return what is kept of a query, if anything is."""
        wanted = _counted().where(held_query.c.peer == peer, held_query.c.id == query_id)
        with self._ledger.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else _held(row)

    def all(self) -> list[Held]:
        """Return everything that is kept, by peer and age."""
        wanted = _counted().order_by(held_query.c.peer, held_query.c.begun_at, held_query.c.id)
        with self._ledger.reading() as connection:
            return [_held(row) for row in connection.execute(wanted)]

    def of(self, entity_type: EntityType) -> list[Held]:
        """Return what is kept about an entity type."""
        wanted = _counted().where(held_query.c.entity_type == entity_type)
        with self._ledger.reading() as connection:
            return [_held(row) for row in connection.execute(wanted)]

    def subjects(self, held: Held) -> list[HeldSubject]:
        """Return the subjects of a query that is kept, in the order asked."""
        wanted = (
            select(held_subject).where(_of(held_subject.c, held)).order_by(held_subject.c.number)
        )
        with self._ledger.reading() as connection:
            return [
                HeldSubject(row.number, bytes(row.sealed)) for row in connection.execute(wanted)
            ]

    def seen(self, held: Held) -> dict[tuple[int, str], Zone]:
        """Return the records that its subjects have touched: number and reference to zone."""
        wanted = select(held_seen).where(_of(held_seen.c, held))
        with self._ledger.reading() as connection:
            rows = connection.execute(wanted)
            return {(row.number, row.reference): Zone(row.zone) for row in rows}

    def note_seen(self, held: Held, seen: Iterable[Seen]) -> None:
        """Remember records that its subjects have touched."""
        with self._ledger.transaction() as connection:
            for each in seen:
                _see(connection, held, seen=each)

    def note_looked(self, held: Held, generations: frozenset[str]) -> None:
        """Remember which generations it has been matched against."""
        with self._ledger.transaction() as connection:
            connection.execute(
                update(held_query).where(_is(held)).values(generations=sorted(generations))
            )

    def remove(self, peer: NodeId, query_id: str, *, entry: Entry | None) -> bool:
        """Delete a query and all that was kept of it; tell whether there was one.

        Without an entry the caller's transaction around it must hold one.
        """
        with self._ledger.transaction() as connection:
            of_query = and_(held_subject.c.peer == peer, held_subject.c.query_id == query_id)
            seen_by = and_(held_seen.c.peer == peer, held_seen.c.query_id == query_id)
            connection.execute(delete(held_subject).where(of_query))
            connection.execute(delete(held_seen).where(seen_by))
            removed = connection.execute(
                delete(held_query).where(held_query.c.peer == peer, held_query.c.id == query_id)
            )
            if removed.rowcount and entry is not None:
                append(connection, entry)
            return bool(removed.rowcount)

    def tell_overlap(self, reference: str, *, now: datetime) -> bool:
        """Tell whether an overlap is new, and remember it."""
        with self._ledger.transaction() as connection:
            known = select(overlap_told.c.told_at).where(overlap_told.c.reference == reference)
            if connection.execute(known).one_or_none() is not None:
                return False
            connection.execute(insert(overlap_told).values(reference=reference, told_at=now))
            return True

    def forget_overlaps(self, before: datetime) -> int:
        """Forget overlaps that were told before that time; return how many."""
        with self._ledger.transaction() as connection:
            gone = connection.execute(delete(overlap_told).where(overlap_told.c.told_at < before))
            return gone.rowcount


def _is(held: Held) -> ColumnElement[bool]:
    return and_(held_query.c.peer == held.peer, held_query.c.id == held.id)


def _of(columns: object, held: Held) -> ColumnElement[bool]:
    """Return which rows belong to a query; both tables beside it name it alike."""
    peer, query_id = columns.peer, columns.query_id  # type: ignore[attr-defined]  # a column collection
    return and_(peer == held.peer, query_id == held.id)


def _see(connection: Connection, held: Held, *, seen: Seen) -> None:
    this = and_(
        _of(held_seen.c, held),
        held_seen.c.number == seen.number,
        held_seen.c.reference == seen.reference,
    )
    known = connection.scalar(select(held_seen.c.zone).where(this))
    if known is None:
        connection.execute(
            insert(held_seen).values(
                peer=held.peer,
                query_id=held.id,
                number=seen.number,
                reference=seen.reference,
                zone=seen.zone,
            )
        )
    elif seen.zone is Zone.HIT:
        connection.execute(update(held_seen).where(this).values(zone=seen.zone))


def _counted() -> Select[tuple[object, ...]]:
    """Select queries with the numbers of their subjects and of the records they have touched."""
    of_subject = and_(
        held_subject.c.peer == held_query.c.peer, held_subject.c.query_id == held_query.c.id
    )
    of_seen = and_(held_seen.c.peer == held_query.c.peer, held_seen.c.query_id == held_query.c.id)
    subjects = select(func.count()).where(of_subject).scalar_subquery().label("subjects")
    told = select(func.count()).where(of_seen).scalar_subquery().label("told")
    return select(held_query, subjects, told)


def _columns(held: Held) -> dict[str, object]:
    return {
        "peer": held.peer,
        "id": held.id,
        "entity_type": held.entity_type,
        "epoch": held.epoch,
        "justification": {name: str(value) for name, value in asdict(held.justification).items()},
        "case_reference": held.case_reference,
        "officer": held.officer,
        "overlap": held.overlap,
        "begun_at": held.begun_at,
        "until": held.until,
        "generations": sorted(held.generations),
    }


def _held(row: Row[tuple[object, ...]]) -> Held:
    return Held(
        peer=NodeId(row.peer),
        id=row.id,
        entity_type=EntityType(row.entity_type),
        epoch=row.epoch,
        justification=_justification(row.justification),
        officer=row.officer,
        overlap=row.overlap,
        begun_at=row.begun_at,
        until=row.until,
        generations=frozenset(row.generations),
        subjects=row.subjects,
        told=row.told,
    )


def _justification(fields: dict[str, str]) -> Justification:
    codes = {
        "category": Category(fields["category"]),
        "aim": Aim(fields["aim"]),
        "urgency": Urgency(fields["urgency"]),
    }
    return Justification(**{**fields, **codes})  # type: ignore[arg-type] # as written above
