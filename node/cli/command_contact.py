"""`heliograph contact`: whom to call, one's own desks and those of peers."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from matching.subject import EntityType
from node.cli.command import command, group
from node.cli.document import fields_of
from node.cli.exitcode import ExitCode, UsageError
from node.cli.render_contact import render_desk, render_now
from node.cli.render_table import render_table
from node.cli.session import Session
from node.domain.desk import channels
from node.domain.duty import duty_at
from node.domain.exchange import ContactPoint
from node.domain.justification import Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """Options of `contact list`."""

    peer: Annotated[str, typer.Option(help="Only the desks of this member.")] = ""
    at: Annotated[str, typer.Option(help="Moment that is meant, RFC 3339; now by default.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOptions:
    """Options of `contact show`."""

    member: Annotated[str, typer.Argument(help="Short name of the member.")]
    at: Annotated[str, typer.Option(help="Moment that is meant, RFC 3339; now by default.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TestOptions:
    """Options of `contact test`."""

    type: Annotated[EntityType, typer.Option(help="What the hit is about.")] = EntityType.PERSON
    offence: Annotated[str, typer.Option(help="Code of the offence.")] = ""
    urgency: Annotated[Urgency, typer.Option(help="Of the query.")] = Urgency.NORMAL
    peer: Annotated[str, typer.Option(help="Member whose desks are meant; this node's own.")] = ""
    at: Annotated[str, typer.Option(help="Moment that is meant, RFC 3339; now by default.")] = ""


def add_contact_commands(app: typer.Typer) -> None:
    """Add the commands about contact points."""
    contacts = group(app, "contact", about="Whom to call, and who answers now.")
    command(contacts, "list", example="heliograph contact list")(list_contacts)
    command(contacts, "show", example="heliograph contact show fiu-nl")(show_contacts)
    command(
        contacts,
        "test",
        example="heliograph contact test --type vessel --urgency urgent --at 2026-12-25T03:00Z",
    )(test_contact)


def list_contacts(session: Session, options: ListOptions) -> ExitCode | None:
    """List desks with who answers now; exits with 4 where one of them cannot be reached."""
    at = _moment(options.at)
    with session.connect() as node:
        contacts = node.contacts.all(options.peer)
    rows = []
    for each in contacts:
        point = each.contact_point
        duty = duty_at(at, hours=point.hours, time_zone=point.time_zone)
        rows.append(
            (
                f"{each.node} (this node)" if each.is_own else each.node,
                point.id,
                Text("cannot be reached", style="bold red") if each.faults else duty.state.value,
                f"{duty.local:%a %H:%M}" if duty.local else "",
                point.hours,
                ", ".join(channels(point)),
            )
        )
    table = render_table(
        ("member", "desk", "now", "there", "hours", "channels"), rows, empty="no desks"
    )
    wrong = [Text(f"- {each.node}, {fault}") for each in contacts for fault in each.faults]
    session.show("contacts", {"contacts": list(contacts)}, Group(table, *wrong))
    return ExitCode.PARTIAL if wrong else None


def show_contacts(session: Session, options: ShowOptions) -> None:
    """Show every desk of one member: how it is reached, in which languages, and who answers now."""
    at = _moment(options.at)
    with session.connect() as node:
        contacts = node.contacts.all(options.member)
    points = {each.contact_point.id: each.contact_point for each in contacts}
    parts: list[RenderableType] = []
    for point in points.values():
        parts += [Text(point.id, style="bold"), render_desk(point)]
        parts += [render_now(point, points.get(point.substitute), at=at), Text("")]
    session.show("contacts", {"contacts": list(contacts)}, Group(*parts))


def test_contact(session: Session, options: TestOptions) -> None:
    """Show which desk a member names for a hit of some kind, and whom to call at a moment."""
    at = _moment(options.at)
    with session.connect() as node:
        choice = node.contacts.choose(
            options.peer,
            entity_type=options.type,
            offence=options.offence,
            urgency=options.urgency,
        )
    point = choice.contact_point
    if point is None:
        raise UsageError("this member has no desk")
    content = {**fields_of(choice), "duty": fields_of(_duty(point, at)), "at": at}
    shown = Group(
        Text(f"{point.id}: {point.agency}", style="bold"),
        render_desk(point),
        render_now(point, choice.substitute, at=at),
    )
    session.show("contact-choice", content, shown)


def _duty(point: ContactPoint, at: datetime) -> object:
    return duty_at(at, hours=point.hours, time_zone=point.time_zone)


def _moment(text: str) -> datetime:
    if not text:
        return datetime.now(UTC)
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            "--at is no moment", hint="Write it as 2026-12-25T03:00Z, with its zone."
        ) from error
    if read.tzinfo is None:
        raise UsageError("--at has no time zone", hint="Add Z for UTC, or +01:00.")
    return read
