"""How much a peer may ask in a day: what a guard against fishing counts."""

from dataclasses import dataclass
from datetime import date

from node.domain.peer import NodeId


@dataclass(frozen=True, slots=True)
class Spending:
    """What one request uses up, and whose it is."""

    peer: NodeId
    officer: str
    """Pseudonymous id of the asking officer, as the peer told it."""
    case_reference: str
    day: date
    tokens: int = 0
    subjects: int = 0

    def __post_init__(self) -> None:
        """Refuse spending that would give something back."""
        if self.tokens < 0 or self.subjects < 0:
            raise ValueError("a request spends no negative amount")


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that may be spent in a day, for a peer, an officer or a case."""

    tokens: int
    subjects: int


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits that hold for one request."""

    peer: Limit
    officer: Limit
    case: Limit
