"""Whatever a peer answers, what is no valid answer is not used."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from matching.subject import EntityType
from node.domain.errors import PeerAnswerError
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.codec import answer_to_proto
from node.wire.envelope import (
    Opened,
    PayloadKind,
    Terms,
    seal_reply,
    unseal,
)
from tests.node.wire.exchange import a_justification, a_query, an_answer
from tests.node.wire.federation import Node
from tests.node.wire.liar import Liar
from tests.node.wire.members import a_member

Pair = tuple[Node, Node]


@pytest.fixture
async def liar(pair: Pair) -> AsyncIterator[Liar]:
    """Put a liar in the place of the answering node."""
    liar = Liar(pair[1])
    await liar.start()
    yield liar
    await liar.stop()


def opened(liar: Liar, request: bytes) -> Opened:
    """Open a request as the node would in whose place the liar stands."""
    node = liar.node
    terms = Terms(
        node=node.member.id,
        kinds=frozenset(PayloadKind),
        identity_key=node.identity_key,
        box_secret=node.member.box_secret,
        first_seen=lambda *_message, sender: bool(sender),
    )
    return unseal(pb.AskRequest.FromString(request).envelope, terms, now=node.clock.now())


def reply(
    liar: Liar,
    request: bytes,
    *,
    payload: bytes = b"",
    by: str = "fiu-nl",
    to: PayloadKind | None = None,
) -> bytes:
    """Return a sealed reply, valid except for what is given."""
    header = opened(liar, request).header
    envelope = seal_reply(
        payload,
        sender=replace(liar.node.member.sender, identity=a_member(by).identity),
        request=replace(header, kind=to or header.kind),
        now=liar.node.clock.now(),
    )
    return pb.AskResponse(envelope=envelope).SerializeToString()


def says(reply: pb.Reply) -> bytes:
    """Return the payload of a reply."""
    return reply.SerializeToString()


Lie = Callable[[Liar, bytes], bytes]

LIES: dict[str, Lie] = {
    "garbage": lambda _liar, _request: b"\xff" * 64,
    "nothing": lambda _liar, _request: b"",
    "the request itself": lambda _liar, request: request,
    "a reply to another kind of request": lambda liar, request: reply(
        liar, request, to=PayloadKind.EVALUATION
    ),
    "a reply by another identity": lambda liar, request: reply(liar, request, by="police-pt"),
    "an unreadable reply": lambda liar, request: reply(liar, request, payload=b"\xff"),
    "an empty reply": reply,
    "an unreadable answer": lambda liar, request: reply(
        liar, request, payload=says(pb.Reply(message=b"\xff"))
    ),
    "an empty answer": lambda liar, request: reply(
        liar, request, payload=says(pb.Reply(message=b""))
    ),
    "an answer without a receipt": lambda liar, request: reply(
        liar,
        request,
        payload=says(pb.Reply(message=answer_to_proto(an_answer()).SerializeToString())),
    ),
    "a fault without a reason": lambda liar, request: reply(
        liar, request, payload=says(pb.Reply(fault=pb.Fault()))
    ),
    "a fault with a speech": lambda liar, request: reply(
        liar, request, payload=says(pb.Reply(fault=pb.Fault(reason="call \x1b[31m me")))
    ),
}


@pytest.mark.parametrize("case", LIES)
async def test_a_lie_is_not_an_answer(liar: Liar, pair: Pair, case: str) -> None:
    """What is not a valid reply to this query becomes one error, without the peer's words."""
    liar.reply = lambda request: LIES[case](liar, request)

    with pytest.raises(PeerAnswerError) as caught:
        await pair[0].line.ask(pair[1].peer, a_query())

    assert str(caught.value).startswith("fiu-nl ")
    assert str(caught.value).isprintable()


async def test_the_answer_to_an_earlier_query_is_refused(liar: Liar, pair: Pair) -> None:
    """A reply that was true once is no reply to another request."""
    earlier: list[bytes] = []

    def honest_once(request: bytes) -> bytes:
        earlier.append(reply(liar, request))
        return earlier[0]

    liar.reply = honest_once
    with pytest.raises(PeerAnswerError, match="malformed"):
        await pair[0].line.ask(pair[1].peer, a_query())
    with pytest.raises(PeerAnswerError, match="replay"):
        await pair[0].line.ask(pair[1].peer, a_query())


async def test_another_number_of_elements_is_refused(liar: Liar, pair: Pair) -> None:
    """A peer that evaluates fewer elements than asked has evaluated none."""
    liar.reply = lambda request: reply(
        liar,
        request,
        payload=says(pb.Reply(message=pb.Evaluated(elements=bytes(16 * 32)).SerializeToString())),
    )

    with pytest.raises(PeerAnswerError, match="number of elements"):
        await pair[0].line.evaluate(
            pair[1].peer,
            entity_type=EntityType.PERSON,
            epoch=3,
            elements=[bytes(32)] * 32,
            justification=a_justification(),
            officer="officer-7",
            query_id="query-1",
        )


async def test_unreadable_elements_are_refused(liar: Liar, pair: Pair) -> None:
    """Elements of another length than asked are no elements."""
    liar.reply = lambda request: reply(
        liar,
        request,
        payload=says(pb.Reply(message=pb.Evaluated(elements=bytes(33)).SerializeToString())),
    )

    with pytest.raises(PeerAnswerError, match="no evaluated elements"):
        await pair[0].line.evaluate(
            pair[1].peer,
            entity_type=EntityType.PERSON,
            epoch=3,
            elements=[bytes(32)] * 16,
            justification=a_justification(),
            officer="officer-7",
            query_id="query-1",
        )


async def test_an_unreadable_announcement_is_refused(liar: Liar, pair: Pair) -> None:
    """A peer whose announcement cannot be read is not asked anything."""
    liar.announcement = pb.AnnounceResponse(announcement=b"\xff", signature=bytes(64))

    with pytest.raises(PeerAnswerError, match="no valid announcement"):
        await pair[0].line.ask(pair[1].peer, a_query())

    assert not liar.requests
