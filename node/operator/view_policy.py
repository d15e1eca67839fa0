"""Policy, alarms and the disclosure of records as plain values, beside those of `view`."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DayLimit:
    """The most that may be asked in a day."""

    scope: str
    """peer, officer or case."""
    tokens: int
    subjects: int


@dataclass(frozen=True, slots=True)
class PeerRules:
    """What agreement and policy together allow one peer."""

    peer: str
    purposes: tuple[str, ...]
    offences: tuple[str, ...]
    minimum_penalty_years: float
    entity_types: tuple[str, ...]
    categories: tuple[str, ...]
    """Empty for every category."""
    disclosure: str
    handling: str
    limits: tuple[DayLimit, ...]


@dataclass(frozen=True, slots=True)
class GateRule:
    """One rule of the human-rights gate; empty tuples mean all."""

    name: str
    reason: str
    offences: tuple[str, ...]
    countries: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProtectionRule:
    """Which desk meets protected persons; empty tuples mean all."""

    desk: str
    reason: str
    offences: tuple[str, ...]
    categories: tuple[str, ...]
    genders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """The policy in force."""

    document: bytes
    digest: str
    peers: tuple[PeerRules, ...]
    gate: tuple[GateRule, ...]
    senior_officers: tuple[str, ...]
    protection: tuple[ProtectionRule, ...]
    protection_desk: str
    """Where no rule fits; empty for the desk named protection."""


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """So many past requests that would have ended otherwise."""

    peer: str
    purpose: str
    was: str
    would_be: str
    count: int


@dataclass(frozen=True, slots=True)
class PolicyTest:
    """What a draft would have changed."""

    requests: int
    changes: tuple[PolicyChange, ...]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm of the guard, in counts and codes."""

    id: str
    sign: str
    scope: str
    peer: str
    asking_officer: str
    case_reference: str
    count: int
    state: str
    raised_at: datetime | None
    until: datetime | None
    times: int
    closed_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Assured:
    """What became of an alert that was held."""

    alert_id: str
    state: str
    rule: str


@dataclass(frozen=True, slots=True)
class RecordDisclosure:
    """What is decided, or waits to be, about one record."""

    record_key: str
    register: str
    record_id: str = field(repr=False)
    setting: str
    wished: str
    state: str
    reason: str
    proposed_by: str
    proposed_at: datetime | None
    approved_by: str
    approved_at: datetime | None
    review_on: str
