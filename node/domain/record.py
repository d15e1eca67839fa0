"""A record of a register as the node names and keeps it."""

import hashlib
from dataclasses import dataclass, field

REFERENCE_BYTES = 16
_PERSON = b"heliograph/recrd"


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """What the vault keeps of a record, once it is open."""

    reference: bytes
    """16 bytes; the same in every load of the register, and nobody's id."""
    clear: bytes = field(repr=False)
    """The fields as JSON."""


def record_reference(key: bytes, *, register: str, name: bytes) -> bytes:
    """Return the reference of a record, 16 bytes.

    It is the same in every load, so that an alert finds its record again and the same pair raises
    one alert. Without the key it is as good as random, and it leaves the seals of index and vault
    in no file: alerts alone name it.

    Args:
        key: 32 bytes that never leave the keyring.
        register: name of the register.
        name: what tells the record from the others of the register.
    """
    content = len(register.encode()).to_bytes(2, "big") + register.encode() + name
    return hashlib.blake2b(content, key=key, person=_PERSON, digest_size=REFERENCE_BYTES).digest()


def kept_to_bytes(kept: KeptRecord) -> bytes:
    """Write a kept record as bytes to be sealed."""
    return kept.reference + kept.clear


def kept_from_bytes(opened: bytes) -> KeptRecord:
    """Read what `kept_to_bytes` wrote."""
    return KeptRecord(opened[:REFERENCE_BYTES], opened[REFERENCE_BYTES:])
