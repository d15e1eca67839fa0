"""What reviewed pairs teach about a model: advice with its numbers, which nobody follows by itself.

A threshold is changed by whoever answers for the model, after an evaluation on labelled registers
(`heliograph evaluate`); the node never changes one because its officers decided so or so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from matching.advise import (
    FEWEST,
    LOST,
    PRECISION,
    Judged,
    LevelAdvice,
    ThresholdAdvice,
    advise_levels,
    advise_thresholds,
)
from matching.model import Model
from matching.subject import EntityType
from node.store.labels import Label, Labels

_NOTABLE_BITS = 0.05
"""Thresholds nearer to each other than this are the same."""
_NO_LEVELS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class ModelAdvice:
    """What the decided pairs say of a model."""

    model: str
    thresholds: ThresholdAdvice
    levels: tuple[LevelAdvice, ...]
    sentences: tuple[str, ...]


class Teacher:
    """Reads what was decided."""

    def __init__(self, labels: Labels, model: Callable[[EntityType], Model]) -> None:
        """Keep where decisions are, and the models in use."""
        self._labels = labels
        self._model = model

    def advise(self, entity_type: EntityType) -> ModelAdvice:
        """Say what the pairs that this model scored, and somebody decided, say of it."""
        model = self._model(entity_type)
        name = f"{model.version}/{model.profile}"
        every = self._labels.all(entity_type)
        judged = [_judged(label) for label in every if label.model == name]
        thresholds = advise_thresholds(model, judged)
        return ModelAdvice(
            name,
            thresholds,
            advise_levels(model, judged),
            tuple(_sentences(thresholds, others=len(every) - len(judged))),
        )

    def thresholds(
        self, entity_type: EntityType, decided: Iterable[tuple[float, bool]]
    ) -> ThresholdAdvice:
        """Say of the thresholds what `advise` says, from weights and results alone."""
        judged = [Judged(weight, is_match, _NO_LEVELS) for weight, is_match in decided]
        return advise_thresholds(self._model(entity_type), judged)


def _judged(label: Label) -> Judged:
    return Judged(label.weight, label.is_match, label.levels)


def _sentences(found: ThresholdAdvice, *, others: int) -> Iterator[str]:
    total = found.matches + found.others
    yield (
        f"Decided pairs that this model scored: {total:,}, of which {found.matches:,} confirmed "
        f"and {found.others:,} dismissed."
    )
    if others:
        yield f"{others:,} more were scored by other models and are left out."
    if found.hits_seen:
        yield (
            f"Of {found.hits_seen:,} pairs at or above the hit threshold of {found.hit:.1f} bits, "
            f"{found.hits_right:,} were confirmed ({found.hits_right / found.hits_seen:.1%})."
        )
    yield _about_hit(found)
    yield _about_possible(found)


def _about_hit(found: ThresholdAdvice) -> str:
    wanted = f"{PRECISION:.0%} of the pairs above it"
    if found.advised_hit is None:
        if found.matches + found.others < FEWEST:
            return f"Fewer than {FEWEST} pairs say nothing of the hit threshold; it stays."
        return f"At no threshold would {wanted} have been matches; look at the weights first."
    if found.advised_hit > found.hit + _NOTABLE_BITS:
        return (
            f"From {found.advised_hit:.1f} bits on, {wanted} were matches: consider to raise the "
            f"hit threshold from {found.hit:.1f}."
        )
    if found.advised_hit < found.hit - _NOTABLE_BITS:
        return (
            f"Down to {found.advised_hit:.1f} bits, {wanted} were matches: the hit threshold of "
            f"{found.hit:.1f} could be lower."
        )
    return f"The hit threshold of {found.hit:.1f} bits is where the pairs say it should be."


def _about_possible(found: ThresholdAdvice) -> str:
    if found.advised_possible is None:
        return f"Fewer than {FEWEST} confirmed pairs say nothing of the lower threshold; it stays."
    if found.advised_possible <= found.possible + _NOTABLE_BITS:
        return (
            f"Matches go down to the lower threshold of {found.possible:.1f} bits: raising it "
            f"would lose some."
        )
    return (
        f"Below {found.advised_possible:.1f} bits lies less than {LOST:.0%} of the matches: with "
        f"the lower threshold there instead of at {found.possible:.1f}, {found.spared:,} dismissed "
        f"pairs would not have been looked at."
    )
