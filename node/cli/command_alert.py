"""`heliograph alert`: what peers' queries touched, and what peers answered."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

import typer

from node.cli.command import command, group
from node.cli.document import fields_of
from node.cli.exitcode import UsageError
from node.cli.render_alert import render_alert, render_alerts
from node.cli.session import Session
from node.domain.alert import AlertState, Direction

if TYPE_CHECKING:
    from node.operator.client import OperatorClient

_ID_LETTERS: Final = 36
"""Letters of a UUID."""
_SEARCHED: Final = 100_000
"""Newest alerts among which the beginning of an id is looked for."""

Number = Annotated[str, typer.Argument(help="Id of the alert, or its beginning.")]
Reason = Annotated[str, typer.Option(help="Why; kept with the alert and journalled.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """Options of `alert list`."""

    state: Annotated[AlertState | None, typer.Option(help="Only alerts in this state.")] = None
    direction: Annotated[
        Direction | None, typer.Option(help="Only incoming or only outgoing alerts.")
    ] = None
    peer: Annotated[str, typer.Option(help="Only alerts with this peer.")] = ""
    limit: Annotated[int, typer.Option(help="Alerts shown.", min=1)] = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOptions:
    """Options of `alert show`."""

    id: Number
    record: Annotated[
        bool, typer.Option("--record", help="Open the own record as well; this is journalled.")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOptions:
    """Options of the moves that need no reason."""

    id: Number
    reason: Reason = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOptions:
    """Options of the moves that need a reason."""

    id: Number
    reason: Reason
    note: Annotated[str, typer.Option(help="More words for colleagues.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssureOptions:
    """Options of `alert assure`."""

    id: Number
    statement: Annotated[str, typer.Option(help="Reference of the assurance; journalled.")]


def add_alert_commands(app: typer.Typer) -> None:
    """Add the commands about alerts."""
    alerts = group(app, "alert", about="Review what peers' queries touched and what came back.")
    command(alerts, "list", example="heliograph alert list --state open")(list_alerts)
    command(alerts, "show", example="heliograph alert show 67b1f50c --record")(show_alert)
    command(alerts, "claim", example="heliograph alert claim 67b1f50c")(claim)
    command(
        alerts, "confirm", example='heliograph alert confirm 67b1f50c --reason "same passport"'
    )(confirm)
    command(alerts, "dismiss", example='heliograph alert dismiss 67b1f50c --reason "other person"')(
        dismiss
    )
    command(alerts, "reopen", example='heliograph alert reopen 67b1f50c --reason "new document"')(
        reopen
    )

    command(
        alerts, "assure", example='heliograph alert assure 67b1f50c --statement "MoJ 2026/114"'
    )(assure)


def list_alerts(session: Session, options: ListOptions) -> None:
    """List alerts, newest first."""
    with session.connect() as node:
        alerts = node.alerts(
            state=options.state or "",
            direction=options.direction or "",
            peer=options.peer,
            limit=options.limit,
        )
    session.show("alerts", fields_of(alerts), render_alerts(alerts))


def show_alert(session: Session, options: ShowOptions) -> None:
    """Show one alert, why it was raised, and what to do next."""
    with session.connect() as node:
        number = _whole_id(node, options.id)
        file = node.alert(number, officer=session.officer, with_record=options.record)
    session.show("alert", fields_of(file), render_alert(file))


def claim(session: Session, options: ClaimOptions) -> None:
    """Take an alert over, so that nobody else works on it."""
    decision = DecideOptions(id=options.id, reason=options.reason)
    _move(session, decision, state=AlertState.CLAIMED)


def confirm(session: Session, options: DecideOptions) -> None:
    """Confirm that both records are about the same subject; this cannot be undone."""
    _move(session, options, state=AlertState.CONFIRMED)


def dismiss(session: Session, options: DecideOptions) -> None:
    """Dismiss an alert; it can be reopened."""
    _move(session, options, state=AlertState.DISMISSED)


def reopen(session: Session, options: DecideOptions) -> None:
    """Reopen a dismissed or claimed alert."""
    _move(session, options, state=AlertState.OPEN)


def assure(session: Session, options: AssureOptions) -> None:
    """Record what a state has assured, so that the human-rights gate lets the case pass.

    Only an officer whom the policy names as senior may do so.
    The hit is told to the asker when it asks again.
    """
    with session.connect() as node:
        assured = node.policy.assure(
            _whole_id(node, options.id), statement=options.statement, officer=session.officer
        )
    said = f"Alert {assured.alert_id} is {assured.state}; {assured.rule} holds its case no more."
    session.show("alert-assured", fields_of(assured), said)


def _move(session: Session, options: DecideOptions, *, state: AlertState) -> None:
    with session.connect() as node:
        alert = node.move_alert(
            _whole_id(node, options.id),
            state=state.value,
            reason=options.reason,
            note=options.note,
            officer=session.officer,
        )
    session.show("alert-moved", {"alert": alert}, f"Alert {alert.id} is {alert.state}.")


def _whole_id(node: "OperatorClient", beginning: str) -> str:
    """Complete the beginning of an alert's id, as lists show it.

    Raises:
        UsageError: Several alerts begin so.
    """
    if len(beginning) >= _ID_LETTERS:
        return beginning
    known = node.alerts(state="", direction="", peer="", limit=_SEARCHED).alerts
    found = [alert.id for alert in known if alert.id.startswith(beginning)]
    if len(found) > 1:
        raise UsageError(f"{len(found)} alerts begin so", hint="Write more letters of the id.")
    return found[0] if found else beginning
