"""Pairs to label: what the weights leave open, decided without seeing them."""

from collections.abc import Sequence
from typing import Final

from starlette.responses import Response

from matching.model import load_model
from matching.subject import EntityType
from node.console.route import Route, page
from node.console.visit import Visit
from node.domain.account import Permission
from node.domain.alert import Alert, AlertState, Direction
from node.store.alertfilter import AlertFilter
from node.store.labels import LabelCount, LabelSource

_ROWS: Final = 20


def labels(visit: Visit) -> Response:
    """Show which pairs to label next, and what is labelled already."""
    known = visit.application.desk.labels.counts()
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
    found: dict[str, tuple[float, Alert]] = {}
    for kind in EntityType:
        wanted = AlertFilter(direction=Direction.INCOMING, state=AlertState.OPEN, entity_type=kind)
        bounds = load_model(kind).thresholds
        for bound in (bounds.hit, bounds.possible):
            for alert in visit.application.records.alerts.nearest(wanted, bound, limit=_ROWS):
                distance = abs(alert.weight - bound)
                known = found.get(alert.id)
                if known is None or distance < known[0]:
                    found[alert.id] = distance, alert
    nearest = sorted(found.values(), key=lambda pair: (pair[0], pair[1].id))
    return [alert for _, alert in nearest[:_ROWS]]


def _counts(known: Sequence[LabelCount], kind: EntityType) -> tuple[int, int, int]:
    """Return how many pairs were confirmed, dismissed, and told by askers."""
    own = [each for each in known if each.entity_type is kind]
    confirmed = sum(each.count for each in own if each.is_match)
    by_feedback = sum(each.count for each in own if each.source is LabelSource.FEEDBACK)
    return confirmed, sum(each.count for each in own) - confirmed, by_feedback


ROUTES: tuple[Route, ...] = (page("/labels", labels, Permission.LABEL),)
