"""Nodes that speak over real TLS on loopback, with a desk of a few lines behind the port."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from matching.blind import pages_of
from matching.subject import EntityType
from node.domain.blind import SetHead, SetPage, SetRequest, digest_of
from node.domain.exchange import Answer, Query, Receipt, SubjectAnswer
from node.domain.notice import Notice
from node.domain.peer import AgencyKind, Agreement, DirectoryEntry, NodeId, Peer
from node.keys.certificate import spki_hash
from node.keys.identity import Label
from node.wire.announcement import sign_announcement
from node.wire.caller import CALLER
from node.wire.codec import answer_bytes
from node.wire.codec_notice import acknowledgement_bytes
from node.wire.credentials import OwnCertificate
from node.wire.gate import Places
from node.wire.line import GrpcPeerLine, Manner
from node.wire.port import Answering
from node.wire.reception import Reception
from node.wire.server import PeerServer, Trust
from node.wire.servicer import ExchangeServicer
from node.wire.version import VERSIONS
from tests.node.wire.exchange import a_hit, an_announcement
from tests.node.wire.members import Member, StillClock, a_certificate, a_member

GRID_S = 0.001
"""Tests look at what leaves, not when."""


@dataclass
class Desk:
    """The answering side: reverses elements, answers with `answers`, or fails with `failure`."""

    member: Member
    clock: StillClock
    answers: tuple[SubjectAnswer, ...] = (a_hit(),)
    failure: Exception | None = None
    hold: asyncio.Event | None = None
    """While it is not set, announcements to one member wait."""
    hold_for: str = "customs-es"
    queries: list[tuple[NodeId, Query]] = field(default_factory=list)
    notices: list[tuple[NodeId, Notice]] = field(default_factory=list)
    evaluations: list[tuple[NodeId, dict[str, object]]] = field(default_factory=list)
    checkpoints: list[str] = field(default_factory=list)
    wanted: list[tuple[NodeId, SetRequest]] = field(default_factory=list)
    announced: int = 0
    versions: tuple[int, ...] = VERSIONS

    async def announce(self) -> tuple[bytes, bytes]:
        """Announce the member's box key for a day from now."""
        self.announced += 1
        if self.hold is not None and CALLER.get() == self.hold_for:
            await self.hold.wait()
        now, key = self.clock.now(), bytes(self.member.box.public_key)
        announcement = replace(
            an_announcement(self.member.id, box_key=key),
            protocol_versions=self.versions,
            box_key_id=self.member.box_id,
            issued_at=now,
            expires_at=now + timedelta(hours=24),
        )
        return sign_announcement(announcement, self.member.identity)

    async def tell_set(self, sender: NodeId, request: SetRequest, *, checkpoint: str) -> SetPage:
        """Tell the one page of a set that holds nothing."""
        self.checkpoints.append(checkpoint)
        if self.failure is not None:
            raise self.failure
        self.wanted.append((sender, request))
        [page] = pages_of(())
        head = SetHead(self.member.id, request.name, self.clock.now(), 1, digest_of(page))
        signature = self.member.identity.sign(Label.IDENTIFIER_SET, head.signed())
        return SetPage(head, signature, request.page, page)

    async def evaluate(
        self, sender: NodeId, *, elements: list[bytes], **rest: object
    ) -> list[bytes]:
        """Return every element with its bytes in the other order."""
        self.evaluations.append((sender, rest))
        if self.failure is not None:
            raise self.failure
        return [element[::-1] for element in elements]

    async def ask(
        self, sender: NodeId, query: Query, *, query_hash: bytes, checkpoint: str
    ) -> tuple[Answer, Receipt]:
        """Answer and sign."""
        self.queries.append((sender, query))
        self.checkpoints.append(checkpoint)
        if self.failure is not None:
            raise self.failure
        answer = Answer(query.id, self.answers)
        return answer, self.receipt(answer, query_hash)

    async def notify(
        self, sender: NodeId, notice: Notice, *, notice_hash: bytes, checkpoint: str
    ) -> Receipt:
        """Hear and acknowledge."""
        self.notices.append((sender, notice))
        self.checkpoints.append(checkpoint)
        if self.failure is not None:
            raise self.failure
        return self.signed(acknowledgement_bytes(notice.id), notice_hash)

    def receipt(self, answer: Answer, query_hash: bytes) -> Receipt:
        """Sign an exchange."""
        return self.signed(answer_bytes(answer), query_hash)

    def signed(self, written: bytes, query_hash: bytes) -> Receipt:
        """Sign what was said to a message."""
        answered, head = hashlib.sha256(written).digest(), "head of the peer"
        parts = (query_hash, answered, hashlib.sha256(head.encode()).digest())
        signature = self.member.identity.sign(Label.RECEIPT, *parts)
        return Receipt(query_hash, answered, head, signature)


class Node:
    """A member with a server and a line."""

    def __init__(self, name: str, versions: tuple[int, ...] = VERSIONS) -> None:
        """Make the keys; nothing listens yet."""
        self.versions = versions
        self.member = a_member(name)
        self.clock = StillClock(datetime.now(UTC))
        self.own: OwnCertificate = a_certificate(name)
        self.desk = Desk(self.member, self.clock, versions=versions)
        self.address = "127.0.0.1:0"
        self.members: dict[NodeId, DirectoryEntry] = {}
        self.seen: dict[tuple[NodeId, bytes], datetime] = {}
        self.places = Places()
        self.line = GrpcPeerLine(
            self.member.sender,
            lambda: self.own,
            clock=self.clock,
            checkpoint=lambda: f"head of {name}",
            submission=lambda peer: f"head of {name} for {peer}",
            manner=Manner(deadline_s=5.0, versions=versions),
        )
        self.server: PeerServer | None = None

    @property
    def entry(self) -> DirectoryEntry:
        """What the directory says of the node."""
        return DirectoryEntry(
            id=self.member.id,
            name=self.member.id.upper(),
            kind=AgencyKind.CUSTOMS,
            country="ES",
            address=self.address,
            identity_key=self.member.identity.public_key,
            certificate=self.own.certificate,
        )

    @property
    def peer(self) -> Peer:
        """The node as others see it."""
        everything = frozenset(EntityType)
        return Peer(
            self.entry,
            Agreement("A-1", "UNTOC", frozenset(), everything, date.min, date.max),
        )

    def knows(self, *others: "Node") -> None:
        """Write others into this node's directory."""
        self.members.update({other.member.id: other.entry for other in others})

    def lookup(self, key_hash: bytes) -> NodeId | None:
        """Find a member by its certificate's key."""
        known = {spki_hash(entry.certificate): node for node, entry in self.members.items()}
        return known.get(key_hash)

    def first_seen(self, message_id: bytes, expires_at: datetime, *, sender: NodeId) -> bool:
        """Remember a message id."""
        return self.seen.setdefault((sender, message_id), expires_at) is expires_at

    def identity_key(self, node: NodeId) -> bytes | None:
        """Return a member's identity key."""
        return self.members[node].identity_key if node in self.members else None

    @property
    def reception(self) -> Reception:
        """What the node opens and closes messages with."""
        return Reception(
            sender=self.member.sender,
            identity_key=self.identity_key,
            box_secret=self.member.box_secret,
            first_seen=self.first_seen,
            clock=self.clock,
            versions=self.versions,
        )

    async def start(self) -> None:
        """Listen on a free port, or on the one of the last time."""
        desk = self.desk
        answering = Answering(desk.announce, desk.evaluate, desk.ask, desk.notify, desk.tell_set)
        servicer = ExchangeServicer(self.reception, answering, answer_grid_s=GRID_S)
        trust = Trust(
            own=lambda: self.own,
            members=lambda: [entry.certificate for entry in self.members.values()],
            lookup=self.lookup,
        )
        self.server = PeerServer(
            servicer, trust, address=self.address, clock=self.clock, places=self.places
        )
        self.address = f"127.0.0.1:{await self.server.start()}"

    async def stop(self) -> None:
        """Close line and server."""
        await self.line.close()
        if self.server is not None:
            await self.server.stop(0)


@asynccontextmanager
async def running(*nodes: Node) -> AsyncIterator[None]:
    """Start nodes that know each other, and stop them."""
    try:
        for node in nodes:
            await node.start()
        for node in nodes:
            node.knows(*nodes)
        yield
    finally:
        for node in nodes:
            await node.stop()
