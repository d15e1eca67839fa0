"""Write rooms as messages of the operator protocol."""

from node.domain.forum import RoomView
from node.forumseat import Seen
from node.operator.message import contact_message, timestamp
from node.pb.operator.v1 import forum_pb2 as pb


def room_message(view: RoomView) -> pb.Room:
    """Write a room without words of this node's own."""
    return pb.Room(
        id=view.id,
        host=view.host,
        purpose=view.purpose,
        agreement=view.agreement,
        opened_at=timestamp(view.opened_at),
        ends_at=timestamp(view.ends_at),
        state=view.state,
        matched_at=timestamp(view.matched_at),
        members=[
            pb.RoomMember(
                node=each.node,
                state=each.state,
                contact_point=contact_message(each.contact_point),
            )
            for each in view.attendees
        ],
        actions=[
            pb.RoomAction(who=each.who, due=each.due, text=each.text, by=each.by)
            for each in view.actions
        ],
        certificate=view.certificate.text if view.certificate else "",
    )


def seen_message(seen: Seen) -> pb.Room:
    """Write a room with the subjects by their numbers in the case."""
    message = room_message(seen.view)
    message.case_reference = seen.case_reference
    message.is_certified = seen.is_certified
    message.shared.extend(
        pb.RoomShared(
            subject=seen.subjects.get(each.number, ""),
            entity_type=each.entity_type,
            other=each.other,
            band=each.band,
        )
        for each in seen.view.shared
    )
    return message
