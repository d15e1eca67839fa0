"""A seizure case: who is asked about, whom the peers were, and what each of them answered."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matching.subject import EntityType
from node.domain.exchange import Band, Handling, Refusal
from node.domain.justification import Category, Justification
from node.domain.peer import NodeId


@dataclass(frozen=True, slots=True)
class Case:
    """The file of one investigation and the reasons that all its queries share."""

    justification: Justification
    officer: str
    """Pseudonymous id of the officer who opened it."""
    created_at: datetime
    sealed_title: bytes = field(default=b"", repr=False)
    """What the officers call it, under the ledger key; titles name persons."""

    @property
    def reference(self) -> str:
        """The agency's own reference of the case."""
        return self.justification.case_reference


@dataclass(frozen=True, slots=True)
class CaseSubject:
    """One subject of a case; who it is stays sealed until the officer asks."""

    id: str
    """The agency's own number within the case, such as `S01`."""
    role: str
    """What the subject is to the seizure: master, consignee, owner, courier, ..."""
    entity_type: EntityType
    category: Category
    sealed: bytes = field(repr=False)
    """The clear record under the ledger key; the ledger never opens it."""


@dataclass(frozen=True, slots=True)
class Run:
    """One round of asking all peers about the subjects of a case."""

    id: str
    case_reference: str
    officer: str
    started_at: datetime
    finished_at: datetime | None = None


class CellState(StrEnum):
    """Where one subject stands with one peer."""

    PENDING = "pending"
    HIT = "hit"
    NO_HIT = "no hit"
    REFUSED = "refused"
    NOT_ASKED = "not asked"
    """The peer holds no register of this entity type, so nothing was sent."""
    FAILED = "failed"
    """The peer could not be asked, or gave no valid answer; nothing is known."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one peer said about one subject of a run."""

    subject: str
    peer: NodeId
    state: CellState = CellState.PENDING
    query_id: str = ""
    refusal: Refusal = Refusal.NONE
    band: Band = Band.NONE
    contact_point: str = ""
    reference: str = ""
    handling: Handling = Handling.H1
    fresh_at: datetime | None = None
    model: str = ""
    error_code: str = ""
    error: str = ""
    """A sentence for the officer, where the cell has failed."""
