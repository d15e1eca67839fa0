"""Sign as this node and verify what other nodes signed, with Ed25519 (RFC 8032).

What is signed always begins with a label and a zero byte, so that a signature over one kind of
thing is never one over another.
The parts follow one another without lengths: whoever signs more than one part gives parts of fixed
size (hashes), or only one of free length.
"""

from enum import StrEnum

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from node.domain.checkpoint import NoteSigner
from node.domain.errors import SignatureError

SEED_BYTES = 32
PUBLIC_KEY_BYTES = 32
SIGNATURE_BYTES = 64


class Label(StrEnum):
    """What a signature is about; a new purpose gets a new label, and none is used twice."""

    ANNOUNCEMENT = "heliograph/1/announcement"
    ENVELOPE = "heliograph/1/envelope"
    RECEIPT = "heliograph/1/receipt"
    DIRECTORY_ENTRY = "heliograph/1/directory-entry"
    EVIDENCE = "heliograph/1/evidence"
    IDENTIFIER_SET = "heliograph/2/identifier-set"
    REPORT = "heliograph/1/report"
    FORUM = "heliograph/1/forum-certificate"


class Identity:
    """The node's long-lived signing key, which its directory entry names."""

    __slots__ = ("_key",)

    def __init__(self, seed: bytes) -> None:
        """Take the seed of 32 bytes from the keyring."""
        self._key = SigningKey(seed)

    def __repr__(self) -> str:
        """Name the kind only."""
        return "Identity(...)"

    @property
    def public_key(self) -> bytes:
        """The Ed25519 public key, 32 bytes."""
        return bytes(self._key.verify_key)

    def sign(self, label: Label, *parts: bytes) -> bytes:
        """Sign the labelled parts; return 64 bytes."""
        return bytes(self._key.sign(_message(label, parts)).signature)

    def note_signer(self, name: str) -> NoteSigner:
        """Return what signs journal heads under that key name.

        A note is signed as C2SP has it, without our label: its first line is the origin, which
        cannot begin any labelled message because it is followed by a newline, not a zero byte.
        """
        return NoteSigner(name, self.public_key, lambda text: bytes(self._key.sign(text).signature))


def verify(public_key: bytes, label: Label, *parts: bytes, signature: bytes) -> None:
    """Check that the owner of the key signed the labelled parts.

    Raises:
        SignatureError: The signature is not by that key over those bytes, or is none at all.
    """
    if not verifies(public_key, _message(label, parts), signature=signature):
        raise SignatureError(f"the signature is not valid for {label.value}")


def verifies(public_key: bytes, message: bytes, *, signature: bytes) -> bool:
    """Tell whether the signature is by that key over exactly these bytes."""
    try:
        VerifyKey(public_key).verify(message, signature)
    except (CryptoError, ValueError):
        return False
    return True


def _message(label: Label, parts: tuple[bytes, ...]) -> bytes:
    return b"".join((label.encode(), b"\x00", *parts))
