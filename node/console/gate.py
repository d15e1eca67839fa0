"""Between the web and the pages: who asks, whether they may, and what becomes of errors.

This is the rim: no page has a `try` of its own. An error of the node becomes its page, or the form
once more with what was wrong; of anything else only class and place are told, and to the log.
"""

import asyncio
import hmac
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from traceback import extract_tb
from typing import Final

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from matching.errors import MatchingError
from node.admit import Admitted
from node.console.form import form_of
from node.console.route import Route
from node.console.visit import House, View, Visit, link
from node.domain.account import SignInError
from node.domain.alert import AlertMoveError
from node.domain.errors import (
    AgreementError,
    JustificationError,
    NodeError,
    NotFoundError,
    RefusedError,
    UnknownPeerError,
)
from node.words import Language, Words, words_in

log = structlog.get_logger()

COOKIE: Final = "__Host-heliograph"
LANGUAGE_COOKIE: Final = "__Host-language"
ERRAND_COOKIE: Final = "__Host-errand"
TOKEN_FIELD: Final = "form_token"  # noqa: S105 - the name of a field
_FORBIDDEN, _NOT_FOUND, _CONFLICT, _FAULT, _UNPROCESSABLE = 403, 404, 409, 500, 422
_STATUSES: Final[tuple[tuple[tuple[type[Exception], ...], int], ...]] = (
    ((RefusedError, AgreementError, SignInError), _FORBIDDEN),
    ((NotFoundError, UnknownPeerError), _NOT_FOUND),
    ((AlertMoveError,), _CONFLICT),
    ((JustificationError, MatchingError), _UNPROCESSABLE),
    ((NodeError,), _CONFLICT),
)
_MONTH_S: Final = 30 * 86_400
_ERRAND_S: Final = 600


class ForeignFormError(NodeError):
    """A form did not come from a page of this session."""

    code = "FOREIGN_FORM"
    hint = "Open the page again and repeat what you did."


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets requests through to their pages."""

    house: House

    def endpoint(self, route: Route) -> Callable[[Request], Awaitable[Response]]:
        """Return what serves a route."""

        async def serve(request: Request) -> Response:
            admitted = await asyncio.to_thread(self._admitted, request)
            visit = self._visit(route, request, admitted=admitted)
            response = await self._answer(route, request, visit=visit)
            return _with_language(response, request, visit=visit)

        return serve

    async def _answer(self, route: Route, request: Request, *, visit: Visit) -> Response:
        if route.permission is not None and visit.admitted is None:
            return RedirectResponse(link("/sign-in", next=_came_from(request)), 303)
        if route.permission is not None and not visit.may(route.permission):
            return visit.show("error/forbidden.html", status=_FORBIDDEN)
        if route.method == "POST":
            async with request.form() as data:
                visit = replace(visit, form=await form_of(data))
        return await _safely(route, visit)

    def _admitted(self, request: Request) -> Admitted | None:
        doorkeeper = self.house.application.access.doorkeeper
        return doorkeeper.admitted(request.cookies.get(COOKIE, ""))

    def _visit(self, route: Route, request: Request, *, admitted: Admitted | None) -> Visit:
        return Visit(
            house=self.house,
            words=_words(request, admitted),
            admitted=admitted,
            route=route.path,
            path=request.url.path,
            values=dict(request.path_params),
            query=request.query_params,
            errand=request.cookies.get(ERRAND_COOKIE, ""),
            is_partial="hx-request" in request.headers,
        )

    async def not_found(self, request: Request, _error: Exception) -> Response:
        """Answer where there is no page."""
        admitted = await asyncio.to_thread(self._admitted, request)
        visit = self._visit(Route("", _no_view, None), request, admitted=admitted)
        return visit.show("error/missing.html", status=_NOT_FOUND)


def signed_in(response: Response, token: str) -> Response:
    """Give the browser the token of its session."""
    return _given(response, COOKIE, value=token)


def signed_out(response: Response) -> Response:
    """Take the token back."""
    return _taken(response, COOKIE)


def sent_off(response: Response, browser: str) -> Response:
    """Give the browser what it shows when it comes back from the identity provider."""
    return _given(response, ERRAND_COOKIE, value=browser, seconds=_ERRAND_S)


def come_back(response: Response) -> Response:
    """Take that back."""
    return _taken(response, ERRAND_COOKIE)


def _given(response: Response, name: str, *, value: str, seconds: int | None = None) -> Response:
    """Give the browser a cookie that no script reads; without seconds it goes with the browser."""
    # Lax, for people come by links of other sites, the identity provider's among them.
    response.set_cookie(
        name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax"
    )
    return response


def _taken(response: Response, name: str) -> Response:
    """Take a cookie back."""
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")
    return response


async def _safely(route: Route, visit: Visit) -> Response:
    try:
        if route.method == "POST":
            _require_own_form(visit)
        if route.asks_proof:
            visit.application.access.doorkeeper.require_fresh(visit.entered)
        return await _run(route.view, visit)
    except (NodeError, MatchingError) as error:
        return await _told(route, visit, error=error)
    except Exception as error:  # noqa: BLE001 - the rim of a request
        frame = extract_tb(error.__traceback__)[-1]
        place = f"{frame.filename}:{frame.lineno}"
        kind = type(error).__name__
        log.error("page failed", route=route.path, error=kind, place=place)  # noqa: TRY400 - no message
        return visit.show("error/fault.html", status=_FAULT, kind=kind)


async def _told(route: Route, visit: Visit, *, error: NodeError | MatchingError) -> Response:
    known = error if isinstance(error, NodeError) else JustificationError(str(error))
    if route.again is not None and not isinstance(error, ForeignFormError):
        try:
            return await _run(route.again, visit.with_error(known))
        except (NodeError, MatchingError) as worse:
            # What the form is about is gone, so its page cannot be shown either.
            error = worse
            known = worse if isinstance(worse, NodeError) else JustificationError(str(worse))
    status = next(code for kinds, code in _STATUSES if isinstance(error, kinds))
    return visit.show("error/error.html", status=status, error=known)


async def _run(view: View, visit: Visit) -> Response:
    if inspect.iscoroutinefunction(view):
        response: Response = await view(visit)
        return response
    answer = await asyncio.to_thread(view, visit)
    if not isinstance(answer, Response):  # pragma: no cover - a view is one or the other
        raise TypeError("a view that is not a coroutine answers at once")
    return answer


def _require_own_form(visit: Visit) -> None:
    """Check the token of a form; before signing in there is none, and Fetch Metadata must do."""
    if visit.admitted is None:
        return
    if not hmac.compare_digest(visit.form.text(TOKEN_FIELD), visit.form_token):
        raise ForeignFormError("this form is not of your present session")


def _words(request: Request, admitted: Admitted | None) -> Words:
    """Choose the language: the one asked for, that of the account, of the browser, English."""
    wishes = (
        request.query_params.get("lang", ""),
        request.cookies.get(LANGUAGE_COOKIE, ""),
        admitted.account.language if admitted else "",
    )
    told = next((found for wish in wishes if wish and (found := Language.of(wish))), None)
    accepted = Language.accepted(request.headers.get("accept-language", ""))
    return words_in(told or accepted or Language.EN)


def _with_language(response: Response, request: Request, *, visit: Visit) -> Response:
    if "lang" in request.query_params:
        _given(response, LANGUAGE_COOKIE, value=visit.words.language.value, seconds=_MONTH_S)
    return response


def _came_from(request: Request) -> str:
    if request.method != "GET":
        return ""
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def _no_view(_visit: Visit) -> Response:  # pragma: no cover - stands where there is no route
    return HTMLResponse("")
