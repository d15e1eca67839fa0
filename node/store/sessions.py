"""Who is signed in, in the ledger: a session can be ended here, whatever the browser holds."""

from datetime import datetime

from sqlalchemy import Row, delete, insert, or_, select, update

from node.domain.account import IDLE, LIFE, Session
from node.domain.journal import Entry
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema_account import session as table


class Sessions:
    """The sessions of this node's console."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def begin(self, session: Session, *, entry: Entry) -> None:
        """Begin a session; those that are over are forgotten on the way."""
        now = session.created_at
        with self._ledger.transaction() as connection:
            connection.execute(
                delete(table).where(
                    or_(table.c.seen_at <= now - IDLE, table.c.created_at <= now - LIFE)
                )
            )
            connection.execute(
                insert(table).values(
                    token_hash=session.token_hash,
                    account=session.account,
                    form_token=session.form_token,
                    created_at=session.created_at,
                    seen_at=session.seen_at,
                    verified_at=session.verified_at,
                )
            )
            append(connection, entry)

    def find(self, token_hash: bytes) -> Session | None:
        """Return a session, over or not, or None."""
        with self._ledger.reading() as connection:
            row = connection.execute(
                select(table).where(table.c.token_hash == token_hash)
            ).one_or_none()
        return None if row is None else _session(row)

    def touch(self, token_hash: bytes, *, seen_at: datetime) -> None:
        """Note that a session is in use."""
        with self._ledger.transaction() as connection:
            connection.execute(
                update(table).where(table.c.token_hash == token_hash).values(seen_at=seen_at)
            )

    def verify(self, token_hash: bytes, *, verified_at: datetime) -> None:
        """Note that the person has just proved who they are."""
        with self._ledger.transaction() as connection:
            connection.execute(
                update(table)
                .where(table.c.token_hash == token_hash)
                .values(verified_at=verified_at, seen_at=verified_at)
            )

    def end(self, token_hash: bytes, *, entry: Entry) -> None:
        """End one session."""
        with self._ledger.transaction() as connection:
            connection.execute(delete(table).where(table.c.token_hash == token_hash))
            append(connection, entry)

    def end_all(self, account: str, *, entry: Entry) -> int:
        """End every session of an account; return how many."""
        with self._ledger.transaction() as connection:
            ended = connection.execute(delete(table).where(table.c.account == account))
            append(connection, entry)
            return ended.rowcount

    def of(self, account: str) -> list[Session]:
        """Return the sessions of an account, newest first."""
        wanted = select(table).where(table.c.account == account).order_by(table.c.created_at.desc())
        with self._ledger.reading() as connection:
            return [_session(row) for row in connection.execute(wanted)]


def _session(row: Row[tuple[object, ...]]) -> Session:
    return Session(
        token_hash=row.token_hash,
        account=row.account,
        form_token=row.form_token,
        created_at=row.created_at,
        seen_at=row.seen_at,
        verified_at=row.verified_at,
    )
