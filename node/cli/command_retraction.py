"""`heliograph retraction`: what was told and is not so any more, and who has confirmed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import RenderableType
from rich.text import Text

from node.cli.command import command, group
from node.cli.exitcode import ExitCode
from node.cli.phrase import count
from node.cli.render_table import render_table
from node.cli.session import Session
from node.domain.alert import Direction
from node.domain.notice import Change
from node.domain.retraction import Acknowledgement, Lifting
from node.operator.view_followup import Retraction


@dataclass(frozen=True, slots=True, kw_only=True)
class RetractOptions:
    """Options of `register retract`."""

    register: Annotated[str, typer.Option(help="Name of the register.")]
    record: Annotated[str, typer.Option(help="The record's own id.")]
    reason: Annotated[Change, typer.Option(help="What is so.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftOptions:
    """Options of `register lift-contest`."""

    register: Annotated[str, typer.Option(help="Name of the register.")]
    record: Annotated[str, typer.Option(help="The record's own id.")]
    reason: Annotated[Lifting, typer.Option(help="Why the contest is over.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """Options of `retraction list`."""

    direction: Annotated[
        Direction | None, typer.Option(help="Only what we take back, or what peers do.")
    ] = None
    open: Annotated[bool, typer.Option("--open", help="Only what nobody has confirmed yet.")] = (
        False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeOptions:
    """Options of `retraction acknowledge`."""

    id: Annotated[str, typer.Argument(help="Id of the retraction, or its beginning.")]
    outcome: Annotated[Acknowledgement, typer.Option(help="What was done.")]


def add_retraction_commands(app: typer.Typer) -> None:
    """Add the commands about retractions."""
    retractions = group(app, "retraction", about="What was told and is not so any more.")
    command(retractions, "list", example="heliograph retraction list --open")(list_retractions)
    command(
        retractions,
        "acknowledge",
        example="heliograph retraction acknowledge 1f6c --outcome deleted",
    )(acknowledge)


def retract(session: Session, options: RetractOptions) -> None:
    """Tell every peer that was told of a hit on a record that it is wrong, gone or disputed.

    A contested record is flagged at every later hit too.
    A load does the same by itself for records that it changes or no longer holds.
    """
    with session.connect() as node:
        said = node.followup.retract(
            options.register, options.record, change=options.reason, officer=session.officer
        )
    words = f"{count(len(said), 'recipient')} will be told: {options.reason}."
    session.show("retractions", {"retractions": list(said)}, words)


def lift_contest(session: Session, options: LiftOptions) -> None:
    """End the contest of a record, and tell whoever was told that it was contested."""
    with session.connect() as node:
        said = node.followup.lift(
            options.register, options.record, why=options.reason, officer=session.officer
        )
    words = f"The record is contested no more; {count(len(said), 'recipient')} will be told."
    session.show("retractions", {"retractions": list(said)}, words)


def list_retractions(session: Session, options: ListOptions) -> ExitCode | None:
    """List what was taken back, and who has not confirmed it; exits with 4 where one is overdue."""
    with session.connect() as node:
        found = node.followup.retractions(direction=options.direction or "", is_open=options.open)
    session.show("retractions", {"retractions": list(found)}, _table(found))
    return ExitCode.PARTIAL if any(each.is_overdue for each in found) else None


def acknowledge(session: Session, options: AcknowledgeOptions) -> None:
    """Confirm to the owner what was done with something that it has taken back."""
    with session.connect() as node:
        known = node.followup.retractions(direction=Direction.INCOMING)
        found = [each.id for each in known if each.id.startswith(options.id)]
        number = found[0] if len(found) == 1 else options.id
        done = node.followup.acknowledge(number, outcome=options.outcome, officer=session.officer)
    said = f"{done.peer} will be told: {done.outcome}."
    session.show("retraction", {"retraction": done}, said)


def _table(found: Sequence[Retraction]) -> RenderableType:
    return render_table(
        ("id", "who", "reference", "what", "confirmed"),
        (
            (
                each.id[:8],
                f"to {each.peer}" if each.direction == Direction.OUTGOING else f"by {each.peer}",
                each.reference,
                each.sentence or each.change,
                _confirmed(each),
            )
            for each in found
        ),
        empty="nothing was taken back",
        whole=("id", "who", "reference", "what"),
    )


def _confirmed(retraction: Retraction) -> Text:
    """Say what the recipient has done, or by when it owes that."""
    if retraction.acknowledged_at is not None:
        return Text(f"{retraction.outcome}, {_short(retraction.acknowledged_at)}", style="green")
    due = _short(retraction.due_at)
    if retraction.is_overdue:
        return Text(f"OVERDUE since {due}", style="bold red")
    return Text(f"due {due}", style="yellow")


def _short(at: datetime | None) -> str:
    """Write a time of these days: the year says itself."""
    return f"{at.astimezone(UTC):%m-%d %H:%M} UTC" if at else ""
