"""The calls about standing queries, as a part of the client of a node's socket."""

from collections.abc import Sequence

import grpc

from node.operator import view_standing as view
from node.operator.call import read, work
from node.operator.translate import view_of
from node.pb.operator.v1 import standing_pb2 as pb
from node.pb.operator.v1 import standing_pb2_grpc as services


class StandingClient:
    """Speaks with a running node about standing queries."""

    def __init__(self, channel: grpc.Channel) -> None:
        """Use a channel to the node's socket."""
        self._standing = services.StandingServiceStub(channel)

    def create(self, wish: view.StandingWish, *, officer: str) -> tuple[view.StandingAnswer, ...]:
        """Ask peers about subjects of a case and let the queries stand."""
        request = pb.CreateStandingRequest(
            case_reference=wish.case_reference,
            peers=wish.peers,
            subjects=wish.subjects,
            days=wish.days,
            overlap=wish.overlap,
            officer=officer,
        )
        response = work(self._standing.CreateStanding, request)
        return tuple(view_of(view.StandingAnswer, answer) for answer in response.answers)

    def renew(
        self, case: str, *, peers: Sequence[str], days: int, reason: str, officer: str
    ) -> tuple[view.StandingAnswer, ...]:
        """Send what stands for a case again, for another life."""
        request = pb.RenewStandingRequest(
            case_reference=case, peers=peers, days=days, reason=reason, officer=officer
        )
        response = work(self._standing.RenewStanding, request)
        return tuple(view_of(view.StandingAnswer, answer) for answer in response.answers)

    def withdraw(self, ids: Sequence[str], *, case: str, officer: str) -> int:
        """End standing queries, by id or of a whole case; return how many stood."""
        request = pb.WithdrawStandingRequest(ids=ids, case_reference=case, officer=officer)
        return int(work(self._standing.WithdrawStanding, request).withdrawn)

    def cancel(self, peer: str, query_id: str, *, officer: str) -> bool:
        """End a query that the node keeps for a peer; tell whether there was one."""
        request = pb.CancelHeldRequest(peer=peer, id=query_id, officer=officer)
        return bool(work(self._standing.CancelHeld, request).cancelled)

    def all(self, *, case: str = "", ended: bool = False) -> view.StandingList:
        """Return both kinds."""
        request = pb.ListStandingRequest(case_reference=case, ended=ended)
        return view_of(view.StandingList, read(self._standing.ListStanding, request))
