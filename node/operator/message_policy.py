"""Write policy, alarms and disclosures as messages of the operator protocol, and read dates."""

from datetime import date

from node.disclose import Listed
from node.domain.errors import JustificationError
from node.domain.guard import Alarm, Scope
from node.domain.peer import Peer
from node.domain.quota import Limit
from node.operator.message import timestamp
from node.pb.operator.v1 import policy_pb2 as pb
from node.policy.rehearse import Rehearsal
from node.policy.rules import GateRule, Policy, ProtectionRule


def peer_rules_message(peer: Peer, policy: Policy) -> pb.PeerRules:
    """Write what agreement and policy together allow a peer."""
    rules, agreement = policy.of(peer.id), peer.agreement
    purposes = agreement.purposes if rules.purposes is None else rules.purposes
    types = agreement.entity_types if rules.entity_types is None else rules.entity_types
    limits = rules.quotas.limits(
        Limit(agreement.token_quota_per_day, agreement.subject_quota_per_day)
    )
    return pb.PeerRules(
        peer=peer.id,
        purposes=sorted(agreement.purposes & purposes),
        offences=rules.offences,
        minimum_penalty_years=rules.minimum_penalty_years,
        entity_types=sorted(agreement.entity_types & types),
        categories=sorted(rules.categories or ()),
        disclosure=rules.disclosure,
        handling=rules.handling,
        limits=[
            _limit_message(Scope.PEER, limits.peer),
            _limit_message(Scope.OFFICER, limits.officer),
            _limit_message(Scope.CASE, limits.case),
        ],
    )


def gate_message(rule: GateRule) -> pb.GateRule:
    """Write a rule of the gate."""
    return pb.GateRule(
        name=rule.name,
        reason=rule.reason,
        offences=rule.offences,
        countries=sorted(rule.countries),
        categories=sorted(rule.categories),
    )


def protection_message(rule: ProtectionRule) -> pb.ProtectionRule:
    """Write a rule about protected persons."""
    return pb.ProtectionRule(
        desk=rule.desk,
        reason=rule.reason,
        offences=rule.offences,
        categories=sorted(rule.categories),
        genders=sorted(rule.genders),
    )


def rehearsal_message(rehearsal: Rehearsal) -> pb.TestPolicyResponse:
    """Write what a draft would have changed."""
    return pb.TestPolicyResponse(
        requests=rehearsal.requests,
        changes=[
            pb.PolicyChange(
                peer=change.peer,
                purpose=change.purpose,
                was=change.was,
                would_be=change.would_be,
                count=change.count,
            )
            for change in rehearsal.changes
        ],
        first=_day(rehearsal.first),
        last=_day(rehearsal.last),
    )


def alarm_message(alarm: Alarm) -> pb.Alarm:
    """Write an alarm."""
    return pb.Alarm(
        id=alarm.id,
        sign=alarm.sign,
        scope=alarm.scope,
        peer=alarm.asker.peer,
        asking_officer=alarm.asker.officer,
        case_reference=alarm.asker.case_reference,
        count=alarm.count,
        state=alarm.state,
        raised_at=timestamp(alarm.raised_at),
        until=timestamp(alarm.until),
        times=alarm.times,
        closed_by=alarm.closed_by,
        reason=alarm.reason,
    )


def disclosure_message(listed: Listed) -> pb.RecordDisclosure:
    """Write a decision about a record, with the record's own id."""
    decision = listed.decision
    return pb.RecordDisclosure(
        record_key=decision.record_key,
        register=decision.register,
        record_id=listed.record_id,
        setting=decision.setting,
        wished=decision.wished,
        state=listed.state,
        reason=decision.reason,
        proposed_by=decision.proposed_by,
        proposed_at=timestamp(decision.proposed_at),
        approved_by=decision.approved_by,
        approved_at=timestamp(decision.approved_at),
        review_on=_day(decision.review_on),
    )


def day_of(text: str) -> date | None:
    """Read a date; nothing stays nothing.

    Raises:
        JustificationError: It is no date.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise JustificationError(
            "the date of review is no date", hint="Write it as YYYY-MM-DD."
        ) from error


def _limit_message(scope: Scope, limit: Limit) -> pb.DayLimit:
    return pb.DayLimit(scope=scope, tokens=limit.tokens, subjects=limit.subjects)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
