"""Close payloads to one recipient, and records of our own to ourselves.

Envelopes: a payload is padded to a size class, then sealed with NaCl Box from a key made for this
one message, so that our own keys open nothing that we sent.
Vault and ledger: each record has its own key, derived from its reference, so that no sealed record
passes for another.
"""

import hashlib
from collections.abc import Sequence
from typing import ClassVar

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import Box, PrivateKey, PublicKey
from nacl.secret import SecretBox

from node.domain.errors import SealError

KEY_BYTES = 32
OVERHEAD_BYTES = 40
"""Nonce (24) and authenticator (16) that a seal adds."""
LENGTH_BYTES = 4
SIZE_CLASSES = (2 * 1024, 8 * 1024, 32 * 1024, 128 * 1024)
"""Bytes of a padded payload: a relay sees one of these and nothing finer."""
_RECORD_BLOCK_BYTES = 256
"""Sealed records grow in these steps, so that their length does not tell a record apart."""


def pad(payload: bytes, classes: Sequence[int] = SIZE_CLASSES) -> bytes:
    """Prefix the length (four bytes, big-endian) and fill with zeros to the next size class.

    Raises:
        SealError: The payload fits into no class.
    """
    framed = len(payload).to_bytes(LENGTH_BYTES, "big") + payload
    size = min((size for size in classes if size >= len(framed)), default=None)
    if size is None:
        raise SealError(
            f"a payload of {len(payload)} bytes is larger than the largest size class",
            hint="Ask about fewer subjects at once.",
        )
    return framed.ljust(size, b"\x00")


def unpad(padded: bytes) -> bytes:
    """Return the payload of padded bytes.

    Raises:
        SealError: The length is impossible, or the filling is not zeros only.
    """
    end = LENGTH_BYTES + int.from_bytes(padded[:LENGTH_BYTES], "big")
    # A filling that could hold anything would be a channel past the size classes.
    if len(padded) < LENGTH_BYTES or end > len(padded) or padded[end:].strip(b"\x00"):
        raise SealError("the padding is not valid")
    return padded[LENGTH_BYTES:end]


def seal_box(padded: bytes, recipient_key: bytes) -> tuple[bytes, bytes]:
    """Seal to an X25519 public key from a fresh one; return (sender key, nonce and ciphertext).

    The sender's secret half is forgotten on return.

    Raises:
        SealError: The recipient's key is no X25519 public key.
    """
    sender = PrivateKey.generate()
    try:
        sealed = Box(sender, PublicKey(recipient_key)).encrypt(padded)
    except (CryptoError, ValueError, TypeError) as error:
        raise SealError("the recipient's box key is not valid") from error
    return bytes(sender.public_key), bytes(sealed)


def open_box(sealed: bytes, *, sender_key: bytes, secret_key: bytes) -> bytes:
    """Open nonce and ciphertext with our secret X25519 key; return the padded payload.

    Raises:
        SealError: It was not sealed to this key by that sender, or was altered.
    """
    try:
        return bytes(Box(PrivateKey(secret_key), PublicKey(sender_key)).decrypt(sealed))
    except (CryptoError, ValueError, TypeError) as error:
        raise SealError("the message cannot be opened with this key") from error


class _ReferenceSeal:
    """Seal records one by one, each under a key derived from its reference."""

    __slots__ = ("_key",)
    _PERSON: ClassVar[bytes]

    def __init__(self, key: bytes) -> None:
        """Take the key of 32 bytes from the keyring."""
        self._key = key

    def __repr__(self) -> str:
        """Name the kind only."""
        return f"{type(self).__name__}(...)"

    def seal(self, reference: str, clear: bytes) -> bytes:
        """Seal a record of any length under its reference."""
        return bytes(self._box(reference).encrypt(sodium_pad(clear, _RECORD_BLOCK_BYTES)))

    def open(self, reference: str, sealed: bytes) -> bytes:
        """Open the record of that reference.

        Raises:
            SealError: It belongs to another reference or key, or was altered.
        """
        try:
            return bytes(sodium_unpad(self._box(reference).decrypt(sealed), _RECORD_BLOCK_BYTES))
        except (CryptoError, ValueError, TypeError) as error:
            raise SealError("the sealed record cannot be opened") from error

    def _box(self, reference: str) -> SecretBox:
        key = hashlib.blake2b(
            reference.encode(), key=self._key, person=self._PERSON, digest_size=KEY_BYTES
        )
        return SecretBox(key.digest())


class VaultSeal(_ReferenceSeal):
    """Seal source details of our own register's records."""

    __slots__ = ()
    _PERSON = b"heliograph/vault"


class LedgerSeal(_ReferenceSeal):
    """Seal the subjects of our own cases, of which the ledger stores bytes only."""

    __slots__ = ()
    _PERSON = b"heliograph/case"


def derive_reference_key(vault_key: bytes) -> bytes:
    """Derive the key from which the numbers told to askers derive: 32 bytes."""
    return hashlib.blake2b(
        b"", key=vault_key, person=b"heliograph/refs", digest_size=KEY_BYTES
    ).digest()
