"""Reading a period of the journal: only what lies about it, and all that belongs to it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.event import listen, remove

from node.domain.journal import Entry, Event
from node.store.evidence import Evidence
from node.store.journal import Journal
from node.store.ledger import Ledger
from tests.node.store.factories import NOON, an_entry

HOUR = timedelta(hours=1)
LATE = timedelta(minutes=59)
"""By so much an entry may be dated before the one that was written before it."""


def at(moment: datetime, event: Event = Event.ANSWER, *, count: int = 0) -> Entry:
    """Make an entry of a moment."""
    return replace(an_entry(event, count=count), time=moment)


@pytest.fixture
def evidence(ledger: Ledger) -> Evidence:
    """Read from the ledger under test."""
    return Evidence(ledger)


@pytest.mark.parametrize("hours", [0, 1, 7, 23, 40])
@pytest.mark.parametrize("length", [1, 5, 24])
def test_a_period_is_found_wherever_it_lies(
    journal: Journal, evidence: Evidence, hours: int, length: int
) -> None:
    """Everything from its first moment to the moment before its last, in the order of writing."""
    # Every third was dated long before it was written.
    entries = [at(NOON + n * HOUR - (n % 3 == 0) * LATE, count=n) for n in range(36)]
    for entry in entries:
        journal.append(entry)
    since, until = NOON + hours * HOUR, NOON + (hours + length) * HOUR

    found = list(evidence.between(since, until, events={Event.ANSWER}))

    assert found == [entry for entry in entries if since <= entry.time < until]


def test_other_events_and_erased_entries_are_not_found(
    journal: Journal, evidence: Evidence
) -> None:
    """Nor are entries that only mention an event in a text."""
    for number in range(6):
        erased = replace(at(NOON, count=number), retention_until=date(2026, 1, 1))
        journal.append(erased if number % 2 else at(NOON, count=number))
    journal.append(at(NOON, Event.CLAIM))
    journal.append(replace(at(NOON, Event.READ), case_reference='"event":"answer"'))
    journal.erase(date(2026, 6, 1), at(NOON, Event.ERASE))

    found = evidence.between(NOON - HOUR, NOON + HOUR, events={Event.ANSWER})

    assert [entry.detail["count"] for entry in found] == [0, 2, 4]


def test_an_empty_journal_has_nothing(evidence: Evidence) -> None:
    """A node that has never been used can be asked for statistics."""
    assert list(evidence.between(NOON, NOON + HOUR, events={Event.ANSWER})) == []


def test_a_short_period_costs_no_long_journal(journal: Journal, evidence: Evidence) -> None:
    """Of three months some entries are read to find a day, and then that day."""
    for number in range(300):
        journal.append(at(NOON + number * timedelta(hours=8), count=number))
    statements = 0

    def count(*call: object) -> None:
        nonlocal statements
        statements += call[2].startswith("SELECT")  # type: ignore[attr-defined] # the statement

    listen(Engine, "before_cursor_execute", count)
    try:
        found = list(
            evidence.between(
                NOON + timedelta(days=50), NOON + timedelta(days=51), events={Event.ANSWER}
            )
        )
    finally:
        remove(Engine, "before_cursor_execute", count)

    assert len(found) == 3
    # Two times the logarithm of 300, and a page.
    assert statements <= 2 * (9 + 1) + 2
