"""The calls about policy, alarms and disclosures, as a part of the client of a node's socket."""

import grpc

from node.operator import view_policy as view
from node.operator.call import read, work
from node.operator.translate import view_of
from node.pb.operator.v1 import policy_pb2 as pb
from node.pb.operator.v1 import policy_pb2_grpc as services


class PolicyClient:
    """Speaks with a running node about the bounds of its answering."""

    def __init__(self, channel: grpc.Channel) -> None:
        """Use a channel to the node's socket."""
        self._policy = services.PolicyServiceStub(channel)
        self._alarms = services.AlarmServiceStub(channel)
        self._assurances = services.AssuranceServiceStub(channel)
        self._disclosures = services.DisclosureServiceStub(channel)

    def show(self) -> view.PolicyFile:
        """Return the policy in force."""
        return view_of(view.PolicyFile, read(self._policy.GetPolicy, pb.GetPolicyRequest()))

    def check(self, document: bytes) -> str:
        """Have the node read a draft; return its digest."""
        request = pb.CheckPolicyRequest(document=document)
        return str(work(self._policy.CheckPolicy, request).digest)

    def test(self, document: bytes) -> view.PolicyTest:
        """Have the node run a draft over its past."""
        request = pb.TestPolicyRequest(document=document)
        return view_of(view.PolicyTest, work(self._policy.TestPolicy, request))

    def put(self, document: bytes, *, officer: str) -> str:
        """Put a policy in force; return its digest."""
        request = pb.SetPolicyRequest(document=document, officer=officer)
        return str(work(self._policy.SetPolicy, request).digest)

    def alarms(self, *, state: str, limit: int) -> tuple[view.Alarm, ...]:
        """Return alarms, newest first."""
        request = pb.ListAlarmsRequest(state=state, limit=limit)
        response = read(self._alarms.ListAlarms, request)
        return tuple(view_of(view.Alarm, alarm) for alarm in response.alarms)

    def close_alarm(self, number: str, *, reason: str, lift: bool, officer: str) -> view.Alarm:
        """Close an alarm."""
        request = pb.CloseAlarmRequest(id=number, reason=reason, lift=lift, officer=officer)
        return view_of(view.Alarm, work(self._alarms.CloseAlarm, request).alarm)

    def assure(self, alert: str, *, statement: str, officer: str) -> view.Assured:
        """Record an assurance for the case of an alert that is held."""
        request = pb.RecordAssuranceRequest(alert_id=alert, statement=statement, officer=officer)
        return view_of(view.Assured, work(self._assurances.RecordAssurance, request))

    def disclosures(self, register: str) -> tuple[view.RecordDisclosure, ...]:
        """Return what is decided or waits, for one register or all."""
        request = pb.ListDisclosuresRequest(register=register)
        response = read(self._disclosures.ListDisclosures, request)
        return tuple(view_of(view.RecordDisclosure, each) for each in response.disclosures)

    def propose(
        self,
        register: str,
        record_id: str,
        *,
        disclosure: str,
        reason: str,
        review_on: str,
        officer: str,
    ) -> view.RecordDisclosure:
        """Propose who may be told of a record."""
        request = pb.ProposeDisclosureRequest(
            register=register,
            record_id=record_id,
            disclosure=disclosure,
            reason=reason,
            review_on=review_on,
            officer=officer,
        )
        response = work(self._disclosures.ProposeDisclosure, request)
        return view_of(view.RecordDisclosure, response.disclosure)

    def approve(
        self, register: str, record: str, *, review_on: str, officer: str
    ) -> view.RecordDisclosure:
        """Approve what another officer has proposed."""
        request = pb.ApproveDisclosureRequest(
            register=register, record=record, review_on=review_on, officer=officer
        )
        response = work(self._disclosures.ApproveDisclosure, request)
        return view_of(view.RecordDisclosure, response.disclosure)
