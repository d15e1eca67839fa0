"""How much a peer may ask in a day: what a guard against fishing counts."""

from dataclasses import dataclass
from datetime import date
from math import ceil

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


@dataclass(frozen=True, slots=True)
class Shares:
    """What part of a peer's day one of its officers, and one case, may use up."""

    officer: float
    case: float

    def of(self, whole: Limit) -> Limits:
        """Return the limits of a request where the peer as a whole has that one."""
        return Limits(whole, _part(whole, self.officer), _part(whole, self.case))


def _part(whole: Limit, share: float) -> Limit:
    """Return a share of a limit, rounded up so that something may always be asked."""
    return Limit(ceil(whole.tokens * share), ceil(whole.subjects * share))
