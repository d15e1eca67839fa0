"""Notices over the operator socket."""

import asyncio

from grpc import aio

from node.application import Application
from node.operator.message_notice import received_notice_message, sent_notice_message
from node.operator.rim import rim
from node.pb.operator.v1 import notice_pb2 as pb
from node.pb.operator.v1 import notice_pb2_grpc as services

_SHOWN = 50


def add_notice_servicer(application: Application, server: aio.Server) -> None:
    """Serve what officers look up about notices."""
    services.add_NoticeServiceServicer_to_server(NoticeServicer(application), server)


class NoticeServicer(services.NoticeServiceServicer):
    """Shows notices of both directions."""

    def __init__(self, application: Application) -> None:
        """Keep where they are."""
        self._notices = application.records.notices

    async def ListNotices(  # noqa: N802 - named by the protocol
        self, request: pb.ListNoticesRequest, context: aio.ServicerContext
    ) -> pb.ListNoticesResponse:
        """List notices, newest first."""
        async with rim(context):
            limit = request.limit or _SHOWN
            sent = await asyncio.to_thread(self._notices.sent, limit)
            received = await asyncio.to_thread(self._notices.received, limit)
            return pb.ListNoticesResponse(
                sent=map(sent_notice_message, sent),
                received=map(received_notice_message, received),
            )
