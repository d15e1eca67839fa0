"""Whom to call about a hit: the desk that the peer named, and whether it is open now."""

from dataclasses import dataclass
from datetime import datetime

from node.console.visit import Visit
from node.domain.desk import channels
from node.domain.duty import Duty, duty_at
from node.domain.exchange import ContactPoint
from node.domain.peer import NodeId


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk as a card shows it."""

    point: ContactPoint
    ways: tuple[tuple[str, str], ...]
    """Channels with their addresses, the official one first."""
    duty: Duty


def desk_of(visit: Visit, peer: NodeId, point_id: str) -> Desk | None:  # noqa: PLR0917 - who asks for which of whom
    """Return the desk that a peer names by an id; None where its entry has none."""
    peers = visit.application.records.peers.all()
    found = (
        point
        for each in peers
        if each.id == peer
        for point in each.entry.contact_points
        if point.id == point_id
    )
    point = next(found, None)
    return None if point is None else desk(point, visit.now)


def desk(point: ContactPoint, now: datetime) -> Desk:
    """Return a desk with its channels."""
    duty = duty_at(now, hours=point.hours, time_zone=point.time_zone)
    return Desk(point, tuple(channels(point).items()), duty)
