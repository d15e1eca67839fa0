"""The journal over the operator socket."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

from grpc import aio

from node.application import Application
from node.domain.errors import JustificationError
from node.operator.message import entry_message, selection_of
from node.operator.rim import rim
from node.pb.operator.v1 import operator_pb2 as pb
from node.pb.operator.v1.operator_pb2_grpc import AuditServiceServicer

_SHOWN = 20
_CHUNK_BYTES = 1 << 20


class AuditServicer(AuditServiceServicer):
    """Shows, verifies, exports and erases."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application

    async def VerifyJournal(  # noqa: N802 - named by the protocol
        self, _request: pb.VerifyJournalRequest, context: aio.ServicerContext
    ) -> pb.VerifyJournalResponse:
        """Recompute the whole journal and compare it with its signed heads."""
        async with rim(context):
            head = await asyncio.to_thread(self._application.records.journal.head)
            report = await asyncio.to_thread(self._application.verify)
            return pb.VerifyJournalResponse(
                is_sound=report.is_intact,
                entries=report.entries,
                tombstones=report.tombstones,
                root=report.root.hex(),
                checkpoint=head,
                finding=report.fault,
            )

    async def TailJournal(  # noqa: N802 - named by the protocol
        self, request: pb.TailJournalRequest, context: aio.ServicerContext
    ) -> pb.TailJournalResponse:
        """Return the newest entries, oldest first."""
        async with rim(context):
            auditor, limit = self._application.auditor, request.limit or _SHOWN
            if request.event:
                wanted = selection_of(pb.JournalFilter(event=request.event))
                found = await asyncio.to_thread(
                    auditor.search, wanted, limit=limit, officer=request.officer
                )
            else:
                found = await asyncio.to_thread(auditor.tail, limit, officer=request.officer)
            return pb.TailJournalResponse(entries=map(entry_message, found))

    async def SearchJournal(  # noqa: N802 - named by the protocol
        self, request: pb.SearchJournalRequest, context: aio.ServicerContext
    ) -> pb.SearchJournalResponse:
        """Return the newest entries that meet conditions, oldest first."""
        async with rim(context):
            found = await asyncio.to_thread(
                self._application.auditor.search,
                selection_of(request.filter),
                limit=request.limit or _SHOWN,
                officer=request.officer,
            )
            return pb.SearchJournalResponse(entries=map(entry_message, found))

    async def ExportJournal(  # noqa: N802 - named by the protocol
        self, request: pb.ExportJournalRequest, context: aio.ServicerContext
    ) -> AsyncIterator[pb.ExportJournalResponse]:
        """Send a bundle of evidence, file by file."""
        async with rim(context):
            wanted = selection_of(request.filter)
            chunks = self._application.auditor.export(wanted, officer=request.officer)
            while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
                name, content = chunk
                for start in range(0, len(content) or 1, _CHUNK_BYTES):
                    part = content[start : start + _CHUNK_BYTES]
                    yield pb.ExportJournalResponse(file=name, content=part)

    async def EraseJournal(  # noqa: N802 - named by the protocol
        self, request: pb.EraseJournalRequest, context: aio.ServicerContext
    ) -> pb.EraseJournalResponse:
        """Erase contents whose time of keeping is over."""
        async with rim(context):
            erased = await asyncio.to_thread(
                self._application.auditor.erase, _day(request.before), officer=request.officer
            )
            return pb.EraseJournalResponse(erased=erased)

    async def HoldEntry(  # noqa: N802 - named by the protocol
        self, request: pb.HoldEntryRequest, context: aio.ServicerContext
    ) -> pb.HoldEntryResponse:
        """Forbid or allow the erasure of an entry."""
        async with rim(context):
            await asyncio.to_thread(
                self._application.auditor.hold,
                request.index,
                request.procedure,
                officer=request.officer,
            )
            return pb.HoldEntryResponse()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise JustificationError(f"{text!r} is no day", hint="Write it as 2026-03-01.") from error
