"""Questions and cases over the operator socket."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import TypeVar

from grpc import aio

from node.application import Application
from node.domain.case import Case, Cell, CellState
from node.domain.peer import Peer
from node.investigate import NewSubject
from node.operator.message import (
    case_message,
    cell_message,
    contacts_of,
    entity_type_of,
    fields_of,
    justification_of,
    officer_of,
    reject_message,
    timestamp,
)
from node.operator.rim import rim
from node.pb.operator.v1 import operator_pb2 as pb
from node.pb.operator.v1.operator_pb2_grpc import CaseServiceServicer, QueryServiceServicer

T = TypeVar("T")


class QueryServicer(QueryServiceServicer):
    """Asks about one subject."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application

    async def AskPeers(  # noqa: N802 - named by the protocol
        self, request: pb.AskPeersRequest, context: aio.ServicerContext
    ) -> AsyncIterator[pb.AskPeersResponse]:
        """Ask peers about one subject, or say what would be sent."""
        async with rim(context):
            investigator = self._application.investigator
            entity_type, fields = entity_type_of(request.entity_type), fields_of(request.fields)
            if request.validate_only:
                preview = await asyncio.to_thread(
                    investigator.preview, entity_type, fields, peers=request.peers
                )
                yield pb.AskPeersResponse(
                    preview=pb.Preview(
                        names=preview.names,
                        tokens=preview.tokens,
                        attributes=preview.attributes,
                        peers=preview.peers,
                    )
                )
                return
            contacts = contacts_of(self._application.records.peers.all())
            asked = investigator.ask(
                entity_type,
                fields,
                justification=justification_of(
                    request.justification, known_purposes(self._application)
                ),
                peers=request.peers,
                officer=officer_of(request.officer),
            )
            async with aclosing(asked):
                async for cell in asked:
                    yield pb.AskPeersResponse(cell=cell_message(cell, contacts))


class CaseServicer(CaseServiceServicer):
    """Works cases."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application

    async def CreateCase(  # noqa: N802 - named by the protocol
        self, request: pb.CreateCaseRequest, context: aio.ServicerContext
    ) -> pb.CreateCaseResponse:
        """Open a case."""
        async with rim(context):
            reasons = request.justification
            reasons.case_reference = request.reference or reasons.case_reference
            case = await asyncio.to_thread(
                self._application.investigator.open,
                justification_of(reasons, known_purposes(self._application)),
                title=request.title,
                officer=officer_of(request.officer),
            )
            return pb.CreateCaseResponse(reference=case.reference)

    async def AddSubjects(  # noqa: N802 - named by the protocol
        self, request: pb.AddSubjectsRequest, context: aio.ServicerContext
    ) -> pb.AddSubjectsResponse:
        """Add subjects to a case."""
        async with rim(context):
            subjects = [
                NewSubject(
                    row.id,
                    row.role,
                    entity_type_of(row.entity_type),
                    fields_of(row.fields),
                    row.line,
                )
                for row in request.subjects
            ]
            added, rejects = await asyncio.to_thread(
                self._application.investigator.add,
                request.reference,
                subjects,
                officer=officer_of(request.officer),
            )
            return pb.AddSubjectsResponse(added=added, rejects=map(reject_message, rejects))

    async def RunCase(  # noqa: N802 - named by the protocol
        self, request: pb.RunCaseRequest, context: aio.ServicerContext
    ) -> AsyncIterator[pb.RunCaseResponse]:
        """Ask everybody about every subject; tell each cell, and each peer when it is done."""
        async with rim(context):
            contacts = contacts_of(self._application.records.peers.all())
            run = self._application.investigator.run(
                request.reference, peers=request.peers, officer=officer_of(request.officer)
            )
            # Closed with the call, so that an officer who leaves ends the run at once.
            async with aclosing(run):
                async for progress in run:
                    for cell in progress.cells:
                        yield pb.RunCaseResponse(cell=cell_message(cell, contacts))
                    yield pb.RunCaseResponse(
                        peer=progress.peer,
                        step=_step(progress.cells),
                        done=progress.done,
                        total=progress.total,
                    )

    async def GetCase(  # noqa: N802 - named by the protocol
        self, request: pb.GetCaseRequest, context: aio.ServicerContext
    ) -> pb.GetCaseResponse:
        """Return a case with its subjects and the cells of its last run."""
        async with rim(context):
            return await asyncio.to_thread(self._case, request.reference)

    async def ListCases(  # noqa: N802 - named by the protocol
        self, _request: pb.ListCasesRequest, context: aio.ServicerContext
    ) -> pb.ListCasesResponse:
        """Return the heads of all cases, newest first."""
        async with rim(context):
            return await asyncio.to_thread(self._cases)

    def _case(self, reference: str) -> pb.GetCaseResponse:
        records, investigator = self._application.records, self._application.investigator
        case = records.cases.get(reference)
        subjects = records.cases.subjects(reference)
        cells = self._last_cells(case)
        peers: list[Peer] = records.peers.all()
        return pb.GetCaseResponse(
            case=self._head(case, cells),
            subjects=[
                pb.CaseSubject(
                    id=subject.id,
                    role=subject.role,
                    entity_type=subject.entity_type,
                    label=investigator.label(case, subject),
                )
                for subject in subjects
            ],
            peers=list(dict.fromkeys(cell.peer for cell in cells)),
            cells=[cell_message(cell, contacts_of(peers)) for cell in cells],
        )

    def _cases(self) -> pb.ListCasesResponse:
        cases = self._application.records.cases.all()
        return pb.ListCasesResponse(
            cases=[self._head(case, self._last_cells(case)) for case in cases]
        )

    def _head(self, case: Case, cells: Sequence[Cell]) -> pb.Case:
        cases = self._application.records.cases
        runs = cases.runs(case.reference)
        return case_message(
            case,
            self._application.investigator.title(case),
            run_at=timestamp(runs[0].started_at) if runs else None,
            subject_count=len(cases.subjects(case.reference)),
            hit_count=sum(cell.state is CellState.HIT for cell in cells),
        )

    def _last_cells(self, case: Case) -> list[Cell]:
        cases = self._application.records.cases
        runs = cases.runs(case.reference)
        return cases.cells(runs[0].id) if runs else []


def _step(cells: Sequence[Cell]) -> str:
    return "failed" if all(cell.state is CellState.FAILED for cell in cells) else "answered"


def known_purposes(application: Application) -> tuple[str, ...]:
    """Return every purpose that an officer of this node may name."""
    return application.safeguards.governor.policy.known_purposes
