"""Pairs to label: what the weights leave open, decided without seeing them."""

from collections.abc import Sequence
from typing import Final

from starlette.responses import Response

from matching.model import load_model
from matching.subject import EntityType
from node.console.route import Route, page
from node.console.visit import Visit
from node.domain.account import Permission
from node.domain.alert import Alert, AlertState, Direction, Zone
from node.store.alertfilter import AlertFilter, Order
from node.store.labels import Label, LabelSource

_LOOKED_AT: Final = 500
"""Open pairs among which those nearest to a threshold are chosen."""
_ROWS: Final = 20


def labels(visit: Visit) -> Response:
    """Show which pairs to label next, and what is labelled already."""
    known = visit.application.desk.labels.all()
    return visit.show(
        "label/labels.html",
        queue=_queue(visit),
        kinds=[(kind, _counts(known, kind)) for kind in EntityType],
    )


def _queue(visit: Visit) -> list[Alert]:
    """Return open pairs, those whose weight lies nearest to a threshold first.

    Nearest to a threshold a decision moves it most; the order says nothing of the weight itself,
    because what lies just above and just below stands side by side.
    """
    found: list[Alert] = []
    for zone in (Zone.POSSIBLE, Zone.HIT):
        wanted = AlertFilter(direction=Direction.INCOMING, state=AlertState.OPEN, zone=zone)
        page_of = visit.application.review.page(wanted, limit=_LOOKED_AT, order=Order.WEIGHT)
        found += page_of.alerts
    bounds = {kind: load_model(kind).thresholds for kind in EntityType}

    def distance(alert: Alert) -> float:
        bound = bounds[alert.entity_type]
        return min(abs(alert.weight - bound.hit), abs(alert.weight - bound.possible))

    return sorted(found, key=distance)[:_ROWS]


def _counts(known: Sequence[Label], kind: EntityType) -> tuple[int, int, int]:
    """Return how many pairs were confirmed, dismissed, and told by askers."""
    own = [each for each in known if each.entity_type is kind]
    confirmed = sum(each.is_match for each in own)
    by_feedback = sum(each.source is LabelSource.FEEDBACK for each in own)
    return confirmed, len(own) - confirmed, by_feedback


ROUTES: tuple[Route, ...] = (page("/labels", labels, Permission.LABEL),)
