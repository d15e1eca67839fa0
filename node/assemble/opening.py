"""Open a node's folder for one process."""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from matching import oprf
from node import config
from node.assemble.ground import Ground
from node.assemble.node import Node
from node.config import Settings
from node.domain.errors import ConfigError, NodeFolderError
from node.domain.ports import Clock
from node.keys.keyring import Keyring
from node.keys.papers import Papers
from node.keys.sealedfile import read_secret
from node.store.ledger import Ledger


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present time, aware, UTC."""
        return datetime.now(UTC)


@contextmanager
def open_node(settings: Settings, *, clock: Clock | None = None) -> Iterator[Node]:
    """Open a node for this process alone; without a clock it goes by that of the machine.

    Raises:
        OPRFUnavailableError: The system's libsodium is missing.
        OPRFSelfTestError: It computes something else than RFC 9497.
        NodeFolderError: Another process has the folder, or something is missing in it.
        KeyringError: The keyring cannot be opened.
        LedgerError: The ledger cannot be opened.
        ConfigError: There is no contact point to tell to the asker of a hit.
    """
    oprf.self_test()
    if not settings.contact_points:
        raise ConfigError(
            "there is no contact point to tell to the asker of a hit",
            hint="Add one as [[contact_points]] in node.toml.",
        )
    with ExitStack() as stack:
        stack.enter_context(_locked(settings.folder))
        secret = read_secret(config.passphrase_file(settings))
        keyring = Keyring.open(settings.folder / config.KEYRING, secret)
        ledger = Ledger.open(settings.ledger_url)
        stack.callback(ledger.close)
        ground = Ground.of(settings, keyring, ledger=ledger, clock=clock or SystemClock())
        stack.callback(ground.shelf.close)
        yield Node(ground, Papers(settings.folder, keyring))


@contextmanager
def _locked(folder: Path) -> Iterator[IO[bytes]]:
    """Hold the folder for this process; the lock goes with the process, however it ends."""
    with _lock_file(folder) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise NodeFolderError(
                f"another process serves the node in {folder}",
                hint="Talk to it with the other commands, or stop it first.",
            ) from error
        yield lock


def _lock_file(folder: Path) -> IO[bytes]:
    try:
        return (folder / config.LOCK).open("ab")
    except OSError as error:
        raise NodeFolderError(
            f"the folder {folder} cannot be written",
            hint="Run the node under the account that owns its folder.",
        ) from error
