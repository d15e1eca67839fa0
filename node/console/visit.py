"""One request to the console: who asks, in which language, for what; and how pages answer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse, RedirectResponse, Response

from node.admit import Admitted
from node.application import Application
from node.config import Console
from node.console.form import Form
from node.console.page import Pages
from node.domain.account import Account, Permission
from node.domain.errors import NodeError
from node.words import Words

UNPROCESSABLE: Final = 422
HTTP_OK: Final = 200
NO_CONTENT: Final = 204
SEE_OTHER: Final = 303


@dataclass(frozen=True, slots=True)
class House:
    """What every page stands on."""

    application: Application
    settings: Console
    pages: Pages


@dataclass(frozen=True, slots=True)
class Visit:
    """One request, read."""

    house: House
    words: Words
    admitted: Admitted | None
    route: str
    """The route that was taken, such as /alerts/{id}."""
    path: str
    values: Mapping[str, str]
    """What stands in the places of the route."""
    query: QueryParams
    form: Form = field(default=Form())
    errand: str = field(default="", repr=False)
    """What the browser was given when it was sent to the identity provider."""
    is_partial: bool = False
    """Whether a script asks for a part of a page."""
    error: NodeError | None = None
    """What went wrong with the form, where its page is shown again."""

    @property
    def application(self) -> Application:
        """The node's verbs."""
        return self.house.application

    @property
    def entered(self) -> Admitted:
        """Who is signed in; routes with a permission have somebody."""
        if self.admitted is None:
            raise LookupError("nobody is signed in")
        return self.admitted

    @property
    def account(self) -> Account:
        """The account of who is signed in."""
        return self.entered.account

    @property
    def is_fresh(self) -> bool:
        """Whether who is signed in has just proved who they are."""
        return self.admitted is not None and self.admitted.session.is_fresh(self.now)

    @property
    def officer(self) -> str:
        """The id under which the journal names who is signed in."""
        return self.account.id

    @property
    def now(self) -> datetime:
        """The present time, UTC."""
        return self.application.clock.now()

    @property
    def address(self) -> str:
        """Path and filter of this page, as a link to it."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def form_token(self) -> str:
        """What stands in every form of the session."""
        return self.admitted.session.form_token if self.admitted else ""

    def may(self, permission: str) -> bool:
        """Tell whether who is signed in may do something; for what a page offers."""
        return self.admitted is not None and self.admitted.account.may(Permission(permission))

    def show(self, template: str, *, status: int = 200, **values: object) -> Response:
        """Answer with a page; 422 where a form is shown again because of an error."""
        if self.is_partial and status != HTTP_OK:
            # A script asked for a part of a page; a whole page about an error is none.
            return Response(status_code=NO_CONTENT)
        code = UNPROCESSABLE if self.error is not None and status == HTTP_OK else status
        return HTMLResponse(self.house.pages.render(template, visit=self, **values), code)

    def go(self, path: str, **query: str) -> Response:
        """Answer by sending the browser on to a page."""
        return RedirectResponse(link(path, **query), SEE_OTHER)

    def with_error(self, error: NodeError) -> "Visit":
        """Return the visit with what went wrong, to show its form again."""
        return replace(self, error=error)


View = Callable[[Visit], Response] | Callable[[Visit], Awaitable[Response]]


def link(path: str, **query: str) -> str:
    """Return an address with a filter; what is empty is left out."""
    kept = {name: value for name, value in query.items() if value}
    separator = "&" if "?" in path else "?"
    return f"{path}{separator}{urlencode(kept)}" if kept else path


def within(text: str, otherwise: str = "/") -> str:
    """Return a path of this console that a browser brought back; another site's is not followed."""
    is_own = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return quote(text, safe="/?&=%-._~:+,") if is_own else otherwise
