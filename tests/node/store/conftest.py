"""Stores run for real: on a new SQLite file for each test, and on PostgreSQL where one is given.

Set HELIOGRAPH_TEST_POSTGRES to the URL of a database whose public schema may be dropped; then every
test of this folder runs on both.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from node.domain.journal import Event
from node.store.journal import Journal
from node.store.ledger import Ledger, sqlite_url
from tests.node.store.factories import SIGNER

POSTGRES = os.environ.get("HELIOGRAPH_TEST_POSTGRES", "")
BACKENDS = ["sqlite", *(["postgresql"] if POSTGRES else [])]


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "ledger.db")
    engine = create_engine(POSTGRES)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return POSTGRES


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
