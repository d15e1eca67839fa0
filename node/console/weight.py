"""Lay out the weights of an explanation as a waterfall: each bar begins where the one before ends.

The drawing stands in the rows of a table that says the same in words, signs and numbers.
Places are percentages of the width, so that hatching is not stretched and nothing runs out of view.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matching.explain import NEGLIGIBLE
from node.review import Finding

_PRIOR_ATTRIBUTE: Final = "candidates"
_UNKNOWN: Final = frozenset({"unknown on one side", "no two numbers of one kind to compare"})
_MARGIN: Final = 2.0
"""Bits of room at both ends."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: what was compared, how it agreed, and from where to where its bar goes."""

    attribute: str
    level: str
    bits: float
    start: float
    """Per cent of the width."""
    width: float

    @property
    def speaks_for(self) -> bool:
        """Whether it makes it likelier that both are the same."""
        return self.bits > 0


@dataclass(frozen=True, slots=True)
class Waterfall:
    """All rows, what was not compared, and where the thresholds lie."""

    bars: tuple[Bar, ...]
    silent: tuple[Finding, ...]
    """What was not compared, or speaks neither way."""
    total: float
    total_bar: Bar
    zero: float
    hit: float
    """Per cent of the width at which a hit begins."""


def waterfall(findings: Sequence[Finding], *, hit: float) -> Waterfall:
    """Lay out an explanation; `hit` is the model's threshold in bits."""
    telling = [each for each in findings if _tells(each)]
    ends, at = [0.0], 0.0
    for each in telling:
        at += each.bits
        ends.append(at)
    low, high = min(*ends, hit, 0.0) - _MARGIN, max(*ends, hit, 0.0) + _MARGIN

    def place(bits: float) -> float:
        return round(100 * (bits - low) / (high - low), 2)

    def bar(each: Finding, begin: float) -> Bar:
        left, right = sorted((begin, begin + each.bits))
        return Bar(
            each.attribute, each.level, each.bits, place(left), round(place(right) - place(left), 2)
        )

    bars = tuple(bar(each, begin) for each, begin in zip(telling, ends, strict=False))
    total = Finding("", "", at)
    silent = tuple(each for each in findings if not _tells(each))
    return Waterfall(bars, silent, at, bar(total, 0.0), place(0.0), place(hit))


def for_and_against(findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Return what speaks for and what against, the most telling first; without the beginning."""
    telling = [each for each in findings if _tells(each) and each.attribute != _PRIOR_ATTRIBUTE]
    ranked = sorted(telling, key=lambda each: -abs(each.bits))
    return [each for each in ranked if each.bits > 0], [each for each in ranked if each.bits < 0]


def _tells(finding: Finding) -> bool:
    return abs(finding.bits) >= NEGLIGIBLE and finding.level not in _UNKNOWN
