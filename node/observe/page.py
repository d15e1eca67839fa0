"""Three addresses: /healthz, /readyz and /metrics."""

import asyncio

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from node.application import Application
from node.observe.gauges import Gauges
from node.observe.readiness import conditions


def application(node: Application, registry: CollectorRegistry) -> Starlette:
    """Return the three pages over a node and the registry in which its calls are counted."""
    registry.register(Gauges(node))

    async def healthz(_request: Request) -> Response:
        """Say that the process answers."""
        return PlainTextResponse("ok\n")

    async def readyz(_request: Request) -> Response:
        """Say whether every condition holds: status 200, or 503."""
        found = await asyncio.to_thread(conditions, node)
        is_ready = all(each.holds for each in found)
        content = {"ready": is_ready, "conditions": {each.name: each.holds for each in found}}
        return JSONResponse(content, status_code=200 if is_ready else 503)

    async def metrics(_request: Request) -> Response:
        """Return what Prometheus reads."""
        text = await asyncio.to_thread(generate_latest, registry)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    return Starlette(
        routes=[
            Route("/healthz", healthz, methods=["GET"]),
            Route("/readyz", readyz, methods=["GET"]),
            Route("/metrics", metrics, methods=["GET"]),
        ]
    )
