"""Seal slices of variants and posting lists: the part of a build that worker processes do.

A slice carries numbers and keys only, so that it crosses to another process as a few long arrays.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from matching.index import layout

WORD = np.dtype([("secret", "V16"), ("number", "<i8"), ("tag_key", "V16")])
"""What follows from a word's token and the node's word key."""


@dataclass(frozen=True, slots=True)
class WordSlice:
    """Words whose keys are to be derived."""

    word_key: bytes = field(repr=False)
    tokens: Sequence[bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class VariantSlice:
    """Rows of the table of variants."""

    generation: bytes
    numbers: Sequence[int]
    keys: Sequence[bytes] = field(repr=False)
    """Token keys, 32 bytes each."""
    sizes: Sequence[int]
    words: NDArray[np.void] = field(repr=False)
    """The words of all rows, `layout.VARIANT`."""


@dataclass(frozen=True, slots=True)
class ListSlice:
    """Rows of the table of postings: each one chunk of one word's list."""

    generation: bytes
    numbers: Sequence[int]
    secrets: Sequence[bytes] = field(repr=False)
    totals: Sequence[int]
    """Length of the whole list of each row's word."""
    sizes: Sequence[int]
    postings: NDArray[np.void] = field(repr=False)
    """The postings of all rows, `layout.POSTING`."""
    record_keys: NDArray[np.void] = field(repr=False)
    """Record key of each posting."""


def derive_words(words: WordSlice) -> bytes:
    """Derive secret, label and tag key of each word; return them as `WORD` entries."""
    return b"".join(_derived(words.word_key, token) for token in words.tokens)


def _derived(word_key: bytes, token: bytes) -> bytes:
    secret = layout.word_secret(word_key, token)
    keys = layout.word_keys(secret)
    return secret + keys.number.to_bytes(8, "little", signed=True) + keys.tag_key


def seal_variants(rows: VariantSlice) -> tuple[list[bytes]]:
    """Seal each row under its token key."""
    contents = _cut(rows.words, rows.sizes)
    sealed = []
    for number, key, size, content in zip(
        rows.numbers, rows.keys, rows.sizes, contents, strict=True
    ):
        width = layout.bucket(size) * layout.VARIANT.itemsize
        once = layout.nonce(rows.generation, b"v", row=number)
        whole = size.to_bytes(4, "little") + content.ljust(width, b"\0")
        sealed.append(layout.seal(whole, key, once=once))
    return (sealed,)


def seal_lists(rows: ListSlice) -> tuple[list[bytes], list[bytes]]:
    """Seal postings and record keys of each row under the sealing key of its word."""
    columns = zip(
        rows.numbers,
        rows.secrets,
        rows.totals,
        rows.sizes,
        _cut(rows.postings, rows.sizes),
        _cut(rows.record_keys, rows.sizes),
        strict=True,
    )
    postings, openers = [], []
    for number, secret, total, size, content, keys in columns:
        padded = layout.bucket(size)
        sealing_key = layout.word_keys(secret).sealing_key
        whole = total.to_bytes(4, "little")
        whole += content.ljust(padded * layout.POSTING.itemsize, b"\0")
        once = layout.nonce(rows.generation, b"p", row=number)
        postings.append(layout.seal(whole, sealing_key, once=once))
        whole = keys.ljust(padded * layout.RECORD_KEY_BYTES, b"\0")
        once = layout.nonce(rows.generation, b"k", row=number)
        openers.append(layout.seal(whole, sealing_key, once=once))
    return postings, openers


def _cut(entries: NDArray[np.void], sizes: Sequence[int]) -> Iterator[bytes]:
    """Cut the bytes of the entries into rows."""
    joined, width = entries.tobytes(), entries.itemsize
    for start, end in pairwise(accumulate(sizes, initial=0)):
        yield joined[start * width : end * width]
