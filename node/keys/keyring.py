"""The node's keyring: every secret it has, in one sealed file.

Rules:
- One process holds the keyring open; others ask that process.
- No change is used before the file that holds it is durable.
- Nothing in it has a default, and nothing prints it.
"""

import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from nacl.utils import random

from matching.oprf import derive_key
from matching.subject import EntityType
from node.domain.errors import KeyringError
from node.domain.peer import NodeId
from node.keys import boxkey, certificate, secrets
from node.keys.boxkey import BoxKey
from node.keys.identity import Identity
from node.keys.sealedfile import SealedFile, Stretch
from node.keys.sealing import LedgerSeal, VaultSeal, derive_reference_key
from node.keys.secrets import EpochKey, Secrets

FILE_NAME = "keyring.sealed"
_KEY_BYTES = 32


class Keyring:
    """The open keyring of one node."""

    def __init__(self, file: SealedFile, content: Secrets, *, box_life: timedelta) -> None:
        """Hold an opened file; made by `create` and `open` only."""
        self._file = file
        self._content = content
        self._box_life = box_life
        # Guards the content while it is exchanged and saved; calls come from worker threads.
        self._lock = threading.Lock()

    @classmethod
    def create(
        cls,
        path: Path,
        secret: str,
        *,
        node: NodeId,
        entity_types: Iterable[EntityType] = (),
        stretch: Stretch | None = None,
        box_life: timedelta = boxkey.LIFE,
    ) -> Self:
        """Make the keyring of a new node, with a first epoch for each entity type it holds.

        Raises:
            KeyringError: The file exists, cannot be written, or the secret is too short.
        """
        file = SealedFile.new(path, secret, stretch=stretch or Stretch())
        content = Secrets(
            node=node,
            identity_seed=random(_KEY_BYTES),
            vault_key=random(_KEY_BYTES),
            ledger_key=random(_KEY_BYTES),
            tls_key=certificate.new_private_key(),
        )
        for entity_type in entity_types:
            content = _with_epoch(content, entity_type)
        keyring = cls(file, content, box_life=box_life)
        keyring.save()
        return keyring

    @classmethod
    def open(cls, path: Path, secret: str, *, box_life: timedelta = boxkey.LIFE) -> Self:
        """Open the keyring of an existing node.

        Raises:
            KeyringError: There is none, or this secret does not open it.
        """
        file, clear = SealedFile.read(path, secret)
        return cls(file, secrets.from_json(clear), box_life=box_life)

    def __repr__(self) -> str:
        """Name the node only."""
        return f"Keyring(node={self.node!r})"

    @property
    def node(self) -> NodeId:
        """Whose keyring it is."""
        return self._content.node

    @property
    def identity(self) -> Identity:
        """The Ed25519 key by which the directory knows the node."""
        return Identity(self._content.identity_seed)

    @property
    def tls_key(self) -> bytes:
        """The private key of the TLS certificate, PEM."""
        return self._content.tls_key

    def tls_key_of(self, pem: bytes) -> bytes:
        """Return the private key of one of our certificates, PEM.

        Raises:
            KeyringError: There is none: the certificate is another node's, or from a backup.
        """
        keys = (self._content.tls_key, self._content.tls_next)
        found = (key for key in keys if key and certificate.fits(pem, key))
        key = next(found, None)
        if key is None:
            raise KeyringError("the keyring has no key for the certificate of this node")
        return key

    def new_tls_key(self) -> bytes:
        """Make the TLS key that is to follow the present one; return it, PEM.

        Raises:
            KeyringError: The file cannot be written.
        """
        with self._lock:
            fresh = certificate.new_private_key()
            self._keep(replace(self._content, tls_next=fresh))
            return fresh

    def use_tls_key_of(self, pem: bytes) -> None:
        """Destroy the TLS keys of other certificates than this one.

        Raises:
            KeyringError: There is no key for it, or the file cannot be written.
        """
        key = self.tls_key_of(pem)
        with self._lock:
            self._keep(replace(self._content, tls_key=key, tls_next=b""))

    @property
    def vault(self) -> VaultSeal:
        """What seals source details of own records."""
        return VaultSeal(self._content.vault_key)

    @property
    def ledger(self) -> LedgerSeal:
        """What seals the subjects of own cases."""
        return LedgerSeal(self._content.ledger_key)

    @property
    def reference_key(self) -> bytes:
        """The key of 32 bytes from which the numbers told to askers derive."""
        return derive_reference_key(self._content.vault_key)

    def save(self) -> None:
        """Write the file again.

        Raises:
            KeyringError: It cannot be written; the file before is untouched.
        """
        self._file.write(secrets.to_json(self._content))

    def reseal(self, secret: str, *, stretch: Stretch | None = None) -> None:
        """Seal the file under another secret from now on.

        Raises:
            KeyringError: The secret is too short, or the file cannot be written.
        """
        with self._lock:
            file = self._file.under(secret, stretch=stretch or Stretch())
            file.write(secrets.to_json(self._content))
            self._file = file

    def export(self) -> bytes:
        """Return every secret in clear, to be sealed at once into a backup."""
        return secrets.to_json(self._content)

    @classmethod
    def restore(
        cls, path: Path, exported: bytes, *, secret: str, stretch: Stretch | None = None
    ) -> Self:
        """Make a keyring file again from what `export` gave, under a secret of its own.

        Raises:
            KeyringError: There is a file, it cannot be written, or the content is no keyring.
        """
        content = secrets.from_json(exported)
        file = SealedFile.new(path, secret, stretch=stretch or Stretch())
        keyring = cls(file, content, box_life=boxkey.LIFE)
        keyring.save()
        return keyring

    def epochs(self, entity_type: EntityType) -> tuple[int, ...]:
        """Return the live epochs of an entity type, oldest first; empty if it holds no such."""
        return tuple(
            sorted(key.epoch for key in self._content.epochs if key.entity_type is entity_type)
        )

    def oprf_key(self, entity_type: EntityType, epoch: int) -> bytes:
        """Return the OPRF key, 32 bytes.

        Raises:
            KeyringError: There is no such epoch.
        """
        key = self._epoch_key(entity_type, epoch)
        return derive_key(key.oprf_seed, _info(self.node, entity_type, epoch=epoch))

    def word_key(self, entity_type: EntityType, epoch: int) -> bytes:
        """Return the key from which an index derives its words' secrets, 32 bytes.

        Raises:
            KeyringError: There is no such epoch.
        """
        return self._epoch_key(entity_type, epoch).word_key

    def new_epoch(self, entity_type: EntityType) -> int:
        """Add an epoch with fresh keys and return its number; the old ones stay live.

        Raises:
            KeyringError: The file cannot be written; then nothing has changed.
        """
        with self._lock:
            self._keep(_with_epoch(self._content, entity_type))
            return self.epochs(entity_type)[-1]

    def drop_epoch(self, entity_type: EntityType, epoch: int) -> None:
        """Destroy the keys of an epoch; indexes built under it can never be read again.

        Raises:
            KeyringError: There is no such epoch, it is the newest, or the file cannot be written.
        """
        with self._lock:
            dropped = self._epoch_key(entity_type, epoch)
            if epoch == self.epochs(entity_type)[-1]:
                # Its number would be given again, to other keys.
                raise KeyringError("the newest epoch cannot be dropped; make another one first")
            kept = tuple(key for key in self._content.epochs if key is not dropped)
            self._keep(replace(self._content, epochs=kept))

    def current_box_key(self, now: datetime) -> BoxKey:
        """Return the key that peers should seal to; make one and destroy expired ones when due.

        Raises:
            KeyringError: A new key is due and the file cannot be written.
        """
        with self._lock:
            key = boxkey.current(self._content.box_keys, now)
            return key if key is not None else self._rotate(now)

    def box_keys(self, now: datetime) -> tuple[BoxKey, ...]:
        """Return the keys to which messages may have been sealed that are still opened."""
        return boxkey.live(self._content.box_keys, now)

    def box_key(self, key_id: str, now: datetime) -> BoxKey:
        """Return the key to which a message was sealed.

        Raises:
            KeyringError: There is no such key, or it has expired.
        """
        for key in boxkey.live(self._content.box_keys, now):
            if key.id == key_id:
                return key
        raise KeyringError(
            "there is no live box key of this id", hint="The sender must fetch our announcement."
        )

    def _rotate(self, now: datetime) -> BoxKey:
        fresh = BoxKey.generate(now, self._box_life)
        kept = (*boxkey.live(self._content.box_keys, now), fresh)
        self._keep(replace(self._content, box_keys=kept))
        return fresh

    def _keep(self, content: Secrets) -> None:
        """Write first, use afterwards: a peer must never seal to a key that a crash loses."""
        self._file.write(secrets.to_json(content))
        self._content = content

    def _epoch_key(self, entity_type: EntityType, epoch: int) -> EpochKey:
        for key in self._content.epochs:
            if key.entity_type is entity_type and key.epoch == epoch:
                return key
        raise KeyringError(f"the keyring has no {entity_type.value} key of epoch {epoch}")


def _with_epoch(content: Secrets, entity_type: EntityType) -> Secrets:
    taken = [key.epoch for key in content.epochs if key.entity_type is entity_type]
    fresh = EpochKey(entity_type, max(taken, default=0) + 1, random(_KEY_BYTES), random(_KEY_BYTES))
    return replace(content, epochs=(*content.epochs, fresh))


def _info(node: NodeId, entity_type: EntityType, *, epoch: int) -> bytes:
    """Name the key's use, so that one seed in two places would still make two keys."""
    return f"heliograph/1/oprf/{node}/{entity_type.value}/{epoch}".encode()
