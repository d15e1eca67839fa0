"""Cases: the list, and the heading above a matrix."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from rich.console import Group, RenderableType
from rich.text import Text

from node.cli.phrase import count, moment
from node.cli.render_contact import render_contacts
from node.cli.render_matrix import render_matrix
from node.cli.render_table import render_pairs, render_table
from node.domain.case import TeamRole
from node.domain.justification import Urgency
from node.operator.view import Case, CaseFile, Justification
from node.operator.view_casework import TeamMember


def render_cases(cases: Iterable[Case]) -> RenderableType:
    """Return the list of cases."""
    rows = (
        (
            Text(case.reference, style="bold"),
            case.title,
            _state(case),
            str(case.subject_count),
            str(case.hit_count),
            moment(case.run_at),
        )
        for case in cases
    )
    return render_table(
        ("case", "title", "state", "subjects", "hits", "last asked"),
        rows,
        empty="no such cases; open one with: heliograph case new",
        right=("subjects", "hits"),
        whole=("case", "last asked"),
    )


def render_case(file: CaseFile, *, width: int) -> list[RenderableType]:
    """Return a case: heading, matrix, contact cards."""
    matrix = render_matrix(file, width=width) if file.case.run_at else _subjects(file)
    return [*_heading(file), Text(""), matrix, *render_contacts(file.cells)]


def _heading(file: CaseFile) -> Iterator[RenderableType]:
    case = file.case
    yield Text(f"Case {case.reference}", style="bold")
    if case.title:
        yield Text(case.title)
    if case.justification:
        yield Text(_why(case.justification), style="bright_black")
    asked = f"asked {moment(case.run_at)}" if case.run_at else "not asked yet"
    numbers = f"{count(len(file.subjects), 'subject')}, {count(len(file.peers), 'peer')}, {asked}"
    yield Text(numbers, style="bright_black")
    yield render_pairs(_about(file))


def _about(file: CaseFile) -> Iterator[tuple[str, str | Text]]:
    """Yield what the file holds beside its subjects, in the order of an officer's questions."""
    case, facts = file.case, file.facts
    why = case.justification
    if why and why.urgency == Urgency.URGENT:
        yield "urgent", Text(why.urgency_reason, style="bold")
    yield "state", _state(case)
    yield "deadline", moment(case.deadline) if case.deadline else ""
    if case.open_count and case.asked_until:
        waiting = f"peers that are down are asked again until {moment(case.asked_until)}"
        yield "waiting", waiting
    if facts:
        seized = " of ".join(filter(None, (facts.quantity, facts.commodity)))
        where = f"at {facts.place}" if facts.place else ""
        yield "seized", ", ".join(filter(None, (seized, where, facts.day)))
        yield "summary", facts.summary
        yield "restrictions", facts.restrictions
    yield "handling", case.handling
    yield "team", ", ".join(_member(each) for each in case.team)
    yield "links", "\n".join(f"{each.source} {each.relation} {each.target}" for each in file.links)


def _member(member: TeamMember) -> str:
    return f"{member.officer} (lead)" if member.role == TeamRole.LEAD else member.officer


def _state(case: Case) -> Text:
    """Return whether a case is open, closed, or past its deadline."""
    if case.closed_at:
        why = case.closing.replace("-", " ")
        return Text(f"closed {case.closed_at:%Y-%m-%d}, {why}", style="bright_black")
    if case.deadline and case.deadline < datetime.now(UTC):
        return Text("overdue", style="bold red")
    if case.justification and case.justification.urgency == Urgency.URGENT:
        return Text("urgent", style="bold")
    return Text("open")


def _why(why: Justification) -> str:
    return ", ".join(filter(None, (why.purpose, why.offence, why.legal_basis, why.category)))


def _subjects(file: CaseFile) -> RenderableType:
    """Return the subjects alone, for a case that nobody has been asked about."""
    rows = ((each.id, each.role, each.entity_type, each.label) for each in file.subjects)
    table = render_table(
        ("id", "role", "type", "label"),
        rows,
        empty="no subjects yet; add them with: heliograph case add",
    )
    return Group(table, Text(""), Text(f"ask with: heliograph case run {file.case.reference}"))
