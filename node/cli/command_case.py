"""`heliograph case`: seizure cases, from the file to the matrix."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matching.subject import EntityType
from node.cli.casefile import NewCase, read_case
from node.cli.choice import (
    PURPOSES,
    WHY,
    AimOption,
    ExitCodeHit,
    Peers,
    UrgencyOption,
    UrgencyReason,
)
from node.cli.command import command, group
from node.cli.command_casework import FileOptions, add_casework_commands
from node.cli.command_report import add_report_command
from node.cli.conclusion import conclude
from node.cli.document import fields_of
from node.cli.exitcode import ExitCode, UsageError
from node.cli.fieldword import fields_from
from node.cli.phrase import count
from node.cli.progress import bars
from node.cli.render_case import render_case, render_cases
from node.cli.render_register import render_rejects
from node.cli.render_standing import render_left
from node.cli.session import Session
from node.cli.when import moment_of
from node.domain.justification import Aim, Category, Urgency
from node.operator.view import CaseFile, Justification, Rejects, SubjectRow
from node.operator.view_casework import CaseFilter, CaseLink
from node.operator.view_standing import StandingAnswer

if TYPE_CHECKING:
    from node.cli.bundle import Bundle


class CaseState(StrEnum):
    """Which cases are listed."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


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
    aim: AimOption = Aim.IDENTIFY
    urgency: UrgencyOption = Urgency.NORMAL
    urgency_reason: UrgencyReason = ""
    about: FileOptions = field(default_factory=FileOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOptions:
    """Options of `case add`."""

    reference: Reference
    file: Annotated[
        Path | None,
        typer.Argument(help="Table with columns type, role and links, or FollowTheMoney."),
    ] = None
    type: Annotated[
        EntityType | None, typer.Option(help="Add one subject of this type instead of a file.")
    ] = None
    given: Annotated[
        list[str],
        typer.Option("--field", help="What is known of it as COLUMN=VALUE; may be repeated."),
    ] = field(default_factory=list)
    role: Annotated[str, typer.Option(help="What it is to the seizure: master, courier.")] = ""
    id: Annotated[str, typer.Option(help="Its number in the case; by default the next.")] = ""
    link: Annotated[
        list[str],
        typer.Option(help="What it is to another, as 'owner-of S02'; needs --id."),
    ] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """Options of `case run`."""

    reference: Reference
    peer: Peers = field(default_factory=list)
    until: Annotated[
        str,
        typer.Option(
            help="Ask peers that are down again until then: 8h, 3d, a day, a moment with its "
            "zone. By default until the deadline of the case."
        ),
    ] = ""
    stand: Annotated[
        bool,
        typer.Option(
            "--stand",
            help="Leave what a peer answers with no hit standing with it, where the agreement "
            "allows it.",
        ),
    ] = False
    reason: Annotated[
        str, typer.Option(help="With --stand: why it is left; journalled on both sides.")
    ] = ""
    exit_code_hit: ExitCodeHit = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """Options of `case list`."""

    state: Annotated[CaseState, typer.Option(help="Which cases.")] = CaseState.OPEN
    urgency: Annotated[Urgency | None, typer.Option(help="Only cases as urgent as this.")] = None
    offence: Annotated[
        str, typer.Option(help="Only cases whose code of the offence begins like this.")
    ] = ""
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Only open cases whose deadline is past.")
    ] = False


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
    command(cases, "list", example="heliograph case list --overdue")(list_cases)
    add_casework_commands(cases)
    add_report_command(cases)


def open_case(session: Session, options: NewOptions) -> None:
    """Open a case, with the reasons that every query of it will carry."""
    case = read_case(options.file) if options.file else _case_of(options)
    with session.connect() as node:
        reference = node.create_case(
            case.reference,
            title=case.title,
            justification=case.justification,
            change=case.change,
            officer=session.officer,
        )
    session.show("case-opened", {"reference": reference}, f"Case {reference} is open.")


def add_subjects(session: Session, options: AddOptions) -> ExitCode:
    """Add the subjects of a file to a case, or one subject with --type and --field.

    A FollowTheMoney file brings the links between its entities along.
    Ends with code 4 where rows were rejected; the others are added.
    """
    from node.cli.bundle import read_bundle  # noqa: PLC0415 - readers take long to import

    if (options.file is None) == (options.type is None):
        raise UsageError("name a file, or one subject with --type and --field")
    bundle = read_bundle(options.file) if options.file else _one(options)
    with session.connect() as node:
        done = node.add_subjects(
            options.reference, bundle.subjects, links=bundle.links, officer=session.officer
        )
    rejects = (*bundle.rejects, *done.rejects)
    linked = f" with {count(len(bundle.links), 'link')}" if bundle.links else ""
    session.show(
        "case-added",
        {
            "reference": options.reference,
            "added": done.added,
            "links": len(bundle.links),
            "rejects": rejects,
        },
        f"{count(done.added, 'subject')} added to case {options.reference}{linked}.",
        *([render_rejects(Rejects(rejects, len(rejects)))] if rejects else []),
    )
    return ExitCode.PARTIAL if rejects else ExitCode.OK


def run_case(session: Session, options: RunOptions) -> ExitCode:
    """Ask all permitted peers about all subjects, and show who knows what.

    Peers that are down are asked again until the deadline of the case or the time given, also when
    this command has ended or the node starts anew. Running a case that is still being asked joins
    it, and asks at once whoever is waited for.

    With --stand each peer keeps the query about those subjects that it does not know, and matches
    them again when its register changes: see docs/standing.md. A peer that was down keeps nothing:
    run the case again.

    Ends with code 4 where a peer did not answer, 5 where none did, 6 where all refused.
    """
    if options.reason and not options.stand:
        raise UsageError("--reason is why queries are left standing", hint="Give --stand as well.")
    left: list[StandingAnswer] = []
    with session.connect() as node:
        with bars(session) as shown:
            for step in node.run_case(
                options.reference,
                peers=options.peer,
                officer=session.officer,
                until=moment_of(options.until),
                stand=options.stand,
                stand_reason=options.reason,
            ):
                if step.standing:
                    left.append(step.standing)
                elif step.peer:
                    shown.move(step.peer, step.step, done=step.done, total=step.total)
        file = node.case(options.reference, officer=session.officer)
    if options.stand:
        told = render_case(file, width=session.out.width)
        session.show("case", fields_of(file) | {"standing": left}, *told, render_left(left))
    else:
        _show(session, file)
    return conclude(file.cells, exit_code_hit=options.exit_code_hit)


def show_case(session: Session, options: StatusOptions) -> None:
    """Show a case: its subjects, who knows them, and whom to call."""
    with session.connect() as node:
        file = node.case(options.reference, officer=session.officer)
    _show(session, file)


def list_cases(session: Session, options: ListOptions) -> None:
    """List the cases in whose team the officer is; an auditor sees all."""
    wanted = CaseFilter(
        officer=session.officer,
        state="" if options.state is CaseState.ALL else options.state.value,
        urgency=options.urgency.value if options.urgency else "",
        offence=options.offence,
        is_overdue=options.overdue,
    )
    with session.connect() as node:
        cases = node.cases(wanted)
    session.show("cases", {"cases": cases}, render_cases(cases))


def _one(options: AddOptions) -> "Bundle":
    """Return the one subject that the options describe.

    Raises:
        UsageError: A field or a link is not written as it must be.
    """
    from node.cli.bundle import Bundle, link_from  # noqa: PLC0415 - readers take long to import

    links: list[CaseLink] = []
    for text in options.link:
        link = link_from(options.id, text) if options.id else None
        if link is None:
            raise UsageError(
                f"{text!r} is no link", hint="Give the number with --id, and write 'owner-of S02'."
            )
        links.append(link)
    subject = SubjectRow(
        options.id, options.role, str(options.type), fields_from(options.given), line=1
    )
    return Bundle((subject,), tuple(links), ())


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
    change = replace(options.about.change(), members=options.about.members())
    return NewCase(options.reference, options.title, justification, change)
