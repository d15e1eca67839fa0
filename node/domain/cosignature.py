"""Cosignatures: a member attests that a peer's journal has only grown since it last looked.

https://c2sp.org/tlog-cosignature (Ed25519, `cosignature/v1`) and the request and answer texts of
https://c2sp.org/tlog-witness, carried in our own messages instead of HTTP.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from node.domain.checkpoint import NoteSigner, Verify
from node.domain.errors import CheckpointError
from node.domain.merkle import HASH_BYTES
from node.domain.peer import NodeId

_TYPE = b"\x04"
"""Signature type of a timestamped Ed25519 cosignature in the signed-note specification."""
_KEY_ID_BYTES, _TIME_BYTES, _SIGNATURE_BYTES = 4, 8, 64
_MAX_PROOF = 63
_OLD = re.compile(r"old (0|[1-9][0-9]{0,17})", re.ASCII)
_PREFIX = "\u2014 "


@dataclass(frozen=True, slots=True)
class Submission:
    """A head to be cosigned, with the proof that it continues the one cosigned before."""

    note: str
    """Signed head of the submitting node's own journal."""
    old: int = 0
    """Size of the head cosigned last, 0 if none."""
    proof: tuple[bytes, ...] = ()
    """RFC 9162 consistency proof from `old` to the head."""

    def text(self) -> str:
        """Write it as the body of a tlog-witness request."""
        hashes = "".join(f"{base64.b64encode(each).decode()}\n" for each in self.proof)
        return f"old {self.old}\n{hashes}\n{self.note}"


def read_submission(text: str) -> Submission:
    """Read what `Submission.text` wrote.

    Raises:
        CheckpointError: It is none.
    """
    front, _, note = text.partition("\n\n")
    first, *encoded = front.split("\n")
    old = _OLD.fullmatch(first)
    if old is None or len(encoded) > _MAX_PROOF:
        raise CheckpointError("the journal head is not submitted as it must be")
    return Submission(note, int(old[1]), tuple(map(_hash, encoded)))


def witness_of(node: NodeId) -> str:
    """Return the key name under which a node cosigns; no journal has it as its origin."""
    return f"{node}.heliograph/witness"


def cosign(text: str, signer: NoteSigner, *, at: datetime) -> str:
    """Return the signature line over a head's note text, saying when it was seen."""
    seconds = int(at.timestamp())
    signature = signer.sign(_message(text, seconds))
    blob = _key_id(signer.name, signer.public_key) + seconds.to_bytes(_TIME_BYTES, "big")
    return f"{_PREFIX}{signer.name} {base64.b64encode(blob + signature).decode()}\n"


def verify_cosignature(
    line: str, text: str, *, name: str, public_key: bytes, verify: Verify
) -> datetime:
    """Return when the member saw this head.

    Raises:
        CheckpointError: The line is not that member's cosignature of this head.
    """
    blob = _blob(line, name)
    key_id, stamp = blob[:_KEY_ID_BYTES], blob[_KEY_ID_BYTES : _KEY_ID_BYTES + _TIME_BYTES]
    seconds = int.from_bytes(stamp, "big")
    signature = blob[_KEY_ID_BYTES + _TIME_BYTES :]
    if key_id != _key_id(name, public_key) or not verify(
        public_key, _message(text, seconds), signature=signature
    ):
        raise CheckpointError("the cosignature is not by that member over this head")
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError) as error:
        raise CheckpointError("the cosignature tells no time") from error


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _key_id(name: str, public_key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _TYPE + public_key).digest()[:_KEY_ID_BYTES]


def _blob(line: str, name: str) -> bytes:
    start = f"{_PREFIX}{name} "
    try:
        blob = base64.b64decode(line.removeprefix(start).removesuffix("\n"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise CheckpointError("the cosignature is malformed") from error
    size = _KEY_ID_BYTES + _TIME_BYTES + _SIGNATURE_BYTES
    if not line.startswith(start) or not line.endswith("\n") or len(blob) != size:
        raise CheckpointError("the cosignature is malformed")
    return blob


def _hash(encoded: str) -> bytes:
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CheckpointError("a hash of the proof is malformed") from error
    if len(raw) != HASH_BYTES:
        raise CheckpointError("a hash of the proof is malformed")
    return raw


def cosigned(size: int, lines: Sequence[str] = ()) -> str:
    """Write the reply to a submission: the largest size cosigned, and the line if it is new."""
    return f"{size}\n{''.join(lines)}"


def read_cosigned(text: str) -> tuple[int, str]:
    """Read a reply to a submission as size and signature line, which may be empty.

    Raises:
        CheckpointError: It is none.
    """
    first, _, line = text.partition("\n")
    if not re.fullmatch(r"0|[1-9][0-9]{0,17}", first, re.ASCII):
        raise CheckpointError("the reply to a submitted head is malformed")
    return int(first), line
