"""Policy, alarms, assurances and the disclosure of records over the operator socket."""

import asyncio

from grpc import aio

from node.application import Application
from node.disclose import Proposal
from node.domain.errors import JustificationError
from node.domain.guard import AlarmState
from node.operator.message import officer_of
from node.operator.message_policy import (
    alarm_message,
    day_of,
    disclosure_message,
    gate_message,
    peer_rules_message,
    protection_message,
    rehearsal_message,
)
from node.operator.rim import rim
from node.pb.operator.v1 import policy_pb2 as pb
from node.pb.operator.v1 import policy_pb2_grpc as services
from node.policy.inforce import digest_of

_ALARMS_SHOWN = 100


def add_policy_servicers(application: Application, server: aio.Server) -> None:
    """Serve what officers do to set and watch the bounds of answering."""
    services.add_PolicyServiceServicer_to_server(PolicyServicer(application), server)
    services.add_AlarmServiceServicer_to_server(AlarmServicer(application), server)
    services.add_AssuranceServiceServicer_to_server(AssuranceServicer(application), server)
    services.add_DisclosureServiceServicer_to_server(DisclosureServicer(application), server)


class PolicyServicer(services.PolicyServiceServicer):
    """Shows, tries and sets the policy."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application
        self._governor = application.safeguards.governor

    async def GetPolicy(  # noqa: N802 - named by the protocol
        self, _request: pb.GetPolicyRequest, context: aio.ServicerContext
    ) -> pb.GetPolicyResponse:
        """Return the file in force and what it comes to for each peer."""
        async with rim(context):
            peers = await asyncio.to_thread(self._application.records.peers.all)
            policy = self._governor.policy
            return pb.GetPolicyResponse(
                document=self._governor.document,
                digest=self._governor.digest,
                peers=[peer_rules_message(peer, policy) for peer in peers],
                gate=map(gate_message, policy.gate),
                senior_officers=sorted(policy.senior_officers),
                protection=map(protection_message, policy.protection),
                protection_desk=policy.protection_desk,
            )

    async def CheckPolicy(  # noqa: N802 - named by the protocol
        self, request: pb.CheckPolicyRequest, context: aio.ServicerContext
    ) -> pb.CheckPolicyResponse:
        """Read a draft."""
        async with rim(context):
            self._governor.check(request.document)
            return pb.CheckPolicyResponse(digest=digest_of(request.document))

    async def TestPolicy(  # noqa: N802 - named by the protocol
        self, request: pb.TestPolicyRequest, context: aio.ServicerContext
    ) -> pb.TestPolicyResponse:
        """Run a draft over the journalled past."""
        async with rim(context):
            rehearsal = await asyncio.to_thread(self._governor.rehearse, request.document)
            return rehearsal_message(rehearsal)

    async def SetPolicy(  # noqa: N802 - named by the protocol
        self, request: pb.SetPolicyRequest, context: aio.ServicerContext
    ) -> pb.SetPolicyResponse:
        """Put a policy in force."""
        async with rim(context):
            digest = await asyncio.to_thread(
                self._governor.put, request.document, officer=officer_of(request.officer)
            )
            return pb.SetPolicyResponse(digest=digest)


class AlarmServicer(services.AlarmServiceServicer):
    """Shows and closes alarms of the guard."""

    def __init__(self, application: Application) -> None:
        """Keep the guard."""
        self._guard = application.safeguards.guard

    async def ListAlarms(  # noqa: N802 - named by the protocol
        self, request: pb.ListAlarmsRequest, context: aio.ServicerContext
    ) -> pb.ListAlarmsResponse:
        """List alarms, newest first."""
        async with rim(context):
            state = _state(request.state)
            limit = request.limit or _ALARMS_SHOWN
            alarms = await asyncio.to_thread(self._guard.alarms.all, state, limit=limit)
            return pb.ListAlarmsResponse(alarms=map(alarm_message, alarms))

    async def CloseAlarm(  # noqa: N802 - named by the protocol
        self, request: pb.CloseAlarmRequest, context: aio.ServicerContext
    ) -> pb.CloseAlarmResponse:
        """Close an alarm."""
        async with rim(context):
            closed = await asyncio.to_thread(
                self._guard.close,
                request.id,
                reason=request.reason,
                lift=request.lift,
                officer=officer_of(request.officer),
            )
            return pb.CloseAlarmResponse(alarm=alarm_message(closed))


class AssuranceServicer(services.AssuranceServiceServicer):
    """Records assurances."""

    def __init__(self, application: Application) -> None:
        """Keep who records them."""
        self._assurer = application.safeguards.assurer

    async def RecordAssurance(  # noqa: N802 - named by the protocol
        self, request: pb.RecordAssuranceRequest, context: aio.ServicerContext
    ) -> pb.RecordAssuranceResponse:
        """Record an assurance and open the alert that waited for it."""
        async with rim(context):
            opened = await asyncio.to_thread(
                self._assurer.assure,
                request.alert_id,
                statement=request.statement,
                officer=officer_of(request.officer),
            )
            return pb.RecordAssuranceResponse(
                alert_id=opened.id, state=opened.state, rule=opened.hold
            )


class DisclosureServicer(services.DisclosureServiceServicer):
    """Shows and takes decisions about who may be told of a record."""

    def __init__(self, application: Application) -> None:
        """Keep who takes them."""
        self._discloser = application.safeguards.discloser

    async def ListDisclosures(  # noqa: N802 - named by the protocol
        self, request: pb.ListDisclosuresRequest, context: aio.ServicerContext
    ) -> pb.ListDisclosuresResponse:
        """List what is decided or waits."""
        async with rim(context):
            listed = await asyncio.to_thread(self._discloser.all, request.register)
            return pb.ListDisclosuresResponse(disclosures=map(disclosure_message, listed))

    async def ProposeDisclosure(  # noqa: N802 - named by the protocol
        self, request: pb.ProposeDisclosureRequest, context: aio.ServicerContext
    ) -> pb.ProposeDisclosureResponse:
        """Propose a disclosure for one record."""
        async with rim(context):
            proposal = Proposal(
                request.register,
                request.record_id,
                request.disclosure,
                request.reason,
                day_of(request.review_on),
            )
            listed = await asyncio.to_thread(
                self._discloser.propose, proposal, officer=officer_of(request.officer)
            )
            return pb.ProposeDisclosureResponse(disclosure=disclosure_message(listed))

    async def ApproveDisclosure(  # noqa: N802 - named by the protocol
        self, request: pb.ApproveDisclosureRequest, context: aio.ServicerContext
    ) -> pb.ApproveDisclosureResponse:
        """Approve what another officer has proposed."""
        async with rim(context):
            listed = await asyncio.to_thread(
                self._discloser.approve,
                request.register,
                request.record,
                review_on=day_of(request.review_on),
                officer=officer_of(request.officer),
            )
            return pb.ApproveDisclosureResponse(disclosure=disclosure_message(listed))


def _state(text: str) -> AlarmState | None:
    if text and text not in set(AlarmState):
        known = ", ".join(AlarmState)
        raise JustificationError("that is no state of an alarm", hint=f"Known: {known}")
    return AlarmState(text) if text else None
