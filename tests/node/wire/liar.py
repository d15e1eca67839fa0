"""A peer with the right certificate and the right announcement that answers what it likes."""

from collections.abc import Callable

import grpc
from grpc import aio

from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.credentials import server_credentials
from tests.node.wire.federation import Node


class Liar(grpc.GenericRpcHandler):  # type: ignore[misc]  # grpc is untyped
    """Takes the place of a node's server; `reply` makes the response to every sealed call."""

    def __init__(self, node: Node) -> None:
        """Keep whose place to take."""
        self.node = node
        self.reply: Callable[[bytes], bytes] = bytes
        self.announcement: pb.AnnounceResponse | None = None
        self.requests: list[bytes] = []
        self._server: aio.Server | None = None

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        """Handle every method there is."""
        announces = details.method.endswith("/Announce")
        return grpc.unary_unary_rpc_method_handler(self._announce if announces else self._respond)

    async def start(self) -> None:
        """Stop the node's server and listen on its port."""
        await self.node.stop()
        self._server = aio.server(handlers=[self])
        members = [entry.certificate for entry in self.node.members.values()]
        credentials = server_credentials(lambda: self.node.own, lambda: members)
        self._server.add_secure_port(self.node.address, credentials)
        await self._server.start()

    async def stop(self) -> None:
        """Close."""
        if self._server is not None:
            await self._server.stop(0)

    async def _respond(self, request: bytes, _context: aio.ServicerContext) -> bytes:
        self.requests.append(request)
        return self.reply(request)

    async def _announce(self, _request: bytes, _context: aio.ServicerContext) -> bytes:
        return (self.announcement or await self._honest()).SerializeToString()

    async def _honest(self) -> pb.AnnounceResponse:
        raw, signature = await self.node.desk.announce()
        return pb.AnnounceResponse(announcement=raw, signature=signature)
