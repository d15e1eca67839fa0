"""One node, from its ground to the two sockets on which it listens."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property

from node import config
from node.assemble.answering import answering
from node.assemble.commanding import commanding, housekeeping
from node.assemble.ground import Ground
from node.domain.peer import DirectoryEntry, NodeId
from node.keys import certificate
from node.operator.server import OperatorServer
from node.wire.credentials import OwnCertificate
from node.wire.envelope import Sender
from node.wire.gate import Places
from node.wire.line import GrpcPeerLine
from node.wire.reception import Reception
from node.wire.server import PeerServer, Trust
from node.wire.servicer import ExchangeServicer


class Node:
    """One running node: its parts, in the order in which they need one another."""

    def __init__(self, ground: Ground, own_certificate: bytes) -> None:
        """Put the parts together; nothing listens yet."""
        self.settings = ground.settings
        self.ground = ground
        self._certificate = own_certificate
        self._opened_at = ground.clock.now()
        self._sender = Sender(ground.settings.id, ground.keyring.identity)
        self._skew = timedelta(seconds=ground.settings.exchange.clock_skew_s)
        self._line = self._peer_line()
        self._peer_server = self._server()
        self.application = commanding(ground, self._line, entry=lambda: self.entry)
        self.housekeeping = housekeeping(ground)
        self._tidying: asyncio.Task[None] | None = None
        socket = ground.settings.folder / config.SOCKET
        self._operator_server = OperatorServer(self.application, socket)

    async def start(self) -> None:
        """Listen for peers and for the node's own people.

        Raises:
            ConfigError: The address cannot be listened on.
            NodeFolderError: The operator socket cannot be made.
        """
        self.application.investigator.end_interrupted()
        await self._peer_server.start()
        try:
            await self._operator_server.start()
        except BaseException:
            await self._peer_server.stop(0)
            raise
        self._tidying = asyncio.create_task(self.housekeeping.run())

    async def stop(self) -> None:
        """Let calls under way end, then close every line."""
        if self._tidying is not None:
            self._tidying.cancel()
            await asyncio.gather(self._tidying, return_exceptions=True)
        await self._operator_server.stop()
        await self._peer_server.stop()
        await self._line.close()

    @cached_property
    def entry(self) -> DirectoryEntry:
        """What this node publishes of itself."""
        about = self.settings.node
        return DirectoryEntry(
            self.settings.id,
            about.name,
            about.kind,
            about.country,
            about.address,
            self.ground.keyring.identity.public_key,
            self._certificate,
            self.settings.contact_points,
            self._opened_at,
        )

    def _peer_line(self) -> GrpcPeerLine:
        return GrpcPeerLine(
            self._sender,
            self._own,
            clock=self.ground.clock,
            checkpoint=self.ground.stores.journal.head,
            deadline_s=self.settings.exchange.deadline_s,
            skew=self._skew,
        )

    def _server(self) -> PeerServer:
        exchange = self.settings.exchange
        servicer = ExchangeServicer(
            self._reception(), answering(self.ground), answer_grid_s=exchange.answer_grid_s
        )
        places = Places(
            running_per_peer=exchange.calls_per_peer,
            all_peers=exchange.concurrent_calls * exchange.calls_per_peer,
        )
        return PeerServer(
            servicer,
            Trust(self._own, self._members, self._lookup),
            address=self.settings.listen,
            clock=self.ground.clock,
            places=places,
        )

    def _reception(self) -> Reception:
        keyring, clock = self.ground.keyring, self.ground.clock
        return Reception(
            self._sender,
            identity_key=self._identity_key,
            box_secret=lambda key: keyring.box_key(key, clock.now()).secret,
            first_seen=self.ground.stores.replay.first_seen,
            clock=clock,
            skew=self._skew,
        )

    def _own(self) -> OwnCertificate:
        return OwnCertificate(self._certificate, self.ground.keyring.tls_key)

    def _members(self) -> Iterable[bytes]:
        return [peer.entry.certificate for peer in self.ground.stores.peers.all()]

    def _lookup(self, key_hash: bytes) -> NodeId | None:
        for peer in self.ground.stores.peers.all():
            if certificate.spki_hash(peer.entry.certificate) == key_hash:
                return peer.id
        return None

    def _identity_key(self, node: NodeId) -> bytes | None:
        peers = self.ground.stores.peers.all()
        return next((peer.entry.identity_key for peer in peers if peer.id == node), None)
