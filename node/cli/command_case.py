"""`heliograph case`: seizure cases, from the file to the matrix."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from node.cli.casefile import NewCase, read_case
from node.cli.choice import PURPOSES, WHY, ExitCodeHit, Peers
from node.cli.command import command, group
from node.cli.conclusion import conclude
from node.cli.document import fields_of
from node.cli.exitcode import ExitCode, UsageError
from node.cli.phrase import count
from node.cli.progress import bars
from node.cli.render_case import render_case, render_cases
from node.cli.render_register import render_rejects
from node.cli.session import Session
from node.domain.justification import Aim, Category, Urgency
from node.operator.view import CaseFile, Justification, Rejects

Reference = Annotated[str, typer.Argument(help="Reference of the case.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOptions:
    """Options of `case new`; either the reference and its reasons, or a file with both."""

    reference: Annotated[str, typer.Argument(help="Reference of the case.")] = ""
    file: Annotated[
        Path | None, typer.Option(help="TOML with the reference and all of the options below.")
    ] = None
    title: Annotated[str, typer.Option(help="What colleagues call the case.")] = ""
    purpose: Annotated[
        str, typer.Option(help=f"What the queries are for. {PURPOSES}", rich_help_panel=WHY)
    ] = ""
    offence: Annotated[
        str, typer.Option(help="Code of the offence: drugs.trafficking.", rich_help_panel=WHY)
    ] = ""
    legal_basis: Annotated[
        str, typer.Option(help="What permits the queries.", rich_help_panel=WHY)
    ] = ""
    category: Annotated[
        Category, typer.Option(help="What a person of the case is.", rich_help_panel=WHY)
    ] = Category.SUSPECT
    aim: Annotated[
        Aim, typer.Option(help="Identify somebody, or learn more.", rich_help_panel=WHY)
    ] = Aim.IDENTIFY
    urgency: Annotated[
        Urgency, typer.Option(help="How soon an answer is needed.", rich_help_panel=WHY)
    ] = Urgency.NORMAL
    urgency_reason: Annotated[
        str, typer.Option(help="Needed where it is urgent.", rich_help_panel=WHY)
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOptions:
    """Options of `case add`."""

    reference: Reference
    file: Annotated[
        Path, typer.Argument(help="Table with columns type and role, or FollowTheMoney.")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """Options of `case run`."""

    reference: Reference
    peer: Peers = field(default_factory=list)
    exit_code_hit: ExitCodeHit = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusOptions:
    """Options of `case status`."""

    reference: Reference


def add_case_commands(app: typer.Typer) -> None:
    """Add the commands about cases."""
    cases = group(app, "case", about="Open seizure cases, add subjects, ask all peers at once.")
    command(cases, "new", example="heliograph case new --file case.toml")(open_case)
    command(cases, "add", example="heliograph case add PA-2026-0031 case.csv")(add_subjects)
    command(cases, "run", example="heliograph case run PA-2026-0031")(run_case)
    command(cases, "status", example="heliograph case status PA-2026-0031")(show_case)
    command(cases, "list", example="heliograph case list")(list_cases)


def open_case(session: Session, options: NewOptions) -> None:
    """Open a case, with the reasons that every query of it will carry."""
    case = read_case(options.file) if options.file else _case_of(options)
    with session.connect() as node:
        reference = node.create_case(
            case.reference,
            title=case.title,
            justification=case.justification,
            officer=session.officer,
        )
    session.show("case-opened", {"reference": reference}, f"Case {reference} is open.")


def add_subjects(session: Session, options: AddOptions) -> ExitCode:
    """Add the subjects of a file to a case.

    Ends with code 4 where rows were rejected; the others are added.
    """
    from node.cli.bundle import read_bundle  # noqa: PLC0415 - readers take long to import

    bundle = read_bundle(options.file)
    with session.connect() as node:
        done = node.add_subjects(options.reference, bundle.subjects, officer=session.officer)
    rejects = (*bundle.rejects, *done.rejects)
    session.show(
        "case-added",
        {"reference": options.reference, "added": done.added, "rejects": rejects},
        f"{count(done.added, 'subject')} added to case {options.reference}.",
        *([render_rejects(Rejects(rejects, len(rejects)))] if rejects else []),
    )
    return ExitCode.PARTIAL if rejects else ExitCode.OK


def run_case(session: Session, options: RunOptions) -> ExitCode:
    """Ask all permitted peers about all subjects, and show who knows what.

    Ends with code 4 where a peer did not answer, 5 where none did, 6 where all refused.
    """
    with session.connect() as node:
        with bars(session) as shown:
            for step in node.run_case(
                options.reference, peers=options.peer, officer=session.officer
            ):
                if step.peer:
                    shown.move(step.peer, step.step, done=step.done, total=step.total)
        file = node.case(options.reference, officer=session.officer)
    _show(session, file)
    return conclude(file.cells, exit_code_hit=options.exit_code_hit)


def show_case(session: Session, options: StatusOptions) -> None:
    """Show a case: its subjects, who knows them, and whom to call."""
    with session.connect() as node:
        file = node.case(options.reference, officer=session.officer)
    _show(session, file)


def list_cases(session: Session) -> None:
    """List the cases."""
    with session.connect() as node:
        cases = node.cases()
    session.show("cases", {"cases": cases}, render_cases(cases))


def _show(session: Session, file: CaseFile) -> None:
    session.show("case", fields_of(file), *render_case(file, width=session.out.width))


def _case_of(options: NewOptions) -> NewCase:
    """Return the case that the options describe.

    Raises:
        UsageError: Options are missing; all of them are named.
    """
    needed = {
        "REFERENCE": options.reference,
        "--purpose": options.purpose,
        "--offence": options.offence,
        "--legal-basis": options.legal_basis,
    }
    missing = [name for name, value in needed.items() if not value]
    if missing or not options.purpose:
        raise UsageError(
            f"missing: {', '.join(missing)}", hint="Give them here, or all in a file with --file."
        )
    justification = Justification(
        case_reference=options.reference,
        legal_basis=options.legal_basis,
        purpose=options.purpose,
        offence=options.offence,
        category=options.category.value,
        aim=options.aim.value,
        urgency=options.urgency.value,
        urgency_reason=options.urgency_reason,
    )
    return NewCase(options.reference, options.title, justification)
