"""Serve a web application in the node's own loop: the console, and the pages for monitoring."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn

_STARTING_S: Final = 0.01
_LAST_PORT: Final = 65_535
_TRIED: Final = 200
"""Ports that are looked at for one that is free; a machine with so many nodes is none."""


class _Server(uvicorn.Server):
    """Leaves signals to the node, which stops all of its servers."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


class LoopServer:
    """One application on one address, from start to stop."""

    def __init__(self) -> None:
        """Serve nothing yet."""
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self, config: uvicorn.Config, listening: socket.socket) -> None:
        """Serve on a socket that listens; return once requests are answered."""
        self._server = _Server(config)
        self._task = asyncio.create_task(self._server.serve(sockets=[listening]))
        while not self._server.started and not self._task.done():  # noqa: ASYNC110 - it tells no other way
            await asyncio.sleep(_STARTING_S)

    async def stop(self) -> None:
        """Let requests under way end, then close."""
        if self._server is not None:
            self._server.should_exit = True
        if self._task is not None:
            await self._task
        self._server = self._task = None


def listening_on(address: str) -> socket.socket:
    """Listen on host:port; port 0 takes a free one.

    Raises:
        OSError: The address cannot be listened on.
        OverflowError: The port is no port.
    """
    host, _, port = address.rpartition(":")
    return socket.create_server((host, int(port)))


def free_from(host: str, first: int) -> int | None:
    """Return the first port from this one on where nobody listens at the moment; None if all do."""
    for port in range(first, min(first + _TRIED, _LAST_PORT + 1)):
        try:
            listening_on(f"{host}:{port}").close()
        except OSError:
            continue
        return port
    return None
