"""Standing queries as plain values, beside those of `view`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StandingWish:
    """How an officer wants queries to stand."""

    case_reference: str
    peers: tuple[str, ...]
    subjects: tuple[str, ...]
    days: int
    overlap: bool


@dataclass(frozen=True, slots=True)
class StandingAnswer:
    """What one peer said about one subject."""

    subject: str
    peer: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class StandingQuery:
    """A query of ours that a peer keeps."""

    id: str
    peer: str
    case_reference: str
    entity_type: str
    subjects: tuple[str, ...]
    officer: str
    overlap: bool
    state: str
    begun_at: datetime | None
    until: datetime | None
    ended_at: datetime | None
    epoch: int


@dataclass(frozen=True, slots=True)
class HeldQuery:
    """A query that this node keeps for a peer, in counts and codes."""

    peer: str
    id: str
    case_reference: str
    entity_type: str
    subjects: int
    overlap: bool
    begun_at: datetime | None
    until: datetime | None
    touched: int
    matches: bool


@dataclass(frozen=True, slots=True)
class StandingList:
    """Both kinds."""

    standing: tuple[StandingQuery, ...]
    held: tuple[HeldQuery, ...]
