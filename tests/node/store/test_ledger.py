"""The ledger: durable or not at all, alone or as a part, and never of a newer release."""

import importlib
import pkgutil
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import upgrade as run_upgrade
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text

from node import store
from node.domain.alert import AlertState
from node.domain.errors import LedgerError
from node.domain.journal import Event
from node.store import schema
from node.store.alerts import AlertFilter, Alerts
from node.store.journal import Journal, append
from node.store.ledger import Ledger, sqlite_url
from node.store.migrations import migration_config
from tests.node.store.factories import SIGNER, an_alert, an_entry


def test_a_new_ledger_has_the_tables_of_the_schema(ledger: Ledger) -> None:
    """The revisions, one after the other, make exactly what the code expects."""
    for module in pkgutil.iter_modules(store.__path__, "node.store."):
        importlib.import_module(module.name)
    with ledger.transaction() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, schema.ledger_tables)

    assert differences == []


def test_a_ledger_keeps_what_it_had(url: str) -> None:
    """Opening again migrates nothing and loses nothing."""
    first = Ledger.open(url)
    Journal(first, SIGNER).append(an_entry(Event.LOAD))
    first.close()

    second = Ledger.open(url)

    assert [row.entry for row in Journal(second, SIGNER).tail(9)] == [an_entry(Event.LOAD)]
    second.close()


def test_an_older_ledger_is_migrated_with_what_it_holds(url: str) -> None:
    """Entries written under the first schema are there under the newest."""
    engine = create_engine(url)
    with engine.begin() as connection:
        run_upgrade(migration_config(connection), "0001")
        append(connection, an_entry(Event.LOAD))
    engine.dispose()

    ledger = Ledger.open(url)

    assert [row.entry for row in Journal(ledger, SIGNER).tail(9)] == [an_entry(Event.LOAD)]
    assert Alerts(ledger).page(AlertFilter()).alerts == ()
    ledger.close()


def test_a_newer_ledger_is_refused(url: str) -> None:
    """An older release does not touch what it does not understand."""
    ledger = Ledger.open(url)
    with ledger.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    ledger.close()

    with pytest.raises(LedgerError, match="schema 9999"):
        Ledger.open(url)


def test_an_error_takes_everything_back(ledger: Ledger, journal: Journal) -> None:
    """What was written before an error in the same transaction was never written."""
    alerts = Alerts(ledger)

    def fail_after_adding() -> None:
        with ledger.transaction():
            alerts.add([an_alert()], entry=an_entry(Event.QUERY_IN))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_adding()

    assert alerts.page(AlertFilter()).alerts == ()
    assert journal.tail(9) == []


def test_stores_join_the_transaction_around_them(ledger: Ledger, journal: Journal) -> None:
    """Several functions are one transaction, which sees its own writing."""
    alerts = Alerts(ledger)

    with ledger.transaction():
        alerts.add([an_alert()], entry=an_entry(Event.QUERY_IN))
        moved = alerts.change(
            "alert-1",
            lambda alert: replace(alert, state=AlertState.CLAIMED),
            entry=an_entry(Event.CLAIM),
        )
        seen_inside = alerts.get("alert-1")

    assert seen_inside == moved == alerts.get("alert-1")
    assert len(journal.tail(9)) == 2


def test_another_thread_does_not_join(ledger: Ledger, journal: Journal) -> None:
    """A transaction belongs to who opened it: others see nothing before it ends."""
    seen: list[int] = []

    with ledger.transaction():
        journal.append(an_entry())
        reader = threading.Thread(target=lambda: seen.append(len(journal.tail(9))))
        reader.start()
        reader.join()

    assert seen == [0]


def test_writers_take_turns(ledger: Ledger, journal: Journal) -> None:
    """Entries of many threads are all there, each at a place of its own."""
    places: list[int] = []

    def write() -> None:
        places.extend(journal.append(an_entry()) for _ in range(10))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(places) == list(range(40))


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("no url", id="no-url"),
        pytest.param("sqlite://", id="in-memory"),
        pytest.param("sqlite:////absent/folder/ledger.db", id="missing-folder"),
        pytest.param("nosuchdatabase://localhost/x", id="unknown-database"),
    ],
)
def test_what_is_no_ledger_is_refused(url: str) -> None:
    """The sentence does not repeat the URL, which may hold a password."""
    with pytest.raises(LedgerError) as refused:
        Ledger.open(url)

    assert url not in str(refused.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Whatever lies in the ledger's place is not overwritten."""
    path = tmp_path / "ledger.db"
    path.write_bytes(b"certainly no database" * 100)

    with pytest.raises(LedgerError):
        Ledger.open(sqlite_url(path))

    assert path.read_bytes().startswith(b"certainly")


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    """The ledger's file is closed to others from its first byte."""
    path = tmp_path / "ledger.db"

    Ledger.open(sqlite_url(path)).close()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_commit_survives_a_power_cut(tmp_path: Path) -> None:
    """SQLite writes ahead and waits for the disk (2 is FULL); erased content is overwritten."""
    ledger = Ledger.open(sqlite_url(tmp_path / "ledger.db"))

    with ledger.reading() as connection:
        settings = [
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        ]

    assert settings == ["wal", 2, 1, 1]
    ledger.close()


def test_a_refusal_of_the_database_is_a_ledger_error(ledger: Ledger) -> None:
    """The library's errors, and the values in them, do not get out."""
    with pytest.raises(LedgerError, match="could not be written"), ledger.transaction() as c:
        c.execute(text("INSERT INTO register VALUES ('r', 'no such generation')"))
    with pytest.raises(LedgerError, match="could not be read"), ledger.reading() as c:
        c.execute(text("SELECT nothing FROM nowhere"))
