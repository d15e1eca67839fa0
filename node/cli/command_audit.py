"""`heliograph audit`: the journal of who did what."""

from dataclasses import dataclass
from typing import Annotated

import typer

from node.cli.command import command, group
from node.cli.document import fields_of
from node.cli.exitcode import ExitCode
from node.cli.render_journal import render_entries, render_report
from node.cli.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class TailOptions:
    """Options of `audit tail`."""

    limit: Annotated[int, typer.Option("-n", "--limit", help="Entries shown.", min=1)] = 20
    event: Annotated[str, typer.Option(help="Only entries of this event.")] = ""


def add_audit_commands(app: typer.Typer) -> None:
    """Add the commands about the journal."""
    audit = group(app, "audit", about="Verify and read the journal.")
    command(audit, "verify", example="heliograph audit verify")(verify)
    command(audit, "tail", example="heliograph audit tail -n 50")(tail)


def verify(session: Session) -> ExitCode:
    """Recompute the whole journal and compare it with its signed heads.

    Ends with code 3 where it does not verify. With --verbose the signed head is printed as well,
    for a peer to compare with the one it has kept.
    """
    with session.connect() as node:
        report = node.verify_journal()
    session.show(
        "journal-report", fields_of(report), render_report(report, with_head=session.verbose)
    )
    return ExitCode.OK if report.is_sound else ExitCode.UNVERIFIED


def tail(session: Session, options: TailOptions) -> None:
    """Show the newest entries of the journal."""
    with session.connect() as node:
        entries = node.tail_journal(limit=options.limit, event=options.event)
    session.show("journal", {"entries": entries}, render_entries(entries))
