"""What the node writes for others, over the operator socket."""

import asyncio
from collections.abc import Iterable
from datetime import UTC
from enum import StrEnum
from typing import TypeVar

from grpc import aio

from node.application import Application
from node.domain.errors import JustificationError
from node.domain.exchange import Handling
from node.domain.paper import ReportFormat, StatisticsFormat
from node.domain.request import PackPart, Particulars
from node.draft import Pack, PackFile, PackOrder
from node.operator.message import officer_of, timestamp
from node.operator.rim import rim
from node.paper.model import Format
from node.pb.operator.v1 import paper_pb2 as pb
from node.pb.operator.v1 import paper_pb2_grpc as services
from node.report import ReportOrder
from node.tally import StatisticsOrder
from node.words import Language

C = TypeVar("C", bound=StrEnum)


def add_paper_servicers(application: Application, server: aio.Server) -> None:
    """Serve what the node writes for desks, prosecutors and statistics."""
    services.add_PaperServiceServicer_to_server(PaperServicer(application), server)


class PaperServicer(services.PaperServiceServicer):
    """Writes papers."""

    def __init__(self, application: Application) -> None:
        """Keep who writes."""
        self._writing = application.writing
        self._entry = application.entry

    async def DraftFollowUp(  # noqa: N802 - named by the protocol
        self, request: pb.DraftFollowUpRequest, context: aio.ServicerContext
    ) -> pb.DraftFollowUpResponse:
        """Draft the follow-up of a hit."""
        async with rim(context):
            pack = await asyncio.to_thread(
                self._writing.drafter.draft, _order(request), officer=officer_of(request.officer)
            )
            return _pack_message(pack)

    async def ReportCase(  # noqa: N802 - named by the protocol
        self, request: pb.ReportCaseRequest, context: aio.ServicerContext
    ) -> pb.ReportCaseResponse:
        """Write the file of a case for the prosecutor."""
        async with rim(context):
            signed = await asyncio.to_thread(
                self._writing.reporter.report,
                _report_order(request),
                officer=officer_of(request.officer),
            )
            return pb.ReportCaseResponse(
                file=pb.PaperFile(name=signed.name, content=signed.content, digest=signed.digest),
                signature=signed.signature,
                identity_key=self._entry().identity_key.hex(),
            )

    async def MakeStatistics(  # noqa: N802 - named by the protocol
        self, request: pb.MakeStatisticsRequest, context: aio.ServicerContext
    ) -> pb.MakeStatisticsResponse:
        """Count a period."""
        async with rim(context):
            made = await asyncio.to_thread(
                self._writing.tally.make,
                _statistics_order(request),
                officer=officer_of(request.officer),
            )
            file = pb.PaperFile(name=made.name, content=made.content, digest=made.digest)
            return pb.MakeStatisticsResponse(file=file)


def _statistics_order(request: pb.MakeStatisticsRequest) -> StatisticsOrder:
    return StatisticsOrder(
        request.since.ToDatetime(tzinfo=UTC),
        request.until.ToDatetime(tzinfo=UTC),
        code_of(StatisticsFormat, request.format or StatisticsFormat.TEXT, what="format"),
        code_of(Language, request.language or Language.EN, what="language"),
    )


def _report_order(request: pb.ReportCaseRequest) -> ReportOrder:
    return ReportOrder(
        request.reference,
        code_of(ReportFormat, request.format or ReportFormat.PDF, what="format"),
        code_of(Language, request.language or Language.EN, what="language"),
        with_subjects=request.with_subjects,
        with_officers=request.with_officers,
    )


def _order(request: pb.DraftFollowUpRequest) -> PackOrder:
    parts = tuple(code_of(PackPart, part, what="part of a pack") for part in request.parts)
    return PackOrder(
        request.alert_id,
        tuple(dict.fromkeys(parts)) or tuple(PackPart),
        code_of(Format, request.format or Format.PDF, what="format"),
        code_of(Language, request.language or Language.EN, what="language"),
        Particulars(
            facts=request.facts,
            link=request.link,
            question=request.question,
            restrictions=request.restrictions,
            handling=code_of(Handling, request.handling, what="handling code")
            if request.handling
            else None,
        ),
        with_subject=request.with_subject,
    )


def code_of(kind: type[C], text: str, *, what: str) -> C:
    """Read a code.

    Raises:
        JustificationError: There is no such code; the hint names those there are.
    """
    if text not in set(kind):
        raise JustificationError(f"{text!r} is no {what}", hint=f"Known: {', '.join(kind)}")
    return kind(text)


def file_messages(files: Iterable[PackFile]) -> list[pb.PaperFile]:
    """Write files that the node has made."""
    return [
        pb.PaperFile(name=each.name, content=each.content, digest=each.digest) for each in files
    ]


def _pack_message(pack: Pack) -> pb.DraftFollowUpResponse:
    request = pack.request
    desk = request.owner.desk
    return pb.DraftFollowUpResponse(
        files=file_messages(pack.files),
        own_reference=request.own_reference,
        reference=request.hit.reference,
        agency=request.owner.name,
        channel=desk.channel if desk else "",
        address=desk.address if desk else "",
        due_at=timestamp(request.due_at),
        clock=request.clock,
    )
