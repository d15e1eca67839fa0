"""What makes a query stand, and what is kept of its subjects, to messages and back."""

from node.domain.exchange import AskedSubject, Standing
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.codec_subject import (
    asked_subject_from_proto,
    asked_subject_to_proto,
    entity_type_of,
    entity_type_to_proto,
)
from node.wire.strict import instant, malformed, name, parse, text, timestamp

_ID_CHARS_MAX = 64


def standing_to_proto(standing: Standing | None) -> pb.Standing | None:
    """Write the wish that a query be kept; nothing stays nothing."""
    if standing is None:
        return None
    return pb.Standing(
        query_id=standing.query_id,
        until=timestamp(standing.until),
        overlap=standing.overlap,
        reason=standing.reason,
    )


def standing_from_proto(message: pb.Query) -> Standing | None:
    """Read whether a query is to be kept, and until when."""
    if not message.HasField("standing"):
        return None
    wish = message.standing
    if not wish.query_id:
        raise malformed("standing query id")
    return Standing(
        query_id=name(wish.query_id, "standing query id", limit=_ID_CHARS_MAX),
        until=instant(wish.until, "until"),
        overlap=wish.overlap,
        reason=text(wish.reason, "reason"),
    )


def asked_bytes(asked: AskedSubject) -> bytes:
    """Serialise one subject in pseudonyms, to be sealed and kept."""
    message = pb.Query(
        entity_type=entity_type_to_proto(asked.subject.entity_type),
        subjects=[asked_subject_to_proto(asked)],
    )
    return message.SerializeToString(deterministic=True)


def asked_of(raw: bytes) -> AskedSubject:
    """Read what `asked_bytes` has written."""
    message = parse(pb.Query, raw)
    [subject] = message.subjects
    return asked_subject_from_proto(subject, entity_type_of(message.entity_type))
