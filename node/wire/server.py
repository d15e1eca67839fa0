"""The peer server: TLS 1.3 with certificates on both sides, the interceptors, start and stop."""

from collections.abc import Collection
from dataclasses import dataclass

import grpc
from grpc import aio

from node.domain.errors import ConfigError
from node.domain.peer import NodeId
from node.domain.ports import Clock
from node.pb.exchange.v1.exchange_pb2_grpc import add_ExchangeServiceServicer_to_server
from node.tls import require_tls13
from node.wire.caller import Lookup
from node.wire.credentials import Members, Own, server_credentials
from node.wire.gate import Gate, Places
from node.wire.interceptors import Admission, Deadline, Identity, Rim, Tally, Timing
from node.wire.servicer import ExchangeServicer

MESSAGE_BYTES_MAX = 256 * 1024
"""Of one message either way: the largest envelope has half of it."""

# What each of these does was tried on grpcio; without the first, 300 connections that never say
# hello stay open, and without the last, a second server takes half of the calls of the first.
_OPTIONS = (
    ("grpc.server_handshake_timeout_ms", 3_000),
    ("grpc.max_concurrent_streams", 64),
    # A certificate that expires during a connection is noticed at the next one.
    ("grpc.max_connection_age_ms", 10 * 60 * 1_000),
    ("grpc.max_connection_age_grace_ms", 30 * 1_000),
    ("grpc.max_connection_idle_ms", 5 * 60 * 1_000),
    ("grpc.max_receive_message_length", MESSAGE_BYTES_MAX),
    ("grpc.max_send_message_length", MESSAGE_BYTES_MAX),
    ("grpc.max_metadata_size", 8 * 1024),
    # The algorithms accepted, as bits: identity only. A bomb is refused, not inflated.
    ("grpc.compression_enabled_algorithms_bitset", 1),
    ("grpc.so_reuseport", 0),
)


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose calls are taken, as known at the moment of asking."""

    own: Own
    members: Members
    """Certificates for the handshake."""
    lookup: Lookup
    """Members for every single call."""
    relays: Collection[NodeId] = ()
    """Callers that bring what others send."""


def _untold(_method: str, _result: str, _seconds: float) -> None:
    """Tell nobody how a call ended."""


class PeerServer:
    """Serves peers on one address."""

    def __init__(
        self,
        servicer: ExchangeServicer | grpc.GenericRpcHandler,
        trust: Trust,
        *,
        address: str,
        clock: Clock,
        places: Places | None = None,
        tally: Tally = _untold,
    ) -> None:
        """Keep what to serve, to whom and where (host:port; port 0 takes a free one)."""
        self._servicer = servicer
        self._trust = trust
        self._address = address
        self._interceptors = (
            Timing(tally),
            Rim(),
            Deadline(),
            Identity(trust.lookup, clock),
            Admission(Gate(places or Places()), trust.relays),
        )
        self._server: aio.Server | None = None

    async def start(self) -> int:
        """Listen and return the port.

        Raises:
            ConfigError: The address cannot be listened on, or TLS 1.2 is still on.
        """
        require_tls13()
        server = aio.server(
            interceptors=self._interceptors,
            options=_OPTIONS,
            compression=grpc.Compression.NoCompression,
        )
        if isinstance(self._servicer, ExchangeServicer):
            add_ExchangeServiceServicer_to_server(self._servicer, server)
        else:
            server.add_generic_rpc_handlers((self._servicer,))
        port = self._listen(server)
        await server.start()
        self._server = server
        return port

    async def stop(self, grace_s: float = 5.0) -> None:
        """Take no new call, let those under way end within the grace, then close."""
        if self._server is not None:
            await self._server.stop(grace_s)
            self._server = None

    def _listen(self, server: aio.Server) -> int:
        credentials = server_credentials(self._trust.own, self._trust.members)
        try:
            return int(server.add_secure_port(self._address, credentials))
        except RuntimeError as error:
            raise ConfigError(
                f"cannot listen on {self._address}",
                hint="See whether another process uses the port, or choose another address.",
            ) from error
