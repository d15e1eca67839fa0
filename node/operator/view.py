"""What a node tells its own people, as plain values: the operator protocol without its encoding.

Each class has the fields of the message of the same name, which a test compares. Times are aware
UTC, absent times and messages are None, repeated fields are tuples.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from node.domain.exchange import ContactPoint
from node.operator.view_casework import CaseLink, SeizureFacts, TeamMember
from node.operator.view_standing import StandingAnswer


@dataclass(frozen=True, slots=True)
class Field:
    """One named field of a record with its values."""

    name: str
    values: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register file."""

    line: int
    fields: Mapping[str, tuple[str, ...]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that could not be used: line, column and reason, never a value."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Justification:
    """Why something is asked, as written; the node judges whether it is complete."""

    case_reference: str = ""
    legal_basis: str = ""
    purpose: str = ""
    offence: str = ""
    category: str = ""
    aim: str = ""
    urgency: str = ""
    urgency_reason: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: `result` is ok, warn or fail."""

    name: str
    result: str
    finding: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """One of the node's own registers."""

    name: str
    entity_type: str
    records: int
    rejected: int
    loaded_at: datetime | None
    source: str
    generation: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Status:
    """What the node is and how it fares."""

    id: str
    name: str
    kind: str
    country: str
    address: str
    version: str
    started_at: datetime | None
    registers: tuple[Register, ...]
    open_alerts: int
    peers: int
    journal_entries: int
    checkpoint: str
    certificate_expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class LoadStart:
    """How a load begins."""

    register: str
    entity_type: str
    source: str
    """Name of the file for the journal, without its folder."""
    dry_run: bool
    expected: int
    """Rows expected, 0 if unknown."""
    officer: str


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """How far a load has come; the last one has the stage `done`."""

    stage: str
    done: int
    total: int
    records: int
    rejected: int
    generation: str


@dataclass(frozen=True, slots=True)
class Rejects:
    """The first rejected rows of a register, and how many there are."""

    rejects: tuple[Reject, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a peer gave no answer."""

    code: str
    sentence: str
    hint: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One subject's outcome at one peer."""

    subject: str
    peer: str
    state: str
    """pending, waiting, hit, no hit, refused, failed or not asked."""
    refusal: str = ""
    band: str = ""
    reference: str = ""
    contact_point: ContactPoint | None = None
    handling: str = ""
    fresh_at: datetime | None = None
    model: str = ""
    problem: Problem | None = None
    answered_at: datetime | None = None
    substitute: ContactPoint | None = None
    """The desk that answers while the contact point is closed."""
    flag: str = ""
    """contested, corrected or deleted, where the peer has said that since."""
    attempts: int = 0
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a query would carry, in counts: never a value."""

    names: int
    tokens: int
    attributes: tuple[str, ...]
    peers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskStep:
    """One message of a running query."""

    cell: Cell | None
    preview: Preview | None


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """One subject to be added to a case."""

    id: str
    role: str
    entity_type: str
    fields: Mapping[str, tuple[str, ...]] = field(repr=False)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Addition:
    """How many subjects were added, and which rows were not."""

    added: int
    rejects: tuple[Reject, ...]


@dataclass(frozen=True, slots=True)
class RunStep:
    """One message of a running case: an outcome, a peer's step, or what is left standing."""

    cell: Cell | None
    peer: str
    step: str
    done: int
    total: int
    standing: StandingAnswer | None


@dataclass(frozen=True, slots=True)
class CaseSubject:
    """One subject of a case."""

    id: str
    role: str
    entity_type: str
    label: str = field(repr=False)
    """What the officer calls it; shown to the own officer alone."""


@dataclass(frozen=True, slots=True)
class Case:
    """An investigation file."""

    reference: str
    title: str
    justification: Justification | None
    officer: str
    created_at: datetime | None
    run_at: datetime | None
    subject_count: int
    hit_count: int
    handling: str = ""
    deadline: datetime | None = None
    team: tuple[TeamMember, ...] = ()
    closed_at: datetime | None = None
    closed_by: str = ""
    closing: str = ""
    open_count: int = 0
    """Cells that are pending or waiting."""
    asked_until: datetime | None = None
    """How long peers that are down are asked again."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with its subjects and one cell for each subject and peer."""

    case: Case
    subjects: tuple[CaseSubject, ...]
    peers: tuple[str, ...]
    cells: tuple[Cell, ...]
    links: tuple[CaseLink, ...] = ()
    facts: SeizureFacts | None = None


@dataclass(frozen=True, slots=True)
class Peer:
    """A member with whom there is an agreement."""

    id: str
    name: str
    kind: str
    country: str
    address: str
    agreement: str
    expires_on: str
    purposes: tuple[str, ...]
    entity_types: tuple[str, ...]
    paused: bool
    """Whether nothing is exchanged with it now, because of a pause or because it was revoked."""
    certificate_expires_at: datetime | None
    circuit: str = "closed"
    """closed, open or trying: whether it is left alone after failing again and again."""
    circuit_reason: str = ""
    circuit_failures: int = 0
    circuit_until: datetime | None = None
    revoked: bool = False
    pause_reason: str = ""
    pause_until: datetime | None = None
    """When the pause ends by itself; None where somebody must end it."""


@dataclass(frozen=True, slots=True)
class JournalReport:
    """What the recomputation of the journal found."""

    is_sound: bool
    entries: int
    tombstones: int
    root: str
    checkpoint: str
    finding: str


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One entry; `content` is canonical JSON, empty where it was erased."""

    index: int
    at: datetime | None
    event: str
    content: str
    leaf_hash: str
    legal_hold: str = ""


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Conditions on entries that all hold; an empty one holds for every entry."""

    since: datetime | None = None
    until: datetime | None = None
    peer: str = ""
    case_reference: str = ""
    officer: str = ""
    event: str = ""
    query_id: str = ""
