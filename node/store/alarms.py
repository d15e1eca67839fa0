"""The alarms of the guard against fishing, and whom it refuses because of them."""

import uuid
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from node.domain.errors import NotFoundError
from node.domain.guard import Alarm, AlarmState, Asker, Finding, Scope, Sign
from node.domain.journal import Entry
from node.domain.peer import NodeId
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema import alarm, guard_count, guard_streak, guard_throttle


class Alarms:
    """What the data-protection officer sees, and whom the guard refuses because of it."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def throttled_until(self, asker: Asker, *, now: datetime) -> datetime | None:
        """Return until when somebody is refused, or None."""
        own = or_(*(_is_of(guard_throttle, asker, scope=scope) for scope in Scope))
        latest = select(func.max(guard_throttle.c.until)).where(own, guard_throttle.c.until > now)
        with self._ledger.reading() as connection:
            until: datetime | None = connection.scalar(latest)
        return until

    def raise_one(
        self, finding: Finding, asker: Asker, *, now: datetime, until: datetime | None, entry: Entry
    ) -> Alarm:
        """Raise an alarm, or count it on the open one about the same; refuse until a time.

        Only what is new is journalled: one query after another crosses a threshold once crossed.
        """
        with self._ledger.transaction() as connection:
            known = connection.execute(_open_one(finding, asker)).one_or_none()
            raised = _alarm(known) if known else _new(finding, asker, now=now, until=until)
            if known is None:
                connection.execute(insert(alarm).values(**_columns(raised)))
                append(connection, entry)
            else:
                _repeat(connection, raised, finding=finding, until=until)
            if until is not None:
                _throttle(connection, asker, scope=finding.scope, until=until, alarm_id=raised.id)
        return raised

    def all(self, state: AlarmState | None = None, *, limit: int = 100) -> list[Alarm]:
        """Return alarms, newest first."""
        wanted = select(alarm).order_by(alarm.c.raised_at.desc(), alarm.c.id).limit(limit)
        if state is not None:
            wanted = wanted.where(alarm.c.state == state)
        with self._ledger.reading() as connection:
            return [_alarm(row) for row in connection.execute(wanted)]

    def get(self, alarm_id: str) -> Alarm:
        """Return one alarm.

        Raises:
            NotFoundError: There is none of this id.
        """
        with self._ledger.reading() as connection:
            row = connection.execute(select(alarm).where(alarm.c.id == alarm_id)).one_or_none()
        if row is None:
            raise NotFoundError("there is no such alarm", hint="See: heliograph alarm list")
        return _alarm(row)

    def close(self, alarm_id: str, *, reason: str, lift: bool, entry: Entry) -> Alarm:
        """Close an alarm; with `lift` the refusals that it caused end at once.

        What was counted until then is forgotten with them: it has been looked into, and would
        raise the next alarm with the next query.

        Raises:
            NotFoundError: There is no open alarm of this id.
        """
        is_open = and_(alarm.c.id == alarm_id, alarm.c.state == AlarmState.OPEN)
        with self._ledger.transaction() as connection:
            closed = connection.execute(
                update(alarm)
                .where(is_open)
                .values(state=AlarmState.CLOSED, closed_by=entry.officer, reason=reason)
            )
            if not closed.rowcount:
                raise NotFoundError(
                    "there is no open alarm of this id", hint="See: heliograph alarm list"
                )
            if lift:
                _forgive(connection, self.get(alarm_id))
            append(connection, entry)
        return self.get(alarm_id)


def _counted(asker: Asker, scope: Scope) -> ColumnElement[bool]:
    """Return which counts are those of a peer, of one of its officers or of one of its cases."""
    narrower = {
        Scope.PEER: true(),
        Scope.OFFICER: guard_count.c.officer == asker.officer,
        Scope.CASE: guard_count.c.case_reference == asker.case_reference,
    }
    return and_(guard_count.c.peer == asker.peer, narrower[scope])


def _is_of(table: Table, asker: Asker, *, scope: Scope) -> ColumnElement[bool]:
    return and_(
        table.c.peer == asker.peer, table.c.scope == scope, table.c.name == asker.name(scope)
    )


def _open_one(finding: Finding, asker: Asker) -> Select[tuple[object, ...]]:
    """Select the open alarm about the same sign of the same peer, officer or case."""
    same = {
        Scope.PEER: true(),
        Scope.OFFICER: alarm.c.officer == asker.officer,
        Scope.CASE: alarm.c.case_reference == asker.case_reference,
    }[finding.scope]
    return select(alarm).where(
        alarm.c.state == AlarmState.OPEN,
        alarm.c.sign == finding.sign,
        alarm.c.scope == finding.scope,
        alarm.c.peer == asker.peer,
        same,
    )


def _new(finding: Finding, asker: Asker, *, now: datetime, until: datetime | None) -> Alarm:
    return Alarm(
        str(uuid.uuid4()),
        finding.sign,
        finding.scope,
        asker,
        finding.count,
        AlarmState.OPEN,
        now,
        until,
    )


def _repeat(
    connection: Connection, raised: Alarm, *, finding: Finding, until: datetime | None
) -> None:
    connection.execute(
        update(alarm)
        .where(alarm.c.id == raised.id)
        .values(count=finding.count, until=until, times=alarm.c.times + 1)
    )


def _throttle(
    connection: Connection, asker: Asker, *, scope: Scope, until: datetime, alarm_id: str
) -> None:
    # The run of misses has had its consequence; the next one begins when asking goes on.
    connection.execute(
        update(guard_streak).where(_is_of(guard_streak, asker, scope=scope)).values(misses=0)
    )
    held = update(guard_throttle).where(_is_of(guard_throttle, asker, scope=scope))
    if not connection.execute(held.values(until=until, alarm=alarm_id)).rowcount:
        connection.execute(
            insert(guard_throttle).values(
                peer=asker.peer, scope=scope, name=asker.name(scope), until=until, alarm=alarm_id
            )
        )


def _forgive(connection: Connection, raised: Alarm) -> None:
    asker, scope = raised.asker, raised.scope
    connection.execute(delete(guard_throttle).where(guard_throttle.c.alarm == raised.id))
    connection.execute(delete(guard_streak).where(_is_of(guard_streak, asker, scope=scope)))
    connection.execute(delete(guard_count).where(_counted(asker, scope)))


def _columns(raised: Alarm) -> dict[str, object]:
    own = {column.name for column in alarm.columns} - {"peer", "officer", "case_reference"}
    asker = raised.asker
    return {
        **{name: getattr(raised, name) for name in own},
        "peer": asker.peer,
        "officer": asker.officer,
        "case_reference": asker.case_reference,
    }


def _alarm(row: Row[tuple[object, ...]]) -> Alarm:
    return Alarm(
        id=row.id,
        sign=Sign(row.sign),
        scope=Scope(row.scope),
        asker=Asker(NodeId(row.peer), row.officer, row.case_reference),
        # A row is a tuple as well, whose method has the name of this column.
        count=row._mapping["count"],  # noqa: SLF001 - the documented way around it
        state=AlarmState(row.state),
        raised_at=row.raised_at,
        until=row.until,
        times=row.times,
        closed_by=row.closed_by,
        reason=row.reason,
    )
