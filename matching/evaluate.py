"""Judge how well two labelled registers were linked, at the shipped thresholds and at best.

Seconds and memory are for whoever runs it to measure; this knows no clock.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from matching.figures import (
    CalibrationBin,
    Figures,
    average_precision,
    best_choice,
    calibration,
    choice,
)
from matching.labelled import Link
from matching.linking import Linked
from matching.model import Model
from matching.splits import SPLITS, Split

LEAST_TRUE = 5
"""True pairs that a group of a split must have to be reported: fewer say nothing."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a split."""

    true_pairs: int
    best: Figures
    """At the threshold that is best for the whole set."""
    hit: Figures
    possible: Figures

    def as_dict(self) -> dict[str, object]:
        """Return what a report says of it."""
        return {
            "true_pairs": self.true_pairs,
            "best": self.best.as_dict(),
            "hit": self.hit.as_dict(),
            "possible": self.possible.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is said of one linked set."""

    model: str
    queries: int
    register: int
    truth: int
    """True pairs that count: those among the pairs measured on."""
    best: Figures
    hit: Figures
    possible: Figures
    """Hits and possible ones together: what a person would get to see."""
    candidate_recall: float
    average_precision: float
    false_hits: float
    """Per 1,000 queries against a register of this size."""
    false_possible: float
    """Per 1,000 queries: what officers of the answering side look at in vain."""
    pairs_scored: int
    cut: int
    """Candidates that fell to the bound."""
    calibration: tuple[CalibrationBin, ...]
    splits: dict[str, dict[str, Group]]

    def as_dict(self) -> dict[str, object]:
        """Return the report as a document."""
        return {
            "model": self.model,
            "queries": self.queries,
            "register": self.register,
            "truth": self.truth,
            "best": self.best.as_dict(),
            "hit": self.hit.as_dict(),
            "possible": self.possible.as_dict(),
            "candidates": {"recall": self.candidate_recall, "cut": self.cut},
            "average_precision": self.average_precision,
            "false_hits_per_1000_queries": self.false_hits,
            "false_possible_per_1000_queries": self.false_possible,
            "pairs_scored": self.pairs_scored,
            "calibration": [_finite(asdict(each)) for each in self.calibration],
            "splits": {
                name: {group: found.as_dict() for group, found in groups.items()}
                for name, groups in self.splits.items()
            },
        }


def _finite(document: dict[str, float]) -> dict[str, float | None]:
    """Write the lowest bin's bound as null: JSON has no infinity."""
    return {name: value if np.isfinite(value) else None for name, value in document.items()}


def evaluate(linked: Linked, model: Model) -> Evaluation:
    """Judge a linked set, on its given pairs if it has any, else on everything.

    Args:
        linked: what was found.
        model: by which it was scored.
    """
    labelled = linked.labelled
    truth = labelled.truth
    if labelled.pairs is not None:
        linked, truth = linked.among(labelled.pairs), truth & labelled.pairs
    is_true = linked.is_true
    best = best_choice(linked.weight, is_true, truth=len(truth))
    seen = linked.is_hit | linked.is_possible
    per_thousand = 1000 / max(1, len(labelled.right))
    return Evaluation(
        model=model.version,
        queries=len(labelled.right),
        register=len(labelled.left),
        truth=len(truth),
        best=best,
        hit=choice(linked.is_hit, is_true, truth=len(truth), threshold=model.thresholds.hit),
        possible=choice(seen, is_true, truth=len(truth), threshold=model.thresholds.possible),
        candidate_recall=int(is_true.sum()) / len(truth) if truth else 1.0,
        average_precision=average_precision(linked.weight, is_true, truth=len(truth)),
        false_hits=int((linked.is_hit & ~is_true).sum()) * per_thousand,
        false_possible=int((linked.is_possible & ~is_true).sum()) * per_thousand,
        pairs_scored=len(linked.weight),
        cut=linked.cut,
        calibration=calibration(linked.weight, is_true),
        splits={
            name: dict(_groups(linked, split, truth=truth, best=best))
            for name, split in SPLITS.items()
        },
    )


def _groups(
    linked: Linked, split: Split, *, truth: frozenset[Link], best: Figures
) -> Iterator[tuple[str, Group]]:
    """Yield the groups of a split that have enough true pairs, the largest first."""
    true_pairs = _count(linked, split, truth=truth)
    members = _members(linked, split)
    is_true = linked.is_true
    chosen = linked.weight >= (np.inf if best.threshold is None else best.threshold)
    for name, count in sorted(true_pairs.items(), key=lambda each: (-each[1], each[0])):
        if count >= LEAST_TRUE:
            at = members.get(name, np.empty(0, np.int64))
            seen = linked.is_hit[at] | linked.is_possible[at]
            yield (
                name,
                Group(
                    count,
                    choice(chosen[at], is_true[at], truth=count, threshold=best.threshold),
                    choice(linked.is_hit[at], is_true[at], truth=count),
                    choice(seen, is_true[at], truth=count),
                ),
            )


def _count(linked: Linked, split: Split, *, truth: frozenset[Link]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for link in truth:
        for name in _of(linked, split, link=link):
            counts[name] += 1
    return counts


def _members(linked: Linked, split: Split) -> dict[str, NDArray[np.int64]]:
    members: dict[str, list[int]] = defaultdict(list)
    for at, link in enumerate(linked.links):
        for name in _of(linked, split, link=link):
            members[name].append(at)
    return {name: np.array(places) for name, places in members.items()}


def _of(linked: Linked, split: Split, *, link: Link) -> Iterator[str]:
    left, right = linked.labelled.left.get(link[0]), linked.labelled.right.get(link[1])
    if left is not None and right is not None:
        yield from split(left, right)
