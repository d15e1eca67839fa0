"""Domain values survive the wire, and nothing else gets in."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as st

from node.domain.errors import EnvelopeError, EnvelopeFault
from node.domain.exchange import Answer, Query, Receipt
from node.domain.peer import Announcement
from node.keys.sealing import LENGTH_BYTES
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire import codec
from node.wire.codec import Evaluation
from node.wire.envelope import REPLY_FORMS, PayloadKind
from node.wire.strict import parse
from tests.node.wire import exchange as ex

READERS: dict[type[Message], Callable[[Message], object]] = {
    pb.Query: codec.query_from_proto,  # type: ignore[dict-item]  # each reads its own kind
    pb.Evaluation: codec.evaluation_from_proto,  # type: ignore[dict-item]  # as above
    pb.Answer: codec.answer_from_proto,  # type: ignore[dict-item]  # as above
    pb.Receipt: codec.receipt_from_proto,  # type: ignore[dict-item]  # as above
    pb.Announcement: codec.announcement_from_proto,  # type: ignore[dict-item]  # as above
    pb.Justification: codec.justification_from_proto,  # type: ignore[dict-item]  # as above
}


def fault_of(read: Callable[[], object]) -> EnvelopeFault | None:
    """Return the fault that reading ends with, if it does."""
    try:
        read()
    except EnvelopeError as error:
        return error.fault
    return None


@given(ex.queries(), ex.texts)
def test_a_query_survives(query: Query, checkpoint: str) -> None:
    """A query and the asker's head come out of their bytes as they went in."""
    raw = codec.query_to_proto(query, checkpoint).SerializeToString()

    assert codec.query_from_proto(parse(pb.Query, raw)) == (query, checkpoint)


@given(ex.evaluations(), ex.texts)
def test_an_evaluation_survives(evaluation: Evaluation, checkpoint: str) -> None:
    """A batch and the asker's head come out of their bytes as they went in."""
    raw = codec.evaluation_to_proto(evaluation, checkpoint).SerializeToString()

    assert codec.evaluation_from_proto(parse(pb.Evaluation, raw)) == (evaluation, checkpoint)


@given(ex.answers)
def test_an_answer_survives(answer: Answer) -> None:
    """An answer comes out of its bytes as it went in."""
    assert codec.answer_from_proto(parse(pb.Answer, codec.answer_bytes(answer))) == answer


@given(ex.answers)
def test_kept_answers_are_read_again(answer: Answer) -> None:
    """What is kept of an answer gives the same answer, and the same bytes again."""
    again = codec.answer_of(codec.answer_bytes(answer))

    assert codec.answer_bytes(again) == codec.answer_bytes(answer)


@given(ex.queries(), ex.queries())
def test_a_query_is_known_by_its_digest(query: Query, other: Query) -> None:
    """A query sent again has the same digest, another one has another."""
    raw = codec.query_to_proto(query, "another head").SerializeToString()
    again, _ = codec.query_from_proto(parse(pb.Query, raw))

    assert codec.query_digest(again) == codec.query_digest(query)
    assert (codec.query_digest(other) == codec.query_digest(query)) == (other == query)


@given(ex.receipts)
def test_a_receipt_survives(receipt: Receipt) -> None:
    """A receipt comes out of its bytes as it went in."""
    raw = codec.receipt_to_proto(receipt).SerializeToString()

    assert codec.receipt_from_proto(parse(pb.Receipt, raw)) == receipt


@given(ex.announcements)
def test_an_announcement_survives(announcement: Announcement) -> None:
    """An announcement comes out of its bytes as it went in."""
    raw = codec.announcement_to_proto(announcement).SerializeToString()

    assert codec.announcement_from_proto(parse(pb.Announcement, raw)) == announcement


@given(st.sampled_from(list(READERS)), st.binary(max_size=400))
def test_arbitrary_bytes_raise_one_error_only(kind: type[Message], raw: bytes) -> None:
    """Whatever the bytes are, they are read or refused as malformed."""
    assert fault_of(lambda: READERS[kind](parse(kind, raw))) in {None, EnvelopeFault.MALFORMED}


@given(st.data())
def test_damaged_queries_raise_one_error_only(data: st.DataObject) -> None:
    """A query with one byte changed is read or refused as malformed."""
    raw = bytearray(codec.query_to_proto(ex.a_query(), "").SerializeToString())
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))

    fault = fault_of(lambda: codec.query_from_proto(parse(pb.Query, bytes(raw))))

    assert fault in {None, EnvelopeFault.MALFORMED}


def damage(message: pb.Query) -> pb.AskedSubject:
    """Return the first subject of a query, to be damaged."""
    return message.subjects[0]


BAD_QUERIES: dict[str, Callable[[pb.Query], object]] = {
    "no subject": lambda m: m.ClearField("subjects"),
    "too many subjects": lambda m: m.subjects.extend([m.subjects[0]] * 64),
    "subjects with a gap": lambda m: setattr(m.subjects[0], "number", 1),
    "no entity type": lambda m: m.ClearField("entity_type"),
    "unknown entity type": lambda m: m.MergeFromString(b"\x28\x63"),
    "no justification": lambda m: m.ClearField("justification"),
    "no purpose code": lambda m: setattr(m.justification, "purpose", "Mere curiosity"),
    "urgent without a reason": lambda m: setattr(m.justification, "urgency", "urgent"),
    "long case reference": lambda m: setattr(m.justification, "case_reference", "x" * 201),
    "control character": lambda m: setattr(m.justification, "offence", "a\x1b[2J"),
    "long query id": lambda m: setattr(m, "id", "x" * 65),
    "officer beyond ASCII": lambda m: setattr(m, "officer", "ö"),
    "long checkpoint": lambda m: setattr(m, "checkpoint", "x" * 4_097),
    "unknown category": lambda m: setattr(damage(m), "category", "neighbour"),
    "half a pseudonym": lambda m: setattr(damage(m), "pseudonyms", bytes(47)),
    "too many pseudonyms": lambda m: setattr(damage(m), "pseudonyms", bytes(48 * 1_001)),
    "position outside the table": lambda m: damage(m).places.append(8),
    "no table": lambda m: damage(m).ClearField("pseudonyms"),
    "too many names": lambda m: damage(m).names.extend([damage(m).names[0]] * 64),
    "too many parts": lambda m: damage(m).names[0].parts.extend([pb.Part()] * 23),
    "too many positions": lambda m: damage(m).names[0].parts[0].edits.extend([0] * 4_000),
    "too many values": lambda m: damage(m).values.extend([damage(m).values[0]] * 199),
    "too many places": lambda m: damage(m).places.extend([0] * 200),
    "too many address words": lambda m: damage(m).address.extend([0] * 201),
    "unknown role": lambda m: setattr(damage(m).names[0], "role", 9),
    "unknown part kind": lambda m: setattr(damage(m).names[0].parts[0], "kind", 9),
    "impossible length": lambda m: setattr(damage(m).names[0].parts[0], "length", 16),
    "unknown attribute": lambda m: setattr(damage(m).values[0], "attribute", "shoe_size"),
    "unknown kind": lambda m: setattr(damage(m).values[0], "kind", "guess"),
    "impossible group": lambda m: setattr(damage(m).values[0], "group", 201),
}


@pytest.mark.parametrize("case", BAD_QUERIES)
def test_a_bad_query_is_refused(case: str) -> None:
    """A query that breaks one rule of the protocol is malformed."""
    message = codec.query_to_proto(ex.a_query(), "")
    BAD_QUERIES[case](message)

    with pytest.raises(EnvelopeError) as caught:
        codec.query_from_proto(message)

    assert caught.value.fault is EnvelopeFault.MALFORMED


BAD_ANSWERS: dict[str, Callable[[pb.Answer], object]] = {
    "no outcome": lambda m: m.subjects[0].ClearField("outcome"),
    "unknown outcome": lambda m: m.subjects[0].MergeFromString(b"\x10\x09"),
    "unknown refusal": lambda m: setattr(m.subjects[0], "refusal", "do-not-like-you"),
    "unknown band": lambda m: setattr(m.subjects[0], "band", "0.97"),
    "unknown handling": lambda m: setattr(m.subjects[0], "handling", ""),
    "long reference": lambda m: setattr(m.subjects[0], "reference", "x" * 81),
    "long contact point": lambda m: setattr(m.subjects[0], "contact_point", "x" * 81),
    "impossible time": lambda m: m.subjects[0].fresh_at.CopyFrom(Timestamp(seconds=2**62)),
    "too many subjects": lambda m: m.subjects.extend([m.subjects[0]] * 64),
}


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_a_bad_answer_is_refused(case: str) -> None:
    """An answer that breaks one rule of the protocol is malformed."""
    message = codec.answer_to_proto(ex.an_answer())
    BAD_ANSWERS[case](message)

    with pytest.raises(EnvelopeError) as caught:
        codec.answer_from_proto(message)

    assert caught.value.fault is EnvelopeFault.MALFORMED


@pytest.mark.parametrize("size", [0, 1, 31, 32, 15 * 32, 16 * 32 - 1, 17 * 32, 256 * 32])
def test_batches_have_four_sizes(size: int) -> None:
    """A batch that is not one of the four sizes is malformed."""
    with pytest.raises(EnvelopeError) as caught:
        codec.elements_from_bytes(bytes(size))

    assert caught.value.fault is EnvelopeFault.MALFORMED


def test_a_batch_of_another_size_is_not_written() -> None:
    """Sending an unpadded batch is a programming mistake."""
    with pytest.raises(ValueError, match="a batch has"):
        codec.elements_to_bytes([bytes(32)] * 5)


def test_the_largest_answer_fits_its_size() -> None:
    """64 hits with the longest words and a full receipt fit the one size of an answer."""
    hit = replace(ex.a_hit(63), contact_point="d" * 80, reference="r" * 80, model="m" * 40)
    message = codec.answer_to_proto(ex.an_answer(*[hit] * 64, query_id="q" * 64))
    receipt = Receipt(bytes(32), bytes(32), "\U0001f600" * 4_096, bytes(64), "\U0001f600" * 240)
    message.receipt.CopyFrom(codec.receipt_to_proto(receipt))

    reply = pb.Reply(message=message.SerializeToString())
    assert reply.ByteSize() + LENGTH_BYTES <= REPLY_FORMS[PayloadKind.QUERY].size


def test_each_pseudonym_is_sent_once() -> None:
    """Tokens that several parts share stand once in the table."""
    message = codec.query_to_proto(ex.a_query(), "").subjects[0]

    assert len(message.pseudonyms) == 8 * 48


def test_no_pseudonym_is_shown() -> None:
    """The repr of a query and of a batch shows no pseudonym and no element."""
    shown = repr(ex.a_query()) + repr(ex.an_evaluation())

    assert "\\x00" not in shown
