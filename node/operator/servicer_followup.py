"""Outcomes, retractions and subject access over the operator socket."""

import asyncio

from grpc import aio

from matching.subject import EntityType
from node.application import Application
from node.domain.alert import Direction
from node.domain.errors import JustificationError
from node.domain.notice import Change
from node.operator.message import fields_of, officer_of
from node.operator.message_followup import access_message, count_message, retraction_message
from node.operator.message_review import alert_message, chosen
from node.operator.rim import rim
from node.pb.operator.v1 import followup_pb2 as pb
from node.pb.operator.v1 import followup_pb2_grpc as services
from node.subjectaccess import Search


def add_followup_servicers(application: Application, server: aio.Server) -> None:
    """Serve what comes after a hit."""
    services.add_OutcomeServiceServicer_to_server(OutcomeServicer(application), server)
    services.add_RetractionServiceServicer_to_server(RetractionServicer(application), server)
    services.add_SubjectAccessServiceServicer_to_server(SubjectAccessServicer(application), server)


class OutcomeServicer(services.OutcomeServiceServicer):
    """Keeps and counts outcomes."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application

    async def RecordOutcome(  # noqa: N802 - named by the protocol
        self, request: pb.RecordOutcomeRequest, context: aio.ServicerContext
    ) -> pb.RecordOutcomeResponse:
        """Note what a peer's hit has led to."""
        async with rim(context):
            noted = await asyncio.to_thread(
                self._application.follow_up.outcomes.note,
                request.id,
                request.code,
                officer=officer_of(request.officer),
                tell=request.tell if request.HasField("tell") else None,
            )
            return pb.RecordOutcomeResponse(alert=alert_message(noted.alert), is_told=noted.is_told)

    async def CountOutcomes(  # noqa: N802 - named by the protocol
        self, _request: pb.CountOutcomesRequest, context: aio.ServicerContext
    ) -> pb.CountOutcomesResponse:
        """Count alerts by what became of them."""
        async with rim(context):
            counts = await asyncio.to_thread(self._application.records.alerts.tally)
            return pb.CountOutcomesResponse(counts=map(count_message, counts))


class RetractionServicer(services.RetractionServiceServicer):
    """Takes back, and confirms what was taken back."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._clock = application.clock
        self._follow_up = application.follow_up

    async def RetractRecord(  # noqa: N802 - named by the protocol
        self, request: pb.RetractRecordRequest, context: aio.ServicerContext
    ) -> pb.RetractRecordResponse:
        """Tell every past recipient that a record is wrong, gone or disputed."""
        async with rim(context):
            change = chosen(Change, request.change, what="change")
            if change is None:
                raise JustificationError("say what is so", hint=f"One of: {', '.join(Change)}")
            said = await asyncio.to_thread(
                self._follow_up.corrector.retract,
                request.register,
                request.record_id,
                change=change,
                officer=officer_of(request.officer),
            )
            now = self._clock.now()
            return pb.RetractRecordResponse(
                retractions=[retraction_message(each, now=now) for each in said]
            )

    async def LiftContest(  # noqa: N802 - named by the protocol
        self, request: pb.LiftContestRequest, context: aio.ServicerContext
    ) -> pb.LiftContestResponse:
        """End the contest of a record."""
        async with rim(context):
            said = await asyncio.to_thread(
                self._follow_up.corrector.lift,
                request.register,
                request.record_id,
                why=request.why,
                officer=officer_of(request.officer),
            )
            now = self._clock.now()
            return pb.LiftContestResponse(
                retractions=[retraction_message(each, now=now) for each in said]
            )

    async def ListRetractions(  # noqa: N802 - named by the protocol
        self, request: pb.ListRetractionsRequest, context: aio.ServicerContext
    ) -> pb.ListRetractionsResponse:
        """List retractions in both directions."""
        async with rim(context):
            direction = chosen(Direction, request.direction, what="direction")
            listed = await asyncio.to_thread(
                self._follow_up.retractions.all, direction, is_open=request.is_open
            )
            now = self._clock.now()
            return pb.ListRetractionsResponse(
                retractions=[retraction_message(each, now=now) for each in listed]
            )

    async def AcknowledgeRetraction(  # noqa: N802 - named by the protocol
        self, request: pb.AcknowledgeRetractionRequest, context: aio.ServicerContext
    ) -> pb.AcknowledgeRetractionResponse:
        """Confirm to the owner what was done."""
        async with rim(context):
            done = await asyncio.to_thread(
                self._follow_up.heeder.acknowledge,
                request.id,
                request.outcome,
                officer=officer_of(request.officer),
            )
            now = self._clock.now()
            return pb.AcknowledgeRetractionResponse(retraction=retraction_message(done, now=now))


class SubjectAccessServicer(services.SubjectAccessServiceServicer):
    """Searches for persons who ask."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application

    async def SearchSubject(  # noqa: N802 - named by the protocol
        self, request: pb.SearchSubjectRequest, context: aio.ServicerContext
    ) -> pb.SearchSubjectResponse:
        """Search the own registers, and what was told of the records found."""
        async with rim(context):
            kind = chosen(EntityType, request.entity_type, what="entity type")
            wanted = Search(kind or EntityType.PERSON, fields_of(request.fields), request.reference)
            found = await asyncio.to_thread(
                self._application.follow_up.access.search,
                wanted,
                officer=officer_of(request.officer),
            )
            return access_message(found, wanted.entity_type, entry=self._application.entry())
