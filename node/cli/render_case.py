"""Cases: the list, and the heading above a matrix."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from node.cli.phrase import count, moment
from node.cli.render_contact import render_contacts
from node.cli.render_matrix import render_matrix
from node.cli.render_table import render_table
from node.operator.view import Case, CaseFile, Justification


def render_cases(cases: Iterable[Case]) -> RenderableType:
    """Return the list of cases."""
    rows = (
        (
            Text(case.reference, style="bold"),
            case.title,
            str(case.subject_count),
            str(case.hit_count),
            moment(case.run_at),
        )
        for case in cases
    )
    return render_table(
        ("case", "title", "subjects", "hits", "last asked"),
        rows,
        empty="no cases yet; open one with: heliograph case new",
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
