"""What is kept of standing queries: replaced whole, seen once, deleted whole."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.subject import EntityType
from matching.zone import Zone
from node.domain.journal import Event
from node.domain.peer import NodeId
from node.domain.standing import Held, HeldSubject, Seen
from node.store.held import HeldQueries
from node.store.ledger import Ledger
from tests.node.store.conftest import Told
from tests.node.store.factories import JUSTIFICATION, NOON, PEER, an_entry

HELD = Held(
    PEER,
    "q-1",
    EntityType.PERSON,
    3,
    JUSTIFICATION,
    "officer-7",
    overlap=True,
    begun_at=NOON,
    until=NOON + timedelta(days=90),
    generations=frozenset({"g-1", "g-2"}),
)
TWO = [HeldSubject(0, b"sealed 0"), HeldSubject(1, b"sealed 1")]
OTHER = NodeId("guard-pt")


@pytest.fixture
def held(ledger: Ledger) -> HeldQueries:
    """Open what the ledger under test keeps."""
    return HeldQueries(ledger)


def test_what_is_kept_comes_back(held: HeldQueries, told: Told) -> None:
    """A query and its subjects survive the ledger, counted."""
    held.put(HELD, TWO, entry=an_entry(Event.STAND_IN))

    assert held.get(PEER, "q-1") == replace(HELD, subjects=2)
    assert held.subjects(HELD) == TWO
    assert held.all() == held.of(EntityType.PERSON) == [replace(HELD, subjects=2)]
    assert held.of(EntityType.VESSEL) == []
    assert held.get(OTHER, "q-1") is None
    assert told.events() == [Event.STAND_IN]


def test_a_renewal_replaces_what_is_kept(held: HeldQueries) -> None:
    """Pseudonyms, epoch and end are the new ones; its beginning and what it has seen stay."""
    held.put(HELD, TWO, entry=an_entry(Event.STAND_IN))
    held.note_seen(HELD, [Seen(0, "AAAA", Zone.HIT)])
    later = NOON + timedelta(days=1)
    renewed = replace(HELD, epoch=4, begun_at=later, until=later + timedelta(days=90))

    held.put(renewed, TWO[:1], entry=an_entry(Event.STAND_IN))

    [kept] = held.all()
    assert kept == replace(renewed, begun_at=NOON, subjects=1, told=1)
    assert held.seen(HELD) == {(0, "AAAA"): Zone.HIT}


def test_what_is_seen_grows_only_stronger(held: HeldQueries) -> None:
    """A record that was possible may become a hit; a hit stays one."""
    held.put(HELD, TWO, entry=an_entry(Event.STAND_IN))

    for zone in (Zone.POSSIBLE, Zone.HIT, Zone.POSSIBLE):
        held.note_seen(HELD, [Seen(1, "BBBB", zone)])

    assert held.seen(HELD) == {(1, "BBBB"): Zone.HIT}


def test_it_remembers_what_it_was_matched_against(held: HeldQueries) -> None:
    """The generations looked at replace those of before."""
    held.put(HELD, TWO, entry=an_entry(Event.STAND_IN))

    held.note_looked(HELD, frozenset({"g-3"}))

    assert held.all()[0].generations == {"g-3"}


def test_deleting_leaves_nothing(held: HeldQueries, told: Told) -> None:
    """With a query go its subjects and what it has seen; another peer's of that id stays."""
    theirs = replace(HELD, peer=OTHER)
    for each in (HELD, theirs):
        held.put(each, TWO, entry=an_entry(Event.STAND_IN))
        held.note_seen(each, [Seen(0, "AAAA", Zone.HIT)])

    assert held.remove(PEER, "q-1", entry=an_entry(Event.STAND_IN))
    assert not held.remove(PEER, "q-1", entry=an_entry(Event.STAND_IN))

    assert [each.peer for each in held.all()] == [OTHER]
    assert held.subjects(HELD) == []
    assert held.seen(HELD) == {}
    assert len(told.events()) == 3


def test_an_overlap_is_new_once(held: HeldQueries) -> None:
    """What two agencies were told is remembered, and forgotten in the end."""
    assert held.tell_overlap("AAAA", now=NOON)
    assert not held.tell_overlap("AAAA", now=NOON)

    assert held.forget_overlaps(NOON) == 0
    assert held.forget_overlaps(NOON + timedelta(seconds=1)) == 1
    assert held.tell_overlap("AAAA", now=NOON)
