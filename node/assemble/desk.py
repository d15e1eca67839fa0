"""The work of officers on alerts: what it is kept in, and on which terms."""

from datetime import timedelta

from matching.model import load_model
from node.application import DeskWork
from node.assemble.answering import deadlines_of, desks_of, judge_of
from node.assemble.ground import Ground
from node.assemble.noticing import notice_book
from node.decide import Decider
from node.desk import Desk
from node.layaside import LayAside
from node.release import Releaser
from node.remind import Reminder
from node.teach import Teacher


def casework(ground: Ground) -> DeskWork:
    """Return what officers do with alerts."""
    stores, desk = ground.stores, desk_of(ground)
    return DeskWork(
        Decider(desk, lambda: ground.policy.policy, late_hit=releaser_of(ground).tell),
        LayAside(desk),
        Reminder(desk),
        Teacher(stores.labels, load_model),
        stores.labels,
        stores.suppressions,
    )


def desk_of(ground: Ground) -> Desk:
    """Return where officers work on alerts."""
    stores = ground.stores
    return Desk(
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


def releaser_of(ground: Ground) -> Releaser:
    """Return what tells askers of matches that were confirmed."""
    return Releaser(
        ground.stores.peers,
        ground.shelf,
        ground.keyring.vault,
        judge_of(ground),
        desks_of(ground.settings),
        notice_book(ground),
        ground.clock,
    )
