"""The guard against fishing, for whoever answers, asks or is told something."""

from node.assemble.ground import Ground
from node.guardbook import GuardBook


def guard_book(ground: Ground) -> GuardBook:
    """Return what guards against fishing."""
    return GuardBook(ground.stores.guard, ground.stores.alarms, clock=ground.clock)
