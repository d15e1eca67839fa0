"""What the file for the prosecutor tells of a case: hits, decisions, and what proves them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from matching.subject import EntityType
from node.domain.alert import Flag
from node.domain.exchange import Band, ContactPoint, Handling
from node.domain.journal import Event
from node.domain.justification import Justification
from node.domain.peer import NodeId


@dataclass(frozen=True, slots=True)
class ReportedSubject:
    """One subject of the case."""

    id: str
    role: str = field(repr=False)
    entity_type: EntityType = EntityType.PERSON
    label: str = field(default="", repr=False)
    """Its first name or number; empty unless the officer chose to put it in."""


@dataclass(frozen=True, slots=True)
class ReportedHit:
    """One hit of a peer."""

    alert: str
    subject: str
    """Number of the subject in the case; empty where the hit came after a single query."""
    entity_type: EntityType
    peer: NodeId
    agency: str
    country: str
    reference: str
    desk: ContactPoint | None
    band: Band
    outcome: str
    """What it has led to here, one of `FollowUp`; empty where nobody has said so."""
    flag: Flag
    """What its owner has said of the record since."""
    answered_at: datetime
    query_id: str
    subject_number: int
    """Position of the subject in that query, by which the journal's entry has it."""
    model: str
    handling: Handling
    fresh_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AgencyAnswers:
    """What one agency answered in the last round, in counts of subjects."""

    peer: NodeId
    agency: str
    counts: Mapping[str, int]
    """By the state of a cell: hit, no hit, refused, ..."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an officer did with a hit."""

    at: datetime
    event: Event
    alert: str
    by: str
    """The role, or the pseudonymous id where the officer chose so."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ModelUse:
    """A model that decided, with its thresholds where this node has the same."""

    version: str
    hit: float | None = None
    """In bits of match weight; None where the peer's model is not known here."""
    strong: float | None = None
    possible: float | None = None


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry of the case in the journal."""

    index: int
    at: datetime
    event: Event
    peer: str
    results: tuple[str, ...]
    leaf: bytes
    """RFC 9162 hash, 32 bytes."""


@dataclass(frozen=True, slots=True)
class CaseReport:
    """Everything that the file tells."""

    reference: str
    node: NodeId
    agency: str
    country: str
    identity_key: bytes
    created_at: datetime
    justification: Justification
    opened_at: datetime
    runs: int
    title: str = field(repr=False)
    subjects: tuple[ReportedSubject, ...]
    hits: tuple[ReportedHit, ...]
    answers: tuple[AgencyAnswers, ...]
    decisions: tuple[Decision, ...]
    models: tuple[ModelUse, ...]
    lines: tuple[JournalLine, ...]
    checkpoint: str
    """Signed note of the journal's head, of which all lines are a part."""
    evidence_digest: str = ""
    """SHA-256 of the evidence, hexadecimal, once it is written."""
