"""Rooms: the list, and one of them with what is shared in it."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from node.cli.phrase import count, listed, moment
from node.cli.render_contact import render_desk, render_now
from node.cli.render_table import render_pairs, render_table
from node.operator.view_forum import Room, RoomMember

_STATES = {"invited": "invited", "joined": "here", "dropped": "has brought its subjects"}


def render_rooms(rooms: Iterable[Room]) -> RenderableType:
    """Return the list of rooms."""
    rows = (
        (Text(room.id, style="bold"), room.host, room.purpose, room.state, moment(room.ends_at))
        for room in rooms
    )
    return render_table(
        ("room", "host", "purpose", "state", "until"),
        rows,
        empty="no rooms; open one with: heliograph forum open",
        whole=("room", "until"),
    )


def render_room(room: Room) -> list[RenderableType]:
    """Return one room: what it is, who sits in it, what is shared, what is to be done."""
    return [*_parts(room)]


def _parts(room: Room) -> Iterator[RenderableType]:
    yield Text(f"Room {room.id}", style="bold")
    yield render_pairs(_about(room))
    yield Text("")
    yield render_table(
        ("member", "", "desk", "channel", "address"),
        [_member(each) for each in room.members],
        empty="nobody",
        whole=("member",),
    )
    if room.matched_at or room.shared:
        yield Text("")
        yield render_table(
            ("own subject", "type", "shared with", "quality"),
            [(each.subject, each.entity_type, each.other, each.band) for each in room.shared],
            empty="none of the own subjects is shared",
        )
    for other in dict.fromkeys(each.other for each in room.shared):
        yield from _call(room, other)
    if room.actions:
        yield Text("")
        yield render_table(
            ("by", "who", "what", "written by"),
            [(each.due, each.who, each.text, each.by) for each in room.actions],
            empty="",
            whole=("by",),
        )


def _call(room: Room, other: str) -> Iterator[RenderableType]:
    """Yield how the member is reached with which something is shared."""
    point = next((each.contact_point for each in room.members if each.node == other), None)
    if point is not None:
        subjects = listed([each.subject for each in room.shared if each.other == other])
        yield Text("")
        yield Text.assemble(("Call ", "bold"), (other, "bold"), f" about {subjects}")
        yield Padding(Group(render_desk(point), render_now(point, None)), (0, 0, 0, 2))


def _about(room: Room) -> Iterator[tuple[str, str | Text]]:
    yield "host", room.host
    yield "for", f"{room.purpose}, {room.agreement}"
    is_open = room.state == "open"
    yield "state", f"open until {moment(room.ends_at)}" if is_open else "closed, all deleted"
    yield "brought", f"subjects of case {room.case_reference}" if room.case_reference else ""
    yield "matched", moment(room.matched_at) if room.matched_at else ""
    if room.shared:
        yield "shared", count(len(room.shared), "subject")
    if room.certificate:
        kept = "verified and kept" if room.is_certified else "signed by this node"
        yield "certificate", f"{kept}: {room.certificate}"


def _member(member: RoomMember) -> tuple[Text, str, str, str, str]:
    point = member.contact_point
    return (
        Text(member.node, style="bold"),
        _STATES.get(member.state, member.state),
        point.desk if point else "",
        point.channel if point else "",
        point.address if point else "",
    )
