"""What the node writes for desks, prosecutors and statistics."""

from collections.abc import Callable

from node.application import Writing
from node.assemble.ground import Ground
from node.domain.peer import DirectoryEntry
from node.draft import Drafter, FiledHits


def writing(ground: Ground, entry: Callable[[], DirectoryEntry]) -> Writing:
    """Return who writes papers."""
    stores = ground.stores
    filed = FiledHits(
        stores.ledger,
        stores.journal,
        stores.alerts,
        stores.cases,
        stores.runs,
        stores.peers,
        stores.evidence,
    )
    drafter = Drafter(
        filed, entry, seal=ground.keyring.ledger, clock=ground.clock, kept=ground.kept
    )
    return Writing(drafter)
