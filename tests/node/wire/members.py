"""Members of a small federation: keys, certificates and a clock that stands still."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from nacl.public import PrivateKey

from node.domain.errors import KeyringError
from node.domain.peer import NodeId
from node.keys.certificate import issue, new_private_key
from node.keys.identity import Identity
from node.wire.credentials import OwnCertificate
from node.wire.envelope import Recipient, Sender
from tests.node.wire.exchange import NOON


@dataclass
class StillClock:
    """A clock that shows what it is set to."""

    moment: datetime = NOON

    def now(self) -> datetime:
        """Return the moment set."""
        return self.moment


def a_seed(words: str) -> bytes:
    """Return 32 bytes that depend on the words only."""
    return hashlib.sha256(words.encode()).digest()


@dataclass(frozen=True)
class Member:
    """One member with everything that is secret to it."""

    id: NodeId
    identity: Identity
    box: PrivateKey = field(repr=False)
    box_id: str = "box-1"

    def box_secret(self, key_id: str) -> bytes:
        """Return the member's secret box key, as a keyring does."""
        if key_id != self.box_id:
            raise KeyringError("there is no live box key of this id")
        return bytes(self.box)

    @property
    def sender(self) -> Sender:
        """The member as one who sends."""
        return Sender(self.id, self.identity)

    @property
    def recipient(self) -> Recipient:
        """The member as one who receives."""
        return Recipient(self.id, bytes(self.box.public_key), self.box_id)


def a_member(name: str) -> Member:
    """Return a member whose keys depend on its name only."""
    return Member(NodeId(name), Identity(a_seed(f"{name} identity")), PrivateKey(a_seed(name)))


def a_certificate(node: str, *, now: datetime | None = None) -> OwnCertificate:
    """Return a fresh certificate, valid from now or from the moment given."""
    key = new_private_key()
    return OwnCertificate(issue(key, NodeId(node), now=now or datetime.now(UTC)), key)
