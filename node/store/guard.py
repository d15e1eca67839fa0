"""What the guard against fishing has counted."""

from datetime import datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    String,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from node.domain.alert import AlertState, Direction, Zone
from node.domain.guard import Asker, Counts, Observation, Scope
from node.domain.peer import NodeId
from node.store.ledger import Ledger
from node.store.schema import guard_count, guard_streak, guard_throttle
from node.store.schema_alert import alert

_HOUR = timedelta(hours=1)


class GuardCounts:
    """Counts by peer, officer and case, in hours."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def add(
        self, asker: Asker, seen: Observation, *, now: datetime, window: timedelta
    ) -> dict[Scope, Counts]:
        """Count a query and return what each scope has asked within the window."""
        with self._ledger.transaction() as connection:
            _count(connection, asker, seen=seen, hour=_hour(now))
            _extend(connection, asker, seen=seen, now=now)
            return _counts(connection, asker, now=now, window=window)

    def hits(self, peer: NodeId, *, before: datetime) -> tuple[int, int]:
        """Return how many hits a peer was told before that time, and how many are confirmed."""
        of_peer = and_(
            alert.c.direction == Direction.INCOMING,
            alert.c.peer == peer,
            alert.c.zone == Zone.HIT,
            alert.c.state != AlertState.HELD,
            alert.c.created_at < before,
        )
        confirmed = and_(of_peer, alert.c.state == AlertState.CONFIRMED)
        with self._ledger.reading() as connection:
            return _how_many(connection, of_peer), _how_many(connection, confirmed)

    def forget(self, before: datetime) -> int:
        """Delete what no window needs any more; return how many rows."""
        with self._ledger.transaction() as connection:
            old = connection.execute(delete(guard_count).where(guard_count.c.hour < before))
            streaks = connection.execute(
                delete(guard_streak).where(guard_streak.c.seen_at < before)
            )
            ended = connection.execute(
                delete(guard_throttle).where(guard_throttle.c.until < before)
            )
            return old.rowcount + streaks.rowcount + ended.rowcount


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


# What every query waits for is built once: building it anew takes SQLAlchemy 7 ms, running it the
# database a quarter of one.
_ASKER: dict[str, BindParameter[str]] = {
    name: bindparam(f"its_{name}", type_=String()) for name in ("peer", "officer", "case_reference")
}
_OF_SCOPE: dict[Scope, ColumnElement[bool]] = {
    Scope.PEER: true(),
    Scope.OFFICER: guard_count.c.officer == _ASKER["officer"],
    Scope.CASE: guard_count.c.case_reference == _ASKER["case_reference"],
}
_GROW = (
    update(guard_count)
    .where(guard_count.c.hour == bindparam("its_hour"))
    .where(*(guard_count.c[name] == value for name, value in _ASKER.items()))
    .values(
        subjects=guard_count.c.subjects + bindparam("more_subjects"),
        single_attribute=guard_count.c.single_attribute + bindparam("more_single"),
        near_variants=guard_count.c.near_variants + bindparam("more_near"),
    )
)
_SUMS = select(
    *(
        func.coalesce(func.sum(case((and_(_OF_SCOPE[scope], when), column), else_=0)), 0)
        for scope in Scope
        for column, when in (
            (guard_count.c.near_variants, true()),
            (guard_count.c.single_attribute, true()),
            (guard_count.c.subjects, guard_count.c.hour >= bindparam("its_hour")),
        )
    )
).where(guard_count.c.peer == _ASKER["peer"], guard_count.c.hour >= bindparam("since"))
_STREAKS = and_(
    guard_streak.c.peer == _ASKER["peer"],
    or_(
        and_(guard_streak.c.scope == Scope.PEER, guard_streak.c.name == ""),
        and_(guard_streak.c.scope == Scope.OFFICER, guard_streak.c.name == _ASKER["officer"]),
        and_(guard_streak.c.scope == Scope.CASE, guard_streak.c.name == _ASKER["case_reference"]),
    ),
)
_EXTEND = (
    update(guard_streak)
    .where(_STREAKS)
    .values(
        misses=guard_streak.c.misses * bindparam("kept") + bindparam("more_misses"),
        seen_at=bindparam("its_time"),
    )
)
_MISSES = select(guard_streak.c.scope, guard_streak.c.misses).where(_STREAKS)


def _bound(asker: Asker) -> dict[str, object]:
    return {f"its_{name}": getattr(asker, name) for name in _ASKER}


def _count(connection: Connection, asker: Asker, *, seen: Observation, hour: datetime) -> None:
    more = {
        "its_hour": hour,
        "more_subjects": seen.subjects,
        "more_single": seen.single_attribute,
        "more_near": seen.near_variants,
    }
    if not connection.execute(_GROW, _bound(asker) | more).rowcount:
        connection.execute(
            insert(guard_count).values(
                **{name: getattr(asker, name) for name in _ASKER},
                hour=hour,
                subjects=seen.subjects,
                single_attribute=seen.single_attribute,
                near_variants=seen.near_variants,
            )
        )


def _extend(connection: Connection, asker: Asker, *, seen: Observation, now: datetime) -> None:
    """Carry the runs of misses on, or begin them anew behind the last hit."""
    more = {"kept": 0 if seen.hits else 1, "more_misses": seen.trailing_misses, "its_time": now}
    if connection.execute(_EXTEND, _bound(asker) | more).rowcount == len(Scope):
        return
    known = _misses(connection, asker)
    new = {"peer": asker.peer, "misses": seen.trailing_misses, "seen_at": now}
    connection.execute(
        insert(guard_streak),
        [new | {"scope": s, "name": asker.name(s)} for s in Scope if s not in known],
    )


def _counts(
    connection: Connection, asker: Asker, *, now: datetime, window: timedelta
) -> dict[Scope, Counts]:
    times = {"its_hour": _hour(now), "since": _hour(now - window)}
    numbers = iter(map(int, connection.execute(_SUMS, _bound(asker) | times).one()))
    misses = _misses(connection, asker)
    return {
        scope: Counts(
            near_variants=next(numbers),
            single_attribute=next(numbers),
            misses_in_row=misses[scope],
            subjects_per_hour=next(numbers),
        )
        for scope in Scope
    }


def _misses(connection: Connection, asker: Asker) -> dict[Scope, int]:
    rows = connection.execute(_MISSES, _bound(asker))
    return {Scope(scope): int(misses) for scope, misses in rows}


def _how_many(connection: Connection, clause: ColumnElement[bool]) -> int:
    return int(connection.scalar(select(func.count()).select_from(alert).where(clause)) or 0)
