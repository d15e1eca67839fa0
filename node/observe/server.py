"""Serves the pages for monitoring over plain HTTP, where the settings name a local address."""

import socket

import uvicorn
from starlette.applications import Starlette

from node.domain.errors import ConfigError
from node.loopserver import LoopServer, listening_on


class ObserveServer:
    """Serves one application on one address."""

    def __init__(self, pages: Starlette, *, address: str) -> None:
        """Keep what to serve and where (host:port of this machine; port 0 takes a free one)."""
        self._pages = pages
        self._address = address
        self._server = LoopServer()

    async def start(self) -> int:
        """Listen and return the port.

        Raises:
            ConfigError: The address cannot be listened on.
        """
        listening = _listening(self._address)
        config = uvicorn.Config(self._pages, log_config=None, access_log=False, lifespan="off")
        await self._server.start(config, listening)
        return int(listening.getsockname()[1])

    async def stop(self) -> None:
        """Let requests under way end, then close."""
        await self._server.stop()


def _listening(address: str) -> socket.socket:
    try:
        return listening_on(address)
    except (OSError, OverflowError) as error:
        raise ConfigError(
            f"cannot listen on {address}",
            hint="See whether another process uses the port, or choose another address.",
        ) from error
