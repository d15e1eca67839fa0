"""`heliograph forum`: a room for a case forum or a joint investigation team, for a time."""

from dataclasses import dataclass
from typing import Annotated

import typer

from node.cli.choice import PURPOSES
from node.cli.command import command, group
from node.cli.exitcode import UsageError
from node.cli.phrase import count
from node.cli.render_forum import render_room, render_rooms
from node.cli.session import Session
from node.cli.when import moment_of
from node.operator.view_forum import Room as RoomSeen

Room = Annotated[str, typer.Argument(help="Name of the room, as its host has told it.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOptions:
    """Options of `forum open`."""

    member: Annotated[list[str], typer.Option(help="Peer who is invited; may be repeated.")]
    purpose: Annotated[str, typer.Option(help=f"What the room is for. {PURPOSES}")]
    agreement: Annotated[
        str, typer.Option(help="Reference of the document under which the members meet.")
    ]
    until: Annotated[
        str, typer.Option(help="When it closes by itself: 8h, 3d, a day, a moment with its zone.")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteOptions:
    """Options of `forum invite`."""

    room: Room
    member: Annotated[str, typer.Argument(help="Peer who is invited.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinOptions:
    """Options of `forum join`."""

    host: Annotated[str, typer.Argument(help="Peer who hosts the room, or this node itself.")]
    room: Room


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOptions:
    """Options of `forum drop`."""

    room: Room
    case: Annotated[str, typer.Argument(help="Reference of the case whose subjects are brought.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomOptions:
    """Options of the commands about one room."""

    room: Room


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionOptions:
    """Options of `forum action`."""

    room: Room
    text: Annotated[str, typer.Argument(help="What is to be done, in at most 120 letters.")]
    who: Annotated[str, typer.Option(help="Member who does it.")]
    due: Annotated[str, typer.Option(help="Day by which it is done, YYYY-MM-DD.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """Options of `forum list`."""

    host: Annotated[
        str, typer.Option(help="Ask this peer for the rooms to which we are invited.")
    ] = ""


def add_forum_commands(app: typer.Typer) -> None:
    """Add the commands about rooms."""
    forum = group(app, "forum", about="Meet in a room: bring subjects, see which are shared.")
    command(
        forum,
        "open",
        example="heliograph forum open --member fiu-nl --member police-pt --until 3d "
        '--purpose drug-trafficking --agreement "JIT 4/2026"',
    )(open_room)
    command(forum, "invite", example="heliograph forum invite room-5f0c7a52 guard-cv")(invite)
    command(forum, "join", example="heliograph forum join pcc-pa room-5f0c7a52")(join)
    command(forum, "drop", example="heliograph forum drop room-5f0c7a52 ES-2026-014")(drop)
    command(forum, "match", example="heliograph forum match room-5f0c7a52")(match)
    command(forum, "status", example="heliograph forum status room-5f0c7a52")(status)
    command(
        forum,
        "action",
        example='heliograph forum action room-5f0c7a52 "ask bank about S03" --who fiu-nl '
        "--due 2026-12-04",
    )(act)
    command(forum, "close", example="heliograph forum close room-5f0c7a52")(close)
    command(forum, "list", example="heliograph forum list --host pcc-pa")(list_rooms)


def open_room(session: Session, options: OpenOptions) -> None:
    """Open a room that this node hosts, and invite its members.

    The host holds the key and the pseudonyms for the life of the room: agree who hosts.
    """
    ends_at = moment_of(options.until)
    if ends_at is None:
        raise UsageError("--until is empty", hint="Say when the room closes by itself.")
    with session.connect() as node:
        room = node.forum.open(
            options.purpose,
            options.agreement,
            ends_at=ends_at,
            members=options.member,
            officer=session.officer,
        )
    told = f"Tell the members: heliograph forum join {room.host} {room.id}"
    session.show("room", {"room": room}, *render_room(room), told)


def invite(session: Session, options: InviteOptions) -> None:
    """Invite one more peer into a room of this node."""
    with session.connect() as node:
        node.forum.invite(options.room, options.member, officer=session.officer)
    session.show(
        "room-invited",
        {"room": options.room, "member": options.member},
        f"{options.member} is invited to {options.room}.",
    )


def join(session: Session, options: JoinOptions) -> None:
    """Take the seat to which a host has invited this node; the host joins its own room too."""
    with session.connect() as node:
        room = node.forum.join(options.host, options.room, officer=session.officer)
    _show(session, room)


def drop(session: Session, options: DropOptions) -> None:
    """Bring the subjects of a case into a room, as pseudonyms under the key of the room alone."""
    with session.connect() as node:
        room = node.forum.drop(options.room, options.case, officer=session.officer)
    _show(session, room)


def match(session: Session, options: RoomOptions) -> None:
    """Match all bundles of a room of this node with each other.

    Each member sees which of its own subjects are shared, with whom, and whom to call.
    """
    with session.connect() as node:
        shared = node.forum.match(options.room, officer=session.officer)
    session.show(
        "room-matched",
        {"room": options.room, "shared": shared},
        f"{count(shared, 'shared subject')}, counted at each member that brought it.",
    )


def status(session: Session, options: RoomOptions) -> None:
    """Show a room: members, shared subjects, actions; of a closed one the certificate.

    The certificate of deletion is verified and kept when it is seen first.
    """
    with session.connect() as node:
        room = node.forum.room(options.room, officer=session.officer)
    _show(session, room)


def act(session: Session, options: ActionOptions) -> None:
    """Put something on the list of actions; who does it and who wrote it see it."""
    with session.connect() as node:
        room = node.forum.act(
            options.room,
            options.text,
            who=options.who,
            due=options.due,
            officer=session.officer,
        )
    _show(session, room)


def close(session: Session, options: RoomOptions) -> None:
    """Close a room of this node: bundles, results, actions and key are deleted, and certified."""
    with session.connect() as node:
        certificate = node.forum.close(options.room, officer=session.officer)
    session.show(
        "room-closed",
        {"room": options.room, "certificate": certificate},
        f"Room {options.room} is closed and everything in it deleted.",
        "Members keep the certificate with: heliograph forum status",
    )


def list_rooms(session: Session, options: ListOptions) -> None:
    """List the rooms that this node hosts and sits in, or the invitations of a host."""
    with session.connect() as node:
        rooms = node.forum.rooms(options.host, officer=session.officer)
    session.show("rooms", {"rooms": rooms}, render_rooms(rooms))


def _show(session: Session, room: RoomSeen) -> None:
    session.show("room", {"room": room}, *render_room(room))
