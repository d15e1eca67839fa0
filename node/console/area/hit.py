"""What peers answered: the list of hits, and the card of the desk to call."""

from starlette.responses import Response

from node.console.area import shown
from node.console.complaint import FormError, complain
from node.console.contact import desk_of
from node.console.download import archive, download
from node.console.other import others
from node.console.route import Route, deed, page
from node.console.visit import Visit
from node.domain.account import Permission
from node.domain.alert import Direction
from node.domain.errors import NotFoundError
from node.domain.exchange import Handling
from node.domain.followup import FollowUp
from node.domain.request import PackPart, Particulars
from node.draft import PackOrder, alert_number
from node.paper.model import Format
from node.words import Language, marked

_ROWS = 25
_OTHERS = 5
"""Overlaps on a page of hits; further ones are on pages of their own."""
_PACK = "pack"
"""All papers at once."""


def hits(visit: Visit) -> Response:
    """List what peers answered with a hit, and who else asks about subjects of ours."""
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
        others=others(
            visit,
            case=found.wanted.case_reference,
            limit=_OTHERS,
            after=visit.query.get("others", ""),
        ),
    )


def hit(visit: Visit) -> Response:
    """Show one hit with the desk to call."""
    alert = visit.application.records.alerts.get(visit.values["id"])
    if alert.direction is Direction.OVERLAP:
        return visit.go(f"/overlaps/{alert.id}")
    if alert.direction is not Direction.OUTGOING:
        raise NotFoundError("there is no such hit")
    peers = {peer.id: peer for peer in visit.application.records.peers.all()}
    return visit.show(
        "hit/card.html",
        alert=alert,
        peer=peers.get(alert.peer),
        desk=desk_of(visit, alert.peer, alert.contact_point),
        shown=shown,
        outcomes=list(FollowUp),
        tells=visit.application.follow_up.outcomes.tells,
        options=[(each.value, each.endonym) for each in Language],
        complaint=complain(visit.words, visit.error),
    )


def draft(visit: Visit) -> Response:
    """Write papers of the follow-up; the browser keeps them, the journal their hashes."""
    form = visit.form
    part, shape = form.text("part"), form.text("format")
    if part not in {*PackPart, _PACK} or shape not in set(Format):
        raise FormError(marked("Choose what shall be written, and in which format."))
    order = PackOrder(
        visit.values["id"],
        tuple(PackPart) if part == _PACK else (PackPart(part),),
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
    written = visit.application.writing.drafter.draft(order, officer=visit.officer).files
    if part == _PACK:
        name = f"follow-up-{alert_number(order.alert_id)}.zip"
        return archive(name, [(each.name, each.content) for each in written])
    return download(written[0].name, written[0].content)


def outcome(visit: Visit) -> Response:
    """Note what a hit has led to, and have its owner told where the officer wants that."""
    form, alert = visit.form, visit.values["id"]
    if form.text("outcome") not in set(FollowUp):
        raise FormError(marked("Choose what the hit has led to."))
    visit.application.follow_up.outcomes.note(
        alert, form.text("outcome"), officer=visit.officer, tell=form.has("tell")
    )
    return visit.go(f"/hits/{alert}")


ROUTES: tuple[Route, ...] = (
    page("/hits", hits, Permission.SEE_ALERTS),
    page("/hits/{id}", hit, Permission.SEE_ALERTS),
    deed("/hits/{id}/draft", draft, Permission.ASK, again=hit),
    deed("/hits/{id}/outcome", outcome, Permission.ASK, again=hit),
)
