"""Message ids: UUID version 7 (RFC 9562, section 5.7), in time order and unpredictable."""

import os
from datetime import datetime

MESSAGE_ID_BYTES = 16
_RANDOM_BYTES = 10


def new_message_id(now: datetime) -> bytes:
    """Return 16 bytes: 48 bits of milliseconds since 1970, then 74 random bits.

    The standard library has `uuid.uuid7` from Python 3.14 on only, and reads the clock itself.
    """
    milliseconds = int(now.timestamp() * 1_000)
    tail = bytearray(os.urandom(_RANDOM_BYTES))
    tail[0] = 0x70 | tail[0] & 0x0F
    tail[2] = 0x80 | tail[2] & 0x3F
    return milliseconds.to_bytes(6, "big") + bytes(tail)


def is_message_id(raw: bytes) -> bool:
    """Whether these bytes have the size, version and variant of a message id."""
    return len(raw) == MESSAGE_ID_BYTES and raw[6] >> 4 == 7 and raw[8] >> 6 == 0b10  # noqa: PLR2004
