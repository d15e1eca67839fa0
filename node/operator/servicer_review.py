"""Alerts, decisions about them, and what these teach, over the operator socket."""

import asyncio

from grpc import aio

from matching.subject import EntityType
from node.application import Application
from node.domain.alert import Alert
from node.domain.errors import JustificationError
from node.domain.reason import Verdict
from node.operator.message import officer_of
from node.operator.message_review import (
    advice_message,
    alert_message,
    chosen,
    filter_of,
    label_message,
    order_of,
    reason_messages,
    reviewed_message,
    ruling_of,
    suppression_message,
    work_message,
)
from node.operator.rim import rim
from node.pb.operator.v1 import review_pb2 as pb
from node.pb.operator.v1 import review_pb2_grpc as services

_ALERTS_SHOWN = 50


def add_review_servicers(application: Application, server: aio.Server) -> None:
    """Serve what officers do with alerts."""
    services.add_AlertServiceServicer_to_server(AlertServicer(application), server)
    services.add_ReviewServiceServicer_to_server(ReviewServicer(application), server)
    services.add_LabelServiceServicer_to_server(LabelServicer(application), server)


class AlertServicer(services.AlertServiceServicer):
    """Shows alerts."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application
        self._review = application.review

    async def ListAlerts(  # noqa: N802 - named by the protocol
        self, request: pb.ListAlertsRequest, context: aio.ServicerContext
    ) -> pb.ListAlertsResponse:
        """List alerts that meet conditions."""
        async with rim(context):
            wanted, order = filter_of(request.conditions), order_of(request.order)
            page = await asyncio.to_thread(
                self._review.page,
                wanted,
                limit=request.limit or _ALERTS_SHOWN,
                after=request.after,
                order=order,
            )
            total = await asyncio.to_thread(self._application.records.alerts.count, wanted)
            return pb.ListAlertsResponse(
                alerts=map(alert_message, page.alerts), total=total, next_after=page.next_after
            )

    async def GetAlert(  # noqa: N802 - named by the protocol
        self, request: pb.GetAlertRequest, context: aio.ServicerContext
    ) -> pb.GetAlertResponse:
        """Return one alert with its explanation, and the own record where that is asked."""
        async with rim(context):
            reviewed = await asyncio.to_thread(
                self._review.get,
                request.id,
                officer=officer_of(request.officer) if request.with_record else "",
                with_record=request.with_record,
            )
            return reviewed_message(
                reviewed, needs_second_review=self._needs_second(reviewed.alert)
            )

    async def CountWork(  # noqa: N802 - named by the protocol
        self, request: pb.CountWorkRequest, context: aio.ServicerContext
    ) -> pb.CountWorkResponse:
        """Count what asks for attention."""
        async with rim(context):
            officer = officer_of(request.officer)
            return work_message(await asyncio.to_thread(self._review.waiting, officer=officer))

    async def ListReasons(  # noqa: N802 - named by the protocol
        self, _request: pb.ListReasonsRequest, context: aio.ServicerContext
    ) -> pb.ListReasonsResponse:
        """Return the coded reasons."""
        async with rim(context):
            return pb.ListReasonsResponse(reasons=reason_messages())

    def _needs_second(self, alert: Alert) -> bool:
        rules = self._application.safeguards.governor.policy.of(alert.peer)
        return rules.second_review.asks(
            Verdict.CONFIRMED, offence=alert.offence, entity_type=alert.entity_type
        )


class ReviewServicer(services.ReviewServiceServicer):
    """Moves alerts as officers say."""

    def __init__(self, application: Application) -> None:
        """Keep the desk."""
        self._desk = application.desk

    async def ClaimAlert(  # noqa: N802 - named by the protocol
        self, request: pb.ClaimAlertRequest, context: aio.ServicerContext
    ) -> pb.ClaimAlertResponse:
        """Take an alert over."""
        async with rim(context):
            officer = officer_of(request.officer)
            claimed = await asyncio.to_thread(self._desk.decider.claim, request.id, officer=officer)
            return pb.ClaimAlertResponse(alert=alert_message(claimed))

    async def ReleaseAlert(  # noqa: N802 - named by the protocol
        self, request: pb.ReleaseAlertRequest, context: aio.ServicerContext
    ) -> pb.ReleaseAlertResponse:
        """Give a claimed alert back."""
        async with rim(context):
            officer = officer_of(request.officer)
            released = await asyncio.to_thread(
                self._desk.decider.release, request.id, officer=officer
            )
            return pb.ReleaseAlertResponse(alert=alert_message(released))

    async def DecideAlert(  # noqa: N802 - named by the protocol
        self, request: pb.DecideAlertRequest, context: aio.ServicerContext
    ) -> pb.DecideAlertResponse:
        """Decide about one alert."""
        async with rim(context):
            ruling, officer = ruling_of(request.ruling), officer_of(request.officer)
            decided = await asyncio.to_thread(
                self._desk.decider.decide, request.id, ruling, officer=officer
            )
            return pb.DecideAlertResponse(alert=alert_message(decided))

    async def DecideAlerts(  # noqa: N802 - named by the protocol
        self, request: pb.DecideAlertsRequest, context: aio.ServicerContext
    ) -> pb.DecideAlertsResponse:
        """Say the same of a whole filter."""
        async with rim(context):
            wanted, ruling = filter_of(request.conditions), ruling_of(request.ruling)
            done = await asyncio.to_thread(
                self._desk.decider.decide_all, wanted, ruling, officer=officer_of(request.officer)
            )
            return pb.DecideAlertsResponse(decided=done.decided, left=done.left)

    async def ReopenAlert(  # noqa: N802 - named by the protocol
        self, request: pb.ReopenAlertRequest, context: aio.ServicerContext
    ) -> pb.ReopenAlertResponse:
        """Undo a decision that has not left the house."""
        async with rim(context):
            opened = await asyncio.to_thread(
                self._desk.aside.reopen,
                request.id,
                reason=request.reason,
                officer=officer_of(request.officer),
                revision=request.revision,
            )
            return pb.ReopenAlertResponse(alert=alert_message(opened))

    async def SuppressPair(  # noqa: N802 - named by the protocol
        self, request: pb.SuppressPairRequest, context: aio.ServicerContext
    ) -> pb.SuppressPairResponse:
        """Lay a pair aside."""
        async with rim(context):
            laid = await asyncio.to_thread(
                self._desk.aside.suppress,
                request.id,
                reason=request.reason,
                days=request.days,
                officer=officer_of(request.officer),
            )
            return pb.SuppressPairResponse(alert=alert_message(laid))

    async def ListSuppressions(  # noqa: N802 - named by the protocol
        self, _request: pb.ListSuppressionsRequest, context: aio.ServicerContext
    ) -> pb.ListSuppressionsResponse:
        """List the pairs that are laid aside."""
        async with rim(context):
            pairs = await asyncio.to_thread(self._desk.suppressions.all)
            return pb.ListSuppressionsResponse(suppressions=map(suppression_message, pairs))

    async def FulfilAlert(  # noqa: N802 - named by the protocol
        self, request: pb.FulfilAlertRequest, context: aio.ServicerContext
    ) -> pb.FulfilAlertResponse:
        """Note that what a confirmation owes has gone out."""
        async with rim(context):
            officer = officer_of(request.officer)
            done = await asyncio.to_thread(self._desk.aside.fulfil, request.id, officer=officer)
            return pb.FulfilAlertResponse(alert=alert_message(done))


class LabelServicer(services.LabelServiceServicer):
    """Shows what decided pairs teach."""

    def __init__(self, application: Application) -> None:
        """Keep the desk."""
        self._desk = application.desk

    async def ListLabels(  # noqa: N802 - named by the protocol
        self, request: pb.ListLabelsRequest, context: aio.ServicerContext
    ) -> pb.ListLabelsResponse:
        """Return every decided pair."""
        async with rim(context):
            kind = chosen(EntityType, request.entity_type, what="entity type")
            labels = await asyncio.to_thread(self._desk.labels.all, kind)
            return pb.ListLabelsResponse(labels=map(label_message, labels))

    async def AdviseModel(  # noqa: N802 - named by the protocol
        self, request: pb.AdviseModelRequest, context: aio.ServicerContext
    ) -> pb.AdviseModelResponse:
        """Say what the decided pairs say of a model."""
        async with rim(context):
            kind = chosen(EntityType, request.entity_type, what="entity type")
            if kind is None:
                known = ", ".join(EntityType)
                raise JustificationError("name the entity type", hint=f"Known: {known}")
            return advice_message(await asyncio.to_thread(self._desk.teacher.advise, kind))
