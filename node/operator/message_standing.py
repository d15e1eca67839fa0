"""Write standing queries as messages of the operator protocol."""

from node.domain.case import Cell
from node.domain.standing import Held, StandingQuery
from node.operator.message import timestamp
from node.pb.operator.v1 import standing_pb2 as pb


def answer_message(cell: Cell) -> pb.StandingAnswer:
    """Write what a peer said about a subject."""
    return pb.StandingAnswer(
        subject=cell.subject,
        peer=cell.peer,
        state=cell.state,
        reason=cell.refusal or cell.error,
    )


def standing_message(standing: StandingQuery) -> pb.StandingQuery:
    """Write a query of ours that a peer keeps."""
    return pb.StandingQuery(
        id=standing.id,
        peer=standing.peer,
        case_reference=standing.case_reference,
        entity_type=standing.entity_type,
        subjects=standing.subjects,
        officer=standing.officer,
        overlap=standing.overlap,
        state=standing.state,
        begun_at=timestamp(standing.begun_at),
        until=timestamp(standing.until),
        ended_at=timestamp(standing.ended_at),
        epoch=standing.epoch,
    )


def held_message(held: Held, *, matches: bool) -> pb.HeldQuery:
    """Write a query that this node keeps for a peer."""
    return pb.HeldQuery(
        peer=held.peer,
        id=held.id,
        case_reference=held.case_reference,
        entity_type=held.entity_type,
        subjects=held.subjects,
        overlap=held.overlap,
        begun_at=timestamp(held.begun_at),
        until=timestamp(held.until),
        touched=held.told,
        matches=matches,
    )
