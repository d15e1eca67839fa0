"""The calls about what comes after a hit, as a part of the client of a node's socket."""

from collections.abc import Mapping, Sequence

import grpc

from node.operator import view_followup as view
from node.operator.call import read, work
from node.operator.translate import view_of
from node.pb.operator.v1 import followup_pb2 as pb
from node.pb.operator.v1 import followup_pb2_grpc as services
from node.pb.operator.v1 import operator_pb2


class FollowUpClient:
    """Speaks with a running node about outcomes, retractions and subject access."""

    def __init__(self, channel: grpc.Channel) -> None:
        """Use a channel to the node's socket."""
        self._outcomes = services.OutcomeServiceStub(channel)
        self._retractions = services.RetractionServiceStub(channel)
        self._access = services.SubjectAccessServiceStub(channel)

    def record_outcome(
        self, number: str, *, code: str, officer: str, tell: bool | None = None
    ) -> view.Recorded:
        """Note what a peer's hit has led to; None tells the owner as the settings say."""
        request = pb.RecordOutcomeRequest(id=number, code=code, officer=officer, tell=tell)
        return view_of(view.Recorded, work(self._outcomes.RecordOutcome, request))

    def outcomes(self) -> tuple[view.OutcomeCount, ...]:
        """Return counts of alerts by what became of them."""
        response = read(self._outcomes.CountOutcomes, pb.CountOutcomesRequest())
        return tuple(view_of(view.OutcomeCount, each) for each in response.counts)

    def retract(
        self, register: str, record_id: str, *, change: str, officer: str
    ) -> tuple[view.Retraction, ...]:
        """Tell every past recipient that a record is wrong, gone or disputed."""
        request = pb.RetractRecordRequest(
            register=register, record_id=record_id, change=change, officer=officer
        )
        response = work(self._retractions.RetractRecord, request)
        return tuple(view_of(view.Retraction, each) for each in response.retractions)

    def lift(
        self, register: str, record_id: str, *, why: str, officer: str
    ) -> tuple[view.Retraction, ...]:
        """End the contest of a record, and tell whoever was told of it."""
        request = pb.LiftContestRequest(
            register=register, record_id=record_id, why=why, officer=officer
        )
        response = work(self._retractions.LiftContest, request)
        return tuple(view_of(view.Retraction, each) for each in response.retractions)

    def retractions(
        self, *, direction: str = "", is_open: bool = False
    ) -> tuple[view.Retraction, ...]:
        """Return retractions in both directions or one, oldest first."""
        request = pb.ListRetractionsRequest(direction=direction, is_open=is_open)
        response = read(self._retractions.ListRetractions, request)
        return tuple(view_of(view.Retraction, each) for each in response.retractions)

    def acknowledge(self, number: str, *, outcome: str, officer: str) -> view.Retraction:
        """Confirm to the owner what was done with something it has taken back."""
        request = pb.AcknowledgeRetractionRequest(id=number, outcome=outcome, officer=officer)
        response = work(self._retractions.AcknowledgeRetraction, request)
        return view_of(view.Retraction, response.retraction)

    def search_subject(
        self,
        entity_type: str,
        fields: Mapping[str, Sequence[str]],
        *,
        reference: str,
        officer: str,
    ) -> view.Access:
        """Search the own registers for a person who asks; journalled."""
        request = pb.SearchSubjectRequest(
            entity_type=entity_type,
            fields=[operator_pb2.Field(name=name, values=each) for name, each in fields.items()],
            reference=reference,
            officer=officer,
        )
        return view_of(view.Access, work(self._access.SearchSubject, request))
