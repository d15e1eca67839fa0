"""What a relay shows in handshakes: its certificate with its key, and the ones that are to follow.

As with a node, a new certificate is told to everybody beside the old one first, and shown when all
have had the time to learn of it. A relay that runs reads its folder now and then, so that neither
step needs a restart. The key of a certificate is the file that fits it: between two renamings of
`use`, and after a crash there, it is still the one that was to follow.
"""

import threading
from datetime import datetime
from pathlib import Path

from node.domain.errors import ConfigError, KeyringError, NodeFolderError
from node.domain.peer import NodeId
from node.durable import move_file, replace_file
from node.keys import certificate

CERTIFICATE, NEXT_CERTIFICATE = "certificate.pem", "certificate.next.pem"
PRIVATE_KEY, NEXT_PRIVATE_KEY = "private-key.pem", "private-key.next.pem"


class RelayPapers:
    """The certificates of the relay in a folder; threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Read them.

        Raises:
            ConfigError: One of them is missing or damaged, or no key fits.
        """
        self._folder = folder
        # Guards the pair below, which changes as one.
        self._lock = threading.Lock()
        self._shown, self._next = _read(folder)

    @property
    def shown(self) -> tuple[bytes, bytes]:
        """Certificate and private key for handshakes, both PEM."""
        return self._shown

    @property
    def following(self) -> bytes:
        """The certificate that is to follow, PEM; empty without one."""
        return self._next

    @property
    def published(self) -> bytes:
        """What the nodes must know: the certificate that is shown, and the one to follow."""
        return self._shown[0] + self._next

    def reload(self) -> bool:
        """Read the folder again; tell whether something is other than before.

        Raises:
            ConfigError: It cannot be read; what was read before stays in use.
        """
        read = _read(self._folder)
        with self._lock:
            is_new = read != (self._shown, self._next)
            self._shown, self._next = read
        return is_new

    def renew(self, relay: NodeId, *, now: datetime) -> bytes:
        """Make a new key with a certificate, which is to follow; return the certificate.

        Raises:
            ConfigError: The folder cannot be read.
            NodeFolderError: The new files cannot be written.
        """
        key = certificate.new_private_key()
        pem = certificate.issue(key, relay, now=now)
        try:
            self._settle()
            # The key first: a certificate whose key is missing is taken for none.
            replace_file(self._folder / NEXT_PRIVATE_KEY, key)
            replace_file(self._folder / NEXT_CERTIFICATE, pem)
        except OSError as error:
            raise NodeFolderError("the new certificate cannot be written") from error
        self.reload()
        return pem

    def use(self) -> bytes:
        """Show the certificate that was to follow; return it. The old key is destroyed.

        Raises:
            ConfigError: There is none, or the folder cannot be read.
            NodeFolderError: It cannot be put in its place.
        """
        if not self._next:
            raise ConfigError(
                "there is no new certificate",
                hint="Make one with: heliograph relay certificate FOLDER --renew",
            )
        try:
            move_file(self._folder / NEXT_CERTIFICATE, self._folder / CERTIFICATE)
            self._settle()
        except OSError as error:
            raise NodeFolderError("the new certificate cannot be put in its place") from error
        self.reload()
        return self._shown[0]

    def _settle(self) -> None:
        """End what a crash has cut off: the key that fits the certificate takes its place."""
        following = self._folder / NEXT_PRIVATE_KEY
        current = (self._folder / CERTIFICATE).read_bytes()
        if following.exists() and certificate.fits(current, following.read_bytes()):
            move_file(following, self._folder / PRIVATE_KEY)


def write_papers(folder: Path, relay: NodeId, *, now: datetime) -> bytes:
    """Make the first key and certificate of a relay; return the certificate.

    Raises:
        OSError: They cannot be written.
    """
    key = certificate.new_private_key()
    pem = certificate.issue(key, relay, now=now)
    replace_file(folder / PRIVATE_KEY, key)
    replace_file(folder / CERTIFICATE, pem)
    return pem


def _read(folder: Path) -> tuple[tuple[bytes, bytes], bytes]:
    try:
        current = (folder / CERTIFICATE).read_bytes()
        keys = [
            (folder / name).read_bytes()
            for name in (PRIVATE_KEY, NEXT_PRIVATE_KEY)
            if (folder / name).exists()
        ]
        following = folder / NEXT_CERTIFICATE
        pem = following.read_bytes() if following.exists() else b""
        fitting = [key for key in keys if certificate.fits(current, key)]
        is_next = pem and any(certificate.fits(pem, key) for key in keys)
    except (OSError, KeyringError) as error:
        raise ConfigError(
            f"the certificate of the relay in {folder} is missing or damaged",
            hint=f"Look at {CERTIFICATE} and {PRIVATE_KEY}.",
        ) from error
    if not fitting:
        raise ConfigError(
            f"no key of the relay in {folder} fits its certificate",
            hint=f"Restore {PRIVATE_KEY} and {CERTIFICATE} together.",
        )
    return (current, fitting[0]), pem if is_next else b""
