"""Two releases that follow each other understand one another; two that do not, say so.

`OLDER` speaks one version, `NEWER` that one and the next, as a release and the one after it do.
"""

import pytest

from node.domain.errors import EnvelopeError, EnvelopeFault, PeerAnswerError, PeerVersionError
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.envelope import PayloadKind, Recipient, seal_request
from node.wire.failure import told
from tests.node.wire.exchange import a_hit, a_query
from tests.node.wire.federation import Node, running
from tests.node.wire.liar import Liar

OLDER, NEWER, LATER = (1,), (1, 2), (2, 3)


@pytest.mark.parametrize(
    ("asking", "answering"),
    [(NEWER, OLDER), (OLDER, NEWER), (NEWER, NEWER), (NEWER, LATER)],
    ids=["newer asks older", "older asks newer", "newer asks newer", "newer asks later"],
)
async def test_neighbouring_releases_understand_each_other(
    asking: tuple[int, ...], answering: tuple[int, ...]
) -> None:
    """A query is answered whichever side has been updated first."""
    asker, peer = Node("customs-es", asking), Node("fiu-nl", answering)
    async with running(asker, peer):
        answer, _ = await asker.line.ask(peer.peer, a_query())

    assert answer.subjects == (a_hit(),)


@pytest.mark.parametrize(
    ("asking", "answering", "used"),
    [(NEWER, OLDER, 1), (NEWER, NEWER, 2), (NEWER, LATER, 2)],
    ids=["older", "same", "later"],
)
async def test_the_highest_common_version_is_used(
    asking: tuple[int, ...], answering: tuple[int, ...], used: int
) -> None:
    """What both sides know best is what stands in the header."""
    asker, peer = Node("customs-es", asking), Node("fiu-nl", answering)
    async with running(asker, peer):
        listening = Liar(peer)
        await listening.start()
        try:
            with pytest.raises(PeerAnswerError):
                await asker.line.ask(peer.peer, a_query())
        finally:
            await listening.stop()

    [request] = listening.requests
    header = pb.Header.FromString(pb.AskRequest.FromString(request).envelope.header)
    assert header.protocol_version == used


async def test_without_a_common_version_nothing_is_sent() -> None:
    """The asker learns why, and the peer is not bothered with what it cannot read."""
    asker, peer = Node("customs-es", OLDER), Node("fiu-nl", LATER)
    async with running(asker, peer):
        with pytest.raises(PeerVersionError, match="fiu-nl speaks no version") as caught:
            await asker.line.ask(peer.peer, a_query())

    assert caught.value.code == "PEER_VERSION"
    assert not peer.desk.queries


async def test_a_version_that_is_not_spoken_is_refused_by_code() -> None:
    """A message in a version that the node never announced gets the fault `version`."""
    peer = Node("fiu-nl", OLDER)
    sender = Node("customs-es").member.sender
    peer.knows(Node("customs-es"))
    recipient = peer.member.recipient
    later = Recipient(recipient.node, recipient.box_key, recipient.box_key_id, 2)
    request = seal_request(
        PayloadKind.QUERY, b"", sender=sender, recipient=later, now=peer.clock.now()
    )

    with pytest.raises(EnvelopeError) as caught:
        await peer.reception.open(request.envelope, PayloadKind.QUERY, caller=sender.node)

    assert caught.value.fault is EnvelopeFault.VERSION
    assert isinstance(told(peer.member.id, caught.value.fault), PeerVersionError)


async def test_a_peer_that_went_back_is_asked_for_its_versions_again() -> None:
    """After a peer has gone back to an older release, the next query reaches it."""
    asker, peer = Node("customs-es", NEWER), Node("fiu-nl", NEWER)
    async with running(asker, peer):
        await asker.line.announcement(peer.peer)
        await peer.stop()
        peer.versions = peer.desk.versions = OLDER
        await peer.start()

        with pytest.raises(PeerVersionError):
            await asker.line.ask(peer.peer, a_query())
        answer, _ = await asker.line.ask(peer.peer, a_query())

    assert answer.subjects == (a_hit(),)
