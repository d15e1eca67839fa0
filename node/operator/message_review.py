"""Write alerts, suppressions and labels as messages of the operator protocol; read conditions."""

from collections.abc import Iterator
from datetime import UTC
from enum import StrEnum
from typing import TypeVar

from matching.subject import EntityType
from matching.zone import Band
from node.decide import Ruling
from node.domain.alert import Alert, AlertState, Direction, Zone
from node.domain.errors import JustificationError
from node.domain.peer import NodeId
from node.domain.reason import REASONS, WORDS, Reopening, Verdict
from node.operator.message import contact_message, field_messages, timestamp
from node.pb.operator.v1 import review_pb2 as pb
from node.review import Reviewed, Waiting
from node.store.alertfilter import AlertFilter, Order
from node.store.labels import Label
from node.store.suppressions import Suppression
from node.teach import ModelAdvice

E = TypeVar("E", bound=StrEnum)


def alert_message(alert: Alert) -> pb.Alert:
    """Write an alert, without its explanation."""
    work = alert.work
    return pb.Alert(
        id=alert.id,
        direction=alert.direction,
        state=alert.state,
        zone=alert.zone,
        band=alert.band,
        peer=alert.peer,
        entity_type=alert.entity_type,
        query_id=alert.query_id,
        subject_number=alert.subject_number,
        case_reference=alert.case_reference,
        reference=alert.reference,
        contact_point=alert.contact_point,
        model=alert.model,
        created_at=timestamp(alert.created_at),
        times=alert.times,
        purpose=alert.purpose,
        offence=alert.offence,
        hold=alert.hold,
        category=alert.category,
        urgency=alert.urgency,
        weight=alert.weight,
        revision=work.revision,
        claimed_by=work.claimed_by,
        claimed_at=timestamp(work.claimed_at),
        claimed_until=timestamp(work.claimed_until),
        verdict=work.verdict,
        reason=work.reason,
        decided_by=work.decided_by,
        decided_at=timestamp(work.decided_at),
        second_by=work.second_by,
        told_at=timestamp(work.told_at),
        due_at=timestamp(work.due_at),
        clock=work.clock,
        escalated_at=timestamp(work.escalated_at),
        reminded_at=timestamp(work.reminded_at),
        flag=work.flag,
        outcome=work.outcome,
        outcome_at=timestamp(work.outcome_at),
    )


def reviewed_message(reviewed: Reviewed, *, needs_second_review: bool) -> pb.GetAlertResponse:
    """Write one alert with everything that helps to decide."""
    other = reviewed.other
    return pb.GetAlertResponse(
        alert=alert_message(reviewed.alert),
        findings=[
            pb.Finding(attribute=found.attribute, level=found.level, bits=found.bits)
            for found in reviewed.findings
        ],
        advice=reviewed.advice,
        record=field_messages(reviewed.record),
        note=reviewed.note,
        earlier=map(alert_message, reviewed.earlier),
        needs_second_review=needs_second_review,
        other_desk=None if other is None else contact_message(other.contact_point),
        told_by="" if other is None else other.told_by,
        subject="" if other is None else other.subject,
        other_substitute=contact_message(other.substitute) if other and other.substitute else None,
    )


def work_message(waiting: Waiting) -> pb.CountWorkResponse:
    """Write how much asks for attention."""
    return pb.CountWorkResponse(
        new=waiting.new,
        mine=waiting.mine,
        second_review=waiting.second_review,
        overdue=waiting.overdue,
        escalated=waiting.escalated,
        held=waiting.held,
        flagged=waiting.flagged,
    )


def reason_messages() -> Iterator[pb.ReasonCode]:
    """Yield every coded reason with its words."""
    for verdict, reasons in REASONS.items():
        for reason in reasons:
            yield pb.ReasonCode(verdict=verdict, code=reason, words=WORDS[reason])
    for reopening in Reopening:
        yield pb.ReasonCode(verdict="reopen", code=reopening, words=WORDS[reopening])


def suppression_message(suppression: Suppression) -> pb.Suppression:
    """Write a pair that is laid aside."""
    return pb.Suppression(
        record_key=suppression.record_key,
        peer=suppression.peer,
        owner=suppression.owner,
        reason=suppression.reason,
        since=timestamp(suppression.since),
        until=timestamp(suppression.until),
    )


def label_message(label: Label) -> pb.PairLabel:
    """Write a decided pair; its alert is left out, so that nothing leads back to it."""
    return pb.PairLabel(
        entity_type=label.entity_type,
        model=label.model,
        zone=label.zone,
        weight=label.weight,
        levels=[
            pb.LabelLevel(column=column, level=level) for column, level in label.levels.items()
        ],
        is_match=label.is_match,
        reason=label.reason,
        source=label.source,
        decided_at=timestamp(label.decided_at),
    )


def advice_message(advice: ModelAdvice) -> pb.AdviseModelResponse:
    """Write what the decided pairs say of a model."""
    return pb.AdviseModelResponse(
        model=advice.model,
        matches=advice.thresholds.matches,
        others=advice.thresholds.others,
        hit_threshold=advice.thresholds.hit,
        possible_threshold=advice.thresholds.possible,
        advised_hit=advice.thresholds.advised_hit,
        advised_possible=advice.thresholds.advised_possible,
        sentences=advice.sentences,
        levels=[
            pb.LevelAdvice(
                column=each.column,
                level=each.level,
                stated=each.stated,
                counted=each.counted,
                pairs=each.pairs,
            )
            for each in advice.levels
        ],
    )


def filter_of(message: pb.AlertConditions) -> AlertFilter:
    """Read conditions.

    Raises:
        JustificationError: One of them names something that there is not; the hint has what is.
    """
    has_time = message.HasField("due_before")
    return AlertFilter(
        direction=chosen(Direction, message.direction, what="direction"),
        state=chosen(AlertState, message.state, what="state of an alert"),
        zone=chosen(Zone, message.zone, what="zone"),
        band=chosen(Band, message.band, what="band"),
        peer=NodeId(message.peer) if message.peer else None,
        entity_type=chosen(EntityType, message.entity_type, what="entity type"),
        case_reference=message.case_reference or None,
        claimed_by=message.claimed_by or None,
        due_before=message.due_before.ToDatetime(tzinfo=UTC) if has_time else None,
        is_escalated=message.is_escalated or None,
        is_flagged=message.is_flagged or None,
        id_beginning=message.id_beginning or None,
    )


def order_of(text: str) -> Order:
    """Read an order; nothing is the newest first.

    Raises:
        JustificationError: There is no such order.
    """
    return chosen(Order, text, what="order") or Order.NEWEST


def ruling_of(message: pb.Ruling) -> Ruling:
    """Read what an officer says.

    Raises:
        JustificationError: There is no such verdict.
    """
    verdict = chosen(Verdict, message.verdict, what="verdict")
    if verdict is None:
        raise JustificationError("a decision needs a verdict", hint=f"One of: {_all(Verdict)}")
    return Ruling(verdict, message.reason, message.note, message.revision)


def chosen(kind: type[E], text: str, *, what: str) -> E | None:
    """Read one of several words; nothing stays nothing.

    Raises:
        JustificationError: It is none of them.
    """
    if text and text not in set(kind):
        raise JustificationError(f"{text!r} is no {what}", hint=f"Known: {_all(kind)}")
    return kind(text) if text else None


def _all(kind: type[StrEnum]) -> str:
    return ", ".join(each for each in kind if each)
