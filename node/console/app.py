"""The console as one application: its routes, its files, and what stands before them."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.routing import Route as WebRoute
from starlette.staticfiles import StaticFiles

from node.application import Application
from node.config import Console
from node.console.area import ROUTES
from node.console.gate import Gate
from node.console.page import STATIC, Pages
from node.console.shield import Shield
from node.console.visit import House


def build(application: Application, settings: Console) -> Starlette:
    """Return the console of a node."""
    entry = application.entry()
    facts = {
        "node_id": entry.id,
        "node_name": entry.name,
        "classification": settings.classification,
        "zone": settings.zone,
        "has_provider": bool(settings.oidc.issuer),
        "provider": settings.oidc.name,
        "version": application.version,
    }
    gate = Gate(House(application, settings, Pages(facts)))
    routes: list[BaseRoute] = [
        WebRoute(route.path, gate.endpoint(route), methods=[route.method]) for route in ROUTES
    ]
    routes.append(Mount("/static", StaticFiles(directory=str(STATIC)), name="static"))

    async def missing(request: Request, error: Exception) -> Response:
        return await gate.not_found(request, error)

    return Starlette(
        routes=routes,
        middleware=[Middleware(Shield)],
        exception_handlers={404: missing, 405: missing, HTTPException: missing},
    )
