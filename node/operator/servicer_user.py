"""Accounts of the console over the operator socket."""

import asyncio

from google.protobuf.timestamp_pb2 import Timestamp
from grpc import aio

from node.application import Application
from node.domain.account import INVITED_FOR, Account, AccountError, Role
from node.operator.message import officer_of, timestamp
from node.operator.rim import rim
from node.pb.operator.v1 import user_pb2 as pb
from node.pb.operator.v1 import user_pb2_grpc as services


def add_user_servicer(application: Application, server: aio.Server) -> None:
    """Serve what is done with accounts."""
    services.add_UserServiceServicer_to_server(UserServicer(application), server)


class UserServicer(services.UserServiceServicer):
    """Shows and changes accounts."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application
        self._registrar = application.access.registrar

    async def ListUsers(  # noqa: N802 - named by the protocol
        self, _request: pb.ListUsersRequest, context: aio.ServicerContext
    ) -> pb.ListUsersResponse:
        """List accounts."""
        async with rim(context):
            accounts = await asyncio.to_thread(self._registrar.all)
            return pb.ListUsersResponse(users=map(user_message, accounts))

    async def InviteUser(  # noqa: N802 - named by the protocol
        self, request: pb.InviteUserRequest, context: aio.ServicerContext
    ) -> pb.InviteUserResponse:
        """Make an account and the link that opens it."""
        async with rim(context):
            officer = officer_of(request.officer)
            token = await asyncio.to_thread(
                self._registrar.invite, request.id, _role(request.role), officer=officer
            )
            return pb.InviteUserResponse(link=self._link(token), expires_at=self._expiry())

    async def ResetUser(  # noqa: N802 - named by the protocol
        self, request: pb.ResetUserRequest, context: aio.ServicerContext
    ) -> pb.ResetUserResponse:
        """Forget all by which somebody comes in, and make a new link for them."""
        async with rim(context):
            token = await asyncio.to_thread(
                self._registrar.reset, request.id, officer=officer_of(request.officer)
            )
            return pb.ResetUserResponse(link=self._link(token), expires_at=self._expiry())

    async def ChangeRole(  # noqa: N802 - named by the protocol
        self, request: pb.ChangeRoleRequest, context: aio.ServicerContext
    ) -> pb.ChangeRoleResponse:
        """Wish another role, or agree to it."""
        async with rim(context):
            officer = officer_of(request.officer)
            changed = await asyncio.to_thread(
                self._registrar.change_role, request.id, _role(request.role), officer=officer
            )
            return pb.ChangeRoleResponse(user=user_message(changed))

    async def DisableUser(  # noqa: N802 - named by the protocol
        self, request: pb.DisableUserRequest, context: aio.ServicerContext
    ) -> pb.DisableUserResponse:
        """Close an account."""
        async with rim(context):
            closed = await asyncio.to_thread(
                self._registrar.disable, request.id, officer=officer_of(request.officer)
            )
            return pb.DisableUserResponse(user=user_message(closed))

    def _link(self, token: str) -> str:
        return self._application.access.invitation_link(token)

    def _expiry(self) -> Timestamp | None:
        return timestamp(self._application.clock.now() + INVITED_FOR)


def user_message(account: Account) -> pb.User:
    """Write an account without its secrets."""
    return pb.User(
        id=account.id,
        role=account.role,
        state=account.state,
        wished_role=account.wished_role,
        wished_by=account.wished_by,
        created_at=timestamp(account.created_at),
        signed_in_at=timestamp(account.signed_in_at),
    )


def _role(text: str) -> Role:
    if text not in set(Role):
        raise AccountError(f"{text!r} is no role", hint=f"Known: {', '.join(Role)}")
    return Role(text)
