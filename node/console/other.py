"""Who else asks about subjects of ours, as pages list it."""

from dataclasses import dataclass

from node.console.visit import Visit
from node.domain.alert import Alert, Direction
from node.review import OtherAgency, other_agency
from node.store.alertfilter import AlertFilter, Order


@dataclass(frozen=True, slots=True)
class Other:
    """One overlap: the alert, and what was told of the other agency."""

    alert: Alert
    agency: OtherAgency


@dataclass(frozen=True, slots=True)
class Others:
    """Some overlaps, the newest first, how many there are, and where the next ones begin."""

    overlaps: tuple[Other, ...]
    total: int
    next_after: str


def others(visit: Visit, *, case: str | None = None, limit: int, after: str = "") -> Others:
    """Return who else asks about subjects of ours, or of one case."""
    wanted = AlertFilter(direction=Direction.OVERLAP, case_reference=case)
    page = visit.application.review.page(wanted, limit=limit, after=after, order=Order.NEWEST)
    told = ((alert, other_agency(alert)) for alert in page.alerts)
    return Others(
        tuple(Other(alert, agency) for alert, agency in told if agency is not None),
        visit.application.records.alerts.count(wanted),
        page.next_after,
    )
