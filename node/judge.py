"""Judge what an asker may be told of each record that was touched.

The register says how a record may be told; officers' decisions, the policy for the peer and the
human-rights gate only ever make that stricter.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from matching.decide import Zone
from node.domain.disclosure import in_force, strictest
from node.domain.exchange import Handling, Query
from node.domain.peer import Peer
from node.domain.ports import Clock
from node.domain.routing import PROTECTED, Routing
from node.match import Touched
from node.policy.gate import Passing, held_by
from node.policy.rules import Policy, ProtectedPerson, Rules
from node.store.assurances import Assurances
from node.store.disclosures import Disclosures


@dataclass(frozen=True, slots=True)
class Judging:
    """The rules for one query, as they stood when it came."""

    policy: Policy
    peer: Peer
    offence: str
    assured: frozenset[str]
    disclosures: Disclosures
    is_contested: Callable[[str], bool]
    """Whether the correctness of a record is disputed, by its key."""
    today: date

    @property
    def rules(self) -> Rules:
        """What holds for the peer."""
        return self.policy.of(self.peer.id)

    def judge(self, touched: Touched, category: str) -> Touched:
        """Return a record as it may be told to the asker.

        Args:
            touched: a record of ours, with the routing of its register.
            category: what the asker says the person is.
        """
        routing = self.disclosed(touched.routing)
        judged = replace(touched, routing=routing, desk=self.desk(routing, category))
        if judged.decision.zone is not Zone.HIT or not routing.is_shareable:
            return judged
        return replace(judged, hold=self.hold(routing, category))

    def disclosed(self, routing: Routing) -> Routing:
        """Return the routing of a record as age, decisions and policy leave it today."""
        decided = in_force(routing.disclosure, self.disclosures.of(routing.record_key))
        disclosure = strictest(decided, self.rules.disclosure)
        return replace(routing.on(self.today), disclosure=disclosure)

    def desk(self, routing: Routing, category: str) -> str:
        """Return the desk that the policy names for a protected person; empty for the usual one.

        Args:
            routing: of our record, as it is today.
            category: what the asker says the person is.
        """
        asked = PROTECTED & {category}
        if not routing.is_protected and not asked:
            return ""
        person = ProtectedPerson(
            routing.categories | asked, routing.gender, is_recorded=routing.is_protected
        )
        return self.policy.protecting(person, self.offence)

    def handling(self, routing: Routing | None) -> Handling:
        """Return what a receiver may do with an answer; H3 says to ask before any use.

        Contested data are flagged (Regulation (EU) 2024/982, Article 51), within what every answer
        has; a notice says which flag it is.
        """
        is_disputed = routing is not None and self.is_contested(routing.record_key)
        return Handling.H3 if is_disputed else self.rules.handling

    def hold(self, routing: Routing, category: str) -> str:
        """Return the rule of the gate that holds a hit on a record, or nothing."""
        categories = frozenset({category, *routing.categories})
        passing = Passing(self.peer.entry.country, self.offence, categories)
        return held_by(self.policy, passing, assured=self.assured)


class Judge:
    """Knows the rules in force."""

    def __init__(
        self,
        policy: Callable[[], Policy],
        *,
        disclosures: Disclosures,
        assurances: Assurances,
        is_contested: Callable[[str], bool],
        clock: Clock,
    ) -> None:
        """Keep where policy, decisions, assurances and disputes are, and what the day is."""
        self._policy = policy
        self._disclosures = disclosures
        self._assurances = assurances
        self._is_contested = is_contested
        self._clock = clock

    def of(self, peer: Peer, query: Query) -> Judging:
        """Return the rules for one query."""
        reasons = query.justification
        return self.about(peer, offence=reasons.offence, case_reference=reasons.case_reference)

    def about(self, peer: Peer, *, offence: str, case_reference: str) -> Judging:
        """Return the rules for what a peer asked of one offence in one case."""
        assured = self._assurances.rules(peer.id, case_reference)
        return Judging(
            self._policy(),
            peer,
            offence,
            assured,
            self._disclosures,
            self._is_contested,
            self._clock.now().date(),
        )
