"""What follows the answers of a case: hits, who else asks, and what stands with peers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from node.console.other import Others, others
from node.console.visit import Visit
from node.domain.alert import Alert, Direction
from node.domain.case import Case, Cell
from node.domain.peer import Peer
from node.domain.standing import StandingQuery, StandingState
from node.store.alertfilter import AlertFilter, Order

_MOST: Final = 50
"""Hits and standing queries that the page of a case shows; lists have the others."""


@dataclass(frozen=True, slots=True)
class CaseHit:
    """One hit of a case, with the name of its subject as the file has it."""

    alert: Alert
    label: str
    """Empty where the case file does not hold the subject."""


@dataclass(frozen=True, slots=True)
class Stand:
    """What stands for a case, and with whom more could."""

    queries: tuple[StandingQuery, ...]
    """Those that stand before those that have ended."""
    peers: tuple[Peer, ...]
    """Whose agreement lets queries stand."""

    @property
    def is_standing(self) -> bool:
        """Whether anything stands now."""
        return any(each.state is StandingState.STANDING for each in self.queries)

    @property
    def may_overlap(self) -> bool:
        """Whether any of the peers may tell of others who ask about the same subject."""
        return any(peer.agreement.overlap for peer in self.peers)


def hits_of(
    visit: Visit, case: Case, *, cells: Sequence[Cell], labels: Mapping[str, str]
) -> tuple[list[CaseHit], int]:
    """Return the newest hits of a case, and how many there are in all."""
    wanted = AlertFilter(direction=Direction.OUTGOING, case_reference=case.reference)
    page = visit.application.review.page(wanted, limit=_MOST, order=Order.NEWEST)
    subjects = {(cell.peer, cell.reference): cell.subject for cell in cells if cell.reference}
    hits = [
        CaseHit(alert, labels.get(subjects.get((alert.peer, alert.reference), ""), ""))
        for alert in page.alerts
    ]
    return hits, visit.application.records.alerts.count(wanted)


def overlaps_of(visit: Visit, case: Case) -> Others:
    """Return who else asks about subjects of a case, the newest first."""
    return others(visit, case=case.reference, limit=_MOST)


def stand_of(visit: Visit, case: Case) -> Stand:
    """Return what stands or stood for a case."""
    queries = visit.application.standing.queries.all(case_reference=case.reference)
    ordered = sorted(queries, key=lambda each: each.state is not StandingState.STANDING)
    peers = visit.application.records.peers.all()
    return Stand(
        tuple(ordered[:_MOST]),
        tuple(peer for peer in peers if peer.agreement.standing and peer.is_open(visit.now)),
    )
