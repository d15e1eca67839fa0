"""The work of officers on alerts: what it is kept in, and on which terms."""

from datetime import timedelta

from matching.model import load_model
from node.application import DeskWork
from node.assemble.ground import Ground
from node.decide import Decider, Told
from node.desk import Desk
from node.domain.alert import Alert
from node.domain.deadline import Deadlines
from node.layaside import LayAside
from node.remind import Reminder
from node.teach import Teacher


def deadlines_of(ground: Ground) -> Deadlines:
    """Return how the node keeps its clocks."""
    review = ground.settings.review
    return Deadlines(review.indirect, review.escalate_after)


def casework(ground: Ground) -> DeskWork:
    """Return what officers do with alerts."""
    stores = ground.stores
    desk = Desk(
        stores.ledger,
        stores.alerts,
        stores.labels,
        stores.suppressions,
        ground.keyring.ledger,
        ground.clock,
        deadlines_of(ground),
        kept=ground.kept,
        claim_for=timedelta(minutes=ground.settings.review.claim_minutes),
    )
    return DeskWork(
        Decider(desk, lambda: ground.policy.policy, late_hit=_untold),
        LayAside(desk),
        Reminder(desk),
        Teacher(stores.labels, load_model),
        stores.labels,
        stores.suppressions,
    )


def _untold(_alert: Alert) -> Told:
    """Tell nobody: the protocol has no message by which an owner begins."""
    return Told()
