"""One node, from its ground to the two sockets on which it listens."""

import asyncio
from collections.abc import Coroutine, Iterator
from datetime import timedelta

import structlog
from prometheus_client import CollectorRegistry

from node import config, observe
from node.assemble.answering import Parts, answering, publisher, sight
from node.assemble.casing import case_verbs
from node.assemble.commanding import commanding, housekeeping
from node.assemble.followingup import follow_up_handlers
from node.assemble.ground import Ground
from node.assemble.keeping import keys_of
from node.assemble.meeting import forum_host, meeting
from node.assemble.membership import Membership, follower
from node.assemble.noticing import handlers_of, hearer, notifier
from node.assemble.relays import Relays
from node.assemble.showing import console_server
from node.assemble.standing import KEEP_UP_S
from node.assemble.watching import watcher
from node.domain.errors import ConfigError
from node.domain.peer import DirectoryEntry
from node.keys.papers import Papers
from node.operator.server import OperatorServer
from node.wire.credentials import OwnCertificate
from node.wire.envelope import Sender
from node.wire.gate import Places
from node.wire.line import GrpcPeerLine, Manner
from node.wire.reception import Reception
from node.wire.server import PeerServer, Trust
from node.wire.servicer import ExchangeServicer

log = structlog.get_logger()

_ROOMS_EVERY_S = 30.0
"""How often rooms are looked at whose time may be over."""


class Node:
    """One running node: its parts, in the order in which they need one another."""

    def __init__(self, ground: Ground, papers: Papers) -> None:
        """Put the parts together; nothing listens yet."""
        self.settings = ground.settings
        self.ground = ground
        self._papers = papers
        self._opened_at = ground.clock.now()
        self._follower = follower(ground)
        self.relays = Relays(ground.settings, clock=ground.clock)
        self._membership = Membership(ground, self._follower, relays=self.relays)
        self._sender = Sender(ground.settings.id, ground.keyring.identity)
        self._skew = timedelta(seconds=ground.settings.exchange.clock_skew_s)
        self.sight = sight(ground)
        self._host = forum_host(ground, lambda: self.entry)
        self.hearer = hearer(ground, handlers_of(ground) | follow_up_handlers(ground))
        self.publisher = publisher(ground)
        self.line = self._peer_line()
        self._registry = CollectorRegistry()
        self._peer_server = self._server()
        self._cases = case_verbs(ground, self.line)
        rooms = meeting(ground, self._host, cases=self._cases, send=self.line.meet)
        self.application = commanding(
            ground,
            self.line,
            entry=lambda: self.entry,
            keys=keys_of(ground, papers),
            cases=self._cases,
            meeting=rooms,
            fetch=self.line.set_page,
            follower=self._follower,
        )
        self.watcher = watcher(ground, self.sight)
        self.housekeeping = housekeeping(ground)
        self.notifier = notifier(ground, self.line.notify)
        self._chores: list[asyncio.Task[None]] = []
        socket = ground.settings.folder / config.SOCKET
        self._operator_server = OperatorServer(self.application, socket)
        pages = observe.application(self.application, self._registry)
        self._observe_server = observe.ObserveServer(pages, address=self.settings.observe.listen)
        self._console = console_server(ground, self.application)

    async def start(self) -> None:
        """Listen for peers and for the node's own people.

        Raises:
            ConfigError: The address cannot be listened on.
            NodeFolderError: The operator socket cannot be made.
        """
        if self._follower is not None:
            # Before the first call: who was removed meanwhile must not get in.
            await asyncio.to_thread(self._follower.attempt)
        await self._peer_server.start()
        try:
            await self._operator_server.start()
            if self.settings.observe.listen:
                await self._observe_server.start()
        except BaseException:
            await self._operator_server.stop()
            await self._peer_server.stop(0)
            raise
        self._cases.pursuit.resume()
        await self._start_console()
        self._chores = [asyncio.create_task(chore) for chore in self._chores_to_do()]

    async def stop(self) -> None:
        """Let calls under way end, then close every line."""
        for chore in self._chores:
            chore.cancel()
        await asyncio.gather(*self._chores, return_exceptions=True)
        await self._observe_server.stop()
        await self._cases.pursuit.stop()
        if self._console is not None:
            await self._console.stop()
        await self._operator_server.stop()
        await self._peer_server.stop()
        await self.line.close()

    async def _start_console(self) -> None:
        """Serve the console; peers and the command line are served without it, if need be."""
        if self._console is None:
            return
        try:
            await self._console.start()
        except ConfigError as error:
            log.error("console not served", detail=str(error), hint=error.hint)  # noqa: TRY400 - no trace

    @property
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
            self._papers.published,
            self.settings.contact_points,
            max(self._opened_at, self._papers.changed_at, self.relays.changed_at),
            self.relays.published,
        )

    def _chores_to_do(self) -> Iterator[Coroutine[None, None, None]]:
        yield self.housekeeping.run()
        yield self.application.desk.reminder.run()
        yield self.application.keys.rotation.run()
        interval_s = self.settings.exchange.notice_interval_s
        yield self.watcher.run(interval_s)
        yield self.application.standing.stander.run(KEEP_UP_S)
        yield self._host.run(_ROOMS_EVERY_S)
        yield self.relays.run()
        yield self.notifier.run(interval_s)
        if self._follower is not None:
            yield self._follower.run(self.settings.directory.refresh_s)

    def _peer_line(self) -> GrpcPeerLine:
        return GrpcPeerLine(
            self._sender,
            self._own_to_ask,
            clock=self.ground.clock,
            checkpoint=self.ground.stores.journal.head,
            submission=self.ground.stores.witness.submission,
            manner=Manner(self.settings.exchange.deadline_s, self._skew, relays=self.relays.toward),
        )

    def _server(self) -> PeerServer:
        exchange = self.settings.exchange
        servicer = ExchangeServicer(
            self._reception(),
            answering(
                self.ground,
                self.sight,
                parts=Parts(self.hearer, self._host, self.publisher),
            ),
            answer_grid_s=exchange.answer_grid_s,
        )
        places = Places(
            running_per_peer=exchange.calls_per_peer,
            all_peers=exchange.concurrent_calls * exchange.calls_per_peer,
        )
        return PeerServer(
            servicer,
            Trust(
                self._own,
                self._membership.certificates,
                self._membership.lookup,
                self.relays.names,
            ),
            address=self.settings.listen,
            clock=self.ground.clock,
            places=places,
            tally=observe.CallTally(self._registry),
        )

    def _reception(self) -> Reception:
        keyring, clock = self.ground.keyring, self.ground.clock
        return Reception(
            self._sender,
            identity_key=self._membership.identity_key,
            box_secret=lambda key: keyring.box_key(key, clock.now()).secret,
            first_seen=self.ground.stores.replay.first_seen,
            clock=clock,
            skew=self._skew,
            relays=self.relays.names,
        )

    def _own(self) -> OwnCertificate:
        return OwnCertificate(*self._papers.shown)

    def _own_to_ask(self) -> OwnCertificate:
        """Show who we are to a peer, while we know who the members are."""
        self._membership.require()
        return self._own()
