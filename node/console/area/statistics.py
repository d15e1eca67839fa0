"""Statistics: how many alerts, by state and kind, and how they were decided; counts alone."""

from dataclasses import dataclass

from starlette.responses import Response

from matching.subject import EntityType
from node.console.route import Route, page
from node.console.visit import Visit
from node.domain.account import Permission
from node.domain.alert import AlertState, Direction, Zone
from node.store.alertfilter import AlertFilter


@dataclass(frozen=True, slots=True)
class Share:
    """One bar of a chart: its words, its number, and its width in per cent of the longest."""

    name: str
    number: int
    width: float


def statistics(visit: Visit) -> Response:
    """Count alerts; nothing here names a subject, a case or an officer."""
    count, words = visit.application.records.alerts.count, visit.words
    incoming, outgoing = Direction.INCOMING, Direction.OUTGOING
    by_state = [
        (words.of(each), count(AlertFilter(direction=incoming, state=each))) for each in AlertState
    ]
    by_kind = [
        (words.of(each), count(AlertFilter(direction=incoming, entity_type=each)))
        for each in EntityType
    ]
    by_peer = [
        (str(peer.id), count(AlertFilter(direction=incoming, peer=peer.id)))
        for peer in visit.application.records.peers.all()
    ]
    return visit.show(
        "statistics/statistics.html",
        charts=[
            (words.say("Incoming alerts by state"), _shares(by_state)),
            (words.say("Incoming alerts by kind of subject"), _shares(by_kind)),
            (words.say("Incoming alerts by peer"), _shares(by_peer)),
        ],
        incoming=count(AlertFilter(direction=incoming)),
        hits=count(AlertFilter(direction=incoming, zone=Zone.HIT)),
        outgoing=count(AlertFilter(direction=outgoing)),
    )


def _shares(numbers: list[tuple[str, int]]) -> list[Share]:
    longest = max((number for _, number in numbers), default=0) or 1
    return [Share(name, number, round(100 * number / longest, 1)) for name, number in numbers]


ROUTES: tuple[Route, ...] = (page("/statistics", statistics, Permission.SEE_STATISTICS),)
