"""Work on the file of a case over the operator socket."""

import asyncio

from grpc import aio

from node.application import Application
from node.operator.message import officer_of
from node.operator.message_casework import change_of, closing_of, links_of
from node.operator.rim import rim
from node.pb.operator.v1 import casework_pb2 as pb
from node.pb.operator.v1 import casework_pb2_grpc as services


def add_casework_servicer(application: Application, server: aio.Server) -> None:
    """Serve work on the file of a case."""
    services.add_CaseworkServiceServicer_to_server(CaseworkServicer(application), server)


class CaseworkServicer(services.CaseworkServiceServicer):
    """Edits, closes and unlinks."""

    def __init__(self, application: Application) -> None:
        """Keep who works on cases."""
        self._work = application.casework

    async def EditCase(  # noqa: N802 - named by the protocol
        self, request: pb.EditCaseRequest, context: aio.ServicerContext
    ) -> pb.EditCaseResponse:
        """Change the file of a case."""
        async with rim(context):
            case = await asyncio.to_thread(
                self._work.edit,
                request.reference,
                change_of(request.change),
                officer=officer_of(request.officer),
            )
            return pb.EditCaseResponse(reference=case.reference)

    async def CloseCase(  # noqa: N802 - named by the protocol
        self, request: pb.CloseCaseRequest, context: aio.ServicerContext
    ) -> pb.CloseCaseResponse:
        """Close a case."""
        async with rim(context):
            case, ended = await asyncio.to_thread(
                self._work.close,
                request.reference,
                closing_of(request.closing),
                officer=officer_of(request.officer),
            )
            return pb.CloseCaseResponse(reference=case.reference, ended=ended)

    async def UnlinkSubjects(  # noqa: N802 - named by the protocol
        self, request: pb.UnlinkSubjectsRequest, context: aio.ServicerContext
    ) -> pb.UnlinkSubjectsResponse:
        """Take links away."""
        async with rim(context):
            await asyncio.to_thread(
                self._work.unlink,
                request.reference,
                links_of(request.links),
                officer=officer_of(request.officer),
            )
            return pb.UnlinkSubjectsResponse()
