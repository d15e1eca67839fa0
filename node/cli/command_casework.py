"""`heliograph case edit`, `link` and `close`: work on the file of a case."""

from dataclasses import dataclass, field, replace
from typing import Annotated, Final

import typer

from node.cli.choice import WHY, UrgencyReason
from node.cli.command import command
from node.cli.exitcode import UsageError
from node.cli.phrase import count
from node.cli.session import Session
from node.cli.when import moment_of
from node.domain.case import Closing, Relation, TeamRole
from node.domain.exchange import Handling
from node.domain.justification import Urgency
from node.operator.view_casework import CaseChange, CaseLink, SeizureFacts, TeamMember

_SEIZURE: Final = "The seizure"
_TEAM: Final = "The team"

Reference = Annotated[str, typer.Argument(help="Reference of the case.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOptions:
    """What the file of a case holds beside its justification."""

    deadline: Annotated[
        str,
        typer.Option(help="When answers are needed: 8h, 3d, a day, a moment with its zone."),
    ] = ""
    handling: Annotated[
        Handling | None,
        typer.Option(help="What others may do with what they hear of it; H1 at first."),
    ] = None
    seized_on: Annotated[
        str, typer.Option(help="Day of the seizure, ISO 8601.", rich_help_panel=_SEIZURE)
    ] = ""
    place: Annotated[str, typer.Option(help="Where it was.", rich_help_panel=_SEIZURE)] = ""
    commodity: Annotated[str, typer.Option(help="What was seized.", rich_help_panel=_SEIZURE)] = ""
    quantity: Annotated[
        str, typer.Option(help="How much, with its unit.", rich_help_panel=_SEIZURE)
    ] = ""
    summary: Annotated[
        str,
        typer.Option(
            help="A few sentences for whoever is asked to help.", rich_help_panel=_SEIZURE
        ),
    ] = ""
    restrictions: Annotated[
        str, typer.Option(help="What handling code H3 restricts.", rich_help_panel=_SEIZURE)
    ] = ""
    member: Annotated[
        list[str],
        typer.Option(help="Officer who joins the team; may be repeated.", rich_help_panel=_TEAM),
    ] = field(default_factory=list)
    lead: Annotated[
        list[str],
        typer.Option(help="Officer who leads it as well; may be repeated.", rich_help_panel=_TEAM),
    ] = field(default_factory=list)

    def change(self) -> CaseChange:
        """Return deadline, handling and facts as what is new in the file.

        Raises:
            UsageError: The deadline is no time.
        """
        facts = SeizureFacts(
            self.seized_on,
            self.place,
            self.commodity,
            self.quantity,
            self.summary,
            self.restrictions,
        )
        return CaseChange(
            deadline=moment_of(self.deadline), handling=self.handling or "", facts=facts
        )

    def members(self) -> tuple[TeamMember, ...]:
        """Return who joins the team."""
        return (
            *(TeamMember(officer, TeamRole.MEMBER.value) for officer in self.member),
            *(TeamMember(officer, TeamRole.LEAD.value) for officer in self.lead),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EditOptions:
    """Options of `case edit`."""

    reference: Reference
    title: Annotated[str, typer.Option(help="What colleagues call the case.")] = ""
    no_deadline: Annotated[bool, typer.Option("--no-deadline", help="Take the deadline away.")] = (
        False
    )
    urgency: Annotated[
        Urgency | None, typer.Option(help="How soon an answer is needed.", rich_help_panel=WHY)
    ] = None
    urgency_reason: UrgencyReason = ""
    remove: Annotated[
        list[str],
        typer.Option(help="Officer who leaves the team; may be repeated.", rich_help_panel=_TEAM),
    ] = field(default_factory=list)
    about: FileOptions = field(default_factory=FileOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOptions:
    """Options of `case link`."""

    reference: Reference
    source: Annotated[str, typer.Argument(help="Number of a subject.")]
    relation: Annotated[Relation, typer.Argument(help="What it is to the other.")]
    target: Annotated[str, typer.Argument(help="Number of the other subject.")]
    remove: Annotated[bool, typer.Option("--remove", help="Take the link away.")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseOptions:
    """Options of `case close`."""

    reference: Reference
    reason: Annotated[Closing, typer.Option(help="Why it is closed.")]


def add_casework_commands(cases: typer.Typer) -> None:
    """Add the commands about the file of a case."""
    command(cases, "edit", example="heliograph case edit PA-2026-0031 --deadline 3d --member o-12")(
        edit_case
    )
    command(cases, "link", example="heliograph case link PA-2026-0031 S03 owner-of S01")(
        link_subjects
    )
    command(cases, "close", example="heliograph case close PA-2026-0031 --reason solved")(
        close_case
    )


def edit_case(session: Session, options: EditOptions) -> None:
    """Change the file of a case: what is given is new, everything else stays.

    The lead of the case may. The facts of the seizure lie sealed; only the team and auditors see
    them.
    """
    change = replace(
        options.about.change(),
        title=options.title,
        without_deadline=options.no_deadline,
        urgency=options.urgency or "",
        urgency_reason=options.urgency_reason,
        members=options.about.members(),
        leaving=tuple(options.remove),
    )
    if change == CaseChange(facts=SeizureFacts()):
        raise UsageError("nothing is to change", hint="Say what, with at least one option.")
    with session.connect() as node:
        node.casework.edit(options.reference, change, officer=session.officer)
    session.show(
        "case-edited",
        {"reference": options.reference},
        f"Case {options.reference} is changed.",
    )


def link_subjects(session: Session, options: LinkOptions) -> None:
    """Say what one subject of a case is to another, or take it back."""
    link = CaseLink(options.source, options.relation.value, options.target)
    with session.connect() as node:
        if options.remove:
            node.casework.unlink(options.reference, [link], officer=session.officer)
        else:
            node.add_subjects(options.reference, (), links=[link], officer=session.officer)
    words = f"{link.source} {link.relation} {link.target}"
    session.show(
        "case-unlinked" if options.remove else "case-linked",
        {"reference": options.reference, "link": link},
        f"{words} {'is no longer' if options.remove else 'is'} in case {options.reference}.",
    )


def close_case(session: Session, options: CloseOptions) -> None:
    """Close a case: nobody is asked for it any more, and what waits or stands for it ends.

    The lead of the case may. It stays readable.
    """
    with session.connect() as node:
        end = node.casework.close(options.reference, options.reason.value, officer=session.officer)
    ended = f" {count(end.ended, 'query', plural='queries')} under way ended." if end.ended else ""
    session.show("case-closed", {"end": end}, f"Case {end.reference} is closed.{ended}")
