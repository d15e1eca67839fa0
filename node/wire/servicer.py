"""The calls of the exchange: open the envelope, call the port, close the reply.

What is refused before the message is open leaves as a gRPC status.
What fails afterwards leaves as a fault, closed and padded like the reply in whose place it stands,
so that a relay cannot tell them apart; answers and the faults in their places leave at the lines of
a time grid.
An evaluation is on no grid: its time tells a relay about how many elements there were, and whether
they were refused. Nor is a page of an identifier set.
"""

from collections.abc import Awaitable

from google.protobuf.message import Message
from grpc import aio

from node.domain.errors import EnvelopeError
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.pb.exchange.v1 import forum_pb2 as forum
from node.pb.exchange.v1.exchange_pb2_grpc import ExchangeServiceServicer
from node.wire.caller import CALLER
from node.wire.codec import (
    answer_from_proto,
    answer_to_proto,
    elements_to_bytes,
    evaluation_from_proto,
    query_from_proto,
    receipt_from_proto,
    receipt_to_proto,
)
from node.wire.codec_blind import set_page_to_proto, set_request_from_proto
from node.wire.codec_forum import call_from_proto, reply_to_proto
from node.wire.codec_notice import notice_from_proto
from node.wire.envelope import Opened, PayloadKind
from node.wire.grid import ANSWER_GRID_S, Grid
from node.wire.port import Answering
from node.wire.reception import Reception
from node.wire.rim import settle
from node.wire.strict import parse


class ExchangeServicer(ExchangeServiceServicer):
    """Answers peers; holds no state of its own."""

    def __init__(
        self, reception: Reception, answering: Answering, *, answer_grid_s: float = ANSWER_GRID_S
    ) -> None:
        """Keep the two sides between which messages pass."""
        self._reception = reception
        self._answering = answering
        self._answer_grid_s = answer_grid_s

    async def Announce(  # noqa: N802 - named by the protocol
        self, _request: pb.AnnounceRequest, _context: aio.ServicerContext
    ) -> pb.AnnounceResponse:
        """Say what this node says of itself."""
        announcement, signature = await self._answering.announce()
        return pb.AnnounceResponse(announcement=announcement, signature=signature)

    async def Evaluate(  # noqa: N802 - named by the protocol
        self, request: pb.EvaluateRequest, _context: aio.ServicerContext
    ) -> pb.EvaluateResponse:
        """Evaluate blinded elements."""
        opened = await self._open(request.envelope, PayloadKind.EVALUATION)
        content = await _outcome(self._evaluate(opened))
        return pb.EvaluateResponse(envelope=self._reception.reply(opened, content))

    async def Ask(  # noqa: N802 - named by the protocol
        self, request: pb.AskRequest, _context: aio.ServicerContext
    ) -> pb.AskResponse:
        """Answer a query."""
        grid = Grid(self._answer_grid_s)
        opened = await self._open(request.envelope, PayloadKind.QUERY)
        content = await _outcome(self._ask(opened))
        # Closed afterwards: the header says when, and a relay can read it.
        await grid.next_line()
        return pb.AskResponse(envelope=self._reception.reply(opened, content))

    async def Notify(  # noqa: N802 - named by the protocol
        self, request: pb.NotifyRequest, _context: aio.ServicerContext
    ) -> pb.NotifyResponse:
        """Hear a notice."""
        grid = Grid(self._answer_grid_s)
        opened = await self._open(request.envelope, PayloadKind.NOTICE)
        content = await _outcome(self._notify(opened))
        await grid.next_line()
        return pb.NotifyResponse(envelope=self._reception.reply(opened, content))

    async def Meet(  # noqa: N802 - named by the protocol
        self, request: pb.MeetRequest, _context: aio.ServicerContext
    ) -> pb.MeetResponse:
        """Do what a member of a room asks."""
        grid = Grid(self._answer_grid_s)
        opened = await self._open(request.envelope, PayloadKind.FORUM_CALL)
        content = await _outcome(self._meet(opened))
        await grid.next_line()
        return pb.MeetResponse(envelope=self._reception.reply(opened, content))

    async def FetchSet(  # noqa: N802 - named by the protocol
        self, request: pb.FetchSetRequest, _context: aio.ServicerContext
    ) -> pb.FetchSetResponse:
        """Tell one page of an identifier set."""
        opened = await self._open(request.envelope, PayloadKind.SET_REQUEST)
        content = await _outcome(self._tell_set(opened))
        return pb.FetchSetResponse(envelope=self._reception.reply(opened, content))

    async def _open(self, envelope: pb.Envelope, kind: PayloadKind) -> Opened:
        return await self._reception.open(envelope, kind, caller=CALLER.get())

    async def _evaluate(self, opened: Opened) -> pb.Evaluated:
        evaluation, checkpoint = evaluation_from_proto(parse(pb.Evaluation, opened.payload))
        elements = await self._answering.evaluate(
            opened.sender,
            entity_type=evaluation.entity_type,
            epoch=evaluation.epoch,
            elements=list(evaluation.elements),
            justification=evaluation.justification,
            officer=evaluation.officer,
            query_id=evaluation.query_id,
            checkpoint=checkpoint,
        )
        return pb.Evaluated(elements=elements_to_bytes(elements))

    async def _ask(self, opened: Opened) -> pb.Answer:
        query, checkpoint = query_from_proto(parse(pb.Query, opened.payload))
        answer, receipt = await self._answering.ask(
            opened.sender, query, query_hash=opened.hash, checkpoint=checkpoint
        )
        message = answer_to_proto(answer)
        message.receipt.CopyFrom(receipt_to_proto(receipt))
        _require_readable(message)
        return message

    async def _tell_set(self, opened: Opened) -> pb.SetPage:
        wanted, checkpoint = set_request_from_proto(parse(pb.SetRequest, opened.payload))
        page = await self._answering.tell_set(opened.sender, wanted, checkpoint=checkpoint)
        return set_page_to_proto(page)

    async def _notify(self, opened: Opened) -> pb.Acknowledgement:
        notice, checkpoint = notice_from_proto(parse(pb.Notice, opened.payload))
        receipt = await self._answering.notify(
            opened.sender, notice, notice_hash=opened.hash, checkpoint=checkpoint
        )
        return pb.Acknowledgement(notice_id=notice.id, receipt=receipt_to_proto(receipt))

    async def _meet(self, opened: Opened) -> forum.ForumReply:
        call, checkpoint = call_from_proto(parse(forum.ForumCall, opened.payload))
        reply = await self._answering.meet(opened.sender, call, checkpoint=checkpoint)
        return reply_to_proto(reply)


def _require_readable(message: pb.Answer) -> None:
    """Raise `ValueError` for an answer of our own that no peer would read, or that fits no size."""
    try:
        answer_from_proto(message)
        receipt_from_proto(message.receipt)
    except EnvelopeError as error:
        raise ValueError("this node's own answer is not what the protocol allows") from error


async def _outcome(work: Awaitable[Message]) -> pb.Reply:
    """Return what the work gives, or the fault that stands in its place."""
    try:
        return pb.Reply(message=(await work).SerializeToString(deterministic=True))
    except Exception as error:  # noqa: BLE001 - the rim: a bug must look like any other outcome
        return pb.Reply(fault=settle(error).fault())
