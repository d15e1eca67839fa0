"""By way of the agency's identity provider: come in, show again that it is you, link an account.

A form may not lead to another site (the content security policy says so), a link may: so visits
begin by links, and the one that must begin by a form has a page with a link in between.
"""

from dataclasses import replace

from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse, Response

from node.console.area.sign import VERIFIED, sign_in_page
from node.console.gate import come_back, sent_off, signed_in
from node.console.route import Route, deed, page
from node.console.visit import SEE_OTHER, Visit, within
from node.domain.account import Permission
from node.domain.errors import NotFoundError
from node.vouch import BACK, Purpose, Vouching

_FORBIDDEN = 403


def sign_in(visit: Visit) -> Response:
    """Send a browser to the provider, to let somebody in."""
    sent = _vouching(visit).send(Purpose.SIGN_IN, onward=within(visit.query.get("next", "/")))
    return sent_off(RedirectResponse(sent.address, SEE_OTHER), sent.browser)


def verify(visit: Visit) -> Response:
    """Send a browser to the provider, to have who is there show it again."""
    sent = _vouching(visit).send(
        Purpose.VERIFY,
        onward=within(visit.query.get("next", VERIFIED), VERIFIED),
        admitted=visit.entered,
    )
    return sent_off(RedirectResponse(sent.address, SEE_OTHER), sent.browser)


def link(visit: Visit) -> Response:
    """Show the link that leads to the provider, to link one's account there."""
    sent = _vouching(visit).send(Purpose.LINK, onward="/account", admitted=visit.entered)
    return sent_off(visit.show("sign/onward.html", address=sent.address), sent.browser)


def back(visit: Visit) -> Response:
    """Receive a browser from the provider."""
    arrived = _vouching(visit).arrive(
        dict(visit.query), browser=visit.errand, admitted=visit.admitted
    )
    response = come_back(visit.go(arrived.onward))
    return signed_in(response, arrived.token) if arrived.token else response


def not_back(visit: Visit) -> Response:
    """Say why who comes from the provider is not let in, or has shown nothing."""
    if visit.admitted is not None:
        return visit.show("error/error.html", status=_FORBIDDEN, error=visit.error)
    # What the provider had the browser bring is used up, and stays out of the page's links.
    return sign_in_page(replace(visit, query=QueryParams()))


def leave(visit: Visit) -> Response:
    """Send a browser to where it signs out at the provider."""
    onward = f"{visit.application.access.origin}/sign-in"
    return RedirectResponse(_vouching(visit).farewell(onward), SEE_OTHER)


def _vouching(visit: Visit) -> Vouching:
    vouching = visit.application.access.vouching
    if vouching is None:
        raise NotFoundError("this node has no identity provider", hint="See [console.oidc].")
    return vouching


ROUTES: tuple[Route, ...] = (
    page("/sign-in/provider", sign_in, None, again=sign_in_page),
    page(BACK, back, None, again=not_back),
    page("/sign-in/provider/leave", leave, None, again=sign_in_page),
    page("/verify/provider", verify, Permission.OWN),
    deed("/account/provider", link, Permission.OWN),
)
