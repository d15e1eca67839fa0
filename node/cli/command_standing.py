"""`heliograph standing`: queries that stay with peers and are matched when registers change."""

from dataclasses import dataclass
from typing import Annotated

import typer

from node.cli.command import command, group
from node.cli.exitcode import UsageError
from node.cli.phrase import count
from node.cli.render_standing import render_answers, render_standing
from node.cli.session import Session
from node.operator.view_standing import StandingWish

_ID_LETTERS = 36
"""Letters of a UUID."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateOptions:
    """Options of `standing create`."""

    case: Annotated[str, typer.Argument(help="Reference of the case.")]
    peer: Annotated[list[str] | None, typer.Option(help="Only this peer; may be repeated.")] = None
    subject: Annotated[
        list[str] | None, typer.Option(help="Only this subject, such as S01; may be repeated.")
    ] = None
    days: Annotated[
        int, typer.Option(help="Life in days; by default as the settings say.", min=0)
    ] = 0
    overlap: Annotated[
        bool,
        typer.Option(
            "--overlap",
            help="Hear when another agency asks about the same subject, and be told to it.",
        ),
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewOptions:
    """Options of `standing renew`."""

    case: Annotated[str, typer.Argument(help="Reference of the case.")]
    reason: Annotated[str, typer.Option(help="Why it is still needed; journalled on both sides.")]
    peer: Annotated[list[str] | None, typer.Option(help="Only this peer; may be repeated.")] = None
    days: Annotated[
        int, typer.Option(help="Life in days; by default as the settings say.", min=0)
    ] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawOptions:
    """Options of `standing withdraw`."""

    ids: Annotated[
        list[str] | None, typer.Argument(help="Ids of standing queries, or their beginnings.")
    ] = None
    case: Annotated[str, typer.Option(help="Everything that stands for this case.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOptions:
    """Options of `standing cancel`."""

    peer: Annotated[str, typer.Argument(help="The peer for whom it is kept.")]
    id: Annotated[str, typer.Argument(help="Id of the query, or its beginning.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """Options of `standing list`."""

    case: Annotated[str, typer.Option(help="Only those of this case.")] = ""
    all: Annotated[bool, typer.Option("--all", help="Those that have ended as well.")] = False


def add_standing_commands(app: typer.Typer) -> None:
    """Add the commands about standing queries."""
    standing = group(app, "standing", about="Let queries stand with peers, and see what is kept.")
    command(standing, "create", example="heliograph standing create PA-2026-0031 --overlap")(create)
    command(standing, "list", example="heliograph standing list")(list_standing)
    command(
        standing,
        "renew",
        example='heliograph standing renew PA-2026-0031 --reason "second container expected"',
    )(renew)
    command(standing, "withdraw", example="heliograph standing withdraw --case PA-2026-0031")(
        withdraw
    )
    command(standing, "cancel", example="heliograph standing cancel customs-es 5d0c7a1e")(cancel)


def create(session: Session, options: CreateOptions) -> None:
    """Ask peers about the subjects of a case, and have them match again when a register changes.

    Only peers whose agreement allows it are asked. What is kept of a query, for how long and what
    it discloses: docs/standing.md.
    """
    wish = StandingWish(
        options.case,
        tuple(options.peer or ()),
        tuple(options.subject or ()),
        options.days,
        options.overlap,
    )
    with session.connect() as node:
        answers = node.standing.create(wish, officer=session.officer)
    session.show("standing-answers", {"answers": answers}, render_answers(answers))


def list_standing(session: Session, options: ListOptions) -> None:
    """List the standing queries of this node, and those that it keeps for peers."""
    with session.connect() as node:
        listed = node.standing.all(case=options.case, ended=options.all)
    session.show("standing", {"standing": listed}, render_standing(listed))


def renew(session: Session, options: RenewOptions) -> None:
    """Send what stands for a case again, for another life; it needs a new reason."""
    with session.connect() as node:
        answers = node.standing.renew(
            options.case,
            peers=options.peer or (),
            days=options.days,
            reason=options.reason,
            officer=session.officer,
        )
    session.show("standing-answers", {"answers": answers}, render_answers(answers))


def withdraw(session: Session, options: WithdrawOptions) -> None:
    """End standing queries and have their peers delete them."""
    with session.connect() as node:
        known = [each.id for each in node.standing.all(ended=True).standing]
        ids = [_whole(each, known) for each in options.ids or ()]
        withdrawn = node.standing.withdraw(ids, case=options.case, officer=session.officer)
    words = count(withdrawn, "standing query", plural="standing queries")
    session.show("withdrawn", {"withdrawn": withdrawn}, f"{words} withdrawn.")


def cancel(session: Session, options: CancelOptions) -> None:
    """End a query that this node keeps for a peer; the peer is told."""
    with session.connect() as node:
        held = [each.id for each in node.standing.all().held if each.peer == options.peer]
        cancelled = node.standing.cancel(
            options.peer, _whole(options.id, held), officer=session.officer
        )
    words = (
        "It is deleted, and the peer is told." if cancelled else "Nothing was kept under this id."
    )
    session.show("cancelled", {"cancelled": cancelled}, words)


def _whole(beginning: str, known: list[str]) -> str:
    """Complete the beginning of an id, as lists show it.

    Raises:
        UsageError: Several begin so.
    """
    if len(beginning) >= _ID_LETTERS:
        return beginning
    found = [number for number in known if number.startswith(beginning)]
    if len(found) > 1:
        raise UsageError(f"{len(found)} ids begin so", hint="Write more letters of the id.")
    return found[0] if found else beginning
