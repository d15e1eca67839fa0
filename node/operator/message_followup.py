"""Write outcomes, retractions and what is known of a person as messages of the protocol."""

from datetime import datetime

from matching.subject import EntityType
from node.domain.peer import DirectoryEntry
from node.domain.retraction import Retracted
from node.operator.message import field_messages, timestamp
from node.pb.operator.v1 import followup_pb2 as pb
from node.store.alerts import Tally
from node.subjectaccess import Access, Disclosed, Known


def count_message(tally: Tally) -> pb.OutcomeCount:
    """Write how many alerts of one kind there are."""
    return pb.OutcomeCount(
        direction=tally.direction,
        peer=tally.peer,
        entity_type=tally.entity_type,
        zone=tally.zone,
        state=tally.state,
        outcome=tally.outcome,
        count=tally.count,
    )


def retraction_message(retracted: Retracted, *, now: datetime) -> pb.Retraction:
    """Write a retraction, and whether its confirmation is late."""
    return pb.Retraction(
        id=retracted.id,
        direction=retracted.direction,
        peer=retracted.peer,
        alert_id=retracted.alert_id,
        reference=retracted.reference,
        case_reference=retracted.case_reference,
        entity_type=retracted.entity_type,
        change=retracted.change,
        sentence=retracted.sentence,
        raised_at=timestamp(retracted.raised_at),
        raised_by=retracted.raised_by,
        due_at=timestamp(retracted.due_at),
        acknowledged_at=timestamp(retracted.acknowledged_at),
        acknowledged_by=retracted.acknowledged_by,
        outcome=retracted.outcome,
        is_overdue=retracted.is_overdue(now),
    )


def access_message(
    found: Access, entity_type: EntityType, *, entry: DirectoryEntry
) -> pb.SearchSubjectResponse:
    """Write what is known of a person."""
    return pb.SearchSubjectResponse(
        reference=found.reference,
        searched_at=timestamp(found.searched_at),
        node=entry.id,
        agency=entry.name,
        records=[_record(known, entity_type) for known in found.records],
        registers=found.registers,
    )


def _record(known: Known, entity_type: EntityType) -> pb.SubjectRecord:
    return pb.SubjectRecord(
        register=known.register,
        entity_type=entity_type,
        zone=known.zone,
        fields=field_messages(known.fields),
        is_contested=known.is_contested,
        disclosures=map(_disclosure, known.disclosures),
        untold=known.untold,
    )


def _disclosure(disclosed: Disclosed) -> pb.SubjectDisclosure:
    alert = disclosed.alert
    return pb.SubjectDisclosure(
        recipient=alert.peer,
        agency=disclosed.agency,
        country=disclosed.country,
        case_reference=alert.case_reference,
        purpose=alert.purpose,
        offence=alert.offence,
        told_at=timestamp(alert.work.told_at),
        reference=alert.reference,
        outcome=alert.work.outcome,
        flag=alert.work.flag,
    )
