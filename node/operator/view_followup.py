"""Outcomes, retractions and subject access as plain values, beside those of `view`."""

from dataclasses import dataclass, field
from datetime import datetime

from node.operator.view import Field
from node.operator.view_review import Alert


@dataclass(frozen=True, slots=True)
class Recorded:
    """An outcome as it was kept."""

    alert: Alert
    is_told: bool
    """Whether the owner is told."""


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """So many alerts of one kind."""

    direction: str
    peer: str
    entity_type: str
    zone: str
    state: str
    outcome: str
    count: int


@dataclass(frozen=True, slots=True)
class Retraction:
    """One retraction towards one recipient, or from one owner."""

    id: str
    direction: str
    peer: str
    alert_id: str
    reference: str
    case_reference: str
    entity_type: str
    change: str
    sentence: str
    raised_at: datetime | None
    raised_by: str
    due_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str
    outcome: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class SubjectDisclosure:
    """What was told of a record, to whom and when."""

    recipient: str
    agency: str
    country: str
    case_reference: str
    purpose: str
    offence: str
    told_at: datetime | None
    reference: str
    outcome: str
    flag: str


@dataclass(frozen=True, slots=True)
class SubjectRecord:
    """One own record that may be about the person."""

    register: str
    entity_type: str
    zone: str
    fields: tuple[Field, ...] = field(repr=False)
    is_contested: bool
    disclosures: tuple[SubjectDisclosure, ...]
    untold: int


@dataclass(frozen=True, slots=True)
class Access:
    """Everything that is known of a person who asks."""

    reference: str
    searched_at: datetime | None
    node: str
    agency: str
    records: tuple[SubjectRecord, ...]
    registers: tuple[str, ...]
