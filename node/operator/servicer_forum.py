"""Rooms over the operator socket."""

import asyncio

from grpc import aio

from node.application import Application
from node.domain.errors import JustificationError, NotFoundError
from node.domain.forum import Act, RoomView
from node.domain.peer import NodeId
from node.operator.message import officer_of
from node.operator.message_casework import moment_of
from node.operator.message_forum import room_message, seen_message
from node.operator.rim import rim
from node.operator.servicer_case import known_purposes
from node.pb.operator.v1 import forum_pb2 as pb
from node.pb.operator.v1 import forum_pb2_grpc as services


def add_forum_servicer(application: Application, server: aio.Server) -> None:
    """Serve what officers do in rooms."""
    services.add_ForumServiceServicer_to_server(ForumServicer(application), server)


class ForumServicer(services.ForumServiceServicer):
    """Hosts rooms, and sits in them."""

    def __init__(self, application: Application) -> None:
        """Keep who hosts and who sits."""
        self._application = application
        self._host = application.meeting.host
        self._seat = application.meeting.seat

    async def OpenRoom(  # noqa: N802 - named by the protocol
        self, request: pb.OpenRoomRequest, context: aio.ServicerContext
    ) -> pb.OpenRoomResponse:
        """Open a room."""
        async with rim(context):
            known = known_purposes(self._application)
            if request.purpose not in known:
                raise JustificationError("that is no purpose", hint=f"Known: {', '.join(known)}")
            room = await asyncio.to_thread(
                self._host.open,
                request.purpose,
                request.agreement,
                ends_at=moment_of(request.ends_at),
                members=[NodeId(member) for member in request.members],
                officer=officer_of(request.officer),
            )
            return pb.OpenRoomResponse(
                room=room_message(await asyncio.to_thread(self._host.view, room.id))
            )

    async def InviteMember(  # noqa: N802 - named by the protocol
        self, request: pb.InviteMemberRequest, context: aio.ServicerContext
    ) -> pb.InviteMemberResponse:
        """Invite one more member."""
        async with rim(context):
            await asyncio.to_thread(
                self._host.invite,
                request.room,
                NodeId(request.member),
                officer=officer_of(request.officer),
            )
            return pb.InviteMemberResponse()

    async def JoinRoom(  # noqa: N802 - named by the protocol
        self, request: pb.JoinRoomRequest, context: aio.ServicerContext
    ) -> pb.JoinRoomResponse:
        """Take a seat."""
        async with rim(context):
            seen = await self._seat.join(
                NodeId(request.host), request.room, officer=officer_of(request.officer)
            )
            return pb.JoinRoomResponse(room=seen_message(seen))

    async def DropCase(  # noqa: N802 - named by the protocol
        self, request: pb.DropCaseRequest, context: aio.ServicerContext
    ) -> pb.DropCaseResponse:
        """Bring the subjects of a case."""
        async with rim(context):
            seen = await self._seat.drop(
                request.room, request.case_reference, officer=officer_of(request.officer)
            )
            return pb.DropCaseResponse(room=seen_message(seen))

    async def MatchRoom(  # noqa: N802 - named by the protocol
        self, request: pb.MatchRoomRequest, context: aio.ServicerContext
    ) -> pb.MatchRoomResponse:
        """Match all bundles."""
        async with rim(context):
            shared = await asyncio.to_thread(
                self._host.match, request.room, officer=officer_of(request.officer)
            )
            return pb.MatchRoomResponse(shared=shared)

    async def GetRoom(  # noqa: N802 - named by the protocol
        self, request: pb.GetRoomRequest, context: aio.ServicerContext
    ) -> pb.GetRoomResponse:
        """Show a room: by its seat, or as its host."""
        async with rim(context):
            officer = officer_of(request.officer)
            try:
                seen = await self._seat.look(request.room, officer=officer)
            except NotFoundError:
                view = await asyncio.to_thread(self._host.view, request.room)
                return pb.GetRoomResponse(room=room_message(view))
            return pb.GetRoomResponse(room=seen_message(seen))

    async def AddAction(  # noqa: N802 - named by the protocol
        self, request: pb.AddActionRequest, context: aio.ServicerContext
    ) -> pb.AddActionResponse:
        """Put something on the list of actions."""
        async with rim(context):
            act = Act(NodeId(request.who), request.due, request.text)
            seen = await self._seat.act(request.room, act, officer=officer_of(request.officer))
            return pb.AddActionResponse(room=seen_message(seen))

    async def CloseRoom(  # noqa: N802 - named by the protocol
        self, request: pb.CloseRoomRequest, context: aio.ServicerContext
    ) -> pb.CloseRoomResponse:
        """Close a room of this node."""
        async with rim(context):
            certificate = await asyncio.to_thread(
                self._host.close, request.room, officer=officer_of(request.officer)
            )
            return pb.CloseRoomResponse(certificate=certificate.text)

    async def ListRooms(  # noqa: N802 - named by the protocol
        self, request: pb.ListRoomsRequest, context: aio.ServicerContext
    ) -> pb.ListRoomsResponse:
        """List rooms: of a host its invitations, else what is hosted and what is sat in."""
        async with rim(context):
            officer = officer_of(request.officer)
            if request.host:
                views = await self._seat.invitations(NodeId(request.host), officer=officer)
            else:
                views = tuple(await asyncio.to_thread(self._own))
            return pb.ListRoomsResponse(rooms=map(room_message, views))

    def _own(self) -> list[RoomView]:
        hosted = [self._host.view(room.id) for room in self._application.meeting.forums.all()]
        known = {view.id for view in hosted}
        return [*hosted, *(view for view in self._seat.seats() if view.id not in known)]
