"""What works on cases: their files, the asking, and the pursuit of what is not answered yet."""

from dataclasses import dataclass
from datetime import timedelta

from node.ask import Asker, Bounds
from node.askbook import AskingBook, Stores
from node.assemble.ground import Ground
from node.assemble.guarding import guard_book
from node.caseseal import CaseSeal
from node.casework import Casework
from node.circuit import Circuits
from node.domain.ports import PeerLine
from node.investigate import Investigator
from node.pursue import Backoff, Pursuit, Shelves


@dataclass(frozen=True, slots=True)
class CaseVerbs:
    """The verbs of cases."""

    work: Casework
    investigator: Investigator
    pursuit: Pursuit
    circuits: Circuits
    asker: Asker


def case_verbs(ground: Ground, line: PeerLine) -> CaseVerbs:
    """Return what works on cases and asks peers over a line."""
    stores, exchange = ground.stores, ground.settings.exchange
    circuits = Circuits(
        ground.clock,
        after=exchange.circuit_after,
        pause=timedelta(seconds=exchange.circuit_pause_s),
    )
    bounds = Bounds(exchange.fan_out, exchange.peer_deadline_s)
    asker = Asker(line, asking_book(ground), circuits=circuits, bounds=bounds)
    work = Casework(
        stores.cases,
        stores.journal,
        seal=CaseSeal(ground.keyring.ledger),
        clock=ground.clock,
        kept=ground.kept,
        auditors=lambda: ground.policy.policy.auditors,
    )
    pursuit = Pursuit(
        Shelves(stores.cases, stores.runs, stores.peers),
        work,
        asker=asker,
        clock=ground.clock,
        backoff=Backoff(
            timedelta(seconds=exchange.retry_first_s), timedelta(seconds=exchange.retry_most_s)
        ),
    )
    work.ends_with_case(pursuit.end)
    investigator = Investigator(
        work, stores.peers, asker=asker, pursuit=pursuit, clock=ground.clock
    )
    return CaseVerbs(work, investigator, pursuit, circuits, asker)


def asking_book(ground: Ground) -> AskingBook:
    """Return what journals the asking."""
    stores = ground.stores
    return AskingBook(
        Stores(
            stores.ledger,
            stores.queries,
            stores.alerts,
            stores.heads,
            stores.witness,
            stores.standing,
        ),
        stores.journal,
        guard=guard_book(ground),
        clock=ground.clock,
        kept=ground.kept,
    )
