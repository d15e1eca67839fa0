"""Whom to call about a hit: the desk that the peer named, and whether it is open now."""

from dataclasses import dataclass
from datetime import datetime

from node.console.visit import Visit
from node.domain.desk import channels, substitute_of
from node.domain.duty import Duty, DutyState, duty_at
from node.domain.exchange import ContactPoint
from node.domain.peer import NodeId


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk as a card shows it."""

    point: ContactPoint
    ways: tuple[tuple[str, str], ...]
    """Channels with their addresses, the official one first."""
    duty: Duty
    substitute: "Desk | None" = None
    """Who answers while it is closed, if it names somebody."""

    @property
    def is_closed(self) -> bool:
        """Whether nobody answers there now."""
        return self.duty.state is DutyState.CLOSED


def desk_of(visit: Visit, peer: NodeId, point_id: str) -> Desk | None:  # noqa: PLR0917 - who asks for which of whom
    """Return the desk that a peer names by an id; None where its entry has none."""
    entries = [each.entry for each in visit.application.records.peers.all() if each.id == peer]
    points = [point for entry in entries for point in entry.contact_points]
    point = next((each for each in points if each.id == point_id), None)
    if point is None:
        return None
    return desk(point, visit.now, substitute=substitute_of(points, point))


def desk(point: ContactPoint, now: datetime, *, substitute: ContactPoint | None = None) -> Desk:
    """Return a desk with its channels, and with the one that stands in."""
    duty = duty_at(now, hours=point.hours, time_zone=point.time_zone)
    other = None if substitute is None else desk(substitute, now)
    return Desk(point, tuple(channels(point).items()), duty, other)
