"""A page of an identifier set is used only if it is the one asked for, of a set that is signed."""

from collections.abc import AsyncIterator, Callable

import pytest

from matching.blind import PAGE_TAGS, TAG_BYTES
from node.domain.errors import PeerAnswerError, PeerVersionError
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.codec_blind import set_page_to_proto
from tests.node.wire.exchange import a_set_request
from tests.node.wire.federation import Node, running
from tests.node.wire.liar import Liar
from tests.node.wire.test_line_lies import reply

Pair = tuple[Node, Node]


async def test_a_page_is_fetched(pair: Pair) -> None:
    """The peer hears which page, why and for whom; the page comes with its signed head."""
    asker, peer = pair
    request = a_set_request()

    page = await asker.line.set_page(peer.peer, request)

    assert peer.desk.wanted == [(asker.member.id, request)]
    assert (page.head.node, page.head.name, page.number) == (peer.member.id, request.name, 0)
    assert len(page.tags) == PAGE_TAGS * TAG_BYTES


async def test_another_page_than_asked_for_is_refused(pair: Pair) -> None:
    """A number past the end of the set is no page of it."""
    with pytest.raises(PeerAnswerError, match="no page"):
        await pair[0].line.set_page(pair[1].peer, a_set_request(page=1))


async def test_the_release_before_knows_no_sets() -> None:
    """Nothing is sent to a peer that speaks the version before alone."""
    asker, peer = Node("customs-es"), Node("fiu-nl", (1,))
    async with running(asker, peer):
        with pytest.raises(PeerVersionError):
            await asker.line.set_page(peer.peer, a_set_request())

    assert not peer.desk.wanted


@pytest.fixture
async def liar(pair: Pair) -> AsyncIterator[Liar]:
    """Put a liar in the place of the answering node."""
    liar = Liar(pair[1])
    await liar.start()
    yield liar
    await liar.stop()


def _digest(page: pb.SetPage) -> None:
    page.digest = bytes(32)


def _tags(page: pb.SetPage) -> None:
    page.tags = page.tags[:-1]


def _signature(page: pb.SetPage) -> None:
    page.signature = bytes(64)


def _pages(page: pb.SetPage) -> None:
    page.pages = 1_000_000


@pytest.mark.parametrize("change", [_digest, _tags, _signature, _pages])
async def test_an_altered_page_is_no_page(
    liar: Liar, pair: Pair, change: Callable[[pb.SetPage], None]
) -> None:
    """Head, signature and size must hold before a tag is looked at."""
    request = a_set_request()
    honest = await liar.node.desk.tell_set(pair[0].member.id, request, checkpoint="")
    message = set_page_to_proto(honest)
    change(message)
    said = pb.Reply(message=message.SerializeToString()).SerializeToString()
    liar.reply = lambda raw: reply(liar, raw, payload=said)

    with pytest.raises(PeerAnswerError):
        await pair[0].line.set_page(pair[1].peer, request)
