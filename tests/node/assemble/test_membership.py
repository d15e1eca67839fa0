"""Who may call is known from memory, and never a moment longer than the ledger says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from node.assemble.membership import Membership
from node.keys.certificate import spki_hash
from node.store.peers import Peers
from tests.node.federation import Member, make_folder, opened


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Member, Member]]:
    """Two nodes that do not listen; the first knows the second."""
    with (
        opened(make_folder(tmp_path / "a", "customs-es")) as one,
        opened(make_folder(tmp_path / "b", "fiu-nl")) as other,
    ):
        one.knows(other)
        yield one, other


def test_a_member_is_found_by_the_key_it_shows(pair: tuple[Member, Member]) -> None:
    """Certificate, key hash and identity key are those of its directory entry."""
    one, other = pair
    membership = Membership(one.node.ground, None)

    assert membership.certificates() == (other.node.entry.certificate,)
    assert membership.lookup(spki_hash(other.node.entry.certificate)) == other.id
    assert membership.identity_key(other.id) == other.node.entry.identity_key
    assert membership.lookup(bytes(32)) is None


def test_peers_are_read_once_while_nothing_changes(
    pair: tuple[Member, Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Call after call, the ledger is asked for a number and not for every peer."""
    one, other = pair
    membership = Membership(one.node.ground, None)
    membership.certificates()
    monkeypatch.setattr(Peers, "all", lambda _self: pytest.fail("the peers were read again"))

    for _ in range(3):
        assert membership.identity_key(other.id) is not None


def test_a_removed_peer_is_gone_at_the_next_call(pair: tuple[Member, Member]) -> None:
    """What is remembered ends with the change, whoever made it."""
    one, other = pair
    membership = Membership(one.node.ground, None)
    shown = spki_hash(other.node.entry.certificate)
    assert membership.lookup(shown) == other.id

    one.forgets(other.id)

    assert membership.lookup(shown) is None
    assert membership.identity_key(other.id) is None
