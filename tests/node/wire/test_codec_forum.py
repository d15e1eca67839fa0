"""What is said in rooms survives the wire, nothing else gets in, and a full view fits its size."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from matching.subject import EntityType
from matching.zone import Band
from node.domain.errors import EnvelopeError
from node.domain.exchange import ContactPoint
from node.domain.forum import (
    ACTIONS_MAX,
    MEMBERS_MAX,
    SHARED_MAX,
    TEXT_LETTERS,
    Act,
    ActionItem,
    Attendee,
    Call,
    Certificate,
    Evaluate,
    Join,
    Look,
    Reply,
    RoomState,
    RoomView,
    SeatState,
    Shared,
    Step,
)
from node.domain.peer import NodeId
from node.pb.exchange.v1 import exchange_pb2, forum_pb2
from node.wire import codec_forum as codec
from node.wire.envelope import REPLY_FORMS, PayloadKind
from tests.factories import a_justification

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOST, MEMBER = NodeId("pcc-pa"), NodeId("m" * 40)
LONG = "x" * 200
DESK = ContactPoint("d" * 80, LONG, LONG, LONG, LONG, LONG, LONG, ("es", "pt"), LONG)
EMPTY = RoomView(
    "room-5f0c7a52",
    HOST,
    "drug-trafficking",
    "JIT 4/2026",
    NOON,
    NOON,
    RoomState.OPEN,
    bytes(16),
)
FULL = replace(
    EMPTY,
    attendees=(Attendee(MEMBER, SeatState.DROPPED, DESK),) * (MEMBERS_MAX + 1),
    shared=(Shared(63, EntityType.IDENTIFIER, MEMBER, Band.PROBABLE),) * SHARED_MAX,
    actions=(ActionItem("a" * 36, MEMBER, "2026-12-04", "t" * TEXT_LETTERS, MEMBER),) * ACTIONS_MAX,
    matched_at=NOON,
)
STEPS: list[Step] = [
    Look(),
    Join(),
    Evaluate(a_justification(), EntityType.VESSEL, (bytes(32),) * 16),
    Act(MEMBER, "2026-12-04", "ask the bank about S03"),
]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_a_call_is_read_as_it_was_written(step: Step) -> None:
    """Room, officer, step and journal head come over."""
    call = Call("room-5f0c7a52", "officer-7", step)

    assert codec.call_from_proto(codec.call_to_proto(call, "head")) == (call, "head")


@pytest.mark.parametrize(
    "view",
    [EMPTY, FULL, replace(EMPTY, certificate=Certificate("{}", bytes(64)))],
    ids=["empty", "full", "closed"],
)
def test_a_view_is_read_as_it_was_written(view: RoomView) -> None:
    """Everything that a member sees comes over."""
    reply = Reply((view,))

    assert codec.reply_from_proto(codec.reply_to_proto(reply)) == reply
    assert codec.view_of(codec.view_bytes(view)) == view


def test_the_fullest_view_fits_the_one_size_of_a_reply() -> None:
    """Otherwise a full room could not be shown at all."""
    message = codec.reply_to_proto(Reply((FULL,))).SerializeToString()
    reply = exchange_pb2.Reply(message=message).SerializeToString()

    assert len(reply) + 4 <= REPLY_FORMS[PayloadKind.FORUM_CALL].size


def _spoilt(change: Callable[[forum_pb2.ForumCall], object]) -> forum_pb2.ForumCall:
    message = codec.call_to_proto(Call("room-5f0c7a52", "o", STEPS[3]), "")
    change(message)
    return message


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda m: m.ClearField("act"), id="no-step"),
        pytest.param(lambda m: m.ClearField("room"), id="no-room"),
        pytest.param(lambda m: setattr(m, "officer", "o" * 65), id="officer"),
        pytest.param(lambda m: setattr(m.act, "who", "No Body"), id="who"),
        pytest.param(lambda m: setattr(m.act, "text", "two\nlines"), id="text"),
        pytest.param(lambda m: setattr(m.act, "due", "on the next day"), id="due"),
        pytest.param(lambda m: setattr(m.evaluate, "elements", bytes(31)), id="elements"),
    ],
)
def test_what_the_protocol_does_not_allow_is_refused(
    change: Callable[[forum_pb2.ForumCall], object],
) -> None:
    """Sizes and words are checked before anything is done."""
    with pytest.raises(EnvelopeError):
        codec.call_from_proto(_spoilt(change))


@pytest.mark.parametrize("field", ["attendees", "shared", "actions"])
def test_a_host_cannot_fill_the_memory_of_a_member(field: str) -> None:
    """More than the bounds of a room is no room."""
    message = codec.view_to_proto(FULL)
    repeated = getattr(message, field)
    repeated.append(repeated[0])

    with pytest.raises(EnvelopeError):
        codec.view_from_proto(message)
