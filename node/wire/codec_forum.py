"""What members of a room and its host say, to messages and back, as strict as the other codecs."""

from matching.zone import Band
from node.domain.exchange import AskedSubject
from node.domain.forum import (
    ACTIONS_MAX,
    MEMBERS_MAX,
    SHARED_MAX,
    SUBJECTS_MAX,
    TEXT_LETTERS,
    Act,
    ActionItem,
    Attendee,
    Call,
    Certificate,
    Drop,
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
from node.forummatch import Laid
from node.pb.exchange.v1 import forum_pb2 as pb
from node.store.forums import Brought
from node.wire.codec import (
    ID_CHARS_MAX,
    SIGNATURE_BYTES,
    checkpoint_of,
    elements_from_bytes,
    elements_to_bytes,
    justification_from_proto,
    justification_to_proto,
)
from node.wire.codec_notice import contact_point_from_proto, contact_point_to_proto
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
    malformed,
    member,
    name,
    node_id,
    parse,
    text,
    timestamp,
)

CERTIFICATE_CHARS_MAX = 4_096
_LABEL_BYTES = 16
_ROOMS_MAX = 32
_DAY_CHARS = 10


def call_to_proto(call: Call, checkpoint: str) -> pb.ForumCall:
    """Write what a member asks, with its latest journal head."""
    message = pb.ForumCall(checkpoint=checkpoint, room=call.room, officer=call.officer)
    match call.step:
        case Look():
            message.look.SetInParent()
        case Join():
            message.join.SetInParent()
        case Evaluate() as step:
            message.evaluate.justification.CopyFrom(justification_to_proto(step.justification))
            message.evaluate.entity_type = entity_type_to_proto(step.entity_type)
            message.evaluate.elements = elements_to_bytes(step.elements)
        case Drop() as step:
            message.drop.CopyFrom(_drop_to_proto(step))
        case Act() as step:
            message.act.CopyFrom(pb.ForumAct(who=step.who, due=step.due, text=step.text))
    return message


def call_from_proto(message: pb.ForumCall) -> tuple[Call, str]:
    """Read what a member asks, and its journal head."""
    room = name(message.room, "room", limit=ID_CHARS_MAX)
    officer = name(message.officer, "officer", limit=ID_CHARS_MAX)
    step = _step(message)
    if not room and not isinstance(step, Look):
        raise malformed("room")
    return Call(room, officer, step), checkpoint_of(message.checkpoint)


def _step(message: pb.ForumCall) -> Step:
    match message.WhichOneof("step"):
        case "look":
            return Look()
        case "join":
            return Join()
        case "evaluate":
            return Evaluate(
                justification_from_proto(message.evaluate.justification),
                entity_type_of(message.evaluate.entity_type),
                elements_from_bytes(message.evaluate.elements),
            )
        case "drop":
            return _drop_from_proto(message.drop)
        case "act":
            act = message.act
            return Act(
                node_id(act.who, "who"),
                name(act.due, "due", limit=_DAY_CHARS),
                text(act.text, "text", limit=TEXT_LETTERS),
            )
        case _:
            raise malformed("step")


def reply_to_proto(reply: Reply) -> pb.ForumReply:
    """Write what the host says."""
    elements = elements_to_bytes(reply.elements) if reply.elements else b""
    return pb.ForumReply(rooms=map(view_to_proto, reply.rooms), elements=elements)


def reply_from_proto(message: pb.ForumReply) -> Reply:
    """Read what the host says."""
    at_most(_ROOMS_MAX, len(message.rooms), field="rooms")
    elements = elements_from_bytes(message.elements) if message.elements else ()
    return Reply(tuple(map(view_from_proto, message.rooms)), elements)


def view_to_proto(view: RoomView) -> pb.Room:
    """Write a room as one member sees it."""
    certificate = view.certificate or Certificate("", b"")
    return pb.Room(
        id=view.id,
        host=view.host,
        purpose=view.purpose,
        agreement=view.agreement,
        opened_at=timestamp(view.opened_at),
        ends_at=timestamp(view.ends_at),
        state=view.state,
        check_value=view.check_value,
        attendees=map(_attendee_to_proto, view.attendees),
        shared=map(_shared_to_proto, view.shared),
        actions=map(_action_to_proto, view.actions),
        matched_at=timestamp(view.matched_at) if view.matched_at else None,
        certificate=certificate.text,
        signature=certificate.signature,
    )


def view_from_proto(message: pb.Room) -> RoomView:
    """Read a room as one member sees it."""
    at_most(MEMBERS_MAX + 1, len(message.attendees), field="attendees")
    at_most(SHARED_MAX, len(message.shared), field="shared")
    at_most(ACTIONS_MAX, len(message.actions), field="actions")
    return RoomView(
        name(message.id, "room", limit=ID_CHARS_MAX),
        node_id(message.host, "host"),
        name(message.purpose, "purpose", limit=ID_CHARS_MAX),
        text(message.agreement, "agreement"),
        instant(message.opened_at, "opened at"),
        instant(message.ends_at, "ends at"),
        member(RoomState, message.state, field="state"),
        exactly(_LABEL_BYTES, message.check_value, field="check value"),
        tuple(map(_attendee_from_proto, message.attendees)),
        tuple(map(_shared_from_proto, message.shared)),
        tuple(map(_action_from_proto, message.actions)),
        instant(message.matched_at, "matched at") if message.HasField("matched_at") else None,
        _certificate(message),
    )


def view_bytes(view: RoomView) -> bytes:
    """Serialise a view, to be kept sealed."""
    return view_to_proto(view).SerializeToString(deterministic=True)


def view_of(raw: bytes) -> RoomView:
    """Read what `view_bytes` has written."""
    return view_from_proto(parse(pb.Room, raw))


def drop_bytes(drop: Drop) -> bytes:
    """Serialise what was brought, to be kept sealed."""
    return _drop_to_proto(drop).SerializeToString(deterministic=True)


def laid_of(brought: Brought, raw: bytes) -> Laid:
    """Read what `drop_bytes` has written."""
    drop = _drop_from_proto(parse(pb.ForumDrop, raw))
    record = drop.record
    return Laid(brought.node, brought.number, record.category, record.subject, drop.asking.subject)


def _drop_to_proto(drop: Drop) -> pb.ForumDrop:
    return pb.ForumDrop(
        justification=justification_to_proto(drop.justification),
        entity_type=entity_type_to_proto(drop.record.subject.entity_type),
        record=asked_subject_to_proto(drop.record),
        asking=asked_subject_to_proto(drop.asking),
    )


def _drop_from_proto(message: pb.ForumDrop) -> Drop:
    entity_type = entity_type_of(message.entity_type)

    def read(subject: AskedSubject) -> AskedSubject:
        at_most(SUBJECTS_MAX - 1, subject.number, field="number")
        return subject

    return Drop(
        justification_from_proto(message.justification),
        read(asked_subject_from_proto(message.record, entity_type)),
        read(asked_subject_from_proto(message.asking, entity_type)),
    )


def _attendee_to_proto(attendee: Attendee) -> pb.Attendee:
    return pb.Attendee(
        node=attendee.node,
        state=attendee.state,
        contact_point=contact_point_to_proto(attendee.contact_point),
    )


def _attendee_from_proto(message: pb.Attendee) -> Attendee:
    return Attendee(
        node_id(message.node, "node"),
        member(SeatState, message.state, field="state"),
        contact_point_from_proto(message.contact_point),
    )


def _shared_to_proto(shared: Shared) -> pb.SharedSubject:
    return pb.SharedSubject(
        number=shared.number,
        entity_type=entity_type_to_proto(shared.entity_type),
        other=shared.other,
        band=shared.band,
    )


def _shared_from_proto(message: pb.SharedSubject) -> Shared:
    return Shared(
        at_most(SUBJECTS_MAX - 1, message.number, field="number"),
        entity_type_of(message.entity_type),
        node_id(message.other, "other"),
        member(Band, message.band, field="band"),
    )


def _action_to_proto(action: ActionItem) -> pb.ForumAction:
    return pb.ForumAction(
        id=action.id, who=action.who, due=action.due, text=action.text, by=action.by
    )


def _action_from_proto(message: pb.ForumAction) -> ActionItem:
    return ActionItem(
        name(message.id, "id", limit=ID_CHARS_MAX),
        node_id(message.who, "who"),
        name(message.due, "due", limit=_DAY_CHARS),
        text(message.text, "text", limit=TEXT_LETTERS),
        node_id(message.by, "by"),
    )


def _certificate(message: pb.Room) -> Certificate | None:
    if not message.certificate:
        return None
    return Certificate(
        text(message.certificate, "certificate", limit=CERTIFICATE_CHARS_MAX),
        exactly(SIGNATURE_BYTES, message.signature, field="signature"),
    )
