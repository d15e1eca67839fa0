"""Serve the console over HTTPS in the node's own loop."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import uvicorn

from node.application import Application
from node.config import Console
from node.console.app import build
from node.domain.errors import ConfigError

_STARTING_S: Final = 0.01
_HINT: Final = "Set console.listen in node.toml, or console.enabled = false."


class _Server(uvicorn.Server):
    """Leaves signals to the node, which stops all of its servers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


class ConsoleServer:
    """The console of one node."""

    def __init__(
        self, application: Application, settings: Console, *, certificate: Path, key: Path
    ) -> None:
        """Keep what is served, where, and under which certificate."""
        self._application = application
        self._settings = settings
        self._certificate = certificate
        self._key = key
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen.

        Raises:
            ConfigError: The address cannot be listened on, or the certificate not be used.
        """
        try:
            config = uvicorn.Config(
                build(self._application, self._settings),
                ssl_certfile=str(self._certificate),
                ssl_keyfile=str(self._key),
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=3,
            )
            config.load()
        except (OSError, ssl.SSLError) as error:
            raise ConfigError(
                f"the console's certificate {self._certificate} cannot be used", hint=_HINT
            ) from error
        if config.ssl is not None:
            config.ssl.minimum_version = ssl.TLSVersion.TLSv1_3
        listening = self._listening()
        self._server = _Server(config)
        self._task = asyncio.create_task(self._server.serve(sockets=[listening]))
        while not self._server.started and not self._task.done():  # noqa: ASYNC110 - it tells no other way
            await asyncio.sleep(_STARTING_S)

    def _listening(self) -> socket.socket:
        host, _, port = self._settings.listen.rpartition(":")
        try:
            return socket.create_server((host, int(port)))
        except (OSError, OverflowError) as error:
            raise ConfigError(
                f"the console cannot listen on {self._settings.listen}", hint=_HINT
            ) from error

    async def stop(self) -> None:
        """Let requests under way end, then close."""
        if self._server is not None:
            self._server.should_exit = True
        if self._task is not None:
            await self._task
        self._server = self._task = None
