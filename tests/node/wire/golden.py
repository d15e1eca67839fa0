"""The recipe of the golden envelopes in tests/vectors, written without the code that they test.

    python -m tests.node.wire.golden

writes them again.  Protobuf is put together by hand and each field has a comment, so that another
implementation can be built from the files alone.  A file begins with lines `key: value`:

expect      `opened`, or the fault with which it must be refused
comment     what is special about it
now         when it arrives
node        at whom
identity    Ed25519 public key of customs-es, the only awaited sender
box         X25519 secret key of the recipient: box key `box-1`, or the reply key of its request
answers     in a response: the message id of the request that it must answer
payload     what is inside, if it opens
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nacl.public import Box, PrivateKey
from nacl.signing import SigningKey

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
NOON_S = 1_772_366_400
"""2026-03-01T12:00:00Z in seconds since 1970."""
PAYLOAD = b"heliograph test payload"
ROW_BYTES = 32
REQUEST_ID = bytes.fromhex("019ca9450a007bbb8ccccccccccccccc")
"""The request that the golden responses must answer."""


def seed(words: str) -> bytes:
    """Return the 32 bytes that stand for these words."""
    return hashlib.sha256(words.encode()).digest()


SIGNING_KEY = SigningKey(seed("customs-es identity"))
BOX_KEY = PrivateKey(seed("fiu-nl"))


@dataclass(frozen=True)
class Case:
    """One golden envelope; the defaults make one that opens."""

    name: str
    expect: str
    comment: str
    version: int = 1
    sender: bytes = b"customs-es"
    recipient: bytes = b"fiu-nl"
    issued_s: int = NOON_S
    life_s: int = 300
    kind: int = 3
    box_id: bytes = b"box-1"
    sealed_to: PrivateKey = BOX_KEY
    padded: bytes = field(default=(len(PAYLOAD).to_bytes(4, "big") + PAYLOAD).ljust(2048, b"\0"))
    id_version: int = 7
    answers: bytes = b""
    """In a response: the message id of the request; a response brings no reply key."""
    flip: str = ""
    """Which part has one bit changed after signing: `header`, `ciphertext` or `signature`."""


CASES = (
    Case("opened", "opened", "a query of customs-es to fiu-nl, on time"),
    Case("size", "malformed", "the ciphertext has no size class", padded=bytes(2047)),
    Case("version", "version", "protocol version 9", version=9),
    Case("sender", "sender", "a sender from whom nothing is awaited", sender=b"customs-xx"),
    Case("sender_name", "malformed", "the sender's name has a capital", sender=b"Customs-es"),
    Case("message_id", "malformed", "a message id that is no UUIDv7", id_version=4),
    Case("recipient", "recipient", "meant for another node", recipient=b"fiu-be"),
    Case("header_altered", "signature", "one bit of the reply key changed", flip="header"),
    Case("ciphertext_altered", "signature", "one bit of the ciphertext changed", flip="ciphertext"),
    Case("signature_altered", "signature", "one bit of the signature changed", flip="signature"),
    Case("kind", "malformed", "an answer in the place of a query", kind=4),
    Case("kind_unknown", "malformed", "a kind of payload that there is not", kind=9),
    Case("late", "window", "one second after its end and the allowed skew", issued_s=NOON_S - 421),
    Case("early", "window", "one second before its time and the skew", issued_s=NOON_S + 121),
    Case("long_life", "malformed", "lives one second longer than allowed", life_s=301),
    Case("box_id", "key", "sealed to a box key that is gone", box_id=b"box-0"),
    Case("box_key", "key", "sealed to another key", sealed_to=PrivateKey(seed("nobody"))),
    Case("reply", "opened", "the answer to a query", kind=4, box_id=b"", answers=REQUEST_ID),
    Case(
        "reply_other",
        "replay",
        "the answer to another query",
        kind=4,
        box_id=b"",
        answers=b"0" * 16,
    ),
    Case("padding", "malformed", "the filling is not zeros only", padded=bytes(2047) + b"\1"),
    Case("length", "malformed", "the length passes the end", padded=bytes([255] * 4) + bytes(2044)),
)

Row = tuple[str, bytes]
"""A comment and the bytes it is about."""


def varint(number: int) -> bytes:
    """Return a number as protobuf has it: seven bits a byte, least first."""
    head, rest = number & 0x7F, number >> 7
    return bytes([head | 0x80]) + varint(rest) if rest else bytes([head])


def number_field(number: int, value: int) -> bytes:
    """Return a protobuf field that holds a number; zero is left out."""
    return varint(number << 3) + varint(value) if value else b""


def bytes_field(number: int, value: bytes) -> bytes:
    """Return a protobuf field that holds bytes; none are left out."""
    return varint(number << 3 | 2) + varint(len(value)) + value if value else b""


def header_rows(case: Case, sender_key: bytes, reply_key: bytes) -> list[Row]:
    """Return the fields of the header in the order of their numbers."""
    milliseconds = NOON_S * 1_000
    message_id = (
        milliseconds.to_bytes(6, "big")
        + bytes([case.id_version << 4 | 10, 170])
        + b"\x8b"
        + b"\xbb" * 7
    )
    issued = number_field(1, case.issued_s)
    expires = number_field(1, case.issued_s + case.life_s)
    return [
        (f"protocol_version (1) = {case.version}", number_field(1, case.version)),
        (f"message_id (2): UUIDv{case.id_version} of noon", bytes_field(2, message_id)),
        (f"sender (3) = {case.sender.decode()}", bytes_field(3, case.sender)),
        (f"recipient (4) = {case.recipient.decode()}", bytes_field(4, case.recipient)),
        (f"issued_at (5) = noon {case.issued_s - NOON_S:+d} s", bytes_field(5, issued)),
        (f"expires_at (6) = {case.life_s} s later", bytes_field(6, expires)),
        (f"recipient_key_id (7) = {case.box_id.decode()}", bytes_field(7, case.box_id)),
        ("sender_key (8): X25519, for this message only", bytes_field(8, sender_key)),
        (f"payload_kind (9) = {case.kind}", number_field(9, case.kind)),
        ("in_reply_to (10): the request", bytes_field(10, case.answers))
        if case.answers
        else ("reply_key (11): X25519, for the response only", bytes_field(11, reply_key)),
    ]


def flipped(raw: bytes, *, wanted: bool) -> bytes:
    """Return the bytes with the last bit changed, if wanted."""
    return raw[:-1] + bytes([raw[-1] ^ wanted])


def envelope_rows(case: Case) -> Iterator[Row]:
    """Yield the whole envelope, field by field."""
    sender, reply = PrivateKey(seed("sender key")), PrivateKey(seed("reply key"))
    rows = header_rows(case, bytes(sender.public_key), bytes(reply.public_key))
    header = b"".join(raw for _, raw in rows)
    nonce = seed("nonce")[:24]
    sealed = bytes(Box(sender, case.sealed_to.public_key).encrypt(case.padded, nonce))
    digests = hashlib.sha256(header).digest() + hashlib.sha256(sealed).digest()
    signature = SIGNING_KEY.sign(b"heliograph/1/envelope\x00" + digests).signature
    yield f"Envelope.header (1), {len(header)} bytes", b"\x0a" + varint(len(header))
    yield from rows[:-1]
    yield rows[-1][0], flipped(rows[-1][1], wanted=case.flip == "header")
    yield f"Envelope.ciphertext (2), {len(sealed)} bytes", b"\x12" + varint(len(sealed))
    yield "nonce", nonce
    yield (
        f"NaCl Box of {len(case.padded)} bytes: length, payload, zeros",
        flipped(sealed[24:], wanted=case.flip == "ciphertext"),
    )
    yield "Envelope.signature (3), 64 bytes", b"\x1a\x40"
    yield (
        'Ed25519 over "heliograph/1/envelope" | 00 | SHA-256(header) | SHA-256(ciphertext)',
        flipped(signature, wanted=case.flip == "signature"),
    )


def text(case: Case) -> str:
    """Return the file of a case."""
    head = {
        "expect": case.expect,
        "comment": case.comment,
        "now": "2026-03-01T12:00:00+00:00",
        "node": "fiu-nl",
        "identity": bytes(SIGNING_KEY.verify_key).hex(),
        "box": bytes(BOX_KEY).hex(),
        "answers": REQUEST_ID.hex() if case.answers else "",
        "payload": PAYLOAD.hex() if case.expect == "opened" else "",
    }
    lines = [f"{key}: {value}".rstrip() for key, value in head.items()] + [""]
    for comment, raw in envelope_rows(case):
        lines.append(f"# {comment}")
        starts = range(0, len(raw), ROW_BYTES)
        lines += [raw[start : start + ROW_BYTES].hex() for start in starts]
    return "\n".join(lines) + "\n"


def path(case: Case) -> Path:
    """Return where the file of a case stands."""
    return VECTORS / f"envelope_{case.name}.txt"


def read(file: Path) -> tuple[dict[str, str], bytes]:
    """Return the head of a file and its envelope."""
    head, _, body = file.read_text().partition("\n\n")
    pairs = (line.partition(":") for line in head.splitlines())
    rows = (line for line in body.splitlines() if not line.startswith("#"))
    return {key: value.strip() for key, _, value in pairs}, bytes.fromhex("".join(rows))


if __name__ == "__main__":
    for each in CASES:
        path(each).write_text(text(each))
