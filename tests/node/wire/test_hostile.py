"""While somebody does what he can to keep a node from serving, an honest peer is served.

What is sent here costs the sender more than the node; what is past a limit is refused before it is
read. `test_server.py` has the single messages, this file the floods.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager

import grpc
import pytest
from grpc import aio

from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.channel import Channels
from node.wire.credentials import channel_credentials, expected_name
from tests.node.wire.exchange import a_hit, a_query
from tests.node.wire.federation import Node, running

HALF_OPEN = 300
SERVICE = "/heliograph.exchange.v1.ExchangeService"
CLIENT_HELLO = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(32)
"""The beginning of a TLS handshake whose rest never comes."""

Trio = tuple[Node, Node, Node]


@pytest.fixture
async def trio() -> AsyncIterator[Trio]:
    """Run an honest node, one that answers, and a member that has turned hostile."""
    nodes = Node("customs-es"), Node("fiu-nl"), Node("police-pt")
    async with running(*nodes):
        yield nodes


async def served(trio: Trio) -> bool:
    """Tell whether the honest node gets its answer within its ordinary deadline."""
    honest, victim, _ = trio
    answer, _ = await honest.line.ask(victim.peer, a_query())
    return answer.subjects == (a_hit(),)


@contextmanager
def connections(node: Node, *, opening: bytes) -> Iterator[list[socket.socket]]:
    """Open TCP connections that say so much and then nothing."""
    host, port = node.address.split(":")
    with contextlib.ExitStack() as stack:
        opened = []
        for _ in range(HALF_OPEN):
            one = stack.enter_context(socket.create_connection((host, int(port)), timeout=5.0))
            one.sendall(opening)
            opened.append(one)
        yield opened


@pytest.mark.parametrize("opening", [b"", CLIENT_HELLO, b"GET / HTTP/1.1\r\n"])
async def test_half_open_handshakes_keep_nobody_out(trio: Trio, opening: bytes) -> None:
    """Three hundred connections that never say hello do not keep a peer from its answer."""
    with connections(trio[1], opening=opening):
        assert await served(trio)


async def test_half_open_handshakes_are_closed(trio: Trio) -> None:
    """After the time for a handshake the node hangs up by itself."""
    with connections(trio[1], opening=CLIENT_HELLO) as opened:
        one = opened[-1]
        one.settimeout(20.0)
        closed = await asyncio.to_thread(_reads_to_the_end, one)

    assert closed


def _reads_to_the_end(connection: socket.socket) -> bool:
    with contextlib.suppress(ConnectionError):
        while connection.recv(4096):
            pass
    return True


@asynccontextmanager
async def hostile(trio: Trio) -> AsyncIterator[aio.Channel]:
    """Connect as the member that has turned hostile."""
    _, victim, attacker = trio
    channel = aio.secure_channel(
        victim.address,
        channel_credentials(attacker.own, victim.entry.certificate),
        options=(
            expected_name(victim.member.id),
            ("grpc.max_metadata_size", 1 << 20),
            ("grpc.absolute_max_metadata_size", 1 << 20),
        ),
    )
    async with channel:
        yield channel


async def _failures(calls: list[Awaitable[object]]) -> list[BaseException]:
    results = await asyncio.gather(*calls, return_exceptions=True)
    return [each for each in results if isinstance(each, BaseException)]


async def test_a_flood_of_headers_is_refused(trio: Trio) -> None:
    """Metadata past eight kilobytes ends the call before any handler hears of it."""
    large = tuple((f"x-{number}", "v" * 4_000) for number in range(16))
    async with hostile(trio) as channel:
        call = channel.unary_unary(f"{SERVICE}/Announce")
        flood = [call(b"", timeout=5.0, metadata=large) for _ in range(64)]
        refused, is_served = await asyncio.gather(_failures(list(flood)), served(trio))

    assert is_served
    assert len(refused) == len(flood)
    announced_to_the_honest = 1
    assert trio[1].desk.announced == announced_to_the_honest


async def test_stalled_calls_keep_nobody_out(trio: Trio) -> None:
    """A member whose calls all wait holds its own places only."""
    _, victim, attacker = trio
    victim.desk.hold_for = attacker.member.id
    victim.desk.hold = asyncio.Event()
    channels = Channels(lambda: attacker.own)
    call = channels.to(victim.entry).unary_unary(f"{SERVICE}/Announce")
    stalled = [asyncio.ensure_future(call(b"", timeout=20.0)) for _ in range(60)]
    try:
        # Until the hostile member has all the places in which its calls may run.
        for _ in range(3_000):
            if victim.desk.announced >= victim.places.running_per_peer:
                break
            await asyncio.sleep(0.01)
        assert await served(trio)
    finally:
        victim.desk.hold.set()
        failures = await _failures(list(stalled))
        await channels.close()

    codes = {error.code() for error in failures if isinstance(error, aio.AioRpcError)}
    assert codes <= {grpc.StatusCode.RESOURCE_EXHAUSTED}


async def test_bombs_are_refused_unopened(trio: Trio) -> None:
    """Compressed messages that would fill memory are refused while others are served."""
    bomb = bytes(4 << 20)
    async with hostile(trio) as channel:
        call = channel.unary_unary(f"{SERVICE}/Ask")
        flood = [call(bomb, timeout=5.0, compression=grpc.Compression.Gzip) for _ in range(8)]
        refused, is_served = await asyncio.gather(_failures(list(flood)), served(trio))

    assert is_served
    assert len(refused) == len(flood)


async def test_oversize_messages_are_refused_in_a_row(trio: Trio) -> None:
    """Message after message past the limit costs the sender its call and nobody else anything."""
    large = pb.AskRequest(envelope=pb.Envelope(ciphertext=bytes(300 * 1024))).SerializeToString()
    async with hostile(trio) as channel:
        call = channel.unary_unary(f"{SERVICE}/Ask")
        flood = [call(large, timeout=5.0) for _ in range(32)]
        refused, is_served = await asyncio.gather(_failures(list(flood)), served(trio))

    assert is_served
    assert len(refused) == len(flood)
    assert not [sender for sender, _ in trio[1].desk.queries if sender != trio[0].member.id]


async def test_calls_without_a_deadline_are_refused_in_a_row(trio: Trio) -> None:
    """Who would wait for ever is told so at once, however often."""
    async with hostile(trio) as channel:
        call = channel.unary_unary(f"{SERVICE}/Announce")
        flood = [call(b"") for _ in range(64)]
        refused, is_served = await asyncio.gather(_failures(list(flood)), served(trio))

    assert is_served
    assert len(refused) == len(flood)
