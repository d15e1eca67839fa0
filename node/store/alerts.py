"""Alerts in and out: one for each pair of peer, record and case, however often it is seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, select, update

from matching.subject import EntityType
from node.domain.alert import (
    Alert,
    AlertMoveError,
    AlertState,
    Direction,
    Flag,
    Work,
    Zone,
    follow,
)
from node.domain.errors import NotFoundError
from node.domain.exchange import Band
from node.domain.journal import Entry
from node.domain.peer import NodeId
from node.store.alertfilter import AlertFilter, Order, criteria, selections
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema_alert import alert as table
from node.store.schema_alert import suppression

__all__ = ["AlertFilter", "AlertPage", "Alerts", "Order", "Tally", "strength", "unheard"]

MAX_PAGE = 500
_STRENGTH = {
    (Zone.POSSIBLE, Band.NONE): 0,
    (Zone.POSSIBLE, Band.PROBABLE): 0,
    (Zone.POSSIBLE, Band.STRONG): 0,
    (Zone.HIT, Band.NONE): 1,
    (Zone.HIT, Band.PROBABLE): 1,
    (Zone.HIT, Band.STRONG): 2,
}
_WORK = tuple(each.name for each in fields(Work))
_LAID_ASIDE = frozenset({AlertState.DISMISSED, AlertState.UNSURE, AlertState.SUPPRESSED})
"""States from which something new to see brings an alert back."""


@dataclass(frozen=True, slots=True)
class AlertPage:
    """Some alerts, and where the next ones begin."""

    alerts: tuple[Alert, ...]
    next_after: str = ""
    """Id to give as `after` for the next page; empty on the last."""


@dataclass(frozen=True, slots=True)
class Tally:
    """So many alerts of one kind; no individual can be told from it."""

    direction: str
    peer: str
    entity_type: str
    zone: str
    state: str
    outcome: str
    count: int


@dataclass(frozen=True, slots=True)
class AlertCount:
    """How many alerts of one kind have come to one end."""

    direction: Direction
    zone: Zone
    state: AlertState
    outcome: str
    """What it led to at the asking agency; empty where that is not known."""
    alerts: int


class Alerts:
    """The alerts of this node."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def add(self, alerts: Sequence[Alert], *, entry: Entry | None) -> list[Alert]:
        """Add alerts under one journal entry; return each as it now stands.

        Without an entry the caller's transaction around it must hold one.

        An alert for the same direction, peer, reference, case and entity type is counted on the one
        there is. Stronger evidence, or as strong evidence of something else, replaces what was
        there and opens an alert that was dismissed or left unsure: the analyst decided about
        something else. Weaker evidence changes the count only.
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

    def is_confirmed(self, alert: Alert) -> bool:
        """Whether an officer has confirmed this very pair of record and case, and it stands so."""
        with self._ledger.reading() as connection:
            row = connection.execute(select(table).where(_same(alert))).one_or_none()
        known = None if row is None else _alert(row)
        return (
            known is not None
            and known.state is AlertState.CONFIRMED
            and known.work.flag is Flag.NONE
        )

    def page(
        self, wanted: AlertFilter, *, after: str = "", limit: int = 50, order: Order = Order.NEWEST
    ) -> AlertPage:
        """Return alerts in an order, at most `limit` (500), beginning after the one named.

        Alerts that arrive while somebody turns pages shift nothing.

        Raises:
            NotFoundError: There is no alert to begin after.
        """
        size = max(1, min(limit, MAX_PAGE))
        with self._ledger.reading() as connection:
            start = _get(connection, after) if after else None
            rows: list[Row[tuple[object, ...]]] = []
            for chosen in selections(wanted, start, order=order):
                rows += connection.execute(chosen.limit(size + 1 - len(rows))).all()
        alerts = tuple(_alert(row) for row in rows[:size])
        return AlertPage(alerts, alerts[-1].id if len(rows) > size else "")

    def count(self, wanted: AlertFilter) -> int:
        """Return how many alerts there are."""
        counted = select(func.count()).select_from(table).where(*criteria(wanted))
        with self._ledger.reading() as connection:
            return int(connection.scalar(counted) or 0)

    def seen_first(self, since: datetime, until: datetime) -> list[AlertCount]:
        """Count the alerts that were first seen in a period, by what became of them."""
        columns = (table.c.direction, table.c.zone, table.c.state, table.c.outcome)
        counted = (
            select(*columns, func.count().label("alerts"))
            .where(table.c.created_at >= since, table.c.created_at < until)
            .group_by(*columns)
        )
        with self._ledger.reading() as connection:
            return [
                AlertCount(
                    Direction(row.direction),
                    Zone(row.zone),
                    AlertState(row.state),
                    row.outcome,
                    row.alerts,
                )
                for row in connection.execute(counted)
            ]

    def nearest(self, wanted: AlertFilter, weight: float, *, limit: int) -> list[Alert]:
        """Return alerts whose weight lies nearest to one, at most so many from each side."""
        chosen, its = select(table).where(*criteria(wanted)), table.c.weight
        above = chosen.where(its >= weight).order_by(its, table.c.id)
        below = chosen.where(its < weight).order_by(its.desc(), table.c.id.desc())
        with self._ledger.reading() as connection:
            return [
                _alert(row)
                for side in (above, below)
                for row in connection.execute(side.limit(limit))
            ]

    def tally(self) -> list[Tally]:
        """Count alerts by direction, peer, kind, state and what they have led to."""
        c = table.c
        kinds = (c.direction, c.peer, c.entity_type, c.zone, c.state, c.outcome)
        # In the order of an index, so that nothing is sorted.
        by = (c.direction, c.state, c.zone, c.entity_type, c.peer, c.outcome)
        counted = select(*kinds, func.count().label("count")).group_by(*by)
        with self._ledger.reading() as connection:
            return [Tally(*row) for row in connection.execute(counted)]

    def chosen(self, *conditions: ColumnElement[bool]) -> list[Alert]:
        """Return the alerts under conditions on the columns of `schema_alert`, oldest first."""
        wanted = select(table).where(*conditions).order_by(table.c.created_at, table.c.id)
        with self._ledger.reading() as connection:
            return [_alert(row) for row in connection.execute(wanted)]

    def release(self, held: Alert, *, entry: Entry) -> Alert:
        """Open an alert that was held, with the entry that says whose assurance it was."""
        with self._ledger.transaction() as connection:
            present = _get(connection, held.id)
            is_held = present.state is AlertState.HELD
            opened = _revised(present, state=_unheld(present)) if is_held else present
            _store(connection, opened)
            append(connection, entry)
        return opened

    def change(
        self, alert_id: str, changed: Callable[[Alert], Alert], *, entry: Entry | None
    ) -> Alert:
        """Change an alert, with the entry that says who and why; return it under a new revision.

        Args:
            alert_id: which one.
            changed: told how it stands, returns how it shall stand; what it raises changes nothing.
            entry: None where the caller's transaction around it holds one.

        Raises:
            NotFoundError: There is none of this id.
            AlertMoveError: Its state does not allow that.
        """
        with self._ledger.transaction() as connection:
            present = _get(connection, alert_id)
            wished = changed(present)
            if wished.state is not present.state:
                _require_assurance(present, wished.state)
                follow(present.state, wished.state)
            stored = _revised(wished)
            _store(connection, stored)
            if entry is not None:
                append(connection, entry)
        return stored


def _require_assurance(present: Alert, wished: AlertState) -> None:
    if present.state is AlertState.HELD and wished is AlertState.OPEN:
        raise AlertMoveError(
            "an alert that is held is opened by an assurance",
            hint="Record it with: heliograph alert assure ID --statement REFERENCE",
        )


def _revised(alert: Alert, **changes: object) -> Alert:
    work = replace(alert.work, revision=alert.work.revision + 1)
    return replace(alert, work=work, **changes)  # type: ignore[arg-type] # fields of an alert


def _add(connection: Connection, alert: Alert) -> Alert:
    row = connection.execute(select(table).where(_same(alert))).one_or_none()
    if row is None:
        seen = unheard(alert) if _is_suppressed(connection, alert) else alert
        connection.execute(insert(table).values(**_columns(seen)))
        return seen
    merged = _merge(_alert(row), alert)
    _store(connection, merged)
    return merged


def _merge(known: Alert, seen: Alert) -> Alert:
    told_at = known.work.told_at or seen.work.told_at
    counted = _held(
        replace(known, times=known.times + seen.times, work=replace(known.work, told_at=told_at)),
        seen,
    )
    if not _shows_more(known, seen):
        return counted
    is_back = known.state in _LAID_ASIDE
    # What has been told already is not held any more, whatever rule came since.
    again = AlertState.OPEN if told_at else seen.state
    opened = follow(known.state, again) if is_back else counted.state
    merged = replace(
        seen,
        id=known.id,
        created_at=known.created_at,
        times=counted.times,
        state=opened,
        hold=counted.hold,
        # Who asked again waits from now on; who has been told stays told.
        work=_clocked(counted.work, (seen if is_back else known).work),
    )
    return _revised(merged)


def _clocked(work: Work, running: Work) -> Work:
    """Return work under the clock of other work."""
    return replace(
        work,
        due_at=running.due_at,
        clock=running.clock,
        escalated_at=running.escalated_at,
        reminded_at=running.reminded_at,
    )


def _shows_more(known: Alert, seen: Alert) -> bool:
    """Tell whether there is something to see that was not there when it was looked at."""
    if known.state is AlertState.SUPPRESSED or strength(seen) != strength(known):
        return strength(seen) > strength(known)
    return bool(seen.shows) and seen.shows != known.shows


def _is_suppressed(connection: Connection, alert: Alert) -> bool:
    """Tell whether somebody has asked to hear no more of a pair, and nothing stronger is shown."""
    if not alert.record_key or alert.state is not AlertState.OPEN:
        return False
    found = connection.scalar(
        select(suppression.c.strength).where(
            suppression.c.record_key == alert.record_key,
            suppression.c.peer == alert.peer,
            suppression.c.until > alert.created_at,
        )
    )
    return found is not None and strength(alert) <= found


def unheard(alert: Alert) -> Alert:
    """Return an alert that asks nobody for anything; it is there, and counted."""
    work = replace(alert.work, clock="", due_at=None)
    return replace(alert, state=AlertState.SUPPRESSED, work=work)


def _unheld(alert: Alert) -> AlertState:
    """Return where an alert stands that is held no longer: with whoever has claimed it."""
    return AlertState.CLAIMED if alert.work.claimed_by else AlertState.OPEN


def _held(known: Alert, seen: Alert) -> Alert:
    """Hold an alert that is not decided where the gate holds what was seen now.

    Where the asker has been told, now or before a rule came in force, there is nothing to hold.
    """
    if known.state is AlertState.HELD and seen.work.told_at and not seen.hold:
        return replace(known, hold="", state=_unheld(known))
    if not seen.hold:
        return known
    waits = known.state in {AlertState.OPEN, AlertState.CLAIMED} and not known.work.told_at
    return replace(known, hold=seen.hold, state=AlertState.HELD if waits else known.state)


def strength(alert: Alert) -> int:
    """Return how strong an alert is, to be compared with others."""
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


def _columns(alert: Alert) -> dict[str, object]:
    return {
        column.name: getattr(alert.work if column.name in _WORK else alert, column.name)
        for column in table.columns
    }


_PLAIN = tuple(
    each.name
    for each in fields(Alert)
    if each.name not in {"direction", "state", "zone", "band", "peer", "entity_type", "work"}
)


def _alert(row: Row[tuple[object, ...]]) -> Alert:
    work = {name: getattr(row, name) for name in _WORK}
    return Alert(
        direction=Direction(row.direction),
        state=AlertState(row.state),
        zone=Zone(row.zone),
        band=Band(row.band),
        peer=NodeId(row.peer),
        entity_type=EntityType(row.entity_type),
        work=Work(**work | {"flag": Flag(row.flag)}),
        **{name: getattr(row, name) for name in _PLAIN},
    )
