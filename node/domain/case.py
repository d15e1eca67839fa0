"""A seizure case: its file, who works on it, and what each peer answered about its subjects."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matching.subject import EntityType
from node.domain.exchange import Band, Handling, Refusal
from node.domain.justification import Category, Justification
from node.domain.peer import NodeId


class TeamRole(StrEnum):
    """What an officer is to a case."""

    LEAD = "lead"
    """May edit and close it; there is always one."""
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One officer who works on a case."""

    officer: str
    """Pseudonymous id."""
    role: TeamRole = TeamRole.MEMBER


class Closing(StrEnum):
    """Why a case was closed."""

    SOLVED = "solved"
    HANDED_OVER = "handed-over"
    """Another agency or a joint team goes on."""
    NOTHING_FOUND = "nothing-found"
    WITHDRAWN = "withdrawn"
    """The legal ground has gone, or the case was opened by mistake."""


class Relation(StrEnum):
    """What one subject of a case is to another, read from the first to the second."""

    OWNER_OF = "owner-of"
    OPERATOR_OF = "operator-of"
    MASTER_OF = "master-of"
    CREW_OF = "crew-of"
    SHIPPER_OF = "shipper-of"
    CONSIGNEE_OF = "consignee-of"
    NOTIFY_PARTY_OF = "notify-party-of"
    CARRIER_OF = "carrier-of"
    DIRECTOR_OF = "director-of"
    EMPLOYEE_OF = "employee-of"
    MEMBER_OF = "member-of"
    AGENT_OF = "agent-of"
    USER_OF = "user-of"
    """Of a phone, an account, a vehicle."""
    CALLS = "calls"
    PAYS = "pays"
    FAMILY_OF = "family-of"
    ASSOCIATE_OF = "associate-of"
    LINKED_TO = "linked-to"
    """It is not known how."""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One subject of a case is something to another; who they are stays with them."""

    source: str
    relation: Relation
    target: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a seizure, in clear text: it lies sealed and is opened for the team."""

    day: str = field(default="", repr=False)
    """When it was seized: ISO 8601, whole or in part."""
    place: str = field(default="", repr=False)
    commodity: str = field(default="", repr=False)
    quantity: str = field(default="", repr=False)
    """With its unit, such as `412 kg`."""
    summary: str = field(default="", repr=False)
    """A few sentences for whoever is asked to help."""
    restrictions: str = field(default="", repr=False)
    """What handling code H3 restricts."""


@dataclass(frozen=True, slots=True)
class Case:
    """The file of one investigation and the reasons that all its queries share."""

    justification: Justification
    officer: str
    """Pseudonymous id of the officer who opened it."""
    created_at: datetime
    sealed_title: bytes = field(default=b"", repr=False)
    """What the officers call it, under the ledger key; titles name persons."""
    team: tuple[TeamMember, ...] = ()
    handling: Handling = Handling.H1
    """What others may do with what they hear of it."""
    deadline: datetime | None = None
    """When answers are needed; until then peers that are down are asked again."""
    sealed_facts: bytes = field(default=b"", repr=False)
    """Facts of the seizure, under the ledger key."""
    closed_at: datetime | None = None
    closed_by: str = ""
    closing: Closing | None = None

    @property
    def reference(self) -> str:
        """The agency's own reference of the case."""
        return self.justification.case_reference

    @property
    def is_closed(self) -> bool:
        """Whether nothing may be asked or added any more."""
        return self.closed_at is not None

    def is_of(self, officer: str) -> bool:
        """Whether an officer is in the team."""
        return any(member.officer == officer for member in self.team)

    def is_led_by(self, officer: str) -> bool:
        """Whether an officer leads the case."""
        return TeamMember(officer, TeamRole.LEAD) in self.team


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
    until: datetime | None = None
    """How long peers that are down are asked again; None asks each of them once."""


class CellState(StrEnum):
    """Where one subject stands with one peer."""

    PENDING = "pending"
    WAITING = "waiting"
    """The peer was down; it is asked again."""
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
    """A sentence for the officer, where the cell has failed or waits."""
    attempts: int = 0
    """How often the peer could not be reached."""
    retry_at: datetime | None = None
    """When a waiting cell is asked again."""


OPEN_STATES = (CellState.PENDING, CellState.WAITING)
"""States that a cell leaves one day; every other one is for good."""
