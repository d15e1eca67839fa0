"""Something that was told and is not so any more: to whom it was said, and who has confirmed it.

Regulation (EU) 2024/982, Article 51: wrong data are corrected or deleted at every recipient without
delay, and contested data are flagged; Article 64(1)(m) gives the recipient 48 hours.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matching.subject import EntityType
from node.domain.alert import Direction, Flag
from node.domain.deadline import Clock
from node.domain.notice import Change
from node.domain.peer import NodeId

LIFTED = "no-longer-contested"
"""Sentence of the notice that ends a contest; the record stands as it was told."""


class Acknowledgement(StrEnum):
    """What a recipient has done with a retraction."""

    CORRECTED = "corrected"
    DELETED = "deleted"
    FLAGGED = "flagged"
    NOTHING_HELD = "nothing-held"
    """Nothing had been kept or passed on."""


class Lifting(StrEnum):
    """Why a contest is over (Regulation (EU) 2024/982, Article 51(4))."""

    CONSENT = "consent"
    """Of the person concerned."""
    COURT = "court"
    AUTHORITY = "authority"
    """The data-protection authority has decided so."""


@dataclass(frozen=True, slots=True)
class Retracted:
    """One retraction towards one recipient, or from one owner."""

    id: str
    """Id of the notice that says it."""
    direction: Direction
    """Outgoing: we have told and take back; incoming: we were told."""
    peer: NodeId
    alert_id: str
    reference: str
    case_reference: str
    entity_type: EntityType
    change: Change
    sentence: str
    raised_at: datetime
    raised_by: str
    """Officer; `node` where a load has found it; the peer's, unknown here, is empty."""
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    outcome: str = ""
    """What the recipient has done, one of `Acknowledgement`."""

    @property
    def due_at(self) -> datetime:
        """When the recipient owes its confirmation."""
        return self.raised_at + Clock.RETRACTION.length

    @property
    def flag(self) -> Flag:
        """What the hit is marked with from now on; nothing where a contest is over."""
        return Flag.NONE if self.sentence == LIFTED else Flag(self.change.value)

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether the confirmation is late."""
        return self.acknowledged_at is None and self.due_at <= now


@dataclass(frozen=True, slots=True)
class Contest:
    """A record of ours whose correctness is disputed; every hit on it says so."""

    record_key: str
    register: str
    raised_at: datetime
    raised_by: str
