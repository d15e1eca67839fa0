"""Serves the pages for monitoring over plain HTTP, where the settings name a local address."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from node.domain.errors import ConfigError


class _Server(uvicorn.Server):
    """Leaves signals to the node, which stops everything it runs."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take over no signal."""
        yield


class ObserveServer:
    """Serves one application on one address."""

    def __init__(self, pages: Starlette, *, address: str) -> None:
        """Keep what to serve and where (host:port of this machine; port 0 takes a free one)."""
        self._pages = pages
        self._address = address
        self._server: _Server | None = None
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> int:
        """Listen and return the port.

        Raises:
            ConfigError: The address cannot be listened on.
        """
        listening = _listening(self._address)
        config = uvicorn.Config(self._pages, log_config=None, access_log=False, lifespan="off")
        self._server = _Server(config)
        self._running = asyncio.create_task(self._server.serve([listening]))
        return int(listening.getsockname()[1])

    async def stop(self) -> None:
        """Let requests under way end, then close."""
        if self._server is not None and self._running is not None:
            self._server.should_exit = True
            await self._running
            self._server = self._running = None


def _listening(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    try:
        return socket.create_server((host, int(port)))
    except OSError as error:
        raise ConfigError(
            f"cannot listen on {address}",
            hint="See whether another process uses the port, or choose another address.",
        ) from error
