"""Notices as plain values, beside those of `view`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SentNotice:
    """One notice of ours and where it stands."""

    id: str
    peer: str
    kind: str
    case_reference: str
    state: str
    written_at: datetime | None
    settled_at: datetime | None
    next_at: datetime | None
    attempts: int
    error_code: str


@dataclass(frozen=True, slots=True)
class ReceivedNotice:
    """One notice of a peer that took effect here."""

    id: str
    peer: str
    kind: str
    case_reference: str
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class Notices:
    """Notices of both directions, newest first."""

    sent: tuple[SentNotice, ...]
    received: tuple[ReceivedNotice, ...]
