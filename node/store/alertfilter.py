"""Which alerts a list shows, and in which order."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from matching.subject import EntityType
from node.domain.alert import Alert, AlertState, Direction, Zone
from node.domain.exchange import Band
from node.domain.peer import NodeId
from node.store.schema_alert import alert as table


class Order(StrEnum):
    """How a list of alerts is sorted; equal ones by id, so that no page repeats or misses one."""

    NEWEST = "newest"
    WEIGHT = "weight"
    """The heaviest first, by bits: a rounded probability would call all of them equal."""
    DUE = "due"
    """Whose time ends first."""


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """Which alerts to list; None asks for all."""

    direction: Direction | None = None
    state: AlertState | None = None
    zone: Zone | None = None
    peer: NodeId | None = None
    entity_type: EntityType | None = None
    case_reference: str | None = None
    band: Band | None = None
    claimed_by: str | None = None
    record_key: str | None = None
    due_before: datetime | None = None
    """A duty runs, and ends before that moment."""
    is_escalated: bool | None = None
    is_flagged: bool | None = None
    """Whether its record was retracted or contested after it was told."""
    id_beginning: str | None = None


def selection(
    wanted: AlertFilter, start: Alert | None, *, order: Order, limit: int
) -> Select[tuple[object, ...]]:
    """Return the query for one page, which begins after `start`."""
    clauses = criteria(wanted)
    if start is not None:
        clauses.append(_AFTER[order](start))
    return select(table).where(*clauses).order_by(*_ORDERS[order]).limit(limit)


def criteria(wanted: AlertFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter; all of them hold."""
    equal = {
        table.c.direction: wanted.direction,
        table.c.state: wanted.state,
        table.c.zone: wanted.zone,
        table.c.peer: wanted.peer,
        table.c.entity_type: wanted.entity_type,
        table.c.case_reference: wanted.case_reference,
        table.c.band: wanted.band,
        table.c.claimed_by: wanted.claimed_by,
        table.c.record_key: wanted.record_key,
    }
    clauses = [column == value for column, value in equal.items() if value is not None]
    if wanted.due_before is not None:
        clauses += [table.c.due_at < wanted.due_before, table.c.clock != ""]
    if wanted.id_beginning is not None:
        clauses.append(table.c.id.startswith(wanted.id_beginning, autoescape=True))
    if wanted.is_escalated is not None:
        is_escalated = table.c.escalated_at.is_not(None)
        clauses.append(is_escalated if wanted.is_escalated else ~is_escalated)
    if wanted.is_flagged is not None:
        clauses.append(table.c.flag != "" if wanted.is_flagged else table.c.flag == "")
    return clauses


def _is_older(start: Alert) -> ColumnElement[bool]:
    same = and_(table.c.created_at == start.created_at, table.c.id < start.id)
    return or_(table.c.created_at < start.created_at, same)


def _is_lighter(start: Alert) -> ColumnElement[bool]:
    same = and_(table.c.weight == start.weight, table.c.id < start.id)
    return or_(table.c.weight < start.weight, same)


def _is_due_later(start: Alert) -> ColumnElement[bool]:
    due = start.work.due_at
    if due is None:
        return and_(table.c.due_at.is_(None), table.c.id > start.id)
    same = and_(table.c.due_at == due, table.c.id > start.id)
    return or_(table.c.due_at > due, same, table.c.due_at.is_(None))


_AFTER = {Order.NEWEST: _is_older, Order.WEIGHT: _is_lighter, Order.DUE: _is_due_later}
_ORDERS: dict[Order, tuple[ColumnElement[Any], ...]] = {
    Order.NEWEST: (table.c.created_at.desc(), table.c.id.desc()),
    Order.WEIGHT: (table.c.weight.desc(), table.c.id.desc()),
    Order.DUE: (table.c.due_at.is_(None), table.c.due_at, table.c.id),
}
