"""The directory and the node's own keys as plain values, beside those of `view`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Directory:
    """How the node stands with the directory it follows, if it follows one."""

    is_followed: bool
    is_in_force: bool
    """Whether anything may be exchanged."""
    version: int
    root_version: int
    expires_at: datetime | None
    until: datetime | None
    """When the grace time ends."""
    members: int
    accepted_at: datetime | None
    finding: str
    """Why the last attempt failed."""
    mistakes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it is for and until when, never the key."""

    use: str
    entity_type: str
    epoch: int
    state: str
    until: datetime | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Rotated:
    """What came of a rotation."""

    epoch: int
    registers: int
    records: int
    retires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Renewed:
    """The node's entry after its certificate was renewed or changed."""

    entry: bytes
    expires_at: datetime | None
