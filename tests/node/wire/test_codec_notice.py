"""Notices survive the wire, nothing else gets in, and all look alike from outside."""

import uuid
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from google.protobuf import timestamp_pb2
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from hypothesis import given
from hypothesis import strategies as st

from node.domain.errors import EnvelopeError, PeerAnswerError, RefusedError
from node.domain.exchange import Channel, ContactPoint, Outcome
from node.domain.notice import (
    Body,
    Change,
    Feedback,
    LateHit,
    Notice,
    NoticeKind,
    NoticeRefusal,
    Overlap,
    Retraction,
    RetractionAcknowledged,
    WithdrawalCause,
    Withdrawn,
)
from node.domain.peer import NodeId
from node.keys.sealing import LENGTH_BYTES
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire import codec_notice as codec
from node.wire.codec import CHECKPOINT_CHARS_MAX
from node.wire.envelope import REQUEST_SIZES, PayloadKind
from node.wire.strict import parse
from tests.node.wire import exchange as ex
from tests.node.wire import golden, golden_notice
from tests.node.wire.federation import Node
from tests.node.wire.golden import VECTORS

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ID = "0f8fad5b-d9cb-469f-a165-70867728950e"

codes = st.from_regex(r"[a-z]{1,12}(-[a-z0-9]{1,12}){0,3}", fullmatch=True)
references = ex.names.filter(bool)
nodes = st.from_regex(r"[a-z0-9][a-z0-9-]{0,62}", fullmatch=True).map(NodeId)
desks = st.builds(
    ContactPoint,
    ex.names,
    ex.texts,
    ex.texts,
    ex.texts,
    ex.texts,
    languages=st.lists(st.sampled_from(["es", "pt"]), max_size=2).map(tuple),
    channels=st.lists(st.builds(Channel, ex.texts, ex.texts), max_size=2).map(tuple),
)
uuids = st.uuids().map(str)
bodies: dict[NoticeKind, st.SearchStrategy[Body]] = {
    NoticeKind.OVERLAP: st.builds(
        Overlap, ex.names, ex.numbers, nodes, desks, references, st.none() | desks
    ),
    NoticeKind.WITHDRAWN: st.builds(Withdrawn, ex.names, st.sampled_from(WithdrawalCause)),
    NoticeKind.FEEDBACK: st.builds(Feedback, references, codes),
    NoticeKind.RETRACTION: st.builds(
        Retraction, references, st.sampled_from(Change), codes | st.just("")
    ),
    NoticeKind.RETRACTION_ACKNOWLEDGED: st.builds(RetractionAcknowledged, uuids, codes),
    NoticeKind.LATE_HIT: st.builds(
        LateHit,
        ex.names,
        st.builds(
            lambda told, desk: type(told)(
                told.number,
                Outcome.HIT,
                band=told.band,
                contact_point=desk,
                reference=told.reference,
                handling=told.handling,
                fresh_at=told.fresh_at,
                model=told.model,
            ),
            ex.subject_answers,
            references,
        ),
    ),
}


@given(st.one_of(*bodies.values()), uuids, ex.moments, ex.texts)
def test_a_notice_survives(body: Body, number: str, moment: datetime, checkpoint: str) -> None:
    """Every kind of notice and the sender's head come out of their bytes as they went in."""
    notice = Notice(number, moment, body)
    raw = codec.notice_to_proto(notice, checkpoint).SerializeToString()

    assert codec.notice_from_proto(parse(pb.Notice, raw)) == (notice, checkpoint)
    assert codec.notice_of(codec.notice_bytes(notice)) == notice


def _said(body: Body) -> dict[str, str]:
    """Return what a body says, in the words of the golden files."""
    if isinstance(body, LateHit):
        told = body.told
        fresh = told.fresh_at.isoformat() if told.fresh_at else ""
        said = {name: getattr(told, name) for name in _HIT} | {"fresh_at": fresh}
        return {"query_id": body.query_id, **{name: str(value) for name, value in said.items()}}
    if isinstance(body, Overlap):
        desk, other = body.contact_point, body.substitute
        said = {name: getattr(body, name) for name in ("query_id", "number", "node", "reference")}
        said |= {"address": desk.address, "further": " ".join(e.address for e in desk.channels)}
        return {name: str(value) for name, value in said.items()} | {
            "substitute": other.id if other else ""
        }
    return {name: str(value) for name, value in asdict(body).items()}


_HIT = ("number", "outcome", "band", "contact_point", "reference", "handling", "model")


@pytest.mark.parametrize("file", sorted(VECTORS.glob("notice_*.txt")), ids=lambda file: file.stem)
def test_golden_notices_are_read_and_written(file: Path) -> None:
    """The bytes of this release and of the one before mean the same here, and are written so."""
    head, raw = golden.read(file)

    if head["expect"] != golden_notice.READ:
        with pytest.raises((EnvelopeError, RefusedError)) as refused:
            codec.notice_of(raw)
        told = refused.value
        reason = told.reason if isinstance(told, RefusedError) else told.fault  # type: ignore[attr-defined] # the other one
        assert reason == head["expect"]
        return
    notice = codec.notice_of(raw)
    says = {key: head[key] for key in head if key not in {"expect", "comment", "kind"}}
    assert (notice.kind, _said(notice.body)) == (head["kind"], says)
    assert codec.notice_bytes(notice) == raw


@pytest.mark.parametrize(
    "file", sorted(VECTORS.glob("acknowledgement*.txt")), ids=lambda file: file.stem
)
def test_golden_acknowledgements_prove_that_a_notice_arrived(file: Path) -> None:
    """The receipt of exactly this notice is taken, and no other one."""
    head, raw = golden.read(file)
    peer = replace(Node("fiu-nl").entry, identity_key=bytes.fromhex(head["identity"]))
    expected = {"notice_hash": bytes.fromhex(head["notice"]), "peer": peer}

    if head["expect"] != golden_notice.READ:
        with pytest.raises(PeerAnswerError):
            codec.read_acknowledgement(raw, head["notice_id"], **expected)  # type: ignore[arg-type] # two kinds
        return
    receipt = codec.read_acknowledgement(raw, head["notice_id"], **expected)  # type: ignore[arg-type] # two kinds
    assert receipt.checkpoint.startswith("fiu-nl.heliograph/journal\n7\n")


def test_golden_notices_are_those_of_their_recipe() -> None:
    """Every file is written by its recipe, and every kind of notice has one that is read."""
    files = [*VECTORS.glob("notice_*.txt"), *VECTORS.glob("acknowledgement*.txt")]

    assert {file.stem for file in files} == set(golden_notice.CASES)
    for file in files:
        assert golden_notice.text(golden_notice.CASES[file.stem]) == file.read_text("utf-8")
    kinds = {case.says.get("kind") for case in golden_notice.CASES.values()}
    assert set(NoticeKind) <= kinds


def test_the_release_before_reads_an_overlap_of_this_one() -> None:
    """It knows neither further channels nor who stands in, and finds all that it does know."""
    _, raw = golden.read(VECTORS / "notice_overlap.txt")
    _, before = golden.read(VECTORS / "notice_overlap_before.txt")

    read = _notice_of_before().FromString(raw)
    read.DiscardUnknownFields()

    assert read.SerializeToString(deterministic=True) == before


def _notice_of_before() -> type[Message]:
    """Return the message as the release before had it."""
    file = FileDescriptorProto()
    pb.DESCRIPTOR.CopyToProto(file)
    later = {("Overlap", "substitute"), ("ContactPoint", "channels")}
    for message in file.message_type:
        known = [each for each in message.field if (message.name, each.name) not in later]
        del message.field[:]
        message.field.extend(known)
    timestamps = FileDescriptorProto()
    timestamp_pb2.DESCRIPTOR.CopyToProto(timestamps)
    pool = DescriptorPool()
    pool.Add(timestamps)
    pool.Add(file)
    return GetMessageClass(pool.FindMessageTypeByName(pb.Notice.DESCRIPTOR.full_name))


def test_every_kind_has_a_body() -> None:
    """The strategies above know every kind of notice, and so does the protocol."""
    fields = pb.Notice.DESCRIPTOR.oneofs_by_name["body"].fields

    assert set(bodies) == set(NoticeKind)
    assert {field.name.replace("_", "-") for field in fields} == set(NoticeKind)


def test_the_largest_notice_fits_its_one_size() -> None:
    """A notice with every text at its limit, beside the longest head, fits the size of all."""
    desk = _desk("ñ" * 200, channels=codec.CHANNELS_MAX)
    notice = _overlap(desk, substitute=desk)
    raw = codec.notice_to_proto(notice, "c" * CHECKPOINT_CHARS_MAX).SerializeToString()

    assert len(raw) + LENGTH_BYTES <= REQUEST_SIZES[PayloadKind.NOTICE][0]


@pytest.mark.parametrize(
    ("letters", "told"),
    [(10, (8, 8)), (75, (8, 0)), (130, (8, None)), (200, (0, None))],
    ids=["usual", "long", "longer", "longest"],
)
def test_what_is_missed_least_is_left_out_first(letters: int, told: tuple[int, int | None]) -> None:
    """The further channels of the desk that stands in, then that desk, then further channels."""
    desk = _desk("x" * letters, channels=codec.CHANNELS_MAX)
    body = codec.notice_of(codec.notice_bytes(_overlap(desk, substitute=desk))).body

    assert isinstance(body, Overlap)
    stands_in = body.substitute
    assert body.contact_point.address == desk.address
    assert (
        len(body.contact_point.channels),
        len(stands_in.channels) if stands_in else None,
    ) == told


def _desk(text: str, *, channels: int) -> ContactPoint:
    return ContactPoint(
        "x" * 80,
        *(text,) * 6,
        languages=("es",) * 16,
        hours=text,
        channels=(Channel(text, text),) * channels,
    )


def _overlap(desk: ContactPoint, *, substitute: ContactPoint) -> Notice:
    body = Overlap("q" * 64, 2**32 - 1, NodeId("n" * 63), desk, "r" * 80, substitute)
    return Notice(ID, NOON, body)


def test_a_body_of_a_later_release_is_refused_with_a_code() -> None:
    """A kind that is not known here is no malformed message: it is refused, and by name."""
    raw = pb.Notice(id=ID).SerializeToString() + bytes([0x9A, 0x3F, 0x00])

    with pytest.raises(RefusedError) as refused:
        codec.notice_from_proto(parse(pb.Notice, raw))

    assert refused.value.reason == NoticeRefusal.UNKNOWN_KIND


_WAY = pb.Channel(name="SIENA", address="ES-1")
BAD: dict[str, Callable[[pb.Notice], object]] = {
    "id": lambda m: setattr(m, "id", "notice-1"),
    "id in capitals": lambda m: setattr(m, "id", ID.upper()),
    "checkpoint": lambda m: setattr(m, "checkpoint", "\x07"),
    "outcome": lambda m: setattr(m.feedback, "outcome", "Confirmed"),
    "reference": lambda m: setattr(m.feedback, "reference", ""),
    "cause": lambda m: setattr(m.withdrawn, "cause", "bored"),
    "change": lambda m: m.retraction.MergeFrom(pb.Retraction(reference="r", change="lost")),
    "no hit": lambda m: m.late_hit.answer.MergeFrom(
        pb.SubjectAnswer(outcome=pb.OUTCOME_NO_HIT, contact_point="d", handling="H1")
    ),
    "no desk": lambda m: m.late_hit.answer.MergeFrom(
        pb.SubjectAnswer(outcome=pb.OUTCOME_HIT, handling="H1")
    ),
    "node": lambda m: setattr(m.overlap, "node", "No Node"),
    "channels": lambda m: m.overlap.MergeFrom(
        pb.Overlap(node="a", reference="r", contact_point=pb.ContactPoint(channels=[_WAY] * 9))
    ),
    "channel": lambda m: m.overlap.MergeFrom(
        pb.Overlap(
            node="a",
            reference="r",
            substitute=pb.ContactPoint(channels=[pb.Channel(name="SIENA", address="\x07")]),
        )
    ),
    "languages": lambda m: m.overlap.MergeFrom(
        pb.Overlap(node="a", reference="r", contact_point=pb.ContactPoint(languages=["es"] * 17))
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_the_protocol_does_not_allow_is_malformed(name: str) -> None:
    """Each text and code of a notice is checked before it is used."""
    message = pb.Notice(id=ID, feedback=pb.Feedback(reference="r", outcome="confirmed"))
    BAD[name](message)

    with pytest.raises(EnvelopeError):
        codec.notice_from_proto(message)


def test_ids_are_made_as_they_are_read() -> None:
    """What `uuid4` writes is what the reader takes."""
    message = pb.Notice(id=str(uuid.uuid4()), withdrawn=pb.Withdrawn(cause="expired"))

    notice, _ = codec.notice_from_proto(message)

    assert notice.body == Withdrawn("", WithdrawalCause.EXPIRED)
