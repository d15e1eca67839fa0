"""What every response carries and every request must satisfy, before any page is thought of.

A request that changes something must come from the console's own pages: the browser says so itself
(W3C Fetch Metadata), or, where an old one does not, its Origin is ours. Forms carry a token beside.
"""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""Nothing from another host, nothing written into a page: no inline script, style or handler."""
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_SAFE: Final = frozenset({"GET", "HEAD"})
_OWN: Final = frozenset({"same-origin", "none"})
_STATIC: Final = "/static/"


class Shield:
    """Stands before the pages."""

    def __init__(self, app: ASGIApp) -> None:
        """Keep what it stands before."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: PLR0917 - as ASGI has it
        """Refuse what another site has a browser do; add the headers to all else."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_static = str(scope["path"]).startswith(_STATIC)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                # A page holds what only its reader may see; a file of ours is the same for all.
                headers["Cache-Control"] = "max-age=86400, immutable" if is_static else "no-store"
            await send(message)

        if scope["method"] in _SAFE or _is_own(Headers(scope=scope)):
            await self._app(scope, receive, send_with_headers)
            return
        refusal = PlainTextResponse("This request did not come from a page of this console.", 403)
        await refusal(scope, receive, send_with_headers)


def _is_own(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in _OWN
    return headers.get("origin", "").partition("//")[2] == headers.get("host", "")
