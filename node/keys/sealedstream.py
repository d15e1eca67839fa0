"""A file sealed to recipients: whoever holds one of their keys can open it, and nobody else.

Layout: magic (4 bytes), version (1), number of recipients (1), for each a SealedBox (80) with the
key of the file, the header of the stream (24), then chunks: length (4, big-endian) and ciphertext.
The stream is libsodium's secretstream (XChaCha20-Poly1305): chunks can be neither altered, moved
nor left out, and the last one says that it is the last. All that stands before it is authenticated
with the first chunk.
"""

import base64
import hashlib
import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.utils import random

from node.domain.errors import SealError

PREFIX = "heliograph-recipient1"
CHUNK_BYTES = 1 << 20
MOST_RECIPIENTS = 32
_MAGIC, _VERSION = b"HGBK", 1
_HEAD = struct.Struct(">4sBB")
_LENGTH = struct.Struct(">I")
_CHECK_BYTES = 3
_BOX_BYTES = bindings.crypto_box_SEALBYTES + 32
_TAG_MORE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_TAG_LAST = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_OVERHEAD = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_STREAM_HEADER_BYTES = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES


def recipient_text(public_key: bytes) -> str:
    """Write an X25519 public key as a recipient, with check letters against slips of the pen."""
    raw = public_key + _check(public_key)
    return PREFIX + base64.b32encode(raw).decode().rstrip("=").lower()


def recipient_key(text: str) -> bytes:
    """Read a recipient.

    Raises:
        SealError: It is none, or was mistyped.
    """
    body = text.strip().removeprefix(PREFIX).upper()
    try:
        raw = base64.b32decode(body + "=" * (-len(body) % 8))
    except ValueError as error:
        raise _no_recipient() from error
    key, check = raw[:-_CHECK_BYTES], raw[-_CHECK_BYTES:]
    if not text.strip().startswith(PREFIX) or len(key) != PublicKey.SIZE or check != _check(key):
        raise _no_recipient()
    return key


def seal_stream(clear: Iterable[bytes], recipients: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the sealed file of some content, given in pieces of any size.

    Raises:
        SealError: There is no recipient, or there are too many.
    """
    if not 1 <= len(recipients) <= MOST_RECIPIENTS:
        raise SealError(
            f"a backup has 1 to {MOST_RECIPIENTS} recipients",
            hint="Name one with: -r heliograph-recipient1...",
        )
    key = random(bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    stream_header = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    boxes = b"".join(SealedBox(PublicKey(each)).encrypt(key) for each in recipients)
    head = _HEAD.pack(_MAGIC, _VERSION, len(recipients)) + boxes + stream_header
    yield head
    beside: bytes | None = head
    for chunk, is_last in _chunks(clear):
        tag = _TAG_LAST if is_last else _TAG_MORE
        sealed = bindings.crypto_secretstream_xchacha20poly1305_push(state, chunk, beside, tag)
        yield _LENGTH.pack(len(sealed)) + sealed
        beside = None


def open_stream(sealed: BinaryIO, secret_key: bytes) -> Iterator[bytes]:
    """Yield the content of a sealed file, in pieces, each of them authentic.

    Use nothing of it before the last piece has come: until then its end may be missing.

    Raises:
        SealError: It is no such file, was not sealed to this key, or was altered or cut off.
    """
    head, key = _opened_head(sealed, secret_key)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(
        state, head[-_STREAM_HEADER_BYTES:], key
    )
    beside: bytes | None = head
    tag = _TAG_MORE
    while tag != _TAG_LAST:
        (length,) = _LENGTH.unpack(_exactly(sealed, _LENGTH.size))
        if not _OVERHEAD <= length <= CHUNK_BYTES + _OVERHEAD:
            raise _damaged()
        try:
            clear, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(
                state, _exactly(sealed, length), beside
            )
        except (CryptoError, RuntimeError) as error:
            raise _damaged() from error
        yield clear
        beside = None
    if sealed.read(1):
        raise _damaged()


def _opened_head(sealed: BinaryIO, secret_key: bytes) -> tuple[bytes, bytes]:
    """Return the head as it stands in the file, and the key of the stream."""
    fixed = _exactly(sealed, _HEAD.size)
    magic, version, count = _HEAD.unpack(fixed)
    if magic != _MAGIC or version != _VERSION or not 1 <= count <= MOST_RECIPIENTS:
        raise SealError("the file is no backup that this release can read")
    boxes = _exactly(sealed, count * _BOX_BYTES)
    head = fixed + boxes + _exactly(sealed, _STREAM_HEADER_BYTES)
    mine = SealedBox(PrivateKey(secret_key))
    for start in range(0, len(boxes), _BOX_BYTES):
        try:
            return head, bytes(mine.decrypt(boxes[start : start + _BOX_BYTES]))
        except CryptoError:
            continue
    raise SealError("the backup was not sealed to this recipient")


def _chunks(clear: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield pieces of one size, the last of which may be shorter, and whether it is the last."""
    held = bytearray()
    for piece in clear:
        held += piece
        while len(held) > CHUNK_BYTES:
            yield bytes(held[:CHUNK_BYTES]), False
            del held[:CHUNK_BYTES]
    yield bytes(held), True


def _exactly(sealed: BinaryIO, size: int) -> bytes:
    raw = sealed.read(size)
    if len(raw) != size:
        raise _damaged()
    return raw


def _check(key: bytes) -> bytes:
    return hashlib.blake2b(key, digest_size=_CHECK_BYTES, person=b"hg-recipient-1").digest()


def _damaged() -> SealError:
    return SealError("the backup was altered or cut off; nothing of it is used")


def _no_recipient() -> SealError:
    return SealError(
        "this is no recipient", hint=f"It begins with {PREFIX} and was printed by: key recipient"
    )
