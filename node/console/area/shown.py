"""How alerts are told on pages: the filter in the address, strength in words, time that is left."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Final, TypeVar

from starlette.datastructures import QueryParams

from matching.subject import EntityType
from matching.zone import Band, Zone
from node.console.visit import Visit
from node.domain.alert import Alert, AlertState, Direction
from node.domain.peer import NodeId
from node.store.alertfilter import AlertFilter, Order
from node.words import Words, marked

E = TypeVar("E", bound=StrEnum)

FIELDS: Final = ("state", "peer", "type", "zone", "case", "mine", "due", "flagged", "order")
"""What of an address is a filter; only these go on to the next page."""
ORDERS: Final = {
    Order.WEIGHT: marked("strongest first"),
    Order.DUE: marked("due first"),
    Order.NEWEST: marked("newest first"),
}
_SOON: Final = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Listing:
    """Which alerts a page lists, and in which order, as its address says."""

    wanted: AlertFilter
    order: Order
    query: str
    """The filter as it stands in the address."""


def listing(visit: Visit, query: QueryParams, direction: Direction) -> Listing:  # noqa: PLR0917 - who, what, which
    """Read the filter of an address; what it does not know it leaves out."""
    wanted = AlertFilter(
        direction=direction,
        state=_member(AlertState, query.get("state", "")),
        zone=_member(Zone, query.get("zone", "")),
        peer=NodeId(query["peer"]) if query.get("peer") else None,
        entity_type=_member(EntityType, query.get("type", "")),
        case_reference=query.get("case") or None,
    )
    if query.get("mine"):
        wanted = replace(wanted, claimed_by=visit.officer)
    if query.get("due") == "overdue":
        wanted = replace(wanted, due_before=visit.now)
    if query.get("flagged"):
        wanted = replace(wanted, is_flagged=True)
    kept = QueryParams([(name, query[name]) for name in FIELDS if query.get(name)])
    return Listing(wanted, _member(Order, query.get("order", "")) or Order.WEIGHT, str(kept))


def _member(kind: type[E], text: str) -> E | None:
    return kind(text) if text and text in set(kind) else None


def strength(words: Words, alert: Alert) -> str:
    """Say how strong an alert is."""
    if alert.zone is Zone.HIT and alert.band is not Band.NONE:
        return f"{words.of(alert.zone)}, {words.of(alert.band)}"
    return words.of(alert.zone)


def look(alert: Alert) -> str:
    """Return the look of a tag for the strength of an alert."""
    if alert.zone is Zone.HIT:
        return "flash"
    return ""


def state_look(alert: Alert) -> str:
    """Return the look of a tag for the state of an alert."""
    return _STATE_LOOKS.get(alert.state, "")


_STATE_LOOKS: Final = {
    AlertState.OPEN: "new",
    AlertState.HELD: "bad",
    AlertState.CONFIRMED: "good",
    AlertState.DISMISSED: "line",
    AlertState.SUPPRESSED: "line",
}


def due(visit: Visit, alert: Alert) -> tuple[str, str]:
    """Say how much time is left, and return the look of its tag; nothing where no duty runs."""
    at = alert.work.due_at
    if at is None or not alert.work.clock:
        return "", ""
    words, left = visit.words, at - visit.now
    if left < timedelta(0):
        return words.say("overdue by {time}", time=words.age(-left)), "bad"
    return words.say("in {time}", time=words.age(left)), "flash" if left < _SOON else ""
