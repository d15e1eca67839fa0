"""A room for an investigative case forum or a joint investigation team: for a time, then gone.

The host keeps the room; members bring subjects as pseudonyms under a key of the room alone. What a
member sees of it is a `RoomView`; what it asks of the host is a `Call`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matching.subject import EntityType
from matching.zone import Band
from node.domain.exchange import AskedSubject, ContactPoint
from node.domain.justification import Justification
from node.domain.peer import NodeId

MEMBERS_MAX = 12
"""Members beside the host."""
SUBJECTS_MAX = 64
"""Subjects that one member may bring."""
ACTIONS_MAX = 24
SHARED_MAX = 96
"""Shared subjects told to one member; with these bounds a view fits the one size of a reply."""
TEXT_LETTERS = 120
"""Letters of an action: a task, not a report."""


class RoomState(StrEnum):
    """Whether anything may be brought into a room."""

    OPEN = "open"
    CLOSED = "closed"
    """Everything in it is deleted; the certificate says so."""


class SeatState(StrEnum):
    """How far a member is."""

    INVITED = "invited"
    JOINED = "joined"
    DROPPED = "dropped"
    """Its subjects lie in the room."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """One member of a room, as every other member sees it."""

    node: NodeId
    state: SeatState
    contact_point: ContactPoint
    """The desk to call about a shared subject."""


@dataclass(frozen=True, slots=True, order=True)
class Shared:
    """A subject that another member has brought as well."""

    number: int
    """The member's own number of it in the room."""
    entity_type: EntityType
    other: NodeId
    band: Band


@dataclass(frozen=True, slots=True)
class ActionItem:
    """Who does what by when; seen by who does it and who wrote it."""

    id: str
    who: NodeId
    due: str
    """ISO 8601 day."""
    text: str = field(repr=False)
    by: NodeId


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the host has deleted, signed by its identity."""

    text: str
    """Canonical JSON."""
    signature: bytes


@dataclass(frozen=True, slots=True)
class RoomView:
    """A room as one member sees it."""

    id: str
    host: NodeId
    purpose: str
    agreement: str
    """Reference of the document under which the members meet."""
    opened_at: datetime
    ends_at: datetime
    state: RoomState
    check_value: bytes
    """Label of the fixed check token under the room's key, 16 bytes."""
    attendees: tuple[Attendee, ...] = ()
    shared: tuple[Shared, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    matched_at: datetime | None = None
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Show the room, or all rooms of the member where none is named."""


@dataclass(frozen=True, slots=True)
class Join:
    """Take the seat."""


@dataclass(frozen=True, slots=True)
class Evaluate:
    """Evaluate blinded elements under the room's key."""

    justification: Justification
    entity_type: EntityType
    elements: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Drop:
    """Bring one subject, as a record that is found and as a subject that asks."""

    justification: Justification
    record: AskedSubject
    asking: AskedSubject


@dataclass(frozen=True, slots=True)
class Act:
    """Put something on the list of actions."""

    who: NodeId
    due: str
    text: str = field(repr=False)


Step = Look | Join | Evaluate | Drop | Act


@dataclass(frozen=True, slots=True)
class Call:
    """What a member asks of the host."""

    room: str
    """Empty only to look at all rooms."""
    officer: str
    step: Step


@dataclass(frozen=True, slots=True)
class Reply:
    """What the host says."""

    rooms: tuple[RoomView, ...] = ()
    elements: tuple[bytes, ...] = field(default=(), repr=False)


def certificate_text(facts: Mapping[str, object]) -> str:
    """Write what was deleted as the text that is signed: JSON, sorted keys, no spaces."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
