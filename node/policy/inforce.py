"""The policy that is in force: a file in the node's folder, and its rules in memory.

Who answers reads it anew for each query, so a policy takes effect between two of them.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from node.domain.errors import PolicyError
from node.durable import replace_file
from node.policy.policyfile import FILE_NAME, policy_from_toml
from node.policy.rules import Policy


class PolicyInForce:
    """One node's policy; threads may share it."""

    def __init__(self, folder: Path, desks: Iterable[str]) -> None:
        """Read the policy of the node in a folder; without a file the shipped values hold.

        Args:
            folder: the node's folder.
            desks: ids of the node's contact points.

        Raises:
            PolicyError: The file cannot be read, or something in it cannot be.
        """
        self._path = folder / FILE_NAME
        self._desks = tuple(desks)
        self._document = self._read()
        self._policy = self.check(self._document) if self._document else Policy()

    @property
    def policy(self) -> Policy:
        """The rules in force."""
        return self._policy

    @property
    def document(self) -> bytes:
        """The file in force; empty where the shipped values hold."""
        return self._document

    @property
    def digest(self) -> str:
        """SHA-256 of the file in force, hexadecimal; the journal names a policy by it."""
        return digest_of(self._document)

    def check(self, document: bytes) -> Policy:
        """Read a draft without putting it in force.

        Raises:
            PolicyError: Something in it cannot be; everything wrong is told.
        """
        return policy_from_toml(document, desks=self._desks)

    def put(self, document: bytes) -> None:
        """Put a policy in force, durably; a crash leaves the old file or the new.

        Raises:
            PolicyError: Something in it cannot be, or it cannot be written.
        """
        policy = self.check(document)
        try:
            replace_file(self._path, document)
        except OSError as error:
            raise PolicyError(
                f"{FILE_NAME} cannot be written", hint="Look for space on the node's volume."
            ) from error
        self._document, self._policy = document, policy

    def _read(self) -> bytes:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise PolicyError(f"{FILE_NAME} cannot be read", hint="Look at its owner.") from error


def digest_of(document: bytes) -> str:
    """Return SHA-256 of a policy file, hexadecimal."""
    return hashlib.sha256(document).hexdigest()
