"""Match one pseudonymised subject against one generation: find, compare, score, decide."""

from dataclasses import dataclass, field

from matching.agreement import Comparison
from matching.chance import coincident_attributes, coincident_names
from matching.comparator import Scored
from matching.decide import Decision, Zone, decide
from matching.explain import Finding, Suggestion, advise, explain
from matching.index.compare import compare
from matching.index.find import Found, find
from matching.index.read import SealedIndex
from matching.index.resolve import Limits
from matching.model import Model
from matching.score import Scorer
from matching.subject import Pseudonym, Subject


@dataclass(frozen=True, slots=True)
class Matched:
    """What was found of one subject, best first, and why."""

    decisions: tuple[Decision, ...]
    """Decisions that are no *no hit*, the best first."""
    comparison: Comparison
    scored: Scored
    model: Model
    cut: int
    """Records that qualified but fell to the bound on candidates."""
    found: Found = field(repr=False)
    size: int
    """Number of records of the generation."""

    def explain(self, decision: Decision) -> tuple[Finding, ...]:
        """Say what speaks for and against one decision, in words and bits."""
        return explain(self.model, self.scored, row=decision.row)

    def advise(self, decision: Decision) -> tuple[Suggestion, ...]:
        """Say what would make one decision surer."""
        return advise(self.model, self.scored, row=decision.row)

    def chance(self, decision: Decision) -> float:
        """Estimate how many records agree as well as this one by chance; see `matching.chance`."""
        names = coincident_names(self.found, size=self.size, number=decision.number)
        return names * coincident_attributes(self.model, self.scored, row=decision.row)


class Linkage:
    """Matches subjects against generations by one model; threads may share it."""

    def __init__(self, model: Model, *, limits: Limits | None = None) -> None:
        """Prepare the model's SQL once."""
        self.model = model
        self._scorer = Scorer(model)
        self._limits = limits or Limits()

    def match(self, index: SealedIndex, subject: Subject[Pseudonym]) -> Matched:
        """Match one subject against one generation.

        Args:
            index: a generation of the model's entity type.
            subject: pseudonyms under the key of that generation.
        """
        found = find(index, subject, limits=self._limits)
        comparison, _ = compare(index, found, score=self.model.name)
        scored = self._scorer.score(comparison)
        decided = decide(self.model, comparison, weights=scored.weights)
        kept = [decision for decision in decided if decision.zone is not Zone.NO_HIT]
        ranked = sorted(kept, key=lambda d: (d.zone is not Zone.HIT, -d.weight, d.number))
        return Matched(tuple(ranked), comparison, scored, self.model, found.cut, found, index.size)
