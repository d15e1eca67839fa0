"""Serve the console over HTTPS in the node's own loop."""

import errno
import socket
import ssl
from pathlib import Path
from typing import Final

import uvicorn

from node.application import Application
from node.config import Console
from node.console.app import build
from node.domain.errors import ConfigError
from node.loopserver import LoopServer, free_from, listening_on

_HINT: Final = "Look at certificate_file and key_file under [console] in node.toml."
_TAKEN: Final = "another program listens there, such as another node of this machine"


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
        self._server = LoopServer()

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
        await self._server.start(config, self._listening())

    def _listening(self) -> socket.socket:
        try:
            return listening_on(self._settings.listen)
        except (OSError, OverflowError) as error:
            taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
            why = f": {_TAKEN}" if taken else ""
            raise ConfigError(
                f"the console cannot listen on {self._settings.listen}{why}", hint=self._hint()
            ) from error

    def _hint(self) -> str:
        """Say what to write where, with an address that would do at the moment."""
        host, _, port = self._settings.listen.rpartition(":")
        free = free_from(host, int(port) + 1) if port.isdecimal() else None
        wish = f'listen = "{host}:{free}"' if free else "another listen"
        return (
            f"Write {wish} under [console] in node.toml and start the node again; "
            "enabled = false there switches the console off."
        )

    async def stop(self) -> None:
        """Let requests under way end, then close."""
        await self._server.stop()
