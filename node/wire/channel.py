"""Connections to peers and relays, opened when first needed and kept."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import grpc
from grpc import aio

from node.domain.peer import DirectoryEntry, NodeId, Relay
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.credentials import Own, OwnCertificate, channel_credentials, expected_name
from node.wire.server import MESSAGE_BYTES_MAX

_SERVICE = pb.DESCRIPTOR.services_by_name["ExchangeService"].full_name

_OPTIONS = (
    ("grpc.max_receive_message_length", MESSAGE_BYTES_MAX),
    ("grpc.max_send_message_length", MESSAGE_BYTES_MAX),
    ("grpc.compression_enabled_algorithms_bitset", 1),
    # We repeat a call ourselves, in a new envelope: gRPC would send the same message id again.
    ("grpc.enable_retries", 0),
    # The address is the directory's; a proxy that happens to be in the environment is not used.
    ("grpc.enable_http_proxy", 0),
    # A peer that comes back is found within seconds, not minutes.
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.max_reconnect_backoff_ms", 5_000),
    ("grpc.keepalive_time_ms", 5 * 60 * 1_000),
)


Detour = Callable[[NodeId], Relay | None]
"""Says through which relay a peer is reached, whatever its own entry says; asked at every call."""


def no_detour(_peer: NodeId) -> None:
    """Reach every peer as its entry says."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A channel and what it was opened with."""

    own: OwnCertificate
    channel: aio.Channel


class Channels:
    """One channel for each door at which peers are reached; used by one event loop only.

    A door is its name, its address and its certificate: an entry that gives the name of a relay or
    of another member to a door of its own gets a channel of its own, and closes nobody else's.
    """

    def __init__(self, own: Own, detour: Detour = no_detour, *, direct: bool = False) -> None:
        """Start without a connection.

        Args:
            own: what this side shows.
            detour: through what peers are reached, whatever their own entries say.
            direct: go to the peers' addresses even so, as a relay does.
        """
        self._own = own
        self._direct = direct
        self._detour = detour
        self._doors: dict[NodeId, Relay] = {}
        """The door at which each peer was reached last."""
        self._lines: dict[Relay, _Line] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def to(self, peer: DirectoryEntry) -> aio.Channel:
        """Return the channel to where the peer is reached, which accepts one certificate only.

        A new one as soon as address, certificate or our own certificate is another.
        """
        relay = None if self._direct else self._detour(peer.id) or peer.relay
        door = relay or Relay(peer.id, peer.address, peer.certificate)
        self._leave(peer.id, door)
        own, line = self._own(), self._lines.get(door)
        if line is None or line.own != own:
            self._retire(line)
            line = self._lines[door] = _Line(own, _open(own, door))
        return line.channel

    def _leave(self, peer: NodeId, door: Relay) -> None:
        """Close the door at which a peer was reached before, if nobody else is reached there."""
        before = self._doors.get(peer)
        self._doors[peer] = door
        if before not in {None, door} and before not in self._doors.values():
            self._retire(self._lines.pop(before, None))

    async def call(
        self,
        peer: DirectoryEntry,
        method: str,
        *,
        message: bytes,
        deadline_s: float,
        metadata: tuple[tuple[str, str], ...] = (),
    ) -> bytes:
        """Send one serialised message and return the serialised response, both unparsed.

        Raises:
            grpc.aio.AioRpcError: The call ended without a response.
        """
        call = self.to(peer).unary_unary(f"/{_SERVICE}/{method}")
        return bytes(await call(message, timeout=deadline_s, metadata=metadata))

    async def close(self) -> None:
        """Close every channel."""
        for line in self._lines.values():
            self._retire(line)
        self._lines.clear()
        self._doors.clear()
        await asyncio.gather(*self._closing)

    def _retire(self, line: _Line | None) -> None:
        """Close in the background; calls under way may end."""
        if line is not None:
            task = asyncio.create_task(line.channel.close(grace=30.0))
            # The loop holds tasks weakly; without a reference one may vanish before it is done.
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)


def _open(own: OwnCertificate, door: Relay) -> aio.Channel:
    return aio.secure_channel(
        door.address,
        channel_credentials(own, door.certificate),
        options=(*_OPTIONS, expected_name(door.id)),
        compression=grpc.Compression.NoCompression,
    )
