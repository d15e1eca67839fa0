"""The header of a record: what may be known of it once one of its own words was named.

How many of each attribute it has (to tell *missing* from *different*) and the rarity of its name
parts (to tell how much of a name was not asked for). No token, no value.
"""

from dataclasses import dataclass
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from matching.index.layout import HEADER_BUCKET, REFERENCE_BYTES
from matching.subject import Attribute, NameRole, PartKind

COUNTED = (
    "birth_date_full",
    "birth_date",
    Attribute.COUNTRY,
    Attribute.GENDER,
    Attribute.FLAG,
    Attribute.FORMER_FLAG,
    Attribute.VESSEL_TYPE,
    Attribute.BUILD_YEAR,
    Attribute.TONNAGE,
    "incorporation_date_full",
    "incorporation_date",
    Attribute.PASSPORT,
    Attribute.ID_NUMBER,
    Attribute.TAX_NUMBER,
    Attribute.REG_NUMBER,
    Attribute.LEI,
    Attribute.IMO,
    "place",
    "address",
)
"""What a header counts, in the order stored. Never reorder: it is part of the format.

Identifiers are counted by kind, and only those kinds of which two can contradict each other."""
PLACE = {str(name): i for i, name in enumerate(COUNTED)}
_FIXED = Struct(f"<H{REFERENCE_BYTES}s{len(COUNTED)}sB")


@dataclass(frozen=True, slots=True)
class NameHeader:
    """One name of a record: role, rarity of the whole, and kind, length and rarity of parts."""

    role: NameRole
    whole: int
    """Document frequency code of the whole name."""
    kinds: bytes
    """One byte per part: kind in the low four bits, length in the high four."""
    rarity: bytes
    """One document frequency code per part."""


@dataclass(frozen=True, slots=True)
class Header:
    """Everything a header says."""

    reference: bytes
    counts: bytes
    """One byte per entry of `COUNTED`, at most 255."""
    names: tuple[NameHeader, ...]

    def count(self, name: str) -> int:
        """Return how many of one attribute the record has."""
        return self.counts[PLACE[name]]


def part_byte(kind: PartKind, length: int) -> int:
    """Write kind and length of a part as one byte."""
    return int(kind) | min(15, length) << 4


def kinds_and_lengths(packed: bytes) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Read part bytes back as two arrays: kinds and lengths."""
    array = np.frombuffer(packed, np.uint8)
    return (array & 15).astype(np.uint8), (array >> 4).astype(np.uint8)


def pack(header: Header) -> bytes:
    """Write a header, padded to a multiple of 32 bytes."""
    body = bytearray()
    for name in header.names:
        body += bytes((int(name.role), name.whole, len(name.kinds))) + name.kinds + name.rarity
    size = _FIXED.size + len(body)
    fixed = _FIXED.pack(size, header.reference, header.counts, len(header.names))
    return (fixed + body).ljust(-(-size // HEADER_BUCKET) * HEADER_BUCKET, b"\0")


def unpack(packed: bytes) -> Header:
    """Read a header back."""
    _, reference, counts, names = _FIXED.unpack_from(packed)
    at = _FIXED.size
    found = []
    for _ in range(names):
        role, whole, parts = packed[at : at + 3]
        at += 3
        kinds, rarity = packed[at : at + parts], packed[at + parts : at + 2 * parts]
        found.append(NameHeader(NameRole(role), whole, kinds, rarity))
        at += 2 * parts
    return Header(reference, counts, tuple(found))
