"""`heliograph alarm`: what the guard against fishing tells the data-protection officer."""

from dataclasses import dataclass
from typing import Annotated

import typer

from node.cli.command import command, group
from node.cli.exitcode import UsageError
from node.cli.render_policy import render_alarms
from node.cli.session import Session

_ID_LETTERS = 36
"""Letters of a UUID."""
_SEARCHED = 10_000
"""Newest open alarms among which the beginning of an id is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """Options of `alarm list`."""

    all: Annotated[bool, typer.Option("--all", help="Closed alarms as well.")] = False
    limit: Annotated[int, typer.Option(help="Alarms shown.", min=1)] = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseOptions:
    """Options of `alarm close`."""

    id: Annotated[str, typer.Argument(help="Id of the alarm, or its beginning.")]
    reason: Annotated[str, typer.Option(help="What was found; kept and journalled.")]
    lift: Annotated[
        bool, typer.Option("--lift", help="Let the peer, officer or case ask again at once.")
    ] = False


def add_alarm_commands(app: typer.Typer) -> None:
    """Add the commands about alarms."""
    alarms = group(app, "alarm", about="Look into what the guard against fishing has stopped.")
    command(alarms, "list", example="heliograph alarm list")(list_alarms)
    command(alarms, "close", example='heliograph alarm close 5d0c7a1e --reason "crew list" --lift')(
        close_alarm
    )


def list_alarms(session: Session, options: ListOptions) -> None:
    """List alarms, newest first: who asked in what way, and until when they are refused."""
    with session.connect() as node:
        alarms = node.policy.alarms(state="" if options.all else "open", limit=options.limit)
    session.show("alarms", {"alarms": alarms}, render_alarms(alarms))


def close_alarm(session: Session, options: CloseOptions) -> None:
    """Close an alarm with what was found; this is journalled."""
    with session.connect() as node:
        number = options.id
        if len(number) < _ID_LETTERS:
            known = [alarm.id for alarm in node.policy.alarms(state="open", limit=_SEARCHED)]
            number = _whole(number, known)
        alarm = node.policy.close_alarm(
            number, reason=options.reason, lift=options.lift, officer=session.officer
        )
    session.show("alarm", {"alarm": alarm}, f"Alarm {alarm.id} is closed.")


def _whole(beginning: str, known: list[str]) -> str:
    """Complete the beginning of an id, as lists show it.

    Raises:
        UsageError: Several alarms begin so.
    """
    found = [number for number in known if number.startswith(beginning)]
    if len(found) > 1:
        raise UsageError(f"{len(found)} alarms begin so", hint="Write more letters of the id.")
    return found[0] if found else beginning
