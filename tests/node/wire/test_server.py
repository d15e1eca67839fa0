"""The server refuses every message that is not whole, on time, signed and meant for it."""

import asyncio
import itertools
import ssl
from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import grpc
import pytest
from google.protobuf.message import Message
from grpc import aio

from node.domain.errors import ConfigError, RefusedError
from node.domain.exchange import Outcome, Refusal
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.channel import Channels
from node.wire.codec import ELEMENT_COUNTS, evaluation_to_proto, query_to_proto
from node.wire.credentials import channel_credentials, expected_name
from node.wire.envelope import PayloadKind, Recipient, Sender, Terms, seal_request, unseal
from node.wire.gate import Places
from node.wire.status import reason_of
from tests.node.wire.exchange import a_hit, a_query, an_evaluation
from tests.node.wire.federation import Node, running
from tests.node.wire.members import a_member

Pair = tuple[Node, Node]

SERVICE = "/heliograph.exchange.v1.ExchangeService"
UNREADABLE = b"\xff" * 64
QUERY = query_to_proto(a_query(), "").SerializeToString()


class Attacker:
    """A member who sends what it likes, over an honest connection."""

    def __init__(self, node: Node, victim: Node) -> None:
        """Connect."""
        self._node, self._victim = node, victim
        self._channels = Channels(lambda: node.own)

    def request(
        self,
        payload: bytes = QUERY,
        *,
        kind: PayloadKind = PayloadKind.QUERY,
        sender: Sender | None = None,
        recipient: Recipient | None = None,
        age: timedelta = timedelta(0),
    ) -> pb.AskRequest:
        """Return a valid query, except for what is given."""
        sealed = seal_request(
            kind,
            payload,
            sender=sender or self._node.member.sender,
            recipient=recipient or self._victim.member.recipient,
            now=self._node.clock.now() - age,
        )
        return pb.AskRequest(envelope=sealed.envelope)

    async def send(
        self, message: bytes, method: str = "Ask", *, deadline_s: float | None = 5.0
    ) -> bytes:
        """Send bytes to a method and return the bytes of the response."""
        call = self._channels.to(self._victim.entry).unary_unary(f"{SERVICE}/{method}")
        return bytes(await call(message, timeout=deadline_s))

    async def refusal(
        self, message: Message, *, deadline_s: float | None = 5.0
    ) -> tuple[grpc.StatusCode, str]:
        """Send a query that must be refused; return status and reason."""
        with pytest.raises(aio.AioRpcError) as caught:
            await self.send(message.SerializeToString(), deadline_s=deadline_s)
        return caught.value.code(), reason_of(caught.value.trailing_metadata())

    async def close(self) -> None:
        """Hang up."""
        await self._channels.close()


@pytest.fixture
async def attacker(pair: Pair) -> AsyncIterator[Attacker]:
    """Give the asking node of the pair as a program that sends what it likes."""
    attacker = Attacker(*pair)
    yield attacker
    await attacker.close()


async def test_a_valid_query_passes(attacker: Attacker, pair: Pair) -> None:
    """What the other tests damage is accepted when it is whole."""
    await attacker.send(attacker.request().SerializeToString())

    assert len(pair[1].desk.queries) == 1


async def test_a_replayed_query_is_refused(attacker: Attacker, pair: Pair) -> None:
    """The same envelope reaches the desk once."""
    message = attacker.request()
    await attacker.send(message.SerializeToString())

    assert await attacker.refusal(message) == (grpc.StatusCode.ALREADY_EXISTS, "replay")
    assert len(pair[1].desk.queries) == 1


async def test_an_altered_ciphertext_is_refused(attacker: Attacker) -> None:
    """A changed bit breaks the signature."""
    message = attacker.request()
    altered = bytearray(message.envelope.ciphertext)
    altered[100] ^= 1
    message.envelope.ciphertext = bytes(altered)

    assert await attacker.refusal(message) == (grpc.StatusCode.UNAUTHENTICATED, "signature")


@pytest.mark.parametrize("age", [timedelta(minutes=8), timedelta(minutes=-3)])
async def test_a_query_outside_its_window_is_refused(attacker: Attacker, age: timedelta) -> None:
    """Messages from the past and from the future are refused alike."""
    message = attacker.request(age=age)

    assert await attacker.refusal(message) == (grpc.StatusCode.FAILED_PRECONDITION, "window")


async def test_a_query_for_another_node_is_refused(attacker: Attacker, pair: Pair) -> None:
    """A message that a node received cannot be passed on to the next."""
    elsewhere = Recipient(a_member("police-pt").id, *key_of(pair[1]))
    message = attacker.request(recipient=elsewhere)

    assert await attacker.refusal(message) == (grpc.StatusCode.INVALID_ARGUMENT, "recipient")


def key_of(node: Node) -> tuple[bytes, str]:
    """Return a node's box key and its id."""
    recipient = node.member.recipient
    return recipient.box_key, recipient.box_key_id


async def test_a_query_in_anothers_name_is_refused(attacker: Attacker, pair: Pair) -> None:
    """A member cannot carry another member's message over its own connection."""
    other = Node("police-pt")
    pair[1].knows(other)
    message = attacker.request(sender=other.member.sender)

    assert await attacker.refusal(message) == (grpc.StatusCode.PERMISSION_DENIED, "no-agreement")


async def test_a_query_to_a_destroyed_key_is_refused(attacker: Attacker, pair: Pair) -> None:
    """A message to a box key that is gone says so: the sender must fetch a new one."""
    old = Recipient(pair[1].member.id, key_of(pair[1])[0], "box-0")
    message = attacker.request(recipient=old)

    assert await attacker.refusal(message) == (grpc.StatusCode.FAILED_PRECONDITION, "stale-key")


@pytest.mark.parametrize("deadline_s", [None, 61.0, 1e9])
async def test_a_call_needs_a_deadline(attacker: Attacker, deadline_s: float | None) -> None:
    """A call that could wait for ever, or for more than a minute, is refused."""
    refusal = await attacker.refusal(attacker.request(), deadline_s=deadline_s)

    assert refusal == (grpc.StatusCode.INVALID_ARGUMENT, "deadline")


async def test_an_envelope_past_the_largest_size_is_refused(attacker: Attacker) -> None:
    """An envelope larger than any size class is refused by its size."""
    message = attacker.request()
    message.envelope.ciphertext += bytes(131_072)

    assert await attacker.refusal(message) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "oversize")


async def test_a_message_past_the_limit_is_not_read(pair: Pair) -> None:
    """A message over 256 KiB is refused by the transport, whatever the client thinks of it."""
    asker, peer = pair
    credentials = channel_credentials(asker.own, peer.entry.certificate)
    async with aio.secure_channel(
        peer.address, credentials, options=[expected_name(peer.member.id)]
    ) as channel:
        with pytest.raises(aio.AioRpcError) as caught:
            await channel.unary_unary(f"{SERVICE}/Ask")(bytes(300_000), timeout=5)

    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


async def test_a_compressed_message_is_not_inflated(pair: Pair) -> None:
    """A small message that would become a large one is refused."""
    asker, peer = pair
    credentials = channel_credentials(asker.own, peer.entry.certificate)
    async with aio.secure_channel(
        peer.address, credentials, options=[expected_name(peer.member.id)]
    ) as channel:
        with pytest.raises(aio.AioRpcError) as caught:
            await channel.unary_unary(f"{SERVICE}/Ask")(
                bytes(50_000_000), timeout=5, compression=grpc.Compression.Gzip
            )

    assert caught.value.code() in {
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        grpc.StatusCode.UNIMPLEMENTED,
    }


@pytest.mark.parametrize("method", ["Announce", "Evaluate", "Ask"])
async def test_garbage_is_refused(attacker: Attacker, pair: Pair, method: str) -> None:
    """Bytes that are no message end the call, and the server goes on serving."""
    with pytest.raises(aio.AioRpcError):
        await attacker.send(UNREADABLE, method)

    await attacker.send(attacker.request().SerializeToString())
    assert len(pair[1].desk.queries) == 1


async def test_other_methods_are_not_there(attacker: Attacker) -> None:
    """The peer port has no reflection and nothing else to find."""
    with pytest.raises(aio.AioRpcError) as caught:
        await attacker.send(b"", "ServerReflectionInfo")

    assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED


async def test_an_evaluation_is_not_taken_for_a_query(attacker: Attacker) -> None:
    """An envelope of one kind does not pass at the method of another."""
    payload = evaluation_to_proto(an_evaluation(), "").SerializeToString()
    message = attacker.request(payload, kind=PayloadKind.EVALUATION)

    assert await attacker.refusal(message) == (grpc.StatusCode.INVALID_ARGUMENT, "malformed")


async def sealed(
    pair: Pair,
    attacker: Attacker,
    *,
    payload: bytes = QUERY,
    kind: PayloadKind = PayloadKind.QUERY,
) -> tuple[tuple[int, PayloadKind], pb.Reply]:
    """Send a message; return what a relay sees of the response, and what it holds."""
    asker, peer = pair
    request = seal_request(
        kind,
        payload,
        sender=asker.member.sender,
        recipient=peer.member.recipient,
        now=asker.clock.now(),
    )
    method = "Ask" if kind is PayloadKind.QUERY else "Evaluate"
    sent = pb.AskRequest(envelope=request.envelope).SerializeToString()
    raw = await attacker.send(sent, method)
    terms = Terms(
        node=asker.member.id,
        kinds=frozenset(PayloadKind),
        identity_key={peer.member.id: peer.member.identity.public_key}.get,
        box_secret=lambda _id: request.reply_secret,
        first_seen=lambda *_message, sender: bool(sender),
        in_reply_to=request.message_id,
    )
    envelope = pb.AskResponse.FromString(raw).envelope
    opened = unseal(envelope, terms, now=asker.clock.now())
    return (len(raw), opened.header.kind), pb.Reply.FromString(opened.payload)


FAILURES = (None, RefusedError(Refusal.QUOTA, "used up"), KeyError("a bug"))


async def test_every_outcome_of_a_query_looks_the_same(attacker: Attacker, pair: Pair) -> None:
    """Hit, no hit, refusal, bug and unreadable payload are not told apart by a relay."""
    desk, replies = pair[1].desk, []
    for number, outcome in enumerate(Outcome):
        desk.answers = (replace(a_hit(), outcome=outcome, reference="r" * number),)
        replies.append(await sealed(pair, attacker))
    for desk.failure in FAILURES[1:]:
        replies.append(await sealed(pair, attacker))
    replies.append(await sealed(pair, attacker, payload=UNREADABLE))

    assert len({seen for seen, _ in replies}) == 1
    contents = [reply.WhichOneof("content") for _, reply in replies]
    assert contents == ["message"] * 3 + ["fault"] * 3


async def test_every_outcome_of_an_evaluation_looks_the_same(
    attacker: Attacker, pair: Pair
) -> None:
    """Evaluated batches of every size, refusals and bugs are not told apart by a relay."""
    desk, replies, kind = pair[1].desk, [], PayloadKind.EVALUATION
    for desk.failure in FAILURES:
        for count in ELEMENT_COUNTS:
            batch = replace(an_evaluation(), elements=(bytes(32),) * count)
            payload = evaluation_to_proto(batch, "").SerializeToString()
            replies.append(await sealed(pair, attacker, payload=payload, kind=kind))
    replies.append(await sealed(pair, attacker, payload=UNREADABLE, kind=kind))

    assert len({seen for seen, _ in replies}) == 1
    contents = [reply.WhichOneof("content") for _, reply in replies]
    assert contents == ["message"] * 4 + ["fault"] * 9


async def test_a_fault_says_what_it_may(attacker: Attacker, pair: Pair) -> None:
    """A fault holds the coded reason and a fixed sentence, nothing of the error's own words."""
    pair[1].desk.failure = RefusedError(Refusal.QUOTA, "officer-7 has asked 500 times today")

    _, reply = await sealed(pair, attacker)

    fault = reply.fault
    assert (fault.reason, fault.sentence) == ("quota-exhausted", "The query is refused.")


async def test_one_peer_cannot_take_every_place(attacker: Attacker, pair: Pair) -> None:
    """While the calls of one peer fill its places, its next are refused and others are served."""
    peer, other = pair[1], Node("police-pt")
    peer.places = Places(running_per_peer=1, waiting_per_peer=1)
    await peer.stop()
    await peer.start()
    peer.desk.hold = asyncio.Event()
    calls = [asyncio.create_task(attacker.send(b"", "Announce")) for _ in range(5)]

    refusals = [await refusal_of(call) for call in itertools.islice(asyncio.as_completed(calls), 3)]
    async with running(other):
        peer.knows(other)
        await other.line.ask(peer.peer, a_query())
    peer.desk.hold.set()
    ended = await asyncio.gather(*calls, return_exceptions=True)

    assert refusals == ["busy"] * 3
    assert sum(isinstance(response, bytes) for response in ended) == 2


async def test_calls_without_a_message_stall_nobody_else(pair: Pair) -> None:
    """A peer that opens calls and sends nothing takes no place from another peer."""
    asker, peer = pair
    other, channels = Node("police-pt"), Channels(lambda: asker.own)
    channel = channels.to(peer.entry)
    stalled = [channel.stream_unary(f"{SERVICE}/Ask")(timeout=30) for _ in range(64)]
    await asyncio.gather(*(call.wait_for_connection() for call in stalled[:8]))

    async with running(other):
        peer.knows(other)
        answer, _ = await other.line.ask(peer.peer, a_query())

    assert answer.query_id == "query-1"
    for call in stalled:
        call.cancel()
    await channels.close()


async def refusal_of(call: Awaitable[bytes]) -> str:
    """Return the reason for which a call was refused."""
    with pytest.raises(aio.AioRpcError) as caught:
        await call
    return reason_of(caught.value.trailing_metadata())


async def test_a_port_in_use_is_a_clear_error(pair: Pair) -> None:
    """A second server on the same port says so instead of taking half of the calls."""
    second = Node("police-pt")
    second.address = pair[1].address

    with pytest.raises(ConfigError, match="cannot listen on"):
        await second.start()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_only_tls_1_3_is_spoken(pair: Pair, version: ssl.TLSVersion, tmp_path: Path) -> None:
    """A client that cannot do better than TLS 1.2 is not connected."""
    asker, peer = pair
    chain = tmp_path / "chain.pem"
    chain.write_bytes(asker.own.private_key + asker.own.certificate)
    context = ssl.create_default_context(cadata=peer.own.certificate.decode())
    context.load_cert_chain(chain)
    context.minimum_version = context.maximum_version = version
    context.set_alpn_protocols(["h2"])
    host, port = peer.address.split(":")

    connecting = asyncio.open_connection(
        host, int(port), ssl=context, server_hostname="fiu-nl.heliograph"
    )

    if version is ssl.TLSVersion.TLSv1_2:
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await connecting
    else:
        _, writer = await connecting
        assert writer.get_extra_info("ssl_object").version() == "TLSv1.3"
        writer.close()
