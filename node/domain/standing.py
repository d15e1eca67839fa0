"""Standing queries, as the node that holds one sees it and as the node that asked."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matching.subject import EntityType
from matching.zone import Zone
from node.domain.justification import Justification
from node.domain.peer import NodeId


@dataclass(frozen=True, slots=True)
class Held:
    """A query that this node keeps for a peer, or for its own cases, to match it again."""

    peer: NodeId
    """For whom; this node itself where its own cases look for overlaps."""
    id: str
    """The query that began it."""
    entity_type: EntityType
    epoch: int
    """Epoch of our keys under which its pseudonyms are; under no other do they match."""
    justification: Justification
    officer: str
    """Pseudonymous id at the asking agency."""
    overlap: bool
    begun_at: datetime
    until: datetime
    generations: frozenset[str] = frozenset()
    """Generations of our registers that it has been matched against."""
    subjects: int = 0
    told: int = 0
    """Records of ours that its asker was told of, or our analysts were alerted to."""

    @property
    def case_reference(self) -> str:
        """The asking agency's case."""
        return self.justification.case_reference


@dataclass(frozen=True, slots=True)
class HeldSubject:
    """One subject that is kept, in pseudonyms under our own key, sealed again for the disk."""

    number: int
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """A record of ours that a held subject has touched, so that nobody hears of it twice."""

    number: int
    reference: str
    """The number by which the asker would know the record."""
    zone: Zone


class StandingState(StrEnum):
    """Where a standing query of ours is."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"
    CASE_CLOSED = "case-closed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    """The holder has ended it."""


@dataclass(frozen=True, slots=True)
class StandingQuery:
    """A query of ours that a peer keeps."""

    id: str
    peer: NodeId
    case_reference: str
    entity_type: EntityType
    officer: str
    epoch: int
    """Epoch of the peer's keys under which it was sent last."""
    overlap: bool
    begun_at: datetime
    until: datetime
    state: StandingState = StandingState.STANDING
    ended_at: datetime | None = None
    subjects: tuple[str, ...] = ()
    """The officer's own numbers of its subjects, in the order asked."""
