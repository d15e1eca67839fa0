"""Registers: one generation answers, and the switch to the next is one step."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.subject import EntityType
from node.domain.errors import LedgerError, NotFoundError
from node.domain.journal import Event
from node.domain.register import Generation, Reject
from node.store.ledger import Ledger
from node.store.registers import Registers
from tests.node.store.conftest import Told
from tests.node.store.factories import NOON, an_entry

FIRST = Generation(
    id="generation-1",
    register="wanted",
    entity_type=EntityType.PERSON,
    epoch=1,
    records=1000,
    rejects=1,
    loaded_at=NOON,
)
SECOND = replace(FIRST, id="generation-2", records=1200, loaded_at=NOON + timedelta(days=1))


@pytest.fixture
def registers(ledger: Ledger) -> Registers:
    """Open the registers of the ledger under test."""
    return Registers(ledger)


def test_the_first_generation_makes_the_register(registers: Registers, told: Told) -> None:
    """There was none before, and the switch is journalled."""
    assert registers.activate(FIRST, entry=an_entry(Event.LOAD)) is None

    assert registers.current("wanted") == FIRST
    assert told.events() == [Event.LOAD]


def test_the_next_generation_takes_over(registers: Registers) -> None:
    """The one before is returned, so that its file can be removed, and stays in the history."""
    registers.activate(FIRST, entry=an_entry())

    assert registers.activate(SECOND, entry=an_entry()) == FIRST

    assert registers.all() == [SECOND]
    assert registers.history("wanted") == [SECOND, FIRST]


def test_a_generation_is_activated_once(registers: Registers, told: Told) -> None:
    """A failed switch leaves the generation before in use."""
    registers.activate(FIRST, entry=an_entry(Event.LOAD))
    registers.activate(SECOND, entry=an_entry(Event.LOAD))

    with pytest.raises(LedgerError):
        registers.activate(FIRST, entry=an_entry(Event.LOAD))

    assert registers.current("wanted") == SECOND
    assert told.events() == [Event.LOAD] * 2


def test_rejects_are_kept_in_order(registers: Registers) -> None:
    """Line, column and reason survive; more than one batch of them too."""
    rejects = [Reject(line, "birth_date", "is no date") for line in range(2, 2503)]

    registers.activate(FIRST, rejects, entry=an_entry())

    assert registers.rejects(FIRST.id, limit=5000) == rejects
    assert registers.rejects(FIRST.id, limit=2) == rejects[:2]


def test_records_are_counted_by_entity_type(registers: Registers) -> None:
    """Only what answers counts."""
    vessels = replace(FIRST, id="g3", register="fleet", entity_type=EntityType.VESSEL, records=50)
    crew = replace(FIRST, id="g4", register="crew", records=30)
    for generation in (FIRST, SECOND, vessels, crew):
        registers.activate(generation, entry=an_entry())

    assert registers.records() == {EntityType.PERSON: 1230, EntityType.VESSEL: 50}


def test_a_removed_register_answers_no_more(registers: Registers) -> None:
    """Its history stays for the auditor."""
    registers.activate(FIRST, entry=an_entry())

    registers.remove("wanted", entry=an_entry(Event.ADMIN))

    assert registers.all() == []
    assert registers.history("wanted") == [FIRST]
    with pytest.raises(NotFoundError):
        registers.current("wanted")
    with pytest.raises(NotFoundError):
        registers.remove("wanted", entry=an_entry())
