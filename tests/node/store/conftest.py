"""Stores run for real: on a new SQLite file for each test, and on PostgreSQL where there is one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from node.domain.journal import Event
from node.store.journal import Journal
from node.store.ledger import Ledger, sqlite_url
from tests.node.store.factories import SIGNER
from tests.node.store.postgres import programs, served


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Run a PostgreSQL server for all tests that want one; return its URL."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed: make tools")
    with served() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "ledger.db")
    server: str = request.getfixturevalue("server")
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return server


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    """Open a new ledger."""
    ledger = Ledger.open(url)
    yield ledger
    ledger.close()


@pytest.fixture
def journal(ledger: Ledger) -> Journal:
    """Open the journal of the ledger under test."""
    return Journal(ledger, SIGNER)


class Told:
    """What the journal tells, in the words that tests compare."""

    def __init__(self, journal: Journal) -> None:
        """Read from that journal."""
        self._journal = journal

    def events(self) -> list[Event]:
        """Return the events so far, oldest first."""
        return [row.entry.event for row in self._journal.tail(1000) if row.entry is not None]


@pytest.fixture
def told(journal: Journal) -> Told:
    """Return what the journal tells."""
    return Told(journal)
