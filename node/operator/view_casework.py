"""What the file of a case holds beside subjects and outcomes, as plain values."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One officer of the team: `role` is lead or member."""

    officer: str
    role: str = "member"


@dataclass(frozen=True, slots=True)
class CaseLink:
    """One subject of a case is something to another."""

    source: str
    relation: str
    target: str


@dataclass(frozen=True, slots=True)
class SeizureFacts:
    """What is known of the seizure."""

    day: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    commodity: str = field(default="", repr=False)
    quantity: str = field(default="", repr=False)
    summary: str = field(default="", repr=False)
    restrictions: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CaseChange:
    """What is new in the file of a case; what is empty stays."""

    title: str = field(default="", repr=False)
    handling: str = ""
    deadline: datetime | None = None
    without_deadline: bool = False
    urgency: str = ""
    urgency_reason: str = ""
    facts: SeizureFacts | None = None
    members: tuple[TeamMember, ...] = ()
    leaving: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases are listed; an empty condition lets every case through."""

    officer: str
    state: str = ""
    urgency: str = ""
    offence: str = ""
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class CaseEnd:
    """What ended with a case."""

    reference: str
    ended: int
