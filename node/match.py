"""Match a peer's subject against every register that answers for its entity type."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field

from matching.decide import Decision, Zone
from matching.linkage import Linkage, Matched
from matching.subject import EntityType, Pseudonym, Subject
from node.domain.routing import Routing, routing_from_json
from node.keys.sealing import VaultSeal
from node.store.shelf import Shelf, Shelved

RECORDS_PER_SUBJECT = 5
"""Records of ours about which one subject raises alerts, the best first."""


@dataclass(frozen=True, slots=True)
class Touched:
    """One record of ours that a subject touched."""

    decision: Decision
    matched: Matched = field(repr=False)
    routing: Routing
    hold: str = ""
    """Rule of the human-rights gate that holds it, or nothing."""
    desk: str = ""
    """Contact point that the policy names for a protected person; empty for the usual one."""

    @property
    def is_hit(self) -> bool:
        """Whether the asked subject and the record are taken for the same."""
        return self.decision.zone is Zone.HIT

    @property
    def is_shareable_hit(self) -> bool:
        """Whether the asker may be told of it."""
        return self.is_hit and self.routing.is_shareable and not self.hold


class Matcher:
    """Matches subjects; worker threads may share it."""

    def __init__(
        self, shelf: Shelf, seal: VaultSeal, *, linkages: Mapping[EntityType, Linkage]
    ) -> None:
        """Keep the open generations, the seal of their routings, and a linkage per entity type."""
        self._shelf = shelf
        self._seal = seal
        self._linkages = linkages

    def match(
        self,
        subject: Subject[Pseudonym],
        *,
        epoch: int,
        judge: Callable[[Touched], Touched],
        only: Container[str] | None = None,
    ) -> list[Touched]:
        """Return the records that a subject touches, the best first, over all registers.

        Args:
            subject: pseudonyms under this node's key of the epoch.
            epoch: only registers built under its key are looked at; others hold nothing of it.
            judge: returns a record as the asker may be told of it.
            only: ids of the generations to look at; all where none are named.
        """
        linkage = self._linkages[subject.entity_type]
        touched = [
            judge(Touched(decision, matched, self._routing(shelved, decision.reference)))
            for shelved in self._shelf.of(subject.entity_type)
            if shelved.generation.epoch == epoch and (only is None or shelved.generation.id in only)
            for matched in (linkage.match(shelved.index, subject),)
            for decision in matched.decisions
        ]
        return _kept(sorted(touched, key=_rank))

    def model(self, entity_type: EntityType) -> str:
        """Return model and profile version, as an answer tells them."""
        model = self._linkages[entity_type].model
        return f"{model.version}/{model.profile}"

    def _routing(self, shelved: Shelved, reference: bytes) -> Routing:
        place = shelved.vault.locator(reference)
        sealed = shelved.vault.routing(place)
        return routing_from_json(self._seal.open(f"routing:{place.hex()}", sealed))


def _kept(touched: list[Touched]) -> list[Touched]:
    """Return the best records, and where none of them may be told, the best one that may.

    Records that only the owner hears of must not hide one that the asker may know.
    """
    best, others = touched[:RECORDS_PER_SUBJECT], touched[RECORDS_PER_SUBJECT:]
    if any(each.is_shareable_hit for each in best):
        return best
    return best + [each for each in others if each.is_shareable_hit][:1]


def _rank(touched: Touched) -> tuple[bool, float, int]:
    decision = touched.decision
    return decision.zone is not Zone.HIT, -decision.weight, decision.number
