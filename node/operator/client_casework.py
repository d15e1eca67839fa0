"""The calls about the file of a case, as a part of the client of a node's socket."""

from collections.abc import Sequence

import grpc

from node.operator import view_casework as view
from node.operator.call import work
from node.operator.translate import message_of, view_of
from node.pb.operator.v1 import casework_pb2 as pb
from node.pb.operator.v1 import casework_pb2_grpc as services


class CaseworkClient:
    """Speaks with a running node about the files of its cases."""

    def __init__(self, channel: grpc.Channel) -> None:
        """Use a channel to the node's socket."""
        self._stub = services.CaseworkServiceStub(channel)

    def edit(self, reference: str, change: view.CaseChange, *, officer: str) -> None:
        """Change the file of a case."""
        written = message_of(pb.CaseChange, change)
        request = pb.EditCaseRequest(reference=reference, change=written, officer=officer)
        work(self._stub.EditCase, request)

    def close(self, reference: str, closing: str, *, officer: str) -> view.CaseEnd:
        """Close a case and end what depends on it."""
        request = pb.CloseCaseRequest(reference=reference, closing=closing, officer=officer)
        return view_of(view.CaseEnd, work(self._stub.CloseCase, request))

    def unlink(self, reference: str, links: Sequence[view.CaseLink], *, officer: str) -> None:
        """Take links between subjects away."""
        written = [message_of(pb.CaseLink, link) for link in links]
        request = pb.UnlinkSubjectsRequest(reference=reference, links=written, officer=officer)
        work(self._stub.UnlinkSubjects, request)
