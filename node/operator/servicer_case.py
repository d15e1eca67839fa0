"""Questions and cases over the operator socket."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import TypeVar

from grpc import aio

from node.application import Application
from node.casework import NewSubject
from node.domain.case import OPEN_STATES, Case, Cell, CellState, Run
from node.operator.message import (
    cell_message,
    contacts_of,
    entity_type_of,
    fields_of,
    justification_of,
    officer_of,
    reject_message,
)
from node.operator.message_casework import (
    case_message,
    change_of,
    facts_message,
    filter_of,
    is_overdue,
    link_message,
    links_of,
    moment_of,
)
from node.operator.message_standing import answer_message
from node.operator.rim import rim
from node.pb.operator.v1 import operator_pb2 as pb
from node.pb.operator.v1 import standing_pb2
from node.pb.operator.v1.operator_pb2_grpc import CaseServiceServicer, QueryServiceServicer
from node.stand import Wish

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
                self._application.casework.open,
                justification_of(reasons, known_purposes(self._application)),
                title=request.title,
                change=change_of(request.change),
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
                self._application.casework.add,
                request.reference,
                subjects,
                links=links_of(request.links),
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
                request.reference,
                peers=request.peers,
                officer=officer_of(request.officer),
                until=moment_of(request.until) if request.HasField("until") else None,
            )
            # The run goes on without an officer who leaves; the call does not.
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
            if request.stand:
                for answer in await self._leave(request):
                    yield pb.RunCaseResponse(standing=answer)

    async def _leave(self, request: pb.RunCaseRequest) -> list[standing_pb2.StandingAnswer]:
        wish = Wish(tuple(request.peers), reason=request.stand_reason)
        stander = self._application.standing.stander
        officer = officer_of(request.officer)
        cells = await stander.leave(request.reference, wish, officer=officer)
        return [*map(answer_message, cells)]

    async def GetCase(  # noqa: N802 - named by the protocol
        self, request: pb.GetCaseRequest, context: aio.ServicerContext
    ) -> pb.GetCaseResponse:
        """Return a case with its subjects and the cells of its last run."""
        async with rim(context):
            officer = officer_of(request.officer)
            return await asyncio.to_thread(self._case, request.reference, officer)

    async def ListCases(  # noqa: N802 - named by the protocol
        self, request: pb.ListCasesRequest, context: aio.ServicerContext
    ) -> pb.ListCasesResponse:
        """Return the heads of the officer's cases, newest first."""
        async with rim(context):
            officer, wanted = officer_of(request.officer), filter_of(request)
            cases = await asyncio.to_thread(self._application.casework.all, wanted, officer=officer)
            if request.is_overdue:
                now = self._application.clock.now()
                cases = [case for case in cases if is_overdue(case, now)]
            return pb.ListCasesResponse(cases=await asyncio.to_thread(self._heads, cases))

    def _case(self, reference: str, officer: str) -> pb.GetCaseResponse:
        work, records = self._application.casework, self._application.records
        case = work.get(reference, officer)
        run, cells = self._last_run(case)
        subjects = records.cases.subjects(reference)
        contacts = contacts_of(records.peers.all())
        flags = self._application.follow_up.retractions.flags(
            (cell.peer, cell.reference) for cell in cells if cell.reference
        )
        return pb.GetCaseResponse(
            case=case_message(
                case,
                work.seal.title(case),
                subject_count=len(subjects),
                run=run,
                cells=cells,
            ),
            subjects=[
                pb.CaseSubject(
                    id=subject.id,
                    role=subject.role,
                    entity_type=subject.entity_type,
                    label=work.seal.label(case, subject),
                )
                for subject in subjects
            ],
            peers=list(dict.fromkeys(cell.peer for cell in cells)),
            cells=[
                cell_message(cell, contacts, flag=flags.get((cell.peer, cell.reference), ""))
                for cell in cells
            ],
            links=map(link_message, records.cases.links(reference)),
            facts=facts_message(work.seal.facts(case)),
        )

    def _heads(self, cases: Sequence[Case]) -> list[pb.Case]:
        return [self._head(case) for case in cases]

    def _head(self, case: Case) -> pb.Case:
        run, cells = self._last_run(case)
        return case_message(
            case,
            self._application.casework.seal.title(case),
            subject_count=len(self._application.records.cases.subjects(case.reference)),
            run=run,
            cells=cells,
        )

    def _last_run(self, case: Case) -> tuple[Run | None, list[Cell]]:
        runs = self._application.records.runs
        last = next(iter(runs.of_case(case.reference)), None)
        return last, runs.cells(last.id) if last else []


def _step(cells: Sequence[Cell]) -> str:
    states = {cell.state for cell in cells}
    if states <= {CellState.FAILED}:
        return "failed"
    return "waiting" if states <= {*OPEN_STATES, CellState.FAILED} else "answered"


def known_purposes(application: Application) -> tuple[str, ...]:
    """Return every purpose that an officer of this node may name."""
    return application.safeguards.governor.policy.known_purposes
