"""Another agency asks about the subject of a case of ours: whom to call."""

from starlette.responses import Response

from node.console.contact import desk
from node.console.route import Route, page
from node.console.visit import Visit
from node.domain.account import Permission
from node.domain.errors import NotFoundError


def overlap(visit: Visit) -> Response:
    """Show one overlap with the other agency's desk."""
    reviewed = visit.application.review.get(
        visit.values["id"], officer=visit.officer, with_record=False
    )
    other = reviewed.other
    if other is None:
        raise NotFoundError("there is no such overlap")
    return visit.show(
        "overlap/card.html",
        alert=reviewed.alert,
        other=other,
        desk=desk(other.contact_point, visit.now, substitute=other.substitute),
    )


ROUTES: tuple[Route, ...] = (page("/overlaps/{id}", overlap, Permission.SEE_ALERTS),)
