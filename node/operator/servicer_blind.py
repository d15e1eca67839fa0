"""Blind checks over the operator socket."""

from grpc import aio

from matching.subject import EntityType
from node.application import Application
from node.blindcheck import Check
from node.domain.peer import NodeId
from node.operator.message import justification_of, officer_of, timestamp
from node.operator.rim import rim
from node.pb.operator.v1 import blind_pb2 as pb
from node.pb.operator.v1 import blind_pb2_grpc as services


def add_blind_servicer(application: Application, server: aio.Server) -> None:
    """Serve blind checks."""
    services.add_BlindServiceServicer_to_server(BlindServicer(application), server)


class BlindServicer(services.BlindServiceServicer):
    """Makes blind checks."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application

    async def CheckBlind(  # noqa: N802 - named by the protocol
        self, request: pb.CheckBlindRequest, context: aio.ServicerContext
    ) -> pb.CheckBlindResponse:
        """Look for identifiers in the set of one peer."""
        async with rim(context):
            node = self._application
            wanted = Check(
                EntityType(request.entity_type),
                {request.column: tuple(request.identifiers)},
                justification_of(request.justification, node.safeguards.governor.policy.purposes),
                officer_of(request.officer),
            )
            peer = node.records.peers.get(NodeId(request.peer))
            looked = await node.blind.check(peer, wanted)
            return pb.CheckBlindResponse(
                kind=looked.kind,
                known=looked.known,
                issued_at=timestamp(looked.issued_at),
                pages=looked.pages,
            )
