"""Decide what a score means: hit, possible, or no hit.

The three zones are those of Fellegi and Sunter, "A Theory for Record Linkage", JASA 64 (1969):
link, possible link, non-link. A hit needs weight and the minimum of evidence (see
`matching.evidence`); enough weight without the evidence is possible, which a human at the owning
agency decides while the asker sees no hit.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.agreement import Comparison
from matching.model import Model, Thresholds
from matching.zone import Band, Zone

__all__ = ["Band", "Decision", "Zone", "best", "decide"]

_RANK = {Zone.HIT: 0, Zone.POSSIBLE: 1, Zone.NO_HIT: 2}


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about one candidate."""

    row: int
    """Row of the candidate in its comparison."""
    number: int
    """Its record number."""
    reference: bytes
    """Its reference, 16 bytes."""
    weight: float
    """Match weight in bits, prior included."""
    evidence: float
    """Points of independent evidence."""
    zone: Zone
    band: Band


def decide(
    model: Model, comparison: Comparison, *, weights: NDArray[np.float64]
) -> tuple[Decision, ...]:
    """Decide about every candidate, in the order of the comparison.

    Args:
        model: thresholds and the rule of minimum evidence.
        comparison: the candidates.
        weights: match weight of each candidate in bits, prior included.

    Raises:
        ValueError: there are not as many weights as candidates.
    """
    rule = model.minimum_evidence
    columns = zip(
        comparison.numbers.tolist(),
        comparison.references,
        weights.tolist(),
        rule.points(comparison.columns).tolist(),
        strict=True,
    )
    decisions = []
    for row, (number, reference, weight, evidence) in enumerate(columns):
        zone = zone_of(model.thresholds, weight, is_proven=rule.is_met(evidence))
        band = band_of(model.thresholds, weight, zone=zone)
        decisions.append(Decision(row, number, reference, weight, evidence, zone, band))
    return tuple(decisions)


def zone_of(thresholds: Thresholds, weight: float, *, is_proven: bool) -> Zone:
    """Return the zone of a weight; `is_proven` tells whether the minimum of evidence is met."""
    if weight >= thresholds.hit and is_proven:
        return Zone.HIT
    return Zone.POSSIBLE if weight >= thresholds.possible else Zone.NO_HIT


def band_of(thresholds: Thresholds, weight: float, *, zone: Zone) -> Band:
    """Return the band of a weight in its zone: only a hit has one."""
    if zone is not Zone.HIT:
        return Band.NONE
    return Band.STRONG if weight >= thresholds.strong else Band.PROBABLE


def best(decisions: Iterable[Decision]) -> Decision | None:
    """Return the decision that stands for the subject: best zone, then weight.

    Equal ones are told apart by the smaller record number, so that the same query of the same
    generation has the same answer. None where there is no candidate.
    """
    return min(decisions, key=_rank, default=None)


def _rank(decision: Decision) -> tuple[int, float, int]:
    return _RANK[decision.zone], -decision.weight, decision.number
