"""By when an answer is owed, and when somebody senior must hear of it.

Directive (EU) 2023/977, Article 5(1): eight hours for an urgent request about what is directly
accessible, three days for an urgent one about what is not, seven days for any other, all from
receipt. Regulation (EU) 2024/982, Article 47: core data within 48 hours of a confirmed match.
Article 64(1)(m) of the same: received data corrected or deleted within 48 hours of the notice.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from matching.subject import EntityType
from node.domain.justification import Urgency


class Clock(StrEnum):
    """Which duty runs."""

    URGENT_DIRECT = "urgent-8h"
    URGENT_INDIRECT = "urgent-3d"
    ORDINARY = "ordinary-7d"
    CORE_DATA = "core-data-48h"
    RETRACTION = "retraction-48h"

    @property
    def length(self) -> timedelta:
        """How long it runs."""
        return _LENGTHS[self]


_LENGTHS = {
    Clock.URGENT_DIRECT: timedelta(hours=8),
    Clock.URGENT_INDIRECT: timedelta(days=3),
    Clock.ORDINARY: timedelta(days=7),
    Clock.CORE_DATA: timedelta(hours=48),
    Clock.RETRACTION: timedelta(hours=48),
}


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How this node keeps its clocks."""

    indirect: frozenset[EntityType] = frozenset()
    """Entity types whose records must be asked for elsewhere before anything may be told."""
    escalate_after: float = 0.75
    """Part of the time after which the senior desk hears of it."""

    def clock(self, urgency: Urgency, entity_type: EntityType) -> Clock:
        """Return which duty a query starts."""
        if urgency is not Urgency.URGENT:
            return Clock.ORDINARY
        return Clock.URGENT_INDIRECT if entity_type in self.indirect else Clock.URGENT_DIRECT

    def left(self, clock: Clock) -> timedelta:
        """Return what is left of a duty's time when the senior desk hears that it still runs."""
        return clock.length * (1 - self.escalate_after)
