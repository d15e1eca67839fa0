"""Alerts in and out: one for each pair of peer, record and case, however often it is seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)

from matching.subject import EntityType
from node.domain.alert import Alert, AlertMoveError, AlertState, Direction, Zone, follow
from node.domain.errors import NotFoundError
from node.domain.exchange import Band
from node.domain.journal import Entry
from node.domain.peer import NodeId
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema import alert as table

MAX_PAGE = 500
_STRENGTH = {
    (Zone.POSSIBLE, Band.NONE): 0,
    (Zone.POSSIBLE, Band.PROBABLE): 0,
    (Zone.POSSIBLE, Band.STRONG): 0,
    (Zone.HIT, Band.NONE): 1,
    (Zone.HIT, Band.PROBABLE): 1,
    (Zone.HIT, Band.STRONG): 2,
}


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """Which alerts to list; None asks for all."""

    direction: Direction | None = None
    state: AlertState | None = None
    zone: Zone | None = None
    peer: NodeId | None = None
    entity_type: EntityType | None = None
    case_reference: str | None = None


@dataclass(frozen=True, slots=True)
class AlertPage:
    """Some alerts, newest first, and where the next ones begin."""

    alerts: tuple[Alert, ...]
    next_after: str = ""
    """Id to give as `after` for the next page; empty on the last."""


class Alerts:
    """The alerts of this node."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def add(self, alerts: Sequence[Alert], *, entry: Entry | None) -> list[Alert]:
        """Add alerts under one journal entry; return each as it now stands.

        Without an entry the caller's transaction around it must hold one.

        An alert for the same direction, peer, reference, case and entity type is counted on the one
        there is. Stronger evidence replaces weaker, and opens a dismissed alert again: the analyst
        dismissed something else. Weaker evidence changes the count only.
        """
        with self._ledger.transaction() as connection:
            stored = [_add(connection, alert) for alert in alerts]
            if entry is not None:
                append(connection, entry)
        return stored

    def get(self, alert_id: str) -> Alert:
        """Return one alert.

        Raises:
            NotFoundError: There is none of this id.
        """
        with self._ledger.reading() as connection:
            return _get(connection, alert_id)

    def page(self, wanted: AlertFilter, *, after: str = "", limit: int = 50) -> AlertPage:
        """Return alerts newest first, at most `limit` (500), beginning after the one named.

        Alerts that arrive while somebody turns pages shift nothing.

        Raises:
            NotFoundError: There is no alert to begin after.
        """
        size = max(1, min(limit, MAX_PAGE))
        with self._ledger.reading() as connection:
            start = _get(connection, after) if after else None
            rows = connection.execute(_selection(wanted, start, limit=size + 1)).all()
        alerts = tuple(_alert(row) for row in rows[:size])
        return AlertPage(alerts, alerts[-1].id if len(rows) > size else "")

    def count(self, wanted: AlertFilter) -> int:
        """Return how many alerts there are."""
        counted = select(func.count()).select_from(table).where(*_criteria(wanted))
        with self._ledger.reading() as connection:
            return int(connection.scalar(counted) or 0)

    def release(self, held: Alert, *, entry: Entry) -> Alert:
        """Open an alert that was held, with the entry that says whose assurance it was."""
        with self._ledger.transaction() as connection:
            present = _get(connection, held.id)
            is_held = present.state is AlertState.HELD
            opened = replace(present, state=AlertState.OPEN) if is_held else present
            _store(connection, opened)
            append(connection, entry)
        return opened

    def move(self, alert_id: str, wished: AlertState, *, entry: Entry) -> Alert:
        """Bring an alert into another state, with the entry that says who and why.

        Raises:
            NotFoundError: There is none of this id.
            AlertMoveError: Its state does not allow that.
        """
        with self._ledger.transaction() as connection:
            present = _get(connection, alert_id)
            if present.state is AlertState.HELD and wished is AlertState.OPEN:
                raise AlertMoveError(
                    "an alert that is held is opened by an assurance",
                    hint="Record it with: heliograph alert assure ID --statement REFERENCE",
                )
            moved = replace(present, state=follow(present.state, wished))
            _store(connection, moved)
            append(connection, entry)
        return moved


def _add(connection: Connection, alert: Alert) -> Alert:
    row = connection.execute(select(table).where(_same(alert))).one_or_none()
    if row is None:
        connection.execute(insert(table).values(**_columns(alert)))
        return alert
    merged = _merge(_alert(row), alert)
    _store(connection, merged)
    return merged


def _merge(known: Alert, seen: Alert) -> Alert:
    counted = _held(replace(known, times=known.times + seen.times), seen)
    if _strength(seen) <= _strength(known):
        return counted
    dismissed = known.state is AlertState.DISMISSED
    return replace(
        seen,
        id=known.id,
        created_at=known.created_at,
        times=counted.times,
        state=follow(known.state, seen.state) if dismissed else counted.state,
        hold=counted.hold,
    )


def _held(known: Alert, seen: Alert) -> Alert:
    """Hold an alert that is not decided where the gate holds what was seen now."""
    if not seen.hold:
        return known
    waits = known.state in {AlertState.OPEN, AlertState.CLAIMED}
    return replace(known, hold=seen.hold, state=AlertState.HELD if waits else known.state)


def _strength(alert: Alert) -> int:
    return _STRENGTH.get((alert.zone, alert.band), 0)


def _same(alert: Alert) -> ColumnElement[bool]:
    return and_(
        table.c.direction == alert.direction,
        table.c.peer == alert.peer,
        table.c.reference == alert.reference,
        table.c.case_reference == alert.case_reference,
        table.c.entity_type == alert.entity_type,
    )


def _get(connection: Connection, alert_id: str) -> Alert:
    row = connection.execute(select(table).where(table.c.id == alert_id)).one_or_none()
    if row is None:
        raise NotFoundError("there is no alert of this id", hint="See: heliograph alert list")
    return _alert(row)


def _store(connection: Connection, alert: Alert) -> None:
    connection.execute(update(table).where(table.c.id == alert.id).values(**_columns(alert)))


def _selection(
    wanted: AlertFilter, start: Alert | None, *, limit: int
) -> Select[tuple[object, ...]]:
    clauses = _criteria(wanted)
    if start is not None:
        clauses.append(_is_older(start))
    return (
        select(table)
        .where(*clauses)
        .order_by(table.c.created_at.desc(), table.c.id.desc())
        .limit(limit)
    )


def _criteria(wanted: AlertFilter) -> list[ColumnElement[bool]]:
    criteria = {
        table.c.direction: wanted.direction,
        table.c.state: wanted.state,
        table.c.zone: wanted.zone,
        table.c.peer: wanted.peer,
        table.c.entity_type: wanted.entity_type,
        table.c.case_reference: wanted.case_reference,
    }
    return [column == value for column, value in criteria.items() if value is not None]


def _is_older(start: Alert) -> ColumnElement[bool]:
    same_time = and_(table.c.created_at == start.created_at, table.c.id < start.id)
    return or_(table.c.created_at < start.created_at, same_time)


def _columns(alert: Alert) -> dict[str, object]:
    return {column.name: getattr(alert, column.name) for column in table.columns}


def _alert(row: Row[tuple[object, ...]]) -> Alert:
    return Alert(
        id=row.id,
        direction=Direction(row.direction),
        state=AlertState(row.state),
        zone=Zone(row.zone),
        band=Band(row.band),
        peer=NodeId(row.peer),
        entity_type=EntityType(row.entity_type),
        query_id=row.query_id,
        subject_number=row.subject_number,
        case_reference=row.case_reference,
        reference=row.reference,
        contact_point=row.contact_point,
        model=row.model,
        explanation=row.explanation,
        created_at=row.created_at,
        record=row.record,
        times=row.times,
        hold=row.hold,
    )
