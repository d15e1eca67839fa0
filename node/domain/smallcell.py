"""Hide small counts so that no sum that is shown gives them away.

Regulation (EU) 2024/982, Article 72(3): statistics never identify individuals. A count from 1 to 4
is shown as fewer than five (primary suppression); where sums would tell it all the same, further
counts are withheld (complementary suppression). What is left is audited as an attacker would: for
every small count another table is sought that shows the very same and has another value there, and
more is withheld until there is one. A search that takes too long counts as one that found nothing.

Cf. Willenborg and de Waal, Elements of Statistical Disclosure Control (2001), chapter 4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST = 5
"""The smallest count that is shown, but for zero."""
_STEPS = 2_000
"""Steps of one search."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One count that is the sum of others; all are named by their keys."""

    total: str
    parts: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key of it."""
        return (self.total, *self.parts)


def is_small(count: int) -> bool:
    """Tell whether a count must not be shown."""
    return 0 < count < LEAST


def withheld(counts: Mapping[str, int], sums: Sequence[Sum]) -> frozenset[str]:
    """Return the keys whose counts are not shown: the small ones, and those that protect them.

    Raises:
        ValueError: A sum does not add up, or names a count that is not there.
    """
    for each in sums:
        if counts[each.total] != sum(counts[key] for key in each.parts):
            raise ValueError(f"the parts of {each.total} do not add up")
    hidden = {key for key, count in counts.items() if is_small(count)}
    while exposed := _exposed(counts, sums, hidden=hidden):
        more = _protection(counts, sums, hidden=hidden, exposed=exposed)
        if more is None:
            return frozenset(hidden)
        hidden.add(more)
    return frozenset(hidden)


def _protection(
    counts: Mapping[str, int], sums: Sequence[Sum], *, hidden: set[str], exposed: set[str]
) -> str | None:
    """Return what to withhold next: the smallest part beside an exposed count, or its total."""
    near = [each for each in sums if exposed & set(each.keys)]
    for chosen in (near, sums):
        candidates = [
            (key == each.total, counts[key], key)
            for each in chosen
            for key in each.keys
            if key not in hidden and counts[key]
        ]
        if candidates:
            return min(candidates)[2]
    return None


def _exposed(counts: Mapping[str, int], sums: Sequence[Sum], *, hidden: set[str]) -> set[str]:
    """Return the small counts of which what is shown leaves one value only."""
    largest = max(counts.values(), default=0) * 2 + LEAST
    bounds = {key: (1, LEAST - 1) if is_small(counts[key]) else (LEAST, largest) for key in hidden}
    equations = [_equation(each, counts, hidden=hidden) for each in sums]
    # Where the sums do not bound it at all, any value will do.
    search = _Search([each for each in equations if each.factors], counts)
    exposed = {key for key in hidden if is_small(counts[key])}
    for key in sorted(exposed):
        if key not in exposed:
            continue
        other = search.other(key, bounds)
        if other is not None:
            exposed -= {each for each in exposed if other.get(each, counts[each]) != counts[each]}
    return exposed


@dataclass(frozen=True, slots=True)
class _Equation:
    """What is shown says: these hidden counts with these factors add up to that."""

    factors: Mapping[str, int]
    total: int


def _equation(each: Sum, counts: Mapping[str, int], *, hidden: set[str]) -> _Equation:
    factors: dict[str, int] = {}
    shown = 0
    for key, factor in [*((part, 1) for part in each.parts), (each.total, -1)]:
        if key in hidden:
            factors[key] = factors.get(key, 0) + factor
        else:
            shown += factor * counts[key]
    return _Equation(factors, -shown)


class _Search:
    """Looks for tables that show the same as the true one; it begins near that one."""

    def __init__(self, equations: Sequence[_Equation], counts: Mapping[str, int]) -> None:
        self._equations = equations
        self._counts = counts
        self._left = 0

    def other(self, key: str, bounds: Mapping[str, tuple[int, int]]) -> dict[str, int] | None:
        """Return hidden counts of a table in which that one differs, or None."""
        true = self._counts[key]
        for value in sorted(range(1, LEAST), key=lambda each: abs(each - true)):
            if value != true:
                self._left = _STEPS
                found = self._completed({**bounds, key: (value, value)})
                if found is not None:
                    return found
        return None

    def _completed(self, bounds: dict[str, tuple[int, int]]) -> dict[str, int] | None:
        self._left -= 1
        if self._left < 0 or not self._narrowed(bounds):
            return None
        open_keys = [key for key, (low, high) in bounds.items() if low < high]
        if not open_keys:
            return {key: low for key, (low, _) in bounds.items()}
        key = min(open_keys, key=lambda each: (bounds[each][1] - bounds[each][0], each))
        low, high = bounds[key]
        nearest = sorted(range(low, high + 1), key=lambda each: abs(each - self._counts[key]))
        for value in nearest:
            found = self._completed({**bounds, key: (value, value)})
            if found is not None or self._left < 0:
                return found
        return None

    def _narrowed(self, bounds: dict[str, tuple[int, int]]) -> bool:
        """Narrow all bounds by the equations; tell whether anything is left in each."""
        changed = True
        while changed:
            changed = False
            for equation in self._equations:
                changed |= _tighten(equation, bounds)
                if any(bounds[key][0] > bounds[key][1] for key in equation.factors):
                    return False
        return True


def _tighten(equation: _Equation, bounds: dict[str, tuple[int, int]]) -> bool:
    """Narrow the bounds of each count by those of the others; tell whether anything changed."""
    changed = False
    for key, factor in equation.factors.items():
        low = high = equation.total
        for other, by in equation.factors.items():
            if other != key:
                ends = sorted(by * end for end in bounds[other])
                low, high = low - ends[1], high - ends[0]
        ends = sorted((factor * low, factor * high))
        narrowed = (max(bounds[key][0], ends[0]), min(bounds[key][1], ends[1]))
        if narrowed != bounds[key]:
            bounds[key] = narrowed
            changed = True
    return changed
