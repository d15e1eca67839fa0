"""Count what peers spend, and refuse before it is spent.

Evaluations are counted apart from subjects: a dictionary attack spends tokens, fishing subjects.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from node.domain.errors import RefusedError
from node.domain.exchange import Refusal
from node.domain.journal import Entry
from node.domain.quota import Limit, Limits, Spending
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema import quota_use


class Quota:
    """What has been spent, by peer, officer, case and day."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep it in that ledger."""
        self._ledger = ledger

    def spend(self, spending: Spending, limits: Limits, *, entry: Entry) -> None:
        """Count a request before it is served, with the journal entry that says so.

        Raises:
            RefusedError: The peer, its officer or the case would have more than a day's limit;
                nothing is counted and nothing is journalled.
        """
        with self._ledger.transaction() as connection:
            for whose, scope, limit in _scopes(spending, limits):
                _check(whose, _spent(connection, scope), spending=spending, limit=limit)
            _count(connection, spending)
            append(connection, entry)

    def spent(self, spending: Spending) -> tuple[int, int]:
        """Return tokens and subjects that the peer has spent on that day."""
        with self._ledger.reading() as connection:
            return _spent(connection, _of_peer(spending))

    def forget(self, before: date) -> int:
        """Delete what was counted before that day; return how many rows."""
        with self._ledger.transaction() as connection:
            return connection.execute(delete(quota_use).where(quota_use.c.day < before)).rowcount


def _scopes(spending: Spending, limits: Limits) -> Iterator[tuple[str, ColumnElement[bool], Limit]]:
    of_peer = _of_peer(spending)
    yield "peer", of_peer, limits.peer
    yield "officer", and_(of_peer, quota_use.c.officer == spending.officer), limits.officer
    yield "case", and_(of_peer, quota_use.c.case_reference == spending.case_reference), limits.case


def _of_peer(spending: Spending) -> ColumnElement[bool]:
    return and_(quota_use.c.peer == spending.peer, quota_use.c.day == spending.day)


def _spent(connection: Connection, scope: ColumnElement[bool]) -> tuple[int, int]:
    sums = select(
        func.coalesce(func.sum(quota_use.c.tokens), 0),
        func.coalesce(func.sum(quota_use.c.subjects), 0),
    )
    tokens, subjects = connection.execute(sums.where(scope)).one()
    return int(tokens), int(subjects)


def _check(whose: str, spent: tuple[int, int], *, spending: Spending, limit: Limit) -> None:
    tokens, subjects = spent
    if tokens + spending.tokens > limit.tokens or subjects + spending.subjects > limit.subjects:
        raise RefusedError(
            Refusal.QUOTA,
            f"the {whose}'s quota for the day is exhausted",
            hint="Wait for the next day (UTC), or agree on a larger quota.",
        )


def _count(connection: Connection, spending: Spending) -> None:
    mine = and_(
        _of_peer(spending),
        quota_use.c.officer == spending.officer,
        quota_use.c.case_reference == spending.case_reference,
    )
    counted = connection.execute(
        update(quota_use)
        .where(mine)
        .values(
            tokens=quota_use.c.tokens + spending.tokens,
            subjects=quota_use.c.subjects + spending.subjects,
        )
    )
    if not counted.rowcount:
        connection.execute(
            insert(quota_use).values(
                peer=spending.peer,
                day=spending.day,
                officer=spending.officer,
                case_reference=spending.case_reference,
                tokens=spending.tokens,
                subjects=spending.subjects,
            )
        )
