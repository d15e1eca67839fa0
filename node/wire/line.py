"""The line to a peer over gRPC: `node.domain.ports.PeerLine` in its real form.

Whatever the peer sends is verified before it is returned: announcement, envelope, answer, receipt.
A call is repeated once, in a new envelope, when the connection was cut; the peer knows a query by
its id, so that repeating it counts once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import grpc
from google.protobuf.message import Message
from grpc import aio

from matching.errors import StaleKeyError
from matching.subject import EntityType
from node.domain.blind import SetPage, SetRequest
from node.domain.errors import EnvelopeError, PeerAnswerError, PeerVersionError
from node.domain.exchange import Answer, Query, Receipt
from node.domain.forum import Call, Reply
from node.domain.justification import Justification
from node.domain.notice import Notice
from node.domain.peer import Announcement, DirectoryEntry, NodeId, Peer
from node.domain.ports import Clock
from node.keys.sealing import OVERHEAD_BYTES
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.pb.exchange.v1 import forum_pb2 as forum
from node.wire.announcement import verify_announcement
from node.wire.channel import Channels, Detour, no_detour
from node.wire.codec import (
    Evaluation,
    elements_from_bytes,
    evaluation_to_proto,
    query_to_proto,
)
from node.wire.codec_blind import read_set_page, set_request_to_proto
from node.wire.codec_forum import call_to_proto, reply_from_proto
from node.wire.codec_notice import notice_to_proto, read_acknowledgement
from node.wire.credentials import Own
from node.wire.envelope import (
    REPLY_FORMS,
    SKEW,
    PayloadKind,
    Recipient,
    Request,
    Sender,
    Terms,
    seal_request,
    unseal,
)
from node.wire.failure import cut, told
from node.wire.receipt import read_answer
from node.wire.strict import exactly, malformed, parse
from node.wire.version import VERSIONS, common_version

T = TypeVar("T")

DEADLINE_S = 10.0
_NEWS = timedelta(minutes=1)
"""After so long a peer that held nothing of an entity type may hold something of it."""


@dataclass(frozen=True, slots=True)
class _Method:
    """One sealed call: what goes out and what must come back."""

    name: str
    request: type[
        pb.EvaluateRequest | pb.AskRequest | pb.NotifyRequest | pb.MeetRequest | pb.FetchSetRequest
    ]
    response: type[
        pb.EvaluateResponse
        | pb.AskResponse
        | pb.NotifyResponse
        | pb.MeetResponse
        | pb.FetchSetResponse
    ]
    asks: PayloadKind
    since: int = VERSIONS[0]
    """First version of the protocol that has it."""


_EVALUATE = _Method("Evaluate", pb.EvaluateRequest, pb.EvaluateResponse, PayloadKind.EVALUATION)
_ASK = _Method("Ask", pb.AskRequest, pb.AskResponse, PayloadKind.QUERY)
_FETCH_SET = _Method(
    "FetchSet", pb.FetchSetRequest, pb.FetchSetResponse, PayloadKind.SET_REQUEST, since=2
)
_NOTIFY = _Method("Notify", pb.NotifyRequest, pb.NotifyResponse, PayloadKind.NOTICE)
_MEET = _Method("Meet", pb.MeetRequest, pb.MeetResponse, PayloadKind.FORUM_CALL)


@dataclass(frozen=True, slots=True)
class _Heard:
    """An announcement, whose it is, and between when and when it is not fetched again."""

    entry: DirectoryEntry
    announcement: Announcement
    since: datetime
    until: datetime

    def serves(self, entry: DirectoryEntry, holding: EntityType | None, *, now: datetime) -> bool:
        """Tell whether it need not be fetched again for that use."""
        has_it = holding is None or self.announcement.epoch(holding) is not None
        return entry == self.entry and now < self.until and (has_it or now < self.since + _NEWS)


@dataclass(frozen=True, slots=True)
class Manner:
    """How this node speaks with its peers."""

    deadline_s: float = DEADLINE_S
    skew: timedelta = SKEW
    versions: Collection[int] = VERSIONS
    relays: Detour = no_detour
    """Through what peers are reached, whatever their own entries say."""


class GrpcPeerLine:
    """Speaks to peers for this node; used by one event loop only.

    Beside the errors of `PeerLine`, a call raises `RefusedError` when the peer refuses the whole
    query, `StaleKeyError` when it has changed its keys (the next call fetches its announcement
    again), and `EnvelopeError` with the fault `oversize` when the query fits no message.
    """

    def __init__(
        self,
        sender: Sender,
        own: Own,
        *,
        clock: Clock,
        checkpoint: Callable[[], str],
        submission: Callable[[NodeId], str],
        manner: Manner,
    ) -> None:
        """Keep who speaks, and how.

        `checkpoint` gives this node's latest signed journal head, `submission` the same for one
        peer to cosign.
        """
        self._sender = sender
        self._clock = clock
        self._checkpoint = checkpoint
        self._submission = submission
        self._manner = manner
        self._channels = Channels(own, manner.relays)
        self._heard: dict[NodeId, _Heard] = {}

    async def announcement(self, peer: Peer, holding: EntityType | None = None) -> Announcement:
        """Return what the peer says of itself, fetched anew after half of its remaining life.

        Where it is to hold a register of `holding` and held none a minute ago, it is asked again:
        what it loads meanwhile must not be missed for half an hour.
        """
        now, heard = self._clock.now(), self._heard.get(peer.id)
        if heard is not None and heard.serves(peer.entry, holding, now=now):
            return heard.announcement

        async def once() -> bytes:
            return await self._call(peer, "Announce", message=pb.AnnounceRequest(recipient=peer.id))

        announcement = verify_announcement(
            await _twice(peer.id, once), peer.entry, now=now, skew=self._manner.skew
        )
        # Before it is kept: nothing can be sent to a peer with which no version is shared.
        common_version(announcement, self._manner.versions)
        until = now + (announcement.expires_at - now) / 2
        self._heard[peer.id] = _Heard(peer.entry, announcement, now, until)
        return announcement

    def forget(self, peer: NodeId) -> None:
        """Use nothing any more of what a peer has said of itself."""
        self._heard.pop(peer, None)

    async def evaluate(
        self,
        peer: Peer,
        *,
        entity_type: EntityType,
        epoch: int,
        elements: Sequence[bytes],
        justification: Justification,
        officer: str,
        query_id: str,
    ) -> list[bytes]:
        """Have 16, 32, 64 or 128 blinded elements evaluated; return as many, in the same order."""
        evaluation = Evaluation(
            query_id, entity_type, epoch, justification, officer, tuple(elements)
        )
        message = evaluation_to_proto(evaluation, self._checkpoint())
        reply, _ = await self._exchange(peer, _EVALUATE, message=message)
        try:
            evaluated = elements_from_bytes(parse(pb.Evaluated, reply).elements)
        except EnvelopeError as error:
            raise PeerAnswerError(f"{peer.id} sent no evaluated elements") from error
        if len(evaluated) != len(elements):
            raise PeerAnswerError(f"{peer.id} evaluated another number of elements")
        return list(evaluated)

    async def ask(self, peer: Peer, query: Query) -> tuple[Answer, Receipt]:
        """Send one query and return the verified answer with its receipt."""
        # In a thread: the proof that goes with the head is read from the ledger.
        submission = await asyncio.to_thread(self._submission, peer.id)
        message = query_to_proto(query, submission)
        reply, query_hash = await self._exchange(peer, _ASK, message=message)
        return read_answer(reply, query=query, query_hash=query_hash, peer=peer.entry)

    async def notify(self, peer: Peer, notice: Notice) -> Receipt:
        """Send one notice and return the verified receipt of its acknowledgement."""
        checkpoint = await asyncio.to_thread(self._checkpoint)
        message = notice_to_proto(notice, checkpoint)
        reply, notice_hash = await self._exchange(peer, _NOTIFY, message=message)
        return read_acknowledgement(reply, notice.id, notice_hash=notice_hash, peer=peer.entry)

    async def meet(self, peer: Peer, call: Call) -> Reply:
        """Ask something of the host of a room."""
        checkpoint = await asyncio.to_thread(self._checkpoint)
        reply, _ = await self._exchange(peer, _MEET, message=call_to_proto(call, checkpoint))
        try:
            return reply_from_proto(parse(forum.ForumReply, reply))
        except EnvelopeError as error:
            raise PeerAnswerError(f"{peer.id} sent no valid view of a room") from error

    async def set_page(self, peer: Peer, request: SetRequest) -> SetPage:
        """Fetch one page of a peer's identifier set, its head verified."""
        checkpoint = await asyncio.to_thread(self._checkpoint)
        message = set_request_to_proto(request, checkpoint)
        reply, _ = await self._exchange(peer, _FETCH_SET, message=message)
        return read_set_page(reply, request, peer=peer.entry)

    async def close(self) -> None:
        """Close every connection."""
        await self._channels.close()

    async def _exchange(
        self, peer: Peer, method: _Method, *, message: Message
    ) -> tuple[bytes, bytes]:
        """Return the payload of the reply, and the hash of the request that it answers."""
        announced = await self.announcement(peer)
        spoken = [version for version in self._manner.versions if version >= method.since]
        version = common_version(announced, spoken)
        recipient = Recipient(peer.id, announced.box_key, announced.box_key_id, version)
        payload = message.SerializeToString(deterministic=True)

        async def once() -> tuple[Request, bytes]:
            request = self._seal(method.asks, payload, recipient=recipient)
            sent = method.request(envelope=request.envelope)
            return request, await self._call(peer, method.name, message=sent)

        try:
            request, response = await _twice(peer.id, once)
            return self._read(peer, method, request=request, response=response), request.hash
        except (StaleKeyError, PeerVersionError):
            self.forget(peer.id)
            raise

    def _seal(self, kind: PayloadKind, payload: bytes, *, recipient: Recipient) -> Request:
        now = self._clock.now()
        return seal_request(kind, payload, sender=self._sender, recipient=recipient, now=now)

    async def _call(self, peer: Peer, name: str, *, message: Message) -> bytes:
        return await self._channels.call(
            peer.entry,
            name,
            message=message.SerializeToString(),
            deadline_s=self._manner.deadline_s,
        )

    def _read(self, peer: Peer, method: _Method, *, request: Request, response: bytes) -> bytes:
        """Return the payload of a reply that is what it must be, or raise what it tells."""
        form = REPLY_FORMS[method.asks]
        try:
            envelope = parse(method.response, response).envelope
            # A peer that sends another size tells a relay something.
            exactly(form.size + OVERHEAD_BYTES, envelope.ciphertext, field="ciphertext")
            terms = self._terms(peer, form.kind, request=request)
            opened = unseal(envelope, terms, now=self._clock.now())
            return _content(peer.id, parse(pb.Reply, opened.payload))
        except EnvelopeError as error:
            raise PeerAnswerError(f"{peer.id} sent no valid reply: {error.fault}") from error

    def _terms(self, peer: Peer, kind: PayloadKind, *, request: Request) -> Terms:
        """Return under which terms the reply is opened: it is the peer's, and to this request."""
        return Terms(
            node=self._sender.node,
            kinds=frozenset({kind}),
            identity_key={peer.id: peer.entry.identity_key}.get,
            box_secret=lambda _id: request.reply_secret,
            # Nobody else has the key, and it is gone after this one opening.
            first_seen=lambda *_message, sender: bool(sender),
            in_reply_to=request.message_id,
            skew=self._manner.skew,
            versions={request.version},
        )


def _content(peer: NodeId, reply: pb.Reply) -> bytes:
    """Return the serialised message of a reply, or raise what its fault tells."""
    content = reply.WhichOneof("content")
    if content is None:
        raise malformed("reply")
    if content == "fault":
        raise told(peer, reply.fault.reason)
    return reply.message


async def _twice(peer: NodeId, once: Callable[[], Awaitable[T]]) -> T:
    """Do something, and once more if the connection was cut."""
    try:
        return await once()
    except aio.AioRpcError as error:
        if error.code() is not grpc.StatusCode.UNAVAILABLE:
            raise cut(peer, error) from error
    try:
        return await once()
    except aio.AioRpcError as error:
        raise cut(peer, error) from error
