"""Identifier sets: what a register publishes so that others can look without being seen to find.

A tag stands for one identifier under the owner's key. Who has the set and no evaluation has random
bytes; who has an identifier evaluated can tell whether its tag is in the set, and the owner cannot
tell what he found. The tag derives from the pseudonym and is neither its label nor its token key:
nothing in an index answers to it.
"""

import bisect
import hashlib
import os
from collections.abc import Iterable

from matching.subject import Pseudonym

TAG_BYTES = 8
"""By chance alone an identifier is taken for one of n with a probability of n / 2^64: for a million
identifiers once in 18 million million look-ups."""
PAGE_TAGS = 4_000
"""Tags of one page, which always has as many: 32,000 bytes."""
_PERSON = b"heliograph/blind"


def tag_of(pseudonym: Pseudonym) -> bytes:
    """Return the tag of an identifier, 8 bytes."""
    return hashlib.blake2b(
        pseudonym.label, key=pseudonym.token_key, person=_PERSON, digest_size=TAG_BYTES
    ).digest()


def pages_needed(identifiers: int) -> int:
    """Return how many pages so many identifiers fill: one at least."""
    return max(1, -(-identifiers // PAGE_TAGS))


def pages_of(tags: Iterable[bytes]) -> list[bytes]:
    """Sort tags into pages; the last is filled with random ones, so that only pages are counted.

    A set has one page at least.
    """
    distinct = set(tags)
    wanted = pages_needed(len(distinct)) * PAGE_TAGS
    while len(distinct) < wanted:
        distinct.add(os.urandom(TAG_BYTES))
    joined = b"".join(sorted(distinct))
    size = PAGE_TAGS * TAG_BYTES
    return [joined[start : start + size] for start in range(0, len(joined), size)]


def holds(joined: bytes, tag: bytes) -> bool:
    """Tell whether a tag is in the joined pages of a set."""
    place = bisect.bisect_left(_Tags(joined), tag)
    return joined[place * TAG_BYTES : (place + 1) * TAG_BYTES] == tag


class _Tags:
    """Joined tags as a sequence, for a search that copies one at a time."""

    def __init__(self, joined: bytes) -> None:
        self._joined = joined

    def __len__(self) -> int:
        return len(self._joined) // TAG_BYTES

    def __getitem__(self, place: int) -> bytes:
        return self._joined[place * TAG_BYTES : (place + 1) * TAG_BYTES]
