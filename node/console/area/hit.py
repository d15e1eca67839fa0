"""What peers answered: the list of hits, and the card of the desk to call."""

from starlette.responses import HTMLResponse, Response

from node.console.area import shown
from node.console.complaint import FormError, complain
from node.console.contact import desk_of
from node.console.route import Route, deed, page
from node.console.visit import Visit
from node.domain.account import Permission
from node.domain.alert import Direction
from node.domain.errors import NotFoundError
from node.domain.exchange import Handling
from node.domain.request import PackPart, Particulars
from node.draft import PackOrder
from node.paper.model import Format
from node.words import Language, marked

_ROWS = 25


def hits(visit: Visit) -> Response:
    """List what peers answered with a hit."""
    found = shown.listing(visit, visit.query, Direction.OUTGOING)
    listed = visit.application.review.page(
        found.wanted, limit=_ROWS, after=visit.query.get("after", "")
    )
    return visit.show(
        "hit/list.html",
        listing=found,
        page=listed,
        shown=shown,
        total=visit.application.records.alerts.count(found.wanted),
        peers=[peer.id for peer in visit.application.records.peers.all()],
    )


def hit(visit: Visit) -> Response:
    """Show one hit with the desk to call."""
    alert = visit.application.records.alerts.get(visit.values["id"])
    if alert.direction is not Direction.OUTGOING:
        raise NotFoundError("there is no such hit")
    peers = {peer.id: peer for peer in visit.application.records.peers.all()}
    return visit.show(
        "hit/card.html",
        alert=alert,
        peer=peers.get(alert.peer),
        desk=desk_of(visit, alert.peer, alert.contact_point),
        shown=shown,
        parts=list(PackPart),
        formats=[Format.DOCX, Format.TEXT, Format.PDF],
        options=[(each.value, each.endonym) for each in Language],
        complaint=complain(visit.words, visit.error),
    )


def draft(visit: Visit) -> Response:
    """Write one paper of the follow-up; the browser keeps it, the journal its hash."""
    form = visit.form
    part, shape = form.text("part"), form.text("format")
    if part not in set(PackPart) or shape not in set(Format):
        raise FormError(marked("Choose what shall be written, and in which format."))
    order = PackOrder(
        visit.values["id"],
        (PackPart(part),),
        Format(shape),
        Language.of(form.text("language")) or visit.words.language,
        Particulars(
            facts=form.text("facts"),
            link=form.text("link"),
            question=form.text("question"),
            restrictions=form.text("restrictions"),
            handling=Handling.H1,
        ),
        with_subject=form.has("subject"),
    )
    written = visit.application.writing.drafter.draft(order, officer=visit.officer).files[0]
    headers = {"content-disposition": f'attachment; filename="{written.name}"'}
    return HTMLResponse(written.content, headers=headers, media_type="application/octet-stream")


ROUTES: tuple[Route, ...] = (
    page("/hits", hits, Permission.SEE_ALERTS),
    page("/hits/{id}", hit, Permission.SEE_ALERTS),
    deed("/hits/{id}/draft", draft, Permission.ASK, again=hit),
)
