"""What an analyst sees: somebody's query touched our register, or a peer answered hit."""

from dataclasses import dataclass
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


Zone = zone.Zone
"""The three zones of Fellegi and Sunter (1969): link, possible link, non-link."""


class AlertState(StrEnum):
    """Where an alert stands; `follow` moves it."""

    OPEN = "open"
    HELD = "held"
    """The human-rights gate holds the hit until a senior officer has recorded an assurance."""
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


_MOVES: dict[AlertState, frozenset[AlertState]] = {
    AlertState.OPEN: frozenset({AlertState.CLAIMED, AlertState.CONFIRMED, AlertState.DISMISSED}),
    AlertState.HELD: frozenset({AlertState.OPEN, AlertState.DISMISSED}),
    AlertState.CLAIMED: frozenset({AlertState.OPEN, AlertState.CONFIRMED, AlertState.DISMISSED}),
    AlertState.CONFIRMED: frozenset(),
    AlertState.DISMISSED: frozenset({AlertState.OPEN, AlertState.HELD}),
}
"""A dismissal can be undone; a confirmation has left the house and cannot.

What is held is opened by an assurance alone, which `Review.assure` records with it.
"""


class AlertMoveError(NodeError):
    """An alert cannot go from its state to the wished one."""

    code = "ALERT_MOVE"
    hint = "Look at its present state with: heliograph alert show ID"


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


def follow(state: AlertState, wished: AlertState) -> AlertState:
    """Return the wished state, or raise `AlertMoveError` where the chart has no such move."""
    if wished not in _MOVES[state]:
        raise AlertMoveError(f"an alert that is {state.value} cannot become {wished.value}")
    return wished
