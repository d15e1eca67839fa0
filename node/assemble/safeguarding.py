"""Policy, gate, guard and disclosure, as the node's own people handle them."""

from node.application import Safeguards
from node.assemble.ground import Ground
from node.assemble.guarding import guard_book
from node.assure import Assurer
from node.disclose import Discloser
from node.govern import Governor
from node.suspend import Suspender


def safeguards(ground: Ground) -> Safeguards:
    """Return what officers do to set and watch the bounds of answering."""
    stores, clock = ground.stores, ground.clock
    return Safeguards(
        Governor(ground.policy, stores.journal, peers=stores.peers, clock=clock),
        Assurer(stores.ledger, lambda: ground.policy.policy, clock=clock, kept=ground.kept),
        Discloser(ground.keyring, ground.shelf, disclosures=stores.disclosures, clock=clock),
        guard_book(ground),
        Suspender(stores.peers, clock=clock),
    )
