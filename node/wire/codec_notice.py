"""Notices and their acknowledgements to messages and back, as strict as the other codecs.

A kind of notice is one line in `_WRITERS` and one in `_READERS`; a body that is in neither is of a
kind that this release does not know.
"""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import replace

from google.protobuf.message import Message

from node.domain.errors import EnvelopeError, PeerAnswerError, RefusedError
from node.domain.exchange import Channel, ContactPoint, Outcome, Receipt
from node.domain.notice import (
    CODE,
    Body,
    Change,
    Feedback,
    LateHit,
    Notice,
    NoticeRefusal,
    Overlap,
    Retraction,
    RetractionAcknowledged,
    WithdrawalCause,
    Withdrawn,
)
from node.domain.peer import DirectoryEntry
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.codec import (
    DESK_CHARS_MAX,
    ID_CHARS_MAX,
    checkpoint_of,
    receipt_from_proto,
    subject_answer_from_proto,
    subject_answer_to_proto,
)
from node.wire.receipt import require_proof
from node.wire.strict import (
    at_most,
    instant,
    malformed,
    member,
    name,
    node_id,
    parse,
    text,
    timestamp,
)

CODE_CHARS_MAX = 64
LANGUAGES_MAX = 16
CHANNELS_MAX = 8
OVERLAP_BYTES_MAX = 3_900
"""What the one size of notices leaves beside the longest journal head."""
_LANGUAGE_CHARS_MAX = 16


def notice_to_proto(notice: Notice, checkpoint: str = "") -> pb.Notice:
    """Write a notice, with the sender's latest journal head where it is to be sent."""
    message = pb.Notice(
        id=notice.id, written_at=timestamp(notice.written_at), checkpoint=checkpoint
    )
    field, write = _WRITERS[type(notice.body)]
    getattr(message, field).CopyFrom(write(notice.body))
    return message


def notice_from_proto(message: pb.Notice) -> tuple[Notice, str]:
    """Read a notice and the sender's journal head.

    Raises:
        EnvelopeError: Something in it is not what the protocol allows.
        RefusedError: It is of a kind that this release does not know.
    """
    notice_id, written_at = _uuid(message.id), instant(message.written_at, "written at")
    read = _READERS.get(message.WhichOneof("body") or "")
    if read is None:
        raise RefusedError(NoticeRefusal.UNKNOWN_KIND, "a notice of this kind is not known here")
    return Notice(notice_id, written_at, read(message)), checkpoint_of(message.checkpoint)


def notice_bytes(notice: Notice) -> bytes:
    """Serialise a notice without a journal head: the same bytes whenever it is sent again."""
    return notice_to_proto(notice).SerializeToString(deterministic=True)


def notice_of(raw: bytes) -> Notice:
    """Read what `notice_bytes` has written."""
    return notice_from_proto(parse(pb.Notice, raw))[0]


def acknowledgement_bytes(notice_id: str) -> bytes:
    """Serialise an acknowledgement without its receipt: what the answer hash is taken of."""
    return pb.Acknowledgement(notice_id=notice_id).SerializeToString(deterministic=True)


def read_acknowledgement(
    payload: bytes, notice_id: str, *, notice_hash: bytes, peer: DirectoryEntry
) -> Receipt:
    """Return the receipt of a peer for exactly this notice.

    Raises:
        PeerAnswerError: It acknowledges something else, or the receipt does not prove it.
    """
    try:
        message = parse(pb.Acknowledgement, payload)
        receipt = receipt_from_proto(message.receipt)
        message.ClearField("receipt")
        written = message.SerializeToString(deterministic=True)
    except EnvelopeError as error:
        raise PeerAnswerError(f"{peer.id} sent no valid acknowledgement") from error
    if written != acknowledgement_bytes(notice_id):
        raise PeerAnswerError(f"{peer.id} acknowledged another notice")
    answered = hashlib.sha256(written).digest()
    require_proof(receipt, query_hash=notice_hash, answer_hash=answered, peer=peer)
    return receipt


def _late_hit_to_proto(body: LateHit) -> pb.LateHit:
    return pb.LateHit(query_id=body.query_id, answer=subject_answer_to_proto(body.told))


def _late_hit_from_proto(message: pb.LateHit) -> LateHit:
    told = subject_answer_from_proto(message.answer)
    if told.outcome is not Outcome.HIT or told.refusal or not told.contact_point:
        raise malformed("late hit")
    return LateHit(_query_id(message.query_id), told)


def _overlap_to_proto(body: Overlap) -> pb.Overlap:
    message = pb.Overlap(
        query_id=body.query_id,
        number=body.number,
        node=body.node,
        contact_point=_desk_to_proto(body.contact_point),
        reference=body.reference,
        substitute=_desk_to_proto(body.substitute) if body.substitute else None,
    )
    _fit(message)
    return message


def _overlap_from_proto(message: pb.Overlap) -> Overlap:
    return Overlap(
        _query_id(message.query_id),
        message.number,
        node_id(message.node, "node"),
        _desk_from_proto(message.contact_point),
        _reference(message.reference),
        _desk_from_proto(message.substitute) if message.HasField("substitute") else None,
    )


def _fit(message: pb.Overlap) -> None:
    """Leave out what an officer misses least, until a notice has room for it beside any head."""
    for owner, left_out in (
        (message.substitute, "channels"),
        (message, "substitute"),
        (message.contact_point, "channels"),
    ):
        if message.ByteSize() <= OVERLAP_BYTES_MAX:
            return
        owner.ClearField(left_out)


def _desk_to_proto(point: ContactPoint) -> pb.ContactPoint:
    message = contact_point_to_proto(point)
    for each in point.channels[:CHANNELS_MAX]:
        message.channels.add(name=each.name, address=each.address)
    return message


def _desk_from_proto(message: pb.ContactPoint) -> ContactPoint:
    at_most(CHANNELS_MAX, len(message.channels), field="channels")
    channels = tuple(
        Channel(text(each.name, "channel"), text(each.address, "address"))
        for each in message.channels
    )
    return replace(contact_point_from_proto(message), channels=channels)


def contact_point_to_proto(point: ContactPoint) -> pb.ContactPoint:
    """Write a desk without its further channels and its substitute."""
    return pb.ContactPoint(
        id=point.id,
        agency=point.agency,
        desk=point.desk,
        channel=point.channel,
        address=point.address,
        phone=point.phone,
        email=point.email,
        languages=point.languages,
        hours=point.hours,
        time_zone=point.time_zone,
    )


def contact_point_from_proto(message: pb.ContactPoint) -> ContactPoint:
    """Read a desk as `contact_point_to_proto` has written it."""
    at_most(LANGUAGES_MAX, len(message.languages), field="languages")
    return ContactPoint(
        id=name(message.id, "contact point", limit=DESK_CHARS_MAX),
        agency=text(message.agency, "agency"),
        desk=text(message.desk, "desk"),
        channel=text(message.channel, "channel"),
        address=text(message.address, "address"),
        phone=text(message.phone, "phone"),
        email=text(message.email, "e-mail"),
        languages=tuple(
            text(each, "language", limit=_LANGUAGE_CHARS_MAX) for each in message.languages
        ),
        hours=text(message.hours, "hours"),
        time_zone=name(message.time_zone, "time zone", limit=ID_CHARS_MAX),
    )


def _withdrawn_to_proto(body: Withdrawn) -> pb.Withdrawn:
    return pb.Withdrawn(query_id=body.query_id, cause=body.cause)


def _withdrawn_from_proto(message: pb.Withdrawn) -> Withdrawn:
    cause = member(WithdrawalCause, message.cause, field="cause")
    return Withdrawn(_query_id(message.query_id), cause)


def _feedback_to_proto(body: Feedback) -> pb.Feedback:
    return pb.Feedback(reference=body.reference, outcome=body.outcome)


def _feedback_from_proto(message: pb.Feedback) -> Feedback:
    return Feedback(_reference(message.reference), _code(message.outcome, "outcome"))


def _retraction_to_proto(body: Retraction) -> pb.Retraction:
    return pb.Retraction(reference=body.reference, change=body.change, sentence=body.sentence)


def _retraction_from_proto(message: pb.Retraction) -> Retraction:
    return Retraction(
        _reference(message.reference),
        member(Change, message.change, field="change"),
        _code(message.sentence, "sentence") if message.sentence else "",
    )


def _acknowledged_to_proto(body: RetractionAcknowledged) -> pb.RetractionAcknowledged:
    return pb.RetractionAcknowledged(notice_id=body.notice_id, outcome=body.outcome)


def _acknowledged_from_proto(message: pb.RetractionAcknowledged) -> RetractionAcknowledged:
    return RetractionAcknowledged(_uuid(message.notice_id), _code(message.outcome, "outcome"))


_WRITERS: dict[type[Body], tuple[str, Callable[..., Message]]] = {
    LateHit: ("late_hit", _late_hit_to_proto),
    Overlap: ("overlap", _overlap_to_proto),
    Withdrawn: ("withdrawn", _withdrawn_to_proto),
    Feedback: ("feedback", _feedback_to_proto),
    Retraction: ("retraction", _retraction_to_proto),
    RetractionAcknowledged: ("retraction_acknowledged", _acknowledged_to_proto),
}
_READERS: dict[str, Callable[[pb.Notice], Body]] = {
    "late_hit": lambda message: _late_hit_from_proto(message.late_hit),
    "overlap": lambda message: _overlap_from_proto(message.overlap),
    "withdrawn": lambda message: _withdrawn_from_proto(message.withdrawn),
    "feedback": lambda message: _feedback_from_proto(message.feedback),
    "retraction": lambda message: _retraction_from_proto(message.retraction),
    "retraction_acknowledged": lambda message: _acknowledged_from_proto(
        message.retraction_acknowledged
    ),
}


def _uuid(value: str) -> str:
    try:
        known = str(uuid.UUID(value))
    except ValueError as error:
        raise malformed("notice id") from error
    if known != value:
        raise malformed("notice id")
    return value


def _query_id(value: str) -> str:
    return name(value, "query id", limit=ID_CHARS_MAX)


def _reference(value: str) -> str:
    if not value:
        raise malformed("reference")
    return name(value, "reference", limit=DESK_CHARS_MAX)


def _code(value: str, field: str) -> str:
    if len(value) > CODE_CHARS_MAX or not CODE.fullmatch(value):
        raise malformed(field)
    return value
