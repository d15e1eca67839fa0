"""Journal heads as others can check them: C2SP checkpoints in signed notes.

https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note.
Keys stay outside: signing and verifying are handed in.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from node.domain.errors import CheckpointError
from node.domain.peer import NodeId

ROOT_BYTES = 32
MAX_NOTE_BYTES = 16 * 1024
"""A head with sixteen Ed25519 signatures has under 4 KiB."""
_MAX_SIGNATURES = 64
_ED25519 = b"\x01"
"""Signature type of Ed25519 in the signed-note specification."""
_KEY_ID_BYTES = 4
_SIGNATURE_PREFIX = "\u2014 "
_FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")
"""Control characters, which the format forbids, and what is no UTF-8."""
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_KEY_NAME = re.compile(r"[^\s+]+")


class Verify(Protocol):
    """Tells whether a signature is by that public key over that message."""

    def __call__(self, public_key: bytes, message: bytes, /, *, signature: bytes) -> bool:
        """Return True for a valid Ed25519 signature, False for anything else."""
        ...


@dataclass(frozen=True, slots=True)
class NoteSigner:
    """Who signs a note: a key name, the public key, and what signs."""

    name: str
    public_key: bytes
    """Ed25519, 32 bytes."""
    sign: Callable[[bytes], bytes] = field(repr=False)
    """Returns the 64 bytes of Ed25519 over the text as given."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a journal: how many entries, and the root of the tree over them."""

    origin: str
    size: int
    root: bytes
    """RFC 9162 root hash, 32 bytes."""

    def __post_init__(self) -> None:
        """Refuse what the format cannot carry."""
        if not self.origin or "\n" in self.origin or _FORBIDDEN.search(self.origin):
            raise ValueError("an origin is one line of text")
        if self.size < 0 or len(self.root) != ROOT_BYTES:
            raise ValueError(f"a root has {ROOT_BYTES} bytes and a size is not negative")

    def text(self) -> str:
        """Write the note text: origin, size and root, a line each."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def origin_of(node: NodeId) -> str:
    """Return the origin, which is also the key name, of a node's journal."""
    return f"{node}.heliograph/journal"


def parse(text: str) -> Checkpoint:
    """Read a note text; extension lines are refused, since nobody could audit them.

    Raises:
        CheckpointError: The text is no checkpoint.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not _SIZE.fullmatch(lines[1]):  # noqa: PLR2004 -- the format's three lines and the end
        raise CheckpointError("the journal head is not a checkpoint")
    try:
        return Checkpoint(lines[0], int(lines[1]), _decode(lines[2]))
    except ValueError as error:
        raise CheckpointError("the journal head is not a checkpoint") from error


def sign_note(text: str, signer: NoteSigner) -> str:
    """Return the signed note: text, empty line, signature line."""
    key_id = _key_id(signer.name, signer.public_key)
    signature = base64.b64encode(key_id + signer.sign(text.encode())).decode()
    return f"{text}\n{_SIGNATURE_PREFIX}{signer.name} {signature}\n"


def open_note(note: str, *, name: str, public_key: bytes, verify: Verify) -> str:
    """Return the text of a note that this key has signed; other signatures are ignored.

    Raises:
        CheckpointError: The note is malformed, or the key's signature is missing or wrong.
    """
    text, signatures = _split(note)
    known = (name, _key_id(name, public_key))
    own = [raw for by, raw in signatures if (by, raw[:_KEY_ID_BYTES]) == known]
    if not own or not all(
        verify(public_key, text.encode(), signature=raw[_KEY_ID_BYTES:]) for raw in own
    ):
        raise CheckpointError("the journal head is not signed by the node's identity")
    return text


def open_checkpoint(note: str, *, node: NodeId, public_key: bytes, verify: Verify) -> Checkpoint:
    """Return the head that this node signed for its own journal.

    Raises:
        CheckpointError: The note is not by that node, or is about another journal.
    """
    origin = origin_of(node)
    head = parse(open_note(note, name=origin, public_key=public_key, verify=verify))
    if head.origin != origin:
        raise CheckpointError("the journal head is of another journal")
    return head


def _key_id(name: str, public_key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:_KEY_ID_BYTES]


def _split(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    text, separator, tail = note.rpartition("\n\n")
    lines = tail.split("\n")
    if (
        len(note) > MAX_NOTE_BYTES
        or _FORBIDDEN.search(note)
        or not separator
        or lines.pop()
        or not 0 < len(lines) <= _MAX_SIGNATURES
    ):
        raise CheckpointError("the journal head is not a signed note")
    return f"{text}\n", [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes]:
    name, _, encoded = line.removeprefix(_SIGNATURE_PREFIX).partition(" ")
    try:
        signature = _decode(encoded)
    except ValueError as error:
        raise CheckpointError("a signature line is malformed") from error
    if (
        not line.startswith(_SIGNATURE_PREFIX)
        or not _KEY_NAME.fullmatch(name)
        or len(signature) <= _KEY_ID_BYTES
    ):
        raise CheckpointError("a signature line is malformed")
    return name, signature


def _decode(encoded: str) -> bytes:
    """Decode base64 that encodes back to itself: one root has one spelling."""
    try:
        raw = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if base64.b64encode(raw).decode() != encoded:
        raise ValueError("not the only spelling")
    return raw
