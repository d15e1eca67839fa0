"""What every part of a node stands on: settings, keys, clock, ledger and generations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

import structlog

from matching.errors import IndexOutdatedError
from node import config
from node.config import Settings
from node.domain.checkpoint import origin_of
from node.domain.cosignature import witness_of
from node.domain.ports import Clock
from node.domain.register import Generation
from node.keys.identity import verifies
from node.keys.keyring import Keyring
from node.policy.inforce import PolicyInForce
from node.store.accounts import Accounts
from node.store.alarms import Alarms
from node.store.alerts import Alerts
from node.store.assurances import Assurances
from node.store.cases import Cases
from node.store.disclosures import Disclosures
from node.store.evidence import Evidence
from node.store.forums import Forums
from node.store.guard import GuardCounts
from node.store.heads import Heads
from node.store.held import HeldQueries
from node.store.journal import Journal
from node.store.labels import Labels
from node.store.latehits import LateHits
from node.store.ledger import Ledger
from node.store.links import Links
from node.store.notices import Notices
from node.store.peers import Peers
from node.store.queries import Queries
from node.store.quota import Quota
from node.store.registers import Registers
from node.store.replay import Replay
from node.store.retractions import Retractions
from node.store.runs import Runs
from node.store.seats import Seats
from node.store.sessions import Sessions
from node.store.shelf import Shelf
from node.store.standing import StandingQueries
from node.store.suppressions import Suppressions
from node.store.witness import Witness

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Stores:
    """Everything that the ledger holds."""

    ledger: Ledger
    journal: Journal
    peers: Peers
    cases: Cases
    forums: Forums
    seats: Seats
    runs: Runs
    queries: Queries
    alerts: Alerts
    heads: Heads
    witness: Witness
    evidence: Evidence
    quota: Quota
    replay: Replay
    registers: Registers
    guard: GuardCounts
    alarms: Alarms
    assurances: Assurances
    disclosures: Disclosures
    notices: Notices
    latehits: LateHits
    held: HeldQueries
    standing: StandingQueries
    labels: Labels
    suppressions: Suppressions
    accounts: Accounts
    links: Links
    sessions: Sessions
    retractions: Retractions

    @classmethod
    def of(cls, ledger: Ledger, keyring: Keyring) -> Self:
        """Make each over one ledger."""
        identity, heads = keyring.identity, Heads(ledger, verifies)
        journal = Journal(ledger, identity.note_signer(origin_of(keyring.node)))
        signer = identity.note_signer(witness_of(keyring.node))
        return cls(
            ledger,
            journal,
            Peers(ledger),
            Cases(ledger),
            Forums(ledger),
            Seats(ledger),
            Runs(ledger),
            Queries(ledger),
            Alerts(ledger),
            heads,
            Witness(ledger, heads, journal=journal, signer=signer, verify=verifies),
            Evidence(ledger),
            Quota(ledger),
            Replay(ledger),
            Registers(ledger),
            GuardCounts(ledger),
            Alarms(ledger),
            Assurances(ledger),
            Disclosures(ledger),
            Notices(ledger),
            LateHits(ledger),
            HeldQueries(ledger),
            StandingQueries(ledger),
            Labels(ledger),
            Suppressions(ledger),
            Accounts(ledger),
            Links(ledger),
            Sessions(ledger),
            Retractions(ledger),
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of one node."""

    settings: Settings
    keyring: Keyring
    clock: Clock
    stores: Stores
    shelf: Shelf
    policy: PolicyInForce

    @classmethod
    def of(cls, settings: Settings, keyring: Keyring, *, ledger: Ledger, clock: Clock) -> Self:
        """Open the generations that answer.

        Raises:
            IndexCorruptError: One of them cannot be opened.
            LedgerError: The ledger or a vault cannot be opened.
            PolicyError: The policy cannot be used.
        """
        policy = PolicyInForce(settings.folder, [point.id for point in settings.contact_points])
        stores = Stores.of(ledger, keyring)
        shelf = Shelf(settings.folder / config.GENERATIONS)
        _fill(shelf, stores.registers.all())
        return cls(settings, keyring, clock, stores, shelf, policy)

    @property
    def kept(self) -> timedelta:
        """How long entries of the journal are kept."""
        return timedelta(days=self.settings.retention.journal_days)


def _fill(shelf: Shelf, generations: Iterable[Generation]) -> None:
    """Open all generations, and let them answer.

    A generation of an older format does not keep the node from starting, or it could never be
    loaded again. No register of its entity type answers then: peers hear that there is none,
    instead of *no hit* from what is left.
    """
    opened, outdated = [], set()
    for generation in generations:
        try:
            opened.append(shelf.open(generation))
        except IndexOutdatedError as error:
            outdated.add(generation.entity_type)
            log.warning("register left out", register=generation.register, hint=error.hint)
    for each in opened:
        if each.generation.entity_type not in outdated:
            shelf.put(each)
