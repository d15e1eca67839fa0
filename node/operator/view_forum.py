"""Rooms as plain values, beside those of `view`."""

from dataclasses import dataclass, field
from datetime import datetime

from node.domain.exchange import ContactPoint


@dataclass(frozen=True, slots=True)
class RoomMember:
    """One member of a room: `state` is invited, joined or dropped."""

    node: str
    state: str
    contact_point: ContactPoint | None


@dataclass(frozen=True, slots=True)
class RoomShared:
    """One of the own subjects, and who has brought it as well."""

    subject: str
    entity_type: str
    other: str
    band: str


@dataclass(frozen=True, slots=True)
class RoomAction:
    """Who does what by when."""

    who: str
    due: str
    text: str = field(repr=False)
    by: str


@dataclass(frozen=True, slots=True)
class Room:
    """A room as this node sees it."""

    id: str
    host: str
    purpose: str
    agreement: str
    opened_at: datetime | None
    ends_at: datetime | None
    state: str
    matched_at: datetime | None
    members: tuple[RoomMember, ...]
    shared: tuple[RoomShared, ...]
    actions: tuple[RoomAction, ...]
    case_reference: str
    certificate: str
    is_certified: bool
