"""Cases: the list, a new one, and the file with its subjects, answers, links and team."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.responses import Response

from matching.subject import EntityType
from node.casework import Change, NewSubject
from node.console.aftermath import hits_of, overlaps_of, stand_of
from node.console.complaint import FormError, complain
from node.console.contact import desk_of
from node.console.form import FILE_BYTES
from node.console.graph import Drawn, Graph, graph
from node.console.route import Route, deed, page
from node.console.subject import FIELDS, entity_type_of, fields_of, justification_of
from node.console.visit import Visit
from node.domain.account import Permission
from node.domain.case import (
    OPEN_STATES,
    Case,
    CaseSubject,
    Cell,
    CellState,
    Closing,
    Facts,
    Link,
    Relation,
    Run,
    TeamMember,
)
from node.domain.exchange import Handling
from node.domain.justification import Aim, Category, require_line
from node.domain.paper import ReportFormat
from node.intake import read_upload
from node.stand import Wish
from node.store.cases import CaseFilter
from node.words import Language, marked

_FIRST_S = 2.0
"""Seconds for which the page waits for the first peer; the run goes on without it."""
_REJECTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Head:
    """A case in the list."""

    case: Case
    title: str
    subjects: int
    hits: int
    run: Run | None


@dataclass(frozen=True, slots=True)
class Row:
    """One subject of the matrix: its name, and a cell for each peer."""

    subject: CaseSubject
    label: str
    cells: tuple[Cell | None, ...]


def cases(visit: Visit) -> Response:
    """List the cases that one may see."""
    is_closed = visit.query.get("state") == "closed"
    found = visit.application.casework.all(CaseFilter(is_closed=is_closed), officer=visit.officer)
    return visit.show(
        "case/list.html", heads=[_head(visit, each) for each in found], is_closed=is_closed
    )


def _head(visit: Visit, case: Case) -> Head:
    records, (run, cells) = visit.application.records, _last_run(visit, case)
    return Head(
        case,
        visit.application.casework.seal.title(case),
        len(records.cases.subjects(case.reference)),
        sum(cell.state is CellState.HIT for cell in cells),
        run,
    )


def _last_run(visit: Visit, case: Case) -> tuple[Run | None, Sequence[Cell]]:
    runs = visit.application.records.runs
    last = next(iter(runs.of_case(case.reference)), None)
    return last, runs.cells(last.id) if last else []


def new_case(visit: Visit) -> Response:
    """Show the form that opens a case."""
    return visit.show(
        "case/new.html",
        purposes=visit.application.safeguards.governor.policy.known_purposes,
        categories=list(Category),
        aims=list(Aim),
        handlings=list(Handling),
        complaint=complain(visit.words, visit.error),
    )


def open_case(visit: Visit) -> Response:
    """Open a case."""
    form, policy = visit.form, visit.application.safeguards.governor.policy
    case = visit.application.casework.open(
        justification_of(form, purposes=policy.known_purposes),
        officer=visit.officer,
        title=form.text("title"),
        change=Change(
            handling=Handling(form.text("handling")) if form.text("handling") else None,
            deadline=_day(form.text("deadline")),
            facts=Facts(
                day=form.text("day"),
                place=form.text("place"),
                commodity=form.text("commodity"),
                quantity=form.text("quantity"),
                summary=form.text("summary"),
            ),
            members=tuple(TeamMember(name) for name in form.text("team").split()),
        ),
    )
    return visit.go("/cases/file", reference=case.reference)


def _day(text: str) -> datetime | None:
    """Return the end of a day, UTC.

    Raises:
        FormError: It is none.
    """
    try:
        return datetime.fromisoformat(f"{text}T23:59:00").replace(tzinfo=UTC) if text else None
    except ValueError as error:
        raise FormError(marked("Write the day as the field shows it.")) from error


def case_file(visit: Visit) -> Response:
    """Show a case."""
    case = _case(visit)
    work, records = visit.application.casework, visit.application.records
    subjects = records.cases.subjects(case.reference)
    run, cells = _last_run(visit, case)
    links = records.cases.links(case.reference)
    labels = {each.id: work.seal.label(case, each) or each.id for each in subjects}
    peers = list(dict.fromkeys(cell.peer for cell in cells))
    kind = entity_type_of(visit.form.text("type") or visit.query.get("type", ""))
    hits, hits_in_all = hits_of(visit, case, cells=cells, labels=labels)
    return visit.show(
        "case/file.html",
        case=case,
        title=work.seal.title(case),
        facts=work.seal.facts(case),
        rows=_rows(subjects, cells, peers=peers, labels=labels),
        peers=peers,
        run=run,
        progress=_progress(cells),
        links=links,
        labels=labels,
        graph=_graph(visit, subjects, links=links, cells=cells, labels=labels),
        hits=hits,
        hits_in_all=hits_in_all,
        others=overlaps_of(visit, case),
        stand=stand_of(visit, case),
        formats=list(ReportFormat),
        tongues=[(each.value, each.endonym) for each in Language],
        relations=list(Relation),
        closings=list(Closing),
        kinds=list(EntityType),
        kind=kind,
        fields=FIELDS[kind],
        may_edit=visit.may(Permission.ASK) and case.is_of(visit.officer) and not case.is_closed,
        complaint=complain(visit.words, visit.error),
    )


def _case(visit: Visit) -> Case:
    reference = visit.query.get("reference", "")
    return visit.application.casework.get(reference, visit.officer)


def _rows(
    subjects: Sequence[CaseSubject],
    cells: Sequence[Cell],
    *,
    peers: Sequence[str],
    labels: dict[str, str],
) -> list[Row]:
    found = {(cell.subject, cell.peer): cell for cell in cells}
    by_place = {(subject, str(peer)): cell for (subject, peer), cell in found.items()}
    return [
        Row(each, labels[each.id], tuple(by_place.get((each.id, peer)) for peer in peers))
        for each in subjects
    ]


def _progress(cells: Sequence[Cell]) -> tuple[int, int]:
    """Return how many cells are settled, and how many there are."""
    return sum(cell.state not in OPEN_STATES for cell in cells), len(cells)


def _graph(
    visit: Visit,
    subjects: Sequence[CaseSubject],
    *,
    links: Sequence[Link],
    cells: Sequence[Cell],
    labels: dict[str, str],
) -> Graph:
    words = visit.words
    return graph(
        [Drawn(each.id, labels[each.id], words.of(each.entity_type)) for each in subjects],
        [(link, words.of(link.relation)) for link in links],
        cells=cells,
    )


def progress(visit: Visit) -> Response:
    """Show how far a run is, for a script that asks every few seconds."""
    case = _case(visit)
    _, cells = _last_run(visit, case)
    done, total = _progress(cells)
    return visit.show("case/progress.html", case=case, progress=(done, total))


def add_subject(visit: Visit) -> Response:
    """Add one subject."""
    form, reference = visit.form, visit.query.get("reference", "")
    subject = NewSubject(
        form.text("number"),
        form.text("role"),
        entity_type_of(form.text("type")),
        fields_of(form),
    )
    links: list[Link] = []
    if form.text("relation") in set(Relation) and form.text("target") and subject.id:
        links = [Link(subject.id, Relation(form.text("relation")), form.text("target"))]
    _, rejects = visit.application.casework.add(
        reference, [subject], links=links, officer=visit.officer
    )
    if rejects:
        raise FormError(marked("The subject says too little to be asked about, or is malformed."))
    return visit.go("/cases/file", reference=reference)


def import_page(visit: Visit) -> Response:
    """Show the form that takes a file."""
    return visit.show(
        "case/import.html", case=_case(visit), complaint=complain(visit.words, visit.error)
    )


def import_file(visit: Visit) -> Response:
    """Read a file; show what is in it, or add it where that was seen."""
    reference, upload = visit.query.get("reference", ""), visit.form.files.get("file")
    if upload is None:
        raise FormError(marked("Choose a file."))
    if len(upload.content) > FILE_BYTES:
        raise FormError(marked("The file is too large for a form; use the command line."))
    found = read_upload(upload.name, upload.content)
    if visit.form.has("look"):
        return visit.show("case/looked.html", case=_case(visit), intake=found, name=upload.name)
    added, rejects = visit.application.casework.add(
        reference, found.subjects, links=found.links, officer=visit.officer
    )
    return visit.show(
        "case/imported.html",
        case=_case(visit),
        added=added,
        rejects=[*found.rejects, *rejects][:_REJECTS_SHOWN],
        total=len(found.rejects) + len(rejects),
    )


async def run_case(visit: Visit) -> Response:
    """Ask all peers about all subjects; the page comes back at once, the run goes on.

    Where queries are to be left standing, it comes back when every peer was asked once.
    """
    form, reference = visit.form, visit.query.get("reference", "")
    reason = require_line("the reason", form.text("stand-reason"))
    if reason and not form.has("stand"):
        raise FormError(marked("A reason is given for queries that are left standing: tick that."))
    wish = Wish(tuple(form.all("peer")), reason=reason)
    running = visit.application.investigator.run(reference, peers=wish.peers, officer=visit.officer)
    async with aclosing(running):
        if form.has("stand"):
            async for _ in running:
                pass
            stander = visit.application.standing.stander
            left = await stander.leave(reference, wish, officer=visit.officer)
            return stood(visit, left)
        with suppress(TimeoutError, StopAsyncIteration):
            await asyncio.wait_for(anext(running), _FIRST_S)
    return visit.go("/cases/file", reference=reference)


def stood(visit: Visit, cells: Sequence[Cell]) -> Response:
    """Show what peers said to queries that were to stand with them."""
    ordered = sorted(cells, key=lambda cell: (cell.peer, cell.subject))
    return visit.show("case/stood.html", reference=visit.query.get("reference", ""), cells=ordered)


def close_case(visit: Visit) -> Response:
    """Close a case."""
    reference, closing = visit.query.get("reference", ""), visit.form.text("closing")
    if closing not in set(Closing):
        raise FormError(marked("Choose why the case is closed."))
    visit.application.casework.close(reference, Closing(closing), officer=visit.officer)
    return visit.go("/cases/file", reference=reference)


def answer(visit: Visit) -> Response:
    """Show what one peer said of one subject: the card of the desk to call."""
    case = _case(visit)
    _, cells = _last_run(visit, case)
    place = visit.query.get("subject", ""), visit.query.get("peer", "")
    cell = next((each for each in cells if (each.subject, str(each.peer)) == place), None)
    if cell is None:
        raise FormError(marked("Nobody was asked that."))
    desk = desk_of(visit, cell.peer, cell.contact_point)
    return visit.show("case/answer.html", case=case, cell=cell, desk=desk)


ROUTES: tuple[Route, ...] = (
    page("/cases", cases, Permission.SEE_CASES),
    page("/cases/new", new_case, Permission.ASK),
    deed("/cases/new", open_case, Permission.ASK, again=new_case),
    page("/cases/file", case_file, Permission.SEE_CASES),
    page("/cases/progress", progress, Permission.SEE_CASES),
    page("/cases/answer", answer, Permission.SEE_CASES),
    deed("/cases/subject", add_subject, Permission.ASK, again=case_file),
    page("/cases/import", import_page, Permission.ASK),
    deed("/cases/import", import_file, Permission.ASK, again=import_page),
    deed("/cases/run", run_case, Permission.ASK, again=case_file),
    deed("/cases/close", close_case, Permission.ASK, again=case_file),
)
