"""Byte layout and key derivations of the sealed index, format 2.

Four tables in one DuckDB file, which only stores and looks up (DESIGN: the index is sealed):

    v  variants   label of a variant token -> the secrets of the words that have it
    p  postings   label of a word -> which records have it, as which part of which name
    r  records    record number -> sealed header and sealed tags
    m  meta       format, generation, record count, page counts

A row of the first three is a page of neighbouring cells, see `matching.index.page`.

The key of a variant row is the token key of that variant, which only the oblivious function
yields. The keys of a posting list derive from the secret of its word, which only a variant row
yields. The key of a header is in the record's own posting rows and nowhere else. No key that the
node keeps opens any of it without a token.

Every key seals one content under one nonce: nonces derive from generation, table and row, and a
generation is written once.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from nacl.bindings import crypto_secretbox_easy, crypto_secretbox_open_easy
from nacl.exceptions import CryptoError
from numpy.typing import NDArray

FORMAT = 2
TABLES = {"v": "variants", "p": "postings", "r": "records"}
"""Tables of sealed rows, with the words for them."""
GENERATION_BYTES = 16
SECRET_BYTES = 16
RECORD_KEY_BYTES = 16
REFERENCE_BYTES = 16
TAG_BYTES = 4
ROW_GROUP = 2048
"""Pages per DuckDB row group: look-ups were 15 times slower at the default of 122,880."""
BLOCK_BYTES = 16_384
"""DuckDB's smallest block: a look-up on a cold disk reads whole blocks."""
CHUNK = 8192
"""Posting rows in one sealed chunk: 64 KiB, so that a long list is read piece by piece."""
VALUE_ALIAS = 255
"""Stands for the alias number where a word is no name part: identifiers, address words."""
BUCKETS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128)
TAG_BUCKET = 16
HEADER_BUCKET = 32
MAX_WORDS = BUCKETS[-1]
"""Words kept of one variant, the commonest first: a phonetic code may have thousands."""

VARIANT = np.dtype([("secret", "V16"), ("df", "<u4")])
"""One word of a variant row: its secret, and in how many records it occurs."""
POSTING = np.dtype(
    [("record", "<u4"), ("alias", "u1"), ("part", "u1"), ("year", "u1"), ("day", "u1")]
)
"""One occurrence of a word; `year` and `day` are codes of the record's first date, 0 if none."""


def joined(arrays: Iterable[NDArray[np.void]], dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """Join arrays of one structure; `np.concatenate` would compare their fields one by one."""
    return np.frombuffer(b"".join(array.tobytes() for array in arrays), dtype)


@dataclass(frozen=True, slots=True)
class WordKeys:
    """What follows from a word's secret."""

    number: int
    """First eight label bytes, signed: the row of the first chunk."""
    sealing_key: bytes = field(repr=False)
    tag_key: bytes = field(repr=False)


def word_secret(word_key: bytes, token: bytes) -> bytes:
    """Derive a word's 16-byte secret from the node's word key and the word's exact token."""
    return blake2b(token, digest_size=SECRET_BYTES, key=word_key, person=b"hg1-word").digest()


def word_keys(secret: bytes) -> WordKeys:
    """Derive label, sealing key (32 bytes) and tag key (16 bytes) from a word's secret."""
    wide = blake2b(secret, digest_size=64, person=b"hg1-word-keys").digest()
    return WordKeys(number_of(wide), wide[16:48], wide[48:64])


def number_of(label: bytes) -> int:
    """Read the first eight bytes of a label as DuckDB stores them: a signed 64-bit number."""
    return int.from_bytes(label[:8], "big", signed=True)


def chunk_number(secret: bytes, first: int, *, chunk: int) -> int:
    """Return the row number of one chunk of a posting list; the first has the word's own."""
    if chunk == 0:
        return first
    tail = blake2b(chunk.to_bytes(4, "big"), digest_size=8, key=secret, person=b"hg1-chunk")
    return number_of(tail.digest())


def nonce(generation: bytes, table: bytes, *, row: int) -> bytes:
    """Derive the 24-byte nonce of one sealed cell; unique per key within its generation."""
    return blake2b(
        row.to_bytes(8, "big", signed=True) + table + generation, digest_size=24
    ).digest()


def record_box_key(record_key: bytes) -> bytes:
    """Widen a record's 16-byte key to the 32 bytes that SecretBox takes."""
    return blake2b(record_key, digest_size=32, person=b"hg1-record").digest()


def tag(key: bytes, generation: bytes, *, record: int, alias: int, part: int = 0) -> bytes:
    """Compute the 4-byte tag that says a word or value occurs in a record.

    Record numbers are fresh in each generation, so generation and number serve as the salt.
    """
    place = record.to_bytes(4, "little") + bytes((alias, part))
    return blake2b(place + generation, digest_size=TAG_BYTES, key=key).digest()


def seal(content: bytes, key: bytes, *, once: bytes) -> bytes:
    """Seal one cell with NaCl SecretBox; the nonce is derived, so it is not stored."""
    return bytes(crypto_secretbox_easy(content, once, key))


def unseal(cell: bytes, key: bytes, *, once: bytes) -> bytes | None:
    """Open one cell, or return None where the key does not fit.

    Two labels may agree in the eight bytes that are stored; the failing MAC tells, and the row
    counts as absent.
    """
    try:
        return bytes(crypto_secretbox_open_easy(cell, once, key))
    except CryptoError:
        return None


def record_cell(header: bytes, tags: bytes) -> bytes:
    """Join a record's sealed header, after its length in two bytes, and its tags."""
    return len(header).to_bytes(2, "little") + header + tags


def split_record(cell: bytes) -> tuple[bytes, bytes]:
    """Take the cell of a record apart: its sealed header and its tags."""
    end = 2 + int.from_bytes(cell[:2], "little")
    return cell[2:end], cell[end:]


def bucket(count: int) -> int:
    """Return the size to which a list of that length is padded."""
    for size in BUCKETS:
        if count <= size:
            return size
    step = 1 << (count.bit_length() - 3)
    return -(-count // step) * step


def df_code(df: int) -> int:
    """Write a document frequency as one byte: eight steps per doubling, at most 9 % off."""
    return min(255, round(8 * math.log2(df)) + 1) if df else 0


DF_OF_CODE = np.concatenate(([0.0], 2.0 ** (np.arange(255) / 8.0)))
"""Document frequency of each code."""


def date_code(pseudonym: bytes) -> int:
    """Write a date's pseudonym as one byte from 1 to 255: a filter beside a record number."""
    return 1 + pseudonym[-1] % 255
