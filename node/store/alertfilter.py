"""Which alerts a list shows, and in which order."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from matching.subject import EntityType
from node.domain.alert import Alert, AlertState, Direction, Flag, Zone
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
    since: datetime | None = None
    """Seen first then or later."""
    id_beginning: str | None = None
    decided_by_other_than: str | None = None


_FLAGS = tuple(each for each in Flag if each is not Flag.NONE)
# No index holds a range of what is not null in SQLite; one of what is later it does.
_FIRST = datetime.fromtimestamp(0, UTC)


def selections(
    wanted: AlertFilter, start: Alert | None, *, order: Order
) -> list[Select[tuple[object, ...]]]:
    """Return the queries whose rows, one after the other, are what comes after `start`.

    Each reads an index in its order, so that a page costs the same however many alerts there are.
    """
    chosen = select(table).where(*criteria(wanted)).order_by(*_ORDERS[order])
    if order is Order.DUE:
        return _by_due(chosen, wanted, start=start)
    return [chosen if start is None else chosen.where(*_AFTER[order](start))]


def _by_due(
    chosen: Select[tuple[object, ...]], wanted: AlertFilter, *, start: Alert | None
) -> list[Select[tuple[object, ...]]]:
    """Return first those under a duty, then those under none."""
    under_none = chosen.where(table.c.due_at.is_(None))
    if start is not None and start.work.due_at is None:
        return [under_none.where(table.c.id > start.id)]
    running = chosen.where(table.c.due_at >= _FIRST)
    if start is not None:
        due = start.work.due_at
        running = running.where(
            table.c.due_at >= due, or_(table.c.due_at > due, table.c.id > start.id)
        )
    return [running] if wanted.due_before is not None else [running, under_none]


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
    if wanted.since is not None:
        clauses.append(table.c.created_at >= wanted.since)
    if wanted.id_beginning is not None:
        clauses.append(table.c.id.startswith(wanted.id_beginning, autoescape=True))
    if wanted.is_escalated is not None:
        at = table.c.escalated_at
        clauses.append(at.is_not(None) if wanted.is_escalated else at.is_(None))
    if wanted.is_flagged is not None:
        clauses.append(table.c.flag.in_(_FLAGS if wanted.is_flagged else (Flag.NONE,)))
    if wanted.decided_by_other_than is not None:
        clauses.append(table.c.decided_by != wanted.decided_by_other_than)
    return clauses


def _is_older(start: Alert) -> tuple[ColumnElement[bool], ...]:
    at = table.c.created_at
    return at <= start.created_at, or_(at < start.created_at, table.c.id < start.id)


def _is_lighter(start: Alert) -> tuple[ColumnElement[bool], ...]:
    weight = table.c.weight
    return weight <= start.weight, or_(weight < start.weight, table.c.id < start.id)


_AFTER = {Order.NEWEST: _is_older, Order.WEIGHT: _is_lighter}
_ORDERS: dict[Order, tuple[ColumnElement[Any], ...]] = {
    Order.NEWEST: (table.c.created_at.desc(), table.c.id.desc()),
    Order.WEIGHT: (table.c.weight.desc(), table.c.id.desc()),
    Order.DUE: (table.c.due_at, table.c.id),
}
