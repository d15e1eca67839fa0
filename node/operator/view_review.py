"""Alerts, decisions and labels as plain values, beside those of `view`."""

from dataclasses import dataclass, field
from datetime import datetime

from node.domain.exchange import ContactPoint
from node.operator.view import Field


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert, without a name or a value."""

    id: str
    direction: str
    state: str
    zone: str
    band: str
    peer: str
    entity_type: str
    query_id: str
    subject_number: int
    case_reference: str
    reference: str
    contact_point: str
    model: str
    created_at: datetime | None
    times: int
    purpose: str
    offence: str
    hold: str = ""
    """Rule of the human-rights gate that holds or held it."""
    category: str = ""
    urgency: str = ""
    weight: float = 0.0
    """Bits, prior included."""
    revision: int = 0
    """Counts every change; a decision names the one it was taken on."""
    claimed_by: str = ""
    claimed_at: datetime | None = None
    claimed_until: datetime | None = None
    verdict: str = ""
    reason: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    second_by: str = ""
    told_at: datetime | None = None
    """When the asker was told of a hit; None while it has heard *no hit*."""
    due_at: datetime | None = None
    clock: str = ""
    escalated_at: datetime | None = None
    reminded_at: datetime | None = None
    flag: str = ""
    outcome: str = ""
    outcome_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alerts:
    """Some alerts, how many there are, and where the next ones begin."""

    alerts: tuple[Alert, ...]
    total: int
    next_after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertConditions:
    """Conditions that all hold; an empty one lets every alert through."""

    state: str = ""
    direction: str = ""
    peer: str = ""
    entity_type: str = ""
    case_reference: str = ""
    zone: str = ""
    band: str = ""
    claimed_by: str = ""
    due_before: datetime | None = None
    """A duty runs and ends before this moment."""
    is_escalated: bool = False
    is_flagged: bool = False
    id_beginning: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of an explanation: words and bits."""

    attribute: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class AlertFile:
    """One alert with its explanation and, where asked for, the own record."""

    alert: Alert
    findings: tuple[Finding, ...]
    advice: tuple[str, ...]
    record: tuple[Field, ...] = field(repr=False)
    note: str = field(default="", repr=False)
    """Words of the officer who decided."""
    earlier: tuple[Alert, ...] = ()
    """Other alerts of the same record and peer, newest first."""
    needs_second_review: bool = False
    """Whether the policy asks for a second officer to confirm."""
    other_desk: ContactPoint | None = None
    """Of an overlap: the other agency's desk."""
    told_by: str = ""
    """Of an overlap: the peer that has told of it."""
    subject: str = ""
    """Of an overlap: the number of the subject in our own case."""
    other_substitute: ContactPoint | None = None
    """Of an overlap: the desk that answers while that of the other agency is closed."""


@dataclass(frozen=True, slots=True)
class Work:
    """How much asks for attention."""

    new: int
    mine: int
    second_review: int
    overdue: int
    escalated: int
    held: int
    flagged: int


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """One coded reason, with its words."""

    verdict: str
    """confirmed, dismissed, unsure or reopen."""
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an officer says of an alert."""

    verdict: str
    reason: str
    note: str = field(default="", repr=False)
    revision: int = 0
    """The revision that was looked at; 0 decides on whatever is there."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a decision over a whole filter came to."""

    decided: int
    left: int


@dataclass(frozen=True, slots=True)
class Suppression:
    """A pair of our record and a peer that is laid aside until a day."""

    record_key: str
    peer: str
    owner: str
    reason: str
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class LabelLevel:
    """The level of agreement of one comparison, in the model's words."""

    column: str
    level: str


@dataclass(frozen=True, slots=True)
class PairLabel:
    """One pair about which somebody has decided; nothing in it tells whose pair it is."""

    entity_type: str
    model: str
    zone: str
    weight: float
    levels: tuple[LabelLevel, ...]
    is_match: bool
    reason: str
    source: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class LevelAdvice:
    """What m of one level is in the model, and what the confirmed pairs say."""

    column: str
    level: str
    stated: float
    counted: float
    pairs: int


@dataclass(frozen=True, slots=True)
class ModelAdvice:
    """What the decided pairs say of a model."""

    model: str
    matches: int
    others: int
    hit_threshold: float
    possible_threshold: float
    advised_hit: float | None
    advised_possible: float | None
    sentences: tuple[str, ...]
    levels: tuple[LevelAdvice, ...]
