"""Peers: complete after a restart, replaced by newer entries of the same identity only."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from node.domain.errors import UnknownPeerError
from node.domain.journal import Event
from node.domain.peer import NodeId, Pause
from node.store.ledger import Ledger
from node.store.peers import Peers
from tests.node.store.conftest import Told
from tests.node.store.factories import NOON, PEER, a_peer, an_entry


@pytest.fixture
def peers(ledger: Ledger) -> Peers:
    """Open the peers of the ledger under test."""
    return Peers(ledger)


def test_a_peer_is_read_as_it_was_put(peers: Peers, told: Told) -> None:
    """Entry, contact points and agreement survive, under one journal entry."""
    peers.put(a_peer(), entry=an_entry(Event.ADMIN))

    assert peers.get(PEER) == a_peer()
    assert told.events() == [Event.ADMIN]


def test_peers_are_listed_by_name(peers: Peers) -> None:
    """The order is that of the names, whatever the order of adding."""
    for name in ("fiu-nl", "coastguard-cv"):
        peers.put(a_peer(id=NodeId(name)), entry=an_entry())

    assert [peer.id for peer in peers.all()] == ["coastguard-cv", "fiu-nl"]


def test_a_newer_entry_and_agreement_replace_the_old(peers: Peers) -> None:
    """A member that has moved and an agreement that was renewed are put again."""
    peers.put(a_peer(), entry=an_entry())
    moved = a_peer(address="127.0.0.1:7499", issued_at=NOON + timedelta(days=1))
    renewed = replace(moved, agreement=replace(moved.agreement, expires_on=date(2029, 1, 1)))

    peers.put(renewed, entry=an_entry())

    assert peers.all() == [renewed]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"issued_at": NOON - timedelta(seconds=1)}, "older"),
        ({"identity_key": b"\x07" * 32}, "another identity key"),
    ],
    ids=["older", "other-identity"],
)
def test_an_impostor_or_rollback_is_refused(
    peers: Peers, told: Told, change: dict[str, object], sentence: str
) -> None:
    """An old entry could bring back a withdrawn key; another key is another member."""
    peers.put(a_peer(), entry=an_entry(Event.ADMIN))

    with pytest.raises(UnknownPeerError, match=sentence):
        peers.put(a_peer(**change), entry=an_entry(Event.ADMIN))

    assert peers.get(PEER) == a_peer()
    assert told.events() == [Event.ADMIN]


def test_a_peer_is_revoked_and_restored(peers: Peers) -> None:
    """Only the flag changes."""
    peers.put(a_peer(), entry=an_entry())

    peers.revoke(PEER, revoked=True, entry=an_entry(Event.ADMIN))
    revoked = peers.get(PEER)
    peers.revoke(PEER, revoked=False, entry=an_entry(Event.ADMIN))

    assert revoked == replace(a_peer(), revoked=True)
    assert peers.get(PEER) == a_peer()


@pytest.mark.parametrize("until", [None, datetime(2026, 12, 1, 6, 30, tzinfo=UTC)])
def test_a_peer_is_paused_and_resumed(peers: Peers, until: datetime | None) -> None:
    """Why and until when are kept; whoever keeps peers in memory reads them again."""
    peers.put(a_peer(), entry=an_entry())
    before = peers.revision()

    peers.pause(PEER, Pause("their node is moved", until), entry=an_entry(Event.ADMIN))
    paused = peers.get(PEER)
    peers.pause(PEER, None, entry=an_entry(Event.ADMIN))

    assert paused == replace(a_peer(), pause=Pause("their node is moved", until))
    assert peers.get(PEER) == a_peer()
    assert peers.revision() > before + 1


def test_a_removed_peer_can_come_back_with_another_key(peers: Peers) -> None:
    """Removing forgets entry and agreement, which is how a lost identity is replaced."""
    peers.put(a_peer(), entry=an_entry())

    peers.remove(PEER, entry=an_entry(Event.ADMIN))
    peers.put(a_peer(identity_key=b"\x07" * 32), entry=an_entry(Event.ADMIN))

    assert peers.get(PEER).entry.identity_key == b"\x07" * 32


def test_an_unknown_peer_is_unknown(peers: Peers, told: Told) -> None:
    """Nothing is journalled about a peer that is not there."""
    with pytest.raises(UnknownPeerError):
        peers.get(PEER)
    with pytest.raises(UnknownPeerError):
        peers.revoke(PEER, revoked=True, entry=an_entry())
    with pytest.raises(UnknownPeerError):
        peers.pause(PEER, Pause("moved"), entry=an_entry())
    with pytest.raises(UnknownPeerError):
        peers.remove(PEER, entry=an_entry())

    assert told.events() == []
