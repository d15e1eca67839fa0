"""The calls about rooms, as a part of the client of a node's socket."""

from collections.abc import Sequence
from datetime import datetime

import grpc

from node.operator import view_forum as view
from node.operator.call import work
from node.operator.translate import view_of
from node.pb.operator.v1 import forum_pb2 as pb
from node.pb.operator.v1 import forum_pb2_grpc as services


class ForumClient:
    """Speaks with a running node about rooms."""

    def __init__(self, channel: grpc.Channel) -> None:
        """Use a channel to the node's socket."""
        self._stub = services.ForumServiceStub(channel)

    def open(
        self,
        purpose: str,
        agreement: str,
        *,
        ends_at: datetime,
        members: Sequence[str],
        officer: str,
    ) -> view.Room:
        """Open a room that the node hosts."""
        request = pb.OpenRoomRequest(
            purpose=purpose, agreement=agreement, members=members, officer=officer
        )
        request.ends_at.FromDatetime(ends_at)
        return view_of(view.Room, work(self._stub.OpenRoom, request).room)

    def invite(self, room: str, member: str, *, officer: str) -> None:
        """Invite one more member."""
        request = pb.InviteMemberRequest(room=room, member=member, officer=officer)
        work(self._stub.InviteMember, request)

    def join(self, host: str, room: str, *, officer: str) -> view.Room:
        """Take the seat to which a host has invited the node."""
        request = pb.JoinRoomRequest(host=host, room=room, officer=officer)
        return view_of(view.Room, work(self._stub.JoinRoom, request).room)

    def drop(self, room: str, case_reference: str, *, officer: str) -> view.Room:
        """Bring the subjects of a case."""
        request = pb.DropCaseRequest(room=room, case_reference=case_reference, officer=officer)
        return view_of(view.Room, work(self._stub.DropCase, request).room)

    def match(self, room: str, *, officer: str) -> int:
        """Match all bundles of a room; return how many subjects are shared."""
        request = pb.MatchRoomRequest(room=room, officer=officer)
        return int(work(self._stub.MatchRoom, request).shared)

    def room(self, room: str, *, officer: str) -> view.Room:
        """Return a room as the node sees it."""
        request = pb.GetRoomRequest(room=room, officer=officer)
        return view_of(view.Room, work(self._stub.GetRoom, request).room)

    def act(self, room: str, text: str, *, who: str, due: str, officer: str) -> view.Room:
        """Put something on the list of actions."""
        request = pb.AddActionRequest(room=room, who=who, due=due, text=text, officer=officer)
        return view_of(view.Room, work(self._stub.AddAction, request).room)

    def close(self, room: str, *, officer: str) -> str:
        """Close a room; return the certificate of deletion."""
        request = pb.CloseRoomRequest(room=room, officer=officer)
        return str(work(self._stub.CloseRoom, request).certificate)

    def rooms(self, host: str, *, officer: str) -> tuple[view.Room, ...]:
        """Return the rooms that the node hosts and sits in, or the invitations of a host."""
        response = work(self._stub.ListRooms, pb.ListRoomsRequest(host=host, officer=officer))
        return tuple(view_of(view.Room, room) for room in response.rooms)
