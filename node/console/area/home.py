"""The first page: what needs somebody now, and nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from node.console.area import shown
from node.console.area.peer import standing
from node.console.route import Route, page
from node.console.visit import Visit
from node.diagnose import EXPIRES_SOON, STALE
from node.domain.account import Permission
from node.domain.alert import Alert, AlertState, Direction
from node.domain.guard import AlarmState
from node.keys.certificate import not_after
from node.review import Waiting
from node.store.alertfilter import AlertFilter, Order

_FIRST = 5
_NEW = timedelta(days=7)
"""How long the first page tells of an overlap."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that is wrong with the node, with where to look."""

    sentence: str
    path: str
    is_grave: bool = False


def home(visit: Visit) -> Response:
    """Show what needs somebody."""
    return visit.show(
        "home/home.html",
        warnings=list(_warnings(visit)),
        peers=[(peer, standing(visit, peer)) for peer in visit.application.records.peers.all()],
        waiting=_waiting(visit),
        overlaps=_new_overlaps(visit),
        first=_first(visit),
        shown=shown,
    )


def _waiting(visit: Visit) -> Waiting | None:
    if not visit.may(Permission.SEE_ALERTS):
        return None
    return visit.application.review.waiting(officer=visit.officer)


def _new_overlaps(visit: Visit) -> int:
    """Count the overlaps of the last days; nobody decides on them, so that only age ends them."""
    if not visit.may(Permission.SEE_ALERTS):
        return 0
    wanted = AlertFilter(direction=Direction.OVERLAP, since=visit.now - _NEW)
    return visit.application.records.alerts.count(wanted)


def _first(visit: Visit) -> Sequence[Alert]:
    """Return the strongest alerts that nobody has taken up."""
    if not visit.may(Permission.SEE_ALERTS):
        return ()
    wanted = AlertFilter(direction=Direction.INCOMING, state=AlertState.OPEN)
    return visit.application.review.page(wanted, limit=_FIRST, order=Order.WEIGHT).alerts


def _warnings(visit: Visit) -> Iterator[Concern]:
    application, words, now = visit.application, visit.words, visit.now
    contradictions = application.records.heads.contradictions()
    for peer, _ in contradictions:
        sentence = words.say("{peer} has signed two different journals.", peer=peer)
        yield Concern(sentence, "/operations", is_grave=True)
    yield from _register_warnings(visit)
    left = not_after(application.entry().certificate) - now
    if left < EXPIRES_SOON:
        sentence = words.say("The node's certificate expires in {time}.", time=words.age(left))
        yield Concern(sentence, "/operations", is_grave=left < timedelta(0))
    follower = application.follower
    if follower is not None and not follower.standing.is_in_force(now):
        yield Concern(
            words.say("No directory of members is in force: nothing is exchanged."),
            "/operations",
            is_grave=True,
        )
    alarms = len(application.safeguards.guard.alarms.all(AlarmState.OPEN))
    if alarms:
        sentence = words.say_count(
            "The guard against fishing has raised {n} alarm.",
            "The guard against fishing has raised {n} alarms.",
            alarms,
        )
        yield Concern(sentence, "/peers")


def _register_warnings(visit: Visit) -> Iterator[Concern]:
    words = visit.words
    registers = visit.application.records.registers.all()
    if not registers and visit.application.entry().contact_points:
        yield Concern(words.say("This node holds no register; it only asks."), "/registers")
    for register in registers:
        age = visit.now - register.loaded_at
        if age >= STALE:
            yield Concern(
                words.say(
                    "Register {name} was loaded {time} ago; an index is at most a day old.",
                    name=register.register,
                    time=words.age(age),
                ),
                "/registers",
            )


ROUTES: tuple[Route, ...] = (page("/", home, Permission.OWN),)
