"""What the guard against fishing sees and says: counts and codes, never what was asked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from node.domain.peer import NodeId


class Scope(StrEnum):
    """Whose asking is counted."""

    PEER = "peer"
    OFFICER = "officer"
    CASE = "case"


class Sign(StrEnum):
    """What looked like fishing."""

    NEAR_VARIANTS = "near-variants"
    """Many subjects that differ from one another in one attribute alone."""
    SINGLE_ATTRIBUTE = "single-attribute"
    """Many subjects that bring one attribute alone."""
    MISSES_IN_ROW = "misses-in-row"
    SUBJECT_RATE = "subject-rate"
    """More subjects in an hour than anybody works on."""
    FOLLOW_UP = "follow-up"
    """Many hits, of which hardly any was followed up."""
    CANARY = "canary"
    """A record of nobody was asked for by all that it says."""
    TOLD_BY_PEER = "told-by-peer"
    """A peer's guard has refused one of our own officers."""
    UNDELIVERED = "notice-undelivered"
    """A peer was not reached for days, and does not know what it should have been told."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, for which case."""

    peer: NodeId
    officer: str
    """Pseudonymous id at the asking agency."""
    case_reference: str

    def name(self, scope: Scope) -> str:
        """Return what is counted under in a scope; a peer as a whole has no name beside its own."""
        return {Scope.OFFICER: self.officer, Scope.CASE: self.case_reference}.get(scope, "")


@dataclass(frozen=True, slots=True)
class Observation:
    """What one query adds to the counts."""

    subjects: int = 0
    single_attribute: int = 0
    near_variants: int = 0
    hits: int = 0
    trailing_misses: int = 0
    """Subjects without a hit behind the last hit of the query, or all of them."""
    canaries: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """What somebody has asked within the window."""

    near_variants: int = 0
    single_attribute: int = 0
    misses_in_row: int = 0
    subjects_per_hour: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One threshold that was crossed."""

    scope: Scope
    sign: Sign
    count: int
    throttles: bool = True


class AlarmState(StrEnum):
    """Whether the data-protection officer has dealt with an alarm."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Alarm:
    """What the data-protection officer sees: who, what kind of asking, and until when it stops."""

    id: str
    sign: Sign
    scope: Scope
    asker: Asker
    count: int
    state: AlarmState
    raised_at: datetime
    until: datetime | None = None
    """When the refusals end; None where nothing is refused."""
    times: int = 1
    closed_by: str = ""
    reason: str = ""
