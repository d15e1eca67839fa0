"""Domain values to messages and back, in pairs; the only translator between the two.

Reading is strict: sizes before content, no unknown word, nothing left out that the domain needs.
What is wrong raises `EnvelopeError` with the fault `malformed`, whoever sent it; the line to a
peer turns that into `PeerAnswerError`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from matching.subject import LABEL_BYTES, EntityType
from node.domain.errors import JustificationError
from node.domain.exchange import (
    Answer,
    Band,
    Handling,
    Outcome,
    Query,
    Receipt,
    Refusal,
    SubjectAnswer,
)
from node.domain.justification import Aim, Category, Justification, Urgency
from node.domain.peer import Announcement, Epoch
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.codec_standing import standing_from_proto, standing_to_proto
from node.wire.codec_subject import (
    asked_subject_from_proto,
    asked_subject_to_proto,
    entity_type_of,
    entity_type_to_proto,
)
from node.wire.strict import (
    at_most,
    exactly,
    instant,
    lines,
    malformed,
    member,
    name,
    node_id,
    parse,
    text,
    timestamp,
)

SUBJECTS_MAX = 64
"""Subjects of one query."""
ID_CHARS_MAX = 64
DESK_CHARS_MAX = 80
"""Contact point and reference: with these, 64 hits always fit the one size of an answer."""
MODEL_CHARS_MAX = 40
CHECKPOINT_CHARS_MAX = 4_096
COSIGNATURE_CHARS_MAX = 240
"""A size and one line with the longest short name and 76 bytes have 209."""
EPOCHS_MAX = 16
VERSIONS_MAX = 8
KEY_BYTES = 32
DIGEST_BYTES = 32
SIGNATURE_BYTES = 64
ELEMENT_BYTES = 32
ELEMENT_COUNTS = (16, 32, 64, 128)
"""A batch is padded to one of these with random points, so that it tells little of its size."""

_OUTCOMES = {
    Outcome.HIT: pb.OUTCOME_HIT,
    Outcome.NO_HIT: pb.OUTCOME_NO_HIT,
    Outcome.REFUSED: pb.OUTCOME_REFUSED,
}
_OUTCOME_OF = {number: outcome for outcome, number in _OUTCOMES.items()}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Blinded elements with the reason for evaluating them."""

    query_id: str
    entity_type: EntityType
    epoch: int
    justification: Justification
    officer: str
    elements: tuple[bytes, ...] = field(repr=False)
    """16, 32, 64 or 128 of 32 bytes."""


def justification_to_proto(justification: Justification) -> pb.Justification:
    """Write why something is asked."""
    return pb.Justification(
        case_reference=justification.case_reference,
        legal_basis=justification.legal_basis,
        purpose=justification.purpose,
        offence=justification.offence,
        category=justification.category,
        aim=justification.aim,
        urgency=justification.urgency,
        urgency_reason=justification.urgency_reason,
    )


def justification_from_proto(message: pb.Justification) -> Justification:
    """Read why something is asked; an incomplete one is no justification."""
    try:
        return Justification(
            case_reference=text(message.case_reference, "case reference"),
            legal_basis=text(message.legal_basis, "legal basis"),
            purpose=text(message.purpose, "purpose"),
            offence=text(message.offence, "offence"),
            category=member(Category, message.category, field="category"),
            aim=member(Aim, message.aim, field="aim"),
            urgency=member(Urgency, message.urgency, field="urgency"),
            urgency_reason=text(message.urgency_reason, "reason of the urgency"),
        )
    except JustificationError as error:
        raise malformed("justification") from error


def evaluation_to_proto(evaluation: Evaluation, checkpoint: str) -> pb.Evaluation:
    """Write blinded elements with the asker's latest journal head."""
    return pb.Evaluation(
        query_id=evaluation.query_id,
        entity_type=entity_type_to_proto(evaluation.entity_type),
        epoch=evaluation.epoch,
        justification=justification_to_proto(evaluation.justification),
        officer=evaluation.officer,
        elements=elements_to_bytes(evaluation.elements),
        checkpoint=checkpoint,
    )


def evaluation_from_proto(message: pb.Evaluation) -> tuple[Evaluation, str]:
    """Read blinded elements and the asker's journal head."""
    evaluation = Evaluation(
        query_id=name(message.query_id, "query id", limit=ID_CHARS_MAX),
        entity_type=entity_type_of(message.entity_type),
        epoch=message.epoch,
        justification=justification_from_proto(message.justification),
        officer=name(message.officer, "officer", limit=ID_CHARS_MAX),
        elements=elements_from_bytes(message.elements),
    )
    return evaluation, checkpoint_of(message.checkpoint)


def elements_to_bytes(elements: Sequence[bytes]) -> bytes:
    """Join a batch of elements; its size must be one of `ELEMENT_COUNTS`."""
    joined = b"".join(elements)
    if len(elements) not in ELEMENT_COUNTS or len(joined) != len(elements) * ELEMENT_BYTES:
        raise ValueError(f"a batch has {ELEMENT_COUNTS} elements of {ELEMENT_BYTES} bytes")
    return joined


def elements_from_bytes(joined: bytes) -> tuple[bytes, ...]:
    """Split a batch of elements; whether each is a group element is for the OPRF to say."""
    count, rest = divmod(len(joined), ELEMENT_BYTES)
    if rest or count not in ELEMENT_COUNTS:
        raise malformed("elements")
    starts = range(0, len(joined), ELEMENT_BYTES)
    return tuple(joined[start : start + ELEMENT_BYTES] for start in starts)


def query_to_proto(query: Query, checkpoint: str) -> pb.Query:
    """Write a query, all of whose subjects are of one entity type, with the asker's head."""
    (entity_type,) = query.entity_types
    return pb.Query(
        id=query.id,
        justification=justification_to_proto(query.justification),
        officer=query.officer,
        epoch=query.epoch,
        entity_type=entity_type_to_proto(entity_type),
        subjects=map(asked_subject_to_proto, query.subjects),
        checkpoint=checkpoint,
        standing=standing_to_proto(query.standing),
    )


def query_from_proto(message: pb.Query) -> tuple[Query, str]:
    """Read a query and the asker's journal head; subjects are numbered from 0 without a gap."""
    at_most(SUBJECTS_MAX, len(message.subjects), field="subjects")
    numbers = [subject.number for subject in message.subjects]
    if not numbers or numbers != list(range(len(numbers))):
        raise malformed("subjects")
    entity_type = entity_type_of(message.entity_type)
    query = Query(
        id=name(message.id, "query id", limit=ID_CHARS_MAX),
        justification=justification_from_proto(message.justification),
        officer=name(message.officer, "officer", limit=ID_CHARS_MAX),
        epoch=message.epoch,
        subjects=tuple(asked_subject_from_proto(s, entity_type) for s in message.subjects),
        standing=standing_from_proto(message),
    )
    return query, checkpoint_of(message.checkpoint)


def query_digest(query: Query) -> bytes:
    """SHA-256 of a query, 32 bytes: the same whenever it is sent again, under whatever head."""
    raw = query_to_proto(query, "").SerializeToString(deterministic=True)
    return hashlib.sha256(raw).digest()


def answer_to_proto(answer: Answer) -> pb.Answer:
    """Write an answer, its receipt left empty."""
    subjects = map(subject_answer_to_proto, answer.subjects)
    return pb.Answer(query_id=answer.query_id, subjects=subjects)


def answer_from_proto(message: pb.Answer) -> Answer:
    """Read an answer; its receipt is read apart, by `receipt_from_proto`."""
    at_most(SUBJECTS_MAX, len(message.subjects), field="subjects")
    return Answer(
        query_id=name(message.query_id, "query id", limit=ID_CHARS_MAX),
        subjects=tuple(map(subject_answer_from_proto, message.subjects)),
    )


def answer_bytes(answer: Answer) -> bytes:
    """Serialise an answer without its receipt: what the receipt's answer hash is taken of.

    Fields stand in the order of their numbers and empty ones are left out, so that both sides
    get the same bytes from the same answer.
    """
    return answer_to_proto(answer).SerializeToString(deterministic=True)


def answer_of(raw: bytes) -> Answer:
    """Read what `answer_bytes` has written."""
    return answer_from_proto(parse(pb.Answer, raw))


def answer_hash(answer: Answer) -> bytes:
    """SHA-256 of the answer without its receipt, 32 bytes."""
    return hashlib.sha256(answer_bytes(answer)).digest()


def receipt_to_proto(receipt: Receipt) -> pb.Receipt:
    """Write the answering node's proof of an exchange."""
    return pb.Receipt(
        query_hash=receipt.query_hash,
        answer_hash=receipt.answer_hash,
        checkpoint=receipt.checkpoint,
        signature=receipt.signature,
        cosignature=receipt.cosignature,
    )


def receipt_from_proto(message: pb.Receipt) -> Receipt:
    """Read the answering node's proof of an exchange; nothing is verified here."""
    return Receipt(
        query_hash=exactly(DIGEST_BYTES, message.query_hash, field="query hash"),
        answer_hash=exactly(DIGEST_BYTES, message.answer_hash, field="answer hash"),
        checkpoint=checkpoint_of(message.checkpoint),
        signature=exactly(SIGNATURE_BYTES, message.signature, field="receipt signature"),
        cosignature=lines(message.cosignature, "cosignature", limit=COSIGNATURE_CHARS_MAX),
    )


def announcement_to_proto(announcement: Announcement) -> pb.Announcement:
    """Write what a node says of itself."""
    return pb.Announcement(
        node=announcement.node,
        protocol_versions=announcement.protocol_versions,
        box_key=announcement.box_key,
        box_key_id=announcement.box_key_id,
        issued_at=timestamp(announcement.issued_at),
        expires_at=timestamp(announcement.expires_at),
        epochs=map(_epoch_to_proto, announcement.epochs),
    )


def announcement_from_proto(message: pb.Announcement) -> Announcement:
    """Read what a node says of itself; neither its signature nor its age is judged here."""
    at_most(EPOCHS_MAX, len(message.epochs), field="epochs")
    at_most(VERSIONS_MAX, len(message.protocol_versions), field="protocol versions")
    return Announcement(
        node=node_id(message.node, "node"),
        protocol_versions=tuple(message.protocol_versions),
        box_key=exactly(KEY_BYTES, message.box_key, field="box key"),
        box_key_id=name(message.box_key_id, "box key id", limit=ID_CHARS_MAX),
        issued_at=instant(message.issued_at, "issued at"),
        expires_at=instant(message.expires_at, "expires at"),
        epochs=tuple(map(_epoch_from_proto, message.epochs)),
    )


def _epoch_to_proto(epoch: Epoch) -> pb.Epoch:
    return pb.Epoch(
        entity_type=entity_type_to_proto(epoch.entity_type),
        number=epoch.number,
        check_value=epoch.check_value,
    )


def _epoch_from_proto(message: pb.Epoch) -> Epoch:
    return Epoch(
        entity_type=entity_type_of(message.entity_type),
        number=message.number,
        check_value=exactly(LABEL_BYTES, message.check_value, field="check value"),
    )


def subject_answer_to_proto(answer: SubjectAnswer) -> pb.SubjectAnswer:
    """Write the closed answer about one subject."""
    return pb.SubjectAnswer(
        number=answer.number,
        outcome=_OUTCOMES[answer.outcome],
        refusal=answer.refusal,
        band=answer.band,
        contact_point=answer.contact_point,
        reference=answer.reference,
        handling=answer.handling,
        fresh_at=None if answer.fresh_at is None else timestamp(answer.fresh_at),
        model=answer.model,
    )


def subject_answer_from_proto(message: pb.SubjectAnswer) -> SubjectAnswer:
    """Read the closed answer about one subject."""
    if message.outcome not in _OUTCOME_OF:
        raise malformed("outcome")
    fresh = message.HasField("fresh_at")
    return SubjectAnswer(
        number=message.number,
        outcome=_OUTCOME_OF[message.outcome],
        refusal=member(Refusal, message.refusal, field="refusal"),
        band=member(Band, message.band, field="band"),
        contact_point=name(message.contact_point, "contact point", limit=DESK_CHARS_MAX),
        reference=name(message.reference, "reference", limit=DESK_CHARS_MAX),
        handling=member(Handling, message.handling, field="handling"),
        fresh_at=instant(message.fresh_at, "fresh at") if fresh else None,
        model=name(message.model, "model", limit=MODEL_CHARS_MAX),
    )


def checkpoint_of(value: str) -> str:
    """Read a journal head; nothing is verified here."""
    return lines(value, "checkpoint", limit=CHECKPOINT_CHARS_MAX)
