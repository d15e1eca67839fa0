"""Standing queries over the operator socket."""

import asyncio

from grpc import aio

from node.application import Application
from node.domain.errors import JustificationError
from node.domain.notice import WithdrawalCause
from node.domain.peer import NodeId
from node.domain.standing import StandingQuery, StandingState
from node.operator.message import officer_of
from node.operator.message_standing import answer_message, held_message, standing_message
from node.operator.rim import rim
from node.pb.operator.v1 import standing_pb2 as pb
from node.pb.operator.v1 import standing_pb2_grpc as services
from node.stand import Wish


def add_standing_servicer(application: Application, server: aio.Server) -> None:
    """Serve what officers do about standing queries."""
    services.add_StandingServiceServicer_to_server(StandingServicer(application), server)


class StandingServicer(services.StandingServiceServicer):
    """Begins, renews, ends and shows standing queries."""

    def __init__(self, application: Application) -> None:
        """Keep what works on them."""
        self._work = application.standing
        self._shelf = application.records.shelf

    async def CreateStanding(  # noqa: N802 - named by the protocol
        self, request: pb.CreateStandingRequest, context: aio.ServicerContext
    ) -> pb.CreateStandingResponse:
        """Ask, and let the queries stand."""
        async with rim(context):
            wish = Wish(
                tuple(request.peers), tuple(request.subjects), request.days, request.overlap
            )
            cells = await self._work.stander.create(
                request.case_reference, wish, officer=officer_of(request.officer)
            )
            return pb.CreateStandingResponse(answers=map(answer_message, cells))

    async def RenewStanding(  # noqa: N802 - named by the protocol
        self, request: pb.RenewStandingRequest, context: aio.ServicerContext
    ) -> pb.RenewStandingResponse:
        """Send again what stands for a case."""
        async with rim(context):
            wish = Wish(tuple(request.peers), days=request.days, reason=request.reason)
            cells = await self._work.stander.renew(
                request.case_reference, wish, officer=officer_of(request.officer)
            )
            return pb.RenewStandingResponse(answers=map(answer_message, cells))

    async def WithdrawStanding(  # noqa: N802 - named by the protocol
        self, request: pb.WithdrawStandingRequest, context: aio.ServicerContext
    ) -> pb.WithdrawStandingResponse:
        """End standing queries of ours."""
        async with rim(context):
            withdrawn = await asyncio.to_thread(self._withdraw, request)
            return pb.WithdrawStandingResponse(withdrawn=withdrawn)

    async def CancelHeld(  # noqa: N802 - named by the protocol
        self, request: pb.CancelHeldRequest, context: aio.ServicerContext
    ) -> pb.CancelHeldResponse:
        """End a query that this node keeps for a peer."""
        async with rim(context):
            cancelled = await asyncio.to_thread(
                self._work.book.cancel,
                NodeId(request.peer),
                request.id,
                officer=officer_of(request.officer),
            )
            return pb.CancelHeldResponse(cancelled=cancelled)

    async def ListStanding(  # noqa: N802 - named by the protocol
        self, request: pb.ListStandingRequest, context: aio.ServicerContext
    ) -> pb.ListStandingResponse:
        """List both kinds."""
        async with rim(context):
            return await asyncio.to_thread(self._listed, request)

    def _withdraw(self, request: pb.WithdrawStandingRequest) -> int:
        officer = officer_of(request.officer)
        if bool(request.ids) == bool(request.case_reference):
            raise JustificationError("either ids or a case say what is withdrawn")
        if request.case_reference:
            return self._work.stander.withdraw_case(
                request.case_reference, officer=officer, cause=WithdrawalCause.WITHDRAWN
            )
        standing: list[StandingQuery] = [self._work.queries.get(each) for each in request.ids]
        return self._work.stander.withdraw(standing, officer=officer)

    def _listed(self, request: pb.ListStandingRequest) -> pb.ListStandingResponse:
        state = None if request.ended else StandingState.STANDING
        standing = self._work.queries.all(case_reference=request.case_reference, state=state)
        held = [each for each in self._work.book.held.all() if each.peer != self._work.book.own]
        return pb.ListStandingResponse(
            standing=map(standing_message, standing),
            held=[
                held_message(each, matches=each.epoch in self._shelf.epochs(each.entity_type))
                for each in held
            ],
        )
