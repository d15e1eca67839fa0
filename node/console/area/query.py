"""Ask about one subject: the form, what would be sent, and what the peers say."""

from contextlib import aclosing

from starlette.responses import Response

from matching.subject import EntityType
from node.console.complaint import complain
from node.console.contact import desk_of
from node.console.route import Route, deed, page
from node.console.subject import FIELDS, entity_type_of, fields_of, justification_of
from node.console.visit import Visit
from node.domain.account import Permission
from node.domain.case import Cell, CellState
from node.domain.justification import Aim, Category


def query(visit: Visit) -> Response:
    """Show the form."""
    asked = visit.form.text("type") or visit.query.get("type", "")
    entity_type = entity_type_of(asked)
    return visit.show(
        "query/form.html",
        entity_type=entity_type,
        kinds=list(EntityType),
        fields=FIELDS[entity_type],
        purposes=visit.application.safeguards.governor.policy.known_purposes,
        categories=list(Category),
        aims=list(Aim),
        peers=[peer for peer in visit.application.records.peers.all() if peer.is_open(visit.now)],
        complaint=complain(visit.words, visit.error),
    )


def preview(visit: Visit) -> Response:
    """Say what would be sent, and send nothing."""
    entity_type, fields = entity_type_of(visit.form.text("type")), fields_of(visit.form)
    reasons = justification_of(visit.form, purposes=_purposes(visit))
    found = visit.application.investigator.preview(
        entity_type, fields, peers=visit.form.all("peer")
    )
    return visit.show(
        "query/preview.html",
        preview=found,
        reasons=reasons,
        entity_type=entity_type,
        fields=fields,
        kept=[(name, value) for name, value in visit.form.fields if name != "form_token"],
    )


async def ask(visit: Visit) -> Response:
    """Ask the peers, and show what each of them says."""
    asked = visit.application.investigator.ask(
        entity_type_of(visit.form.text("type")),
        fields_of(visit.form),
        justification=justification_of(visit.form, purposes=_purposes(visit)),
        peers=visit.form.all("peer"),
        officer=visit.officer,
    )
    cells: list[Cell] = []
    async with aclosing(asked) as settling:
        async for cell in settling:
            cells.append(cell)  # noqa: PERF401 - each comes when its peer has answered
    cells.sort(key=lambda cell: (cell.state is not CellState.HIT, cell.peer))
    return visit.show(
        "query/answer.html",
        cells=[(cell, desk_of(visit, cell.peer, cell.contact_point)) for cell in cells],
        hits=sum(cell.state is CellState.HIT for cell in cells),
        reference=visit.form.text("reference"),
    )


def _purposes(visit: Visit) -> tuple[str, ...]:
    return visit.application.safeguards.governor.policy.known_purposes


ROUTES: tuple[Route, ...] = (
    page("/query", query, Permission.ASK),
    deed("/query/preview", preview, Permission.ASK, again=query),
    deed("/query", ask, Permission.ASK, again=query),
)
