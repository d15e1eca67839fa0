"""What an analyst sees: somebody's query touched our register, or a peer answered hit."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matching import zone
from matching.subject import EntityType
from node.domain.errors import NodeError
from node.domain.exchange import Band
from node.domain.peer import NodeId


class Direction(StrEnum):
    """Which way the flash went."""

    INCOMING = "incoming"
    """A peer's query touched our register."""
    OUTGOING = "outgoing"
    """A peer answered hit to our query."""
    OVERLAP = "overlap"
    """Another agency asks about the subject of a case of ours."""


Zone = zone.Zone
"""The three zones of Fellegi and Sunter (1969): link, possible link, non-link."""


class AlertState(StrEnum):
    """Where an alert stands; `follow` moves it."""

    OPEN = "open"
    HELD = "held"
    """The human-rights gate holds the hit until a senior officer has recorded an assurance."""
    CLAIMED = "claimed"
    SECOND_REVIEW = "second-review"
    """One analyst has decided; the policy wants another one to say the same."""
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    UNSURE = "unsure"
    SUPPRESSED = "suppressed"
    """Somebody has asked not to hear of this pair until a day; it is still seen, and counted."""


_DECISIONS = frozenset(
    {
        AlertState.SECOND_REVIEW,
        AlertState.CONFIRMED,
        AlertState.DISMISSED,
        AlertState.UNSURE,
        AlertState.HELD,
    }
)
_MOVES: dict[AlertState, frozenset[AlertState]] = {
    AlertState.OPEN: _DECISIONS | {AlertState.CLAIMED, AlertState.SUPPRESSED},
    AlertState.HELD: frozenset({AlertState.OPEN, AlertState.CLAIMED, AlertState.DISMISSED}),
    AlertState.CLAIMED: _DECISIONS
    | {AlertState.OPEN, AlertState.CLAIMED, AlertState.UNSURE, AlertState.SUPPRESSED},
    AlertState.SECOND_REVIEW: _DECISIONS | {AlertState.OPEN},
    AlertState.CONFIRMED: frozenset(),
    AlertState.DISMISSED: frozenset({AlertState.OPEN, AlertState.HELD}),
    AlertState.UNSURE: _DECISIONS | {AlertState.OPEN, AlertState.CLAIMED, AlertState.SUPPRESSED},
    AlertState.SUPPRESSED: frozenset({AlertState.OPEN, AlertState.HELD}),
}
"""A dismissal can be undone; a confirmation has left the house and cannot, only be retracted.

What is held is opened by an assurance alone, which `Assurer.assure` records with it.
"""


class AlertMoveError(NodeError):
    """An alert cannot go from its state to the wished one."""

    code = "ALERT_MOVE"
    hint = "Look at its present state with: heliograph alert show ID"


class AlertClaimedError(NodeError):
    """Somebody else works on the alert."""

    code = "ALERT_CLAIMED"
    hint = "Ask that officer to release it, or wait until the claim lapses."


class AlertChangedError(NodeError):
    """The alert is not what the officer looked at when deciding."""

    code = "ALERT_CHANGED"
    hint = "Look at it again with: heliograph alert show ID"


class Flag(StrEnum):
    """What is said of a record after it was told."""

    NONE = ""
    CONTESTED = "contested"
    """Regulation (EU) 2024/982, Article 51: whether it is right is disputed."""
    CORRECTED = "corrected"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Work:
    """What officers have done with an alert."""

    revision: int = 1
    """Counts every change; a decision names the one it was taken on."""
    claimed_by: str = ""
    claimed_at: datetime | None = None
    claimed_until: datetime | None = None
    verdict: str = ""
    """One of `Verdict`: what was decided, or proposed where a second review waits."""
    reason: str = ""
    note: bytes = field(default=b"", repr=False)
    """Words for colleagues, sealed under the ledger key; empty where there are none."""
    decided_by: str = ""
    decided_at: datetime | None = None
    second_by: str = ""
    told_at: datetime | None = None
    """When the asker was told of a hit; None while it has heard *no hit*."""
    due_at: datetime | None = None
    clock: str = ""
    """The duty that runs, one of `Clock`; empty where none does."""
    escalated_at: datetime | None = None
    reminded_at: datetime | None = None
    flag: Flag = Flag.NONE
    outcome: str = ""
    """What it led to at the asking agency, one of `FollowUp`."""
    outcome_at: datetime | None = None

    def holder(self, now: datetime) -> str:
        """Return who holds the alert; nobody where a claim has lapsed."""
        lives = self.claimed_until is not None and now < self.claimed_until
        return self.claimed_by if lives else ""


@dataclass(frozen=True, slots=True)
class Alert:
    """One flash, as kept in the ledger: no name, no value, no pseudonym."""

    id: str
    direction: Direction
    state: AlertState
    zone: Zone
    band: Band
    peer: NodeId
    entity_type: EntityType
    query_id: str
    subject_number: int
    case_reference: str
    """The asking agency's case reference, as told in the justification."""
    reference: str
    """The number told to the asker, by which the contact point finds this alert."""
    contact_point: str
    model: str
    explanation: str
    """JSON: findings with levels in words and weights in bits; empty for outgoing alerts."""
    created_at: datetime
    record: str = ""
    """Our own record's reference in the vault, hexadecimal; empty for outgoing alerts."""
    times: int = 1
    """How often the same pair has been seen."""
    hold: str = ""
    """Rule of the gate for which the hit is or was held."""
    purpose: str = ""
    offence: str = ""
    category: str = ""
    """What the asker says the person is."""
    urgency: str = ""
    weight: float = 0.0
    """Bits, prior included; what lists are sorted by."""
    record_key: str = ""
    """Keyed hash that names our record across loads; empty for outgoing alerts."""
    shows: str = ""
    """Digest of what was compared and how it agreed; another one is worth another look."""
    work: Work = field(default=Work())


def follow(state: AlertState, wished: AlertState) -> AlertState:
    """Return the wished state, or raise `AlertMoveError` where the chart has no such move."""
    if wished not in _MOVES[state]:
        raise AlertMoveError(f"an alert that is {state.value} cannot become {wished.value}")
    return wished
