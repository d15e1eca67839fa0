"""The calls about alerts and decisions, as a part of the client of a node's socket."""

from dataclasses import asdict

import grpc

from node.operator import view_review as view
from node.operator.call import read, work
from node.operator.translate import message_of, view_of
from node.pb.operator.v1 import review_pb2 as pb
from node.pb.operator.v1 import review_pb2_grpc as services

NO_CONDITIONS = view.AlertConditions()


class ReviewClient:
    """Speaks with a running node about alerts."""

    def __init__(self, channel: grpc.Channel) -> None:
        """Use a channel to the node's socket."""
        self._alerts = services.AlertServiceStub(channel)
        self._reviews = services.ReviewServiceStub(channel)
        self._labels = services.LabelServiceStub(channel)

    def find(
        self,
        conditions: view.AlertConditions = NO_CONDITIONS,
        *,
        limit: int,
        order: str = "",
        after: str = "",
    ) -> view.Alerts:
        """Return alerts that meet conditions, in an order, beginning after the one named."""
        request = pb.ListAlertsRequest(
            conditions=_conditions(conditions), limit=limit, order=order, after=after
        )
        return view_of(view.Alerts, read(self._alerts.ListAlerts, request))

    def get(self, number: str, *, officer: str, with_record: bool) -> view.AlertFile:
        """Return one alert; opening the own record with it is journalled."""
        request = pb.GetAlertRequest(id=number, officer=officer, with_record=with_record)
        return view_of(view.AlertFile, read(self._alerts.GetAlert, request))

    def work(self, *, officer: str) -> view.Work:
        """Return how much asks for attention."""
        request = pb.CountWorkRequest(officer=officer)
        return view_of(view.Work, read(self._alerts.CountWork, request))

    def reasons(self) -> tuple[view.ReasonCode, ...]:
        """Return the coded reasons with their words."""
        response = read(self._alerts.ListReasons, pb.ListReasonsRequest())
        return tuple(view_of(view.ReasonCode, each) for each in response.reasons)

    def claim(self, number: str, *, officer: str) -> view.Alert:
        """Take an alert over, or renew one's claim."""
        request = pb.ClaimAlertRequest(id=number, officer=officer)
        return view_of(view.Alert, work(self._reviews.ClaimAlert, request).alert)

    def release(self, number: str, *, officer: str) -> view.Alert:
        """Give a claimed alert back."""
        request = pb.ReleaseAlertRequest(id=number, officer=officer)
        return view_of(view.Alert, work(self._reviews.ReleaseAlert, request).alert)

    def decide(self, number: str, ruling: view.Ruling, *, officer: str) -> view.Alert:
        """Decide about an incoming alert, as the first officer or the second."""
        request = pb.DecideAlertRequest(
            id=number, ruling=message_of(pb.Ruling, ruling), officer=officer
        )
        return view_of(view.Alert, work(self._reviews.DecideAlert, request).alert)

    def decide_all(
        self, conditions: view.AlertConditions, ruling: view.Ruling, *, officer: str
    ) -> view.Bulk:
        """Say the same of every alert that a filter lets through."""
        request = pb.DecideAlertsRequest(
            conditions=_conditions(conditions),
            ruling=message_of(pb.Ruling, ruling),
            officer=officer,
        )
        return view_of(view.Bulk, work(self._reviews.DecideAlerts, request))

    def reopen(self, number: str, *, reason: str, officer: str, revision: int = 0) -> view.Alert:
        """Undo a decision that has not left the house."""
        request = pb.ReopenAlertRequest(
            id=number, reason=reason, officer=officer, revision=revision
        )
        return view_of(view.Alert, work(self._reviews.ReopenAlert, request).alert)

    def suppress(self, number: str, *, reason: str, days: int, officer: str) -> view.Alert:
        """Lay a pair of record and peer aside until a day."""
        request = pb.SuppressPairRequest(id=number, reason=reason, days=days, officer=officer)
        return view_of(view.Alert, work(self._reviews.SuppressPair, request).alert)

    def suppressions(self) -> tuple[view.Suppression, ...]:
        """Return the pairs that are laid aside."""
        response = read(self._reviews.ListSuppressions, pb.ListSuppressionsRequest())
        return tuple(view_of(view.Suppression, each) for each in response.suppressions)

    def fulfil(self, number: str, *, officer: str) -> view.Alert:
        """Note that what a confirmation owes has gone out through the channel."""
        request = pb.FulfilAlertRequest(id=number, officer=officer)
        return view_of(view.Alert, work(self._reviews.FulfilAlert, request).alert)

    def labels(self, entity_type: str = "") -> tuple[view.PairLabel, ...]:
        """Return every decided pair of an entity type, or of all."""
        request = pb.ListLabelsRequest(entity_type=entity_type)
        response = read(self._labels.ListLabels, request)
        return tuple(view_of(view.PairLabel, each) for each in response.labels)

    def advice(self, entity_type: str) -> view.ModelAdvice:
        """Return what the decided pairs say of the model of an entity type."""
        request = pb.AdviseModelRequest(entity_type=entity_type)
        return view_of(view.ModelAdvice, read(self._labels.AdviseModel, request))


def _conditions(conditions: view.AlertConditions) -> pb.AlertConditions:
    plain = asdict(conditions)
    due = plain.pop("due_before")
    message = pb.AlertConditions(**plain)
    if due is not None:
        message.due_before.FromDatetime(due)
    return message
