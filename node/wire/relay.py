"""Forward sealed calls between nodes that cannot reach each other.

A relay ends TLS on both sides: it knows who calls and calls whom the header names. It reads of a
request its route and its times, holds the caller to its own name, and passes on the bytes as they
came. It has no key that opens anything, writes nothing down, and what it could alter the other side
would refuse: envelopes are signed from end to end, and so are announcements.
"""

from collections.abc import Awaitable, Callable
from functools import partial

import grpc
import structlog
from grpc import aio

from node.domain.errors import EnvelopeError, EnvelopeFault, PeerUnavailableError
from node.domain.peer import DirectoryEntry, NodeId
from node.domain.ports import Clock
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.caller import CALLER
from node.wire.channel import Channels
from node.wire.envelope import route_of
from node.wire.errors import ForwardedError
from node.wire.interceptors import SENDER_KEY
from node.wire.status import reason_of
from node.wire.strict import node_id, parse

log = structlog.get_logger()

_SERVICE = pb.DESCRIPTOR.services_by_name["ExchangeService"]
_METHODS = {f"/{_SERVICE.full_name}/{method.name}": method.name for method in _SERVICE.methods}
_ANNOUNCE = "Announce"
_MARGIN_S = 0.1
"""The caller hears of a node that is too slow before its own patience ends."""

Entry = Callable[[NodeId], DirectoryEntry | None]
"""Finds a member by its short name, at every call."""


class Forwarding(grpc.GenericRpcHandler):  # type: ignore[misc]  # grpc is untyped
    """Passes on every call of the exchange; holds nothing between two calls but connections."""

    def __init__(self, entry: Entry, channels: Channels, *, clock: Clock) -> None:
        """Keep who the members are and how they are reached."""
        self._entry = entry
        self._channels = channels
        self._clock = clock

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler | None:
        """Handle the calls of the exchange, and no other."""
        method = _METHODS.get(details.method)
        if method is None:
            return None
        behaviour: Callable[[bytes, aio.ServicerContext], Awaitable[bytes]]
        behaviour = partial(self._forward, method)
        return grpc.unary_unary_rpc_method_handler(behaviour)

    async def _forward(  # noqa: PLR0917 - as gRPC calls a behaviour
        self, method: str, request: bytes, context: aio.ServicerContext
    ) -> bytes:
        sender = CALLER.get()
        recipient = self._recipient(method, request, sender=sender)
        entry = self._entry(recipient)
        if entry is None or recipient == sender:
            raise EnvelopeError(EnvelopeFault.RECIPIENT, "the recipient is no member")
        remaining = context.time_remaining() or 0.0
        try:
            response = await self._channels.call(
                entry,
                method,
                message=request,
                deadline_s=max(remaining - _MARGIN_S, _MARGIN_S),
                metadata=((SENDER_KEY, sender),),
            )
        except aio.AioRpcError as error:
            raise _told(recipient, error) from error
        log.debug("call forwarded", peer=sender, recipient=recipient, method=method)
        return response

    def _recipient(self, method: str, request: bytes, *, sender: NodeId) -> NodeId:
        if method == _ANNOUNCE:
            return node_id(parse(pb.AnnounceRequest, request).recipient, "recipient")
        # Every sealed request has its envelope in the same place.
        envelope = parse(pb.AskRequest, request).envelope
        route = route_of(envelope, now=self._clock.now())
        if route.sender != sender:
            raise EnvelopeError(EnvelopeFault.SENDER, "the caller sends in another name")
        return route.recipient


def _told(recipient: NodeId, error: aio.AioRpcError) -> ForwardedError | PeerUnavailableError:
    """Return what the caller may know: the coded reason of the node, or that it is not reached."""
    reason = reason_of(error.trailing_metadata())
    if reason:
        return ForwardedError(reason)
    return PeerUnavailableError(f"{recipient} cannot be reached ({error.code().name.lower()})")
