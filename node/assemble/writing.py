"""What the node writes for desks, prosecutors and statistics."""

from node.application import Writing
from node.assemble.ground import Ground
from node.casework import Casework
from node.draft import Drafter, FiledHits
from node.evidence.casefile import CaseEvidence
from node.evidence.export import Own
from node.report import CaseSources, Reporter
from node.tally import Counted, Tally


def writing(ground: Ground, own: Own, *, work: Casework) -> Writing:
    """Return who writes papers."""
    stores = ground.stores
    counted = Counted(stores.journal, stores.evidence, stores.alerts, stores.queries)
    tally = Tally(counted, own.entry, clock=ground.clock, kept=ground.kept)
    return Writing(_drafter(ground, own, work=work), _reporter(ground, own, work=work), tally)


def _drafter(ground: Ground, own: Own, *, work: Casework) -> Drafter:
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
    return Drafter(
        filed, own.entry, seal=work.seal, shown=work.get, clock=ground.clock, kept=ground.kept
    )


def _reporter(ground: Ground, own: Own, *, work: Casework) -> Reporter:
    stores = ground.stores
    evidence = CaseEvidence(
        own, stores.journal, evidence=stores.evidence, heads=stores.heads, peers=stores.peers
    )
    sources = CaseSources(
        stores.cases, stores.runs, stores.alerts, stores.peers, stores.journal, evidence
    )
    return Reporter(
        sources, own, seal=work.seal, shown=work.get, clock=ground.clock, kept=ground.kept
    )
