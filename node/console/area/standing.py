"""Queries of a case that stay with peers: let them stand, renew them, withdraw them."""

from starlette.responses import Response

from node.console.area.case import case_file, stood
from node.console.complaint import FormError
from node.console.route import Route, deed
from node.console.visit import Visit
from node.domain.account import Permission
from node.domain.standing import StandingState
from node.stand import Wish
from node.words import marked


async def stand(visit: Visit) -> Response:
    """Ask peers about the subjects of a case, and have them match again when a register changes."""
    form, reference = visit.form, visit.query.get("reference", "")
    peers = tuple(form.all("peer"))
    if not peers:
        raise FormError(marked("Choose at least one peer."))
    wish = Wish(peers, days=form.number("days"), overlap=form.has("overlap"))
    stander = visit.application.standing.stander
    return stood(visit, await stander.create(reference, wish, officer=visit.officer))


async def renew(visit: Visit) -> Response:
    """Send what stands for a case again, for another life."""
    form, reference = visit.form, visit.query.get("reference", "")
    wish = Wish(days=form.number("days"), reason=form.text("reason"))
    stander = visit.application.standing.stander
    return stood(visit, await stander.renew(reference, wish, officer=visit.officer))


def withdraw(visit: Visit) -> Response:
    """End one query of a case, or all that stand, and have the peers delete them."""
    reference, work = visit.query.get("reference", ""), visit.application.standing
    visit.application.casework.worked(reference, visit.officer)
    wanted = visit.form.text("query")
    standing = work.queries.all(case_reference=reference, state=StandingState.STANDING)
    work.stander.withdraw(
        [each for each in standing if not wanted or each.id == wanted], officer=visit.officer
    )
    return visit.go("/cases/file", reference=reference)


ROUTES: tuple[Route, ...] = (
    deed("/cases/stand", stand, Permission.ASK, again=case_file),
    deed("/cases/renew", renew, Permission.ASK, again=case_file),
    deed("/cases/withdraw", withdraw, Permission.ASK, again=case_file),
)
