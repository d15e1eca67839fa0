"""A real directory in a temporary folder, and every way in which a publisher could cheat."""

import json
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.pwhash import argon2id
from securesystemslib.signer import CryptoSigner

from node.directory.authority import Authority
from node.directory.entry import entry_to_json
from node.directory.mirror import Mirror, Source
from node.domain.peer import AgencyKind, DirectoryEntry, NodeId
from node.keys.certificate import issue, new_private_key
from node.keys.identity import Identity
from node.keys.sealedfile import Stretch

CHEAP = Stretch(argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)
AGREEMENT = b"""
reference = "A-1"
legal_basis = "Palermo, Article 18"
purposes = ["drug-trafficking"]
entity_types = ["person", "vessel"]
valid_from = 2020-01-01
expires_on = 2099-12-31
"""
NAMES = ("coast-pt", "customs-es", "fiu-nl")


def a_signer(number: int) -> CryptoSigner:
    """Return a key that depends on its number only."""
    return CryptoSigner(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


def an_entry(name: str, *, seed: int = 0, **changes: object) -> bytes:
    """Return the entry that a member has signed of itself."""
    identity = Identity(bytes([seed]) * 31 + name[:1].encode())
    now = datetime.now(UTC)
    entry = DirectoryEntry(
        id=NodeId(name),
        name=f"Agency {name}",
        kind=AgencyKind.CUSTOMS,
        country="ES",
        address="127.0.0.1:7400",
        identity_key=identity.public_key,
        certificate=issue(new_private_key(), NodeId(name), now=now),
        issued_at=now,
    )
    return entry_to_json(replace(entry, **changes), identity)  # type: ignore[arg-type] # a test says what it changes


@dataclass
class Publisher:
    """An authority of three people, two of whom must sign, and the machine that publishes."""

    folder: Path
    people: list[CryptoSigner] = field(default_factory=lambda: [a_signer(n) for n in (1, 2, 3)])
    online: CryptoSigner = field(default_factory=lambda: a_signer(9))

    @property
    def authority(self) -> Authority:
        """The authority's own folder."""
        return Authority(self.folder / "authority")

    @property
    def public(self) -> Path:
        """What nodes fetch."""
        return self.authority.public

    @property
    def metadata(self) -> Path:
        """The folder of the metadata that nodes fetch."""
        return self.public / "metadata"

    @property
    def root(self) -> bytes:
        """The first root."""
        return (self.metadata / "1.root.json").read_bytes()

    def found(self, *names: str, now: datetime | None = None) -> None:
        """Publish a directory of members, each with an agreement with the first."""
        now = now or datetime.now(UTC)
        keys = [each.public_key for each in self.people]
        self.authority.found(keys, self.online.public_key, threshold=2, now=now)
        for name in names:
            self.authority.admit(an_entry(name), now=now)
        for name in names[1:]:
            self.authority.agree(AGREEMENT, (names[0], name), now=now)
        self.publish(now=now)

    def publish(self, *, now: datetime | None = None, life: timedelta | None = None) -> None:
        """Have two people sign what waits, and publish it."""
        now = now or datetime.now(UTC)
        if self.authority.pending():
            for person in self.people[:2]:
                self.authority.sign(person)
        self.authority.publish(self.online, now=now, life=life or timedelta(hours=1))

    def mirror(self, name: str = "mirror") -> Mirror:
        """Return a node's copy, which trusts the first root."""
        mirror = Mirror(self.folder / name, Source(self.public.as_uri()))
        mirror.trust(self.root)
        return mirror

    def snapshot_of_everything(self) -> Path:
        """Keep what is published now, for a publisher that wants to show its past."""
        past = self.folder / "past"
        shutil.copytree(self.public, past)
        return past

    def show(self, past: Path) -> None:
        """Publish a past state again."""
        shutil.rmtree(self.public)
        shutil.copytree(past, self.public)

    def alter(self, name: str, change: Any) -> None:  # noqa: ANN401 - a function on JSON
        """Change a file of the metadata, and keep whatever signatures it has."""
        path = self.metadata / name
        document = json.loads(path.read_bytes())
        change(document)
        path.write_text(json.dumps(document), encoding="utf-8")


def a_directory(folder: Path, *names: str) -> Publisher:
    """Return a directory that is published."""
    publisher = Publisher(folder)
    publisher.found(*(names or NAMES))
    return publisher
