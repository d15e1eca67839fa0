"""The calls about accounts, as a part of the client of a node's socket."""

import grpc

from node.operator import view_user as view
from node.operator.call import read, work
from node.operator.translate import view_of
from node.pb.operator.v1 import user_pb2 as pb
from node.pb.operator.v1 import user_pb2_grpc as services


class UserClient:
    """Speaks with a running node about the accounts of its console."""

    def __init__(self, channel: grpc.Channel) -> None:
        """Use a channel to the node's socket."""
        self._users = services.UserServiceStub(channel)

    def all(self) -> tuple[view.User, ...]:
        """Return all accounts."""
        response = read(self._users.ListUsers, pb.ListUsersRequest())
        return tuple(view_of(view.User, user) for user in response.users)

    def invite(self, account: str, role: str, *, officer: str) -> view.Invitation:
        """Make an account and the link that opens it."""
        request = pb.InviteUserRequest(id=account, role=role, officer=officer)
        return view_of(view.Invitation, work(self._users.InviteUser, request))

    def reset(self, account: str, *, officer: str) -> view.Invitation:
        """Forget all by which somebody comes in, and make a new link for them."""
        request = pb.ResetUserRequest(id=account, officer=officer)
        return view_of(view.Invitation, work(self._users.ResetUser, request))

    def change_role(self, account: str, role: str, *, officer: str) -> view.User:
        """Wish another role, or agree to it."""
        request = pb.ChangeRoleRequest(id=account, role=role, officer=officer)
        return view_of(view.User, work(self._users.ChangeRole, request).user)

    def disable(self, account: str, *, officer: str) -> view.User:
        """Close an account."""
        request = pb.DisableUserRequest(id=account, officer=officer)
        return view_of(view.User, work(self._users.DisableUser, request).user)
