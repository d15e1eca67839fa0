"""The pages, by area: each area is a module here and a folder of templates."""

from node.console.area import (
    account,
    alert,
    case,
    hit,
    home,
    journal,
    label,
    operation,
    overlap,
    paper,
    peer,
    provider,
    query,
    register,
    review,
    sign,
    standing,
    statistics,
    user,
)
from node.console.area import help as help_pages
from node.console.route import Route

ROUTES: tuple[Route, ...] = (
    *sign.ROUTES,
    *provider.ROUTES,
    *account.ROUTES,
    *home.ROUTES,
    *alert.ROUTES,
    *review.ROUTES,
    *hit.ROUTES,
    *overlap.ROUTES,
    *query.ROUTES,
    *case.ROUTES,
    *standing.ROUTES,
    *paper.ROUTES,
    *label.ROUTES,
    *journal.ROUTES,
    *peer.ROUTES,
    *register.ROUTES,
    *operation.ROUTES,
    *statistics.ROUTES,
    *user.ROUTES,
    *help_pages.ROUTES,
)
