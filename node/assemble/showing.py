"""The console over a node, and the certificate under which it is served."""

from datetime import datetime
from pathlib import Path

from node import config
from node.application import Application
from node.assemble.ground import Ground
from node.console.server import ConsoleServer
from node.domain.errors import KeyringError, NodeFolderError
from node.durable import replace_file
from node.keys import certificate


def console_server(ground: Ground, application: Application) -> ConsoleServer | None:
    """Return the console, or nothing where the settings want none.

    Raises:
        NodeFolderError: Its certificate cannot be written.
    """
    settings = ground.settings.console
    if not settings.enabled:
        return None
    if settings.certificate_file:
        pair = Path(settings.certificate_file), Path(settings.key_file)
    else:
        pair = _own_pair(ground)
    return ConsoleServer(application, settings, certificate=pair[0], key=pair[1])


def _own_pair(ground: Ground) -> tuple[Path, Path]:
    """Return the files of the console's own certificate and key, made anew where it has expired."""
    folder = ground.settings.folder
    paths = folder / config.CONSOLE_CERTIFICATE, folder / config.CONSOLE_KEY
    if _is_usable(*paths, now=ground.clock.now()):
        return paths
    key = certificate.new_private_key()
    pem = certificate.issue_local(key, ground.settings.console.host, now=ground.clock.now())
    try:
        for path, content in zip(paths, (pem, key), strict=True):
            replace_file(path, content)
    except OSError as error:
        raise NodeFolderError("the console's certificate cannot be written") from error
    return paths


def _is_usable(pem: Path, key: Path, *, now: datetime) -> bool:
    try:
        content = pem.read_bytes()
        return certificate.not_after(content) > now and certificate.fits(content, key.read_bytes())
    except (OSError, KeyringError):
        return False
