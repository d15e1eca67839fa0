"""What the node has written for others, as plain values, beside those of `view`."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PaperFile:
    """One file."""

    name: str
    content: bytes = field(repr=False)
    digest: str
    """SHA-256, hexadecimal, as journalled."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A follow-up pack, and where it goes."""

    files: tuple[PaperFile, ...]
    own_reference: str
    reference: str
    agency: str
    channel: str
    address: str
    due_at: datetime | None
    clock: str


@dataclass(frozen=True, slots=True)
class PackOrder:
    """What an officer wants to have drafted; empty texts are left to be completed by hand."""

    alert_id: str
    parts: tuple[str, ...]
    format: str
    language: str
    facts: str = field(repr=False)
    link: str = field(repr=False)
    question: str = field(repr=False)
    restrictions: str = field(repr=False)
    handling: str
    with_subject: bool


@dataclass(frozen=True, slots=True)
class SignedReport:
    """The file of a case, with what signs it."""

    file: PaperFile
    signature: bytes
    identity_key: str
    """Hexadecimal."""
