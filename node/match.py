"""Match a peer's subject against every register that answers for its entity type."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matching.decide import Decision, Zone
from matching.linkage import Linkage, Matched
from matching.subject import EntityType, Pseudonym, Subject
from node.domain.routing import Routing, routing_from_json
from node.keys.sealing import VaultSeal
from node.store.shelf import Shelf, Shelved

RECORDS_PER_SUBJECT = 5
"""Records told of or alerted about for one subject, the best first."""


@dataclass(frozen=True, slots=True)
class Touched:
    """One record of ours that a subject touched."""

    decision: Decision
    matched: Matched = field(repr=False)
    routing: Routing

    @property
    def is_shareable_hit(self) -> bool:
        """Whether the asker may be told of it."""
        return self.decision.zone is Zone.HIT and self.routing.is_shareable


class Matcher:
    """Matches subjects; worker threads may share it."""

    def __init__(
        self, shelf: Shelf, seal: VaultSeal, *, linkages: Mapping[EntityType, Linkage]
    ) -> None:
        """Keep the open generations, the seal of their routings, and a linkage per entity type."""
        self._shelf = shelf
        self._seal = seal
        self._linkages = linkages

    def match(self, subject: Subject[Pseudonym]) -> list[Touched]:
        """Return the records that a subject touches, the best first, over all registers."""
        linkage = self._linkages[subject.entity_type]
        touched = [
            Touched(decision, matched, self._routing(shelved, decision.reference))
            for shelved in self._shelf.of(subject.entity_type)
            for matched in (linkage.match(shelved.index, subject),)
            for decision in matched.decisions[:RECORDS_PER_SUBJECT]
        ]
        return sorted(touched, key=_rank)[:RECORDS_PER_SUBJECT]

    def model(self, entity_type: EntityType) -> str:
        """Return model and profile version, as an answer tells them."""
        model = self._linkages[entity_type].model
        return f"{model.version}/{model.profile}"

    def _routing(self, shelved: Shelved, reference: bytes) -> Routing:
        sealed = shelved.vault.routing(reference)
        return routing_from_json(self._seal.open(f"routing:{reference.hex()}", sealed))


def _rank(touched: Touched) -> tuple[bool, float, int]:
    decision = touched.decision
    return decision.zone is not Zone.HIT, -decision.weight, decision.number
