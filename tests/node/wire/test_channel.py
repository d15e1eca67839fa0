"""Each door has a channel of its own, and nobody closes another's."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio

from node.domain.peer import DirectoryEntry, NodeId, Relay
from node.wire.channel import Channels
from node.wire.credentials import OwnCertificate
from tests.node.wire.federation import Node

ONE, TWO = Node("fiu-nl"), Node("police-pt")
RELAY = Relay(NodeId("relay-eu"), "127.0.0.1:7500", ONE.own.certificate)


class Own:
    """What this side shows; a test may change it."""

    def __init__(self) -> None:
        """Begin with a certificate."""
        self.papers: OwnCertificate = Node("customs-es").own

    def __call__(self) -> OwnCertificate:
        """Return it."""
        return self.papers


def behind(node: Node, relay: Relay | None) -> DirectoryEntry:
    """Return the entry of a node that is reached through a relay."""
    return replace(node.entry, relay=relay)


@pytest_asyncio.fixture
async def own() -> Own:
    """Return what is shown."""
    return Own()


@pytest_asyncio.fixture
async def channels(own: Own) -> AsyncIterator[Channels]:
    """Return channels that are closed at the end; nothing connects."""
    opened = Channels(own)
    yield opened
    await opened.close()


async def test_peers_behind_one_relay_share_a_line(channels: Channels) -> None:
    """Two hundred peers behind a relay are one connection."""
    assert channels.to(behind(ONE, RELAY)) is channels.to(behind(TWO, RELAY))


async def test_nobody_closes_a_line_by_borrowing_its_name(channels: Channels) -> None:
    """An entry that gives the relay's name, or a member's, to a door of its own gets its own."""
    first, direct = channels.to(behind(ONE, RELAY)), channels.to(ONE.entry)
    assert first is not direct
    first = channels.to(behind(ONE, RELAY))

    for name, address in (("relay-eu", "127.0.0.1:1"), ("fiu-nl", "127.0.0.1:2")):
        stolen = Relay(NodeId(name), address, TWO.own.certificate)
        assert channels.to(behind(TWO, stolen)) is not first

    assert channels.to(behind(ONE, RELAY)) is first


async def test_a_door_that_nobody_uses_any_more_is_left(channels: Channels) -> None:
    """A peer that moves leaves no open line behind; one that others use stays."""
    shared = channels.to(behind(ONE, RELAY))
    channels.to(behind(TWO, RELAY))

    channels.to(ONE.entry)
    assert channels.to(behind(TWO, RELAY)) is shared
    channels.to(TWO.entry)

    assert channels.to(behind(ONE, RELAY)) is not shared


async def test_another_certificate_of_ours_opens_new_lines(own: Own, channels: Channels) -> None:
    """What is shown is what is in force now."""
    before = channels.to(ONE.entry)
    own.papers = Node("customs-es").own

    assert channels.to(ONE.entry) is not before
