"""The certificates of this node: the one it shows, and the one that is to follow.

A peer trusts exactly the certificates of our directory entry. So a new one is published beside the
old one first, and shown only when peers have had the time to learn of it; connections go on.
"""

import threading
from datetime import UTC, datetime
from pathlib import Path

from node.domain.errors import KeyringError, NodeFolderError
from node.durable import move_file, replace_file
from node.keys import certificate
from node.keys.keyring import Keyring

CURRENT, NEXT = "certificate.pem", "certificate.next.pem"


class Papers:
    """What a node shows of itself in a handshake; threads may share it."""

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        """Read the certificates of the node in a folder.

        Raises:
            NodeFolderError: One of them is missing or damaged.
            KeyringError: The keyring has no key for the one that is shown.
        """
        self._folder = folder
        self._keyring = keyring
        # Guards the pair below, which changes as one.
        self._lock = threading.Lock()
        self._changed_at = datetime.min.replace(tzinfo=UTC)
        current = _read(folder / CURRENT)
        self._shown = (current, keyring.tls_key_of(current))
        self._next = _read(folder / NEXT) if (folder / NEXT).exists() else b""

    @property
    def shown(self) -> tuple[bytes, bytes]:
        """Certificate and private key for handshakes, both PEM."""
        return self._shown

    @property
    def current(self) -> bytes:
        """The certificate that is shown, PEM."""
        return self._shown[0]

    @property
    def following(self) -> bytes:
        """The certificate that is to follow, PEM; empty without one."""
        return self._next

    @property
    def published(self) -> bytes:
        """What the directory entry has: the certificate that is shown, and the one to follow."""
        return self._shown[0] + self._next

    @property
    def changed_at(self) -> datetime:
        """When this process last changed what is published; before all time if it did not."""
        return self._changed_at

    def renew(self, *, now: datetime) -> bytes:
        """Make a new key with a certificate, to be published; return the certificate.

        Raises:
            KeyringError: The keyring cannot be written.
            NodeFolderError: The certificate cannot be written.
        """
        with self._lock:
            key = self._keyring.new_tls_key()
            pem = certificate.issue(key, self._keyring.node, now=now)
            try:
                replace_file(self._folder / NEXT, pem)
            except OSError as error:
                raise NodeFolderError("the new certificate cannot be written") from error
            self._next, self._changed_at = pem, now
        return pem

    def use(self, *, now: datetime) -> bytes:
        """Show the new certificate from the next handshake on, and destroy the old key.

        Raises:
            KeyringError: There is no new one, or the keyring cannot be written.
            NodeFolderError: The certificate cannot be put in its place.
        """
        with self._lock:
            if not self._next:
                raise KeyringError(
                    "there is no new certificate",
                    hint="Make one with: heliograph key certificate --renew",
                )
            pem, key = self._next, self._keyring.tls_key_of(self._next)
            try:
                # After this the keyring still has both keys: a crash here loses neither.
                move_file(self._folder / NEXT, self._folder / CURRENT)
            except OSError as error:
                raise NodeFolderError("the new certificate cannot be put in its place") from error
            self._shown, self._next, self._changed_at = (pem, key), b"", now
            self._keyring.use_tls_key_of(pem)
        return pem


def _read(path: Path) -> bytes:
    try:
        pem = path.read_bytes()
        certificate.not_after(pem)
    except (OSError, KeyringError) as error:
        raise NodeFolderError(
            f"{path.name} of the node in {path.parent} is missing or damaged",
            hint=f"Restore {path.name} from a backup.",
        ) from error
    return pem
