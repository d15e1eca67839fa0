"""Statistics: how many alerts, by state and kind, and how they were decided; counts alone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response

from matching.subject import EntityType
from node.console.route import Route, page
from node.console.visit import Visit
from node.domain.account import Permission
from node.domain.alert import AlertState, Direction, Zone


@dataclass(frozen=True, slots=True)
class Share:
    """One bar of a chart: its words, its number, and its width in per cent of the longest."""

    name: str
    number: int
    width: float


def statistics(visit: Visit) -> Response:
    """Count alerts; nothing here names a subject, a case or an officer."""
    words, tally = visit.words, visit.application.records.alerts.tally()
    incoming = [each for each in tally if each.direction == Direction.INCOMING]
    by_state = _sums((each.state, each.count) for each in incoming)
    by_kind = _sums((each.entity_type, each.count) for each in incoming)
    by_peer = _sums((each.peer, each.count) for each in incoming)
    peers = [str(peer.id) for peer in visit.application.records.peers.all()]
    return visit.show(
        "statistics/statistics.html",
        charts=[
            (
                words.say("Incoming alerts by state"),
                _shares([(words.of(each), by_state[each]) for each in AlertState]),
            ),
            (
                words.say("Incoming alerts by kind of subject"),
                _shares([(words.of(each), by_kind[each]) for each in EntityType]),
            ),
            (
                words.say("Incoming alerts by peer"),
                _shares([(peer, by_peer[peer]) for peer in peers]),
            ),
        ],
        incoming=sum(by_state.values()),
        hits=sum(each.count for each in incoming if each.zone == Zone.HIT),
        outgoing=sum(each.count for each in tally if each.direction == Direction.OUTGOING),
    )


def _sums(numbers: Iterable[tuple[str, int]]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for name, number in numbers:
        sums[name] += number
    return sums


def _shares(numbers: list[tuple[str, int]]) -> list[Share]:
    longest = max((number for _, number in numbers), default=0) or 1
    return [Share(name, number, round(100 * number / longest, 1)) for name, number in numbers]


ROUTES: tuple[Route, ...] = (page("/statistics", statistics, Permission.SEE_STATISTICS),)
