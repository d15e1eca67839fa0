"""The ledger's database: SQLite beside the node, or PostgreSQL for several replicas.

Rules:
- One public function of a store is one transaction, and the journal entry is inside it.
- A transaction opened around several of them makes them one: they join it, all or nothing.
- Writers take turns from the first statement on, so none fails half-way for another's lock.
- Nothing awaits inside a transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from node.domain.errors import LedgerError
from node.store import schema
from node.store.migrations import upgrade

BUSY_TIMEOUT_MS = 10_000
_WRITES = "heliograph_writes"
_SQLITE_PRAGMAS = (
    # First, because the others may have to wait already.
    f"busy_timeout = {BUSY_TIMEOUT_MS}",
    # Readers do not wait for writers.
    "journal_mode = WAL",
    # A commit that was acknowledged survives a power cut; NORMAL would lose it in WAL mode.
    "synchronous = FULL",
    "foreign_keys = ON",
    # What is erased is overwritten, not just unlinked.
    "secure_delete = ON",
)


class Ledger:
    """An open ledger; threads may share it."""

    def __init__(self, engine: Engine) -> None:
        """Hold a database whose schema is current; made by `open` only."""
        self._engine = engine
        # The transaction that a store's functions join; each thread and task has its own.
        self._joined: ContextVar[Connection | None] = ContextVar("ledger", default=None)

    @classmethod
    def open(cls, url: str) -> Self:
        """Open a ledger by its SQLAlchemy URL, make it if it is new, migrate it if it is older.

        Raises:
            LedgerError: It cannot be opened, or a newer release has written it.
        """
        try:
            return cls(_opened(_engine(url)))
        except (SQLAlchemyError, ImportError, OSError) as error:
            # The library's sentence may hold the URL, and the URL a password.
            raise LedgerError(
                "the ledger cannot be opened",
                hint="See that the database exists, can be written and the driver is installed.",
            ) from error

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Write, all or nothing; inside another transaction, as a part of that one.

        Raises:
            LedgerError: The database refused; nothing was written.
        """
        joined = self._joined.get()
        if joined is not None:
            yield joined
            return
        with self._connection(writes=True) as connection:
            token = self._joined.set(connection)
            try:
                yield connection
            finally:
                self._joined.reset(token)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read one consistent state; inside a transaction, what that one has written too.

        Raises:
            LedgerError: The database refused.
        """
        joined = self._joined.get()
        if joined is not None:
            yield joined
            return
        with self._connection(writes=False) as connection:
            yield connection

    @contextmanager
    def _connection(self, *, writes: bool) -> Iterator[Connection]:
        try:
            with self._engine.connect() as bare:
                connection = bare.execution_options(**self._options(writes=writes))
                with connection.begin():
                    if writes:
                        _take_turn(connection)
                    yield connection
        except SQLAlchemyError as error:
            raise LedgerError(
                "the ledger could not be written" if writes else "the ledger could not be read",
                hint="See that its disk is not full and no other process holds it.",
            ) from error

    def _options(self, *, writes: bool) -> dict[str, object]:
        if writes or self._engine.dialect.name == "sqlite":
            return {_WRITES: writes}
        # All statements of a read see the state that the first one saw, as on SQLite.
        return {"isolation_level": "REPEATABLE READ"}


def sqlite_url(path: Path) -> str:
    """Return the URL of a ledger in a file."""
    return f"sqlite:///{path}"


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database:
            raise ArgumentError("a ledger in memory would forget")
        # SQLite would make it readable for everybody; its side files take over the mode.
        Path(parsed.database).touch(mode=0o600)
        engine = create_engine(parsed, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(parsed, hide_parameters=True, pool_pre_ping=True)


def _opened(engine: Engine) -> Engine:
    try:
        upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver would begin by itself, too late and never for reading.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that turns to writing fails at once when another has written since.
    writes = connection.get_execution_options().get(_WRITES, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _take_turn(connection: Connection) -> None:
    """Lock the one row that every writer needs; SQLite has locked everything by now."""
    connection.execute(select(schema.journal_tree.c.size).with_for_update())
