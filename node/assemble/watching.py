"""Standing queries: what compares them with one another, and with registers that change."""

from node.assemble.ground import Ground
from node.assemble.noticing import notice_book, standing_book
from node.overlap import Overlaps
from node.watch import Sight, Watcher


def overlaps(ground: Ground) -> Overlaps:
    """Return what finds others who ask about the same."""
    stores = ground.stores
    return Overlaps(
        standing_book(ground),
        stores.peers,
        notice_book(ground),
        stores.alerts,
        stores.standing,
        stores.cases,
        ground.settings.contact_points,
        ground.clock,
        ground.keyring.reference_key,
    )


def watcher(ground: Ground, sighted: Sight) -> Watcher:
    """Return what matches standing queries when a register has changed."""
    return Watcher(
        sighted,
        standing_book(ground),
        alerts=ground.stores.alerts,
        notices=notice_book(ground),
        clock=ground.clock,
    )
