"""Estimate how many records of an index agree with a subject as well as a candidate by chance.

    expected = N * product over the subject's name parts that agree of f(part) / N
                 * product over the other attributes that speak for the candidate of U(level)

N is the number of records. f(part) is the number of records that hold any word which agrees with
the part at least as well as the candidate's does, at most N: document frequencies of this very
index. U(level) is the probability that a record of somebody else with a similar name agrees that
well or better: the model's u, added up from the level upwards.
Of several names of subject and candidate, the two with the smallest product count.

It is an estimate. Parts of a name, and attributes, are taken as independent, which they are not
among people of one village or one family; and it does not say how likely the match is, but how
much room there is for another one. Below 0.01 a coincidence would surprise; from 1 on, expect one.
"""

import math
from collections import defaultdict
from collections.abc import Iterator

from matching.comparator import NULL_GAMMA, Comparator, Scored
from matching.index.find import Found
from matching.index.resolve import AskedPart, Resolved
from matching.model import Model

_OF_NAMES = frozenset({"name", "gap"})


def coincident_names(found: Found, *, size: int, number: int) -> float:
    """Return how many records agree with the subject's names as well as one candidate does.

    Args:
        found: the candidates of the subject.
        size: number of records of the index.
        number: record number of the candidate.
    """
    return size * min(map(math.prod, _shares(found, size, number=number)), default=1.0)


def _shares(found: Found, size: int, *, number: int) -> Iterator[list[float]]:
    """Yield, for each pair of names, the share of records that agree with each part as well."""
    names = _names_with(found, number)
    pairs: dict[tuple[int, int], list[float]] = defaultdict(list)
    for part in found.resolved.parts:
        best: dict[int, float] = {}
        for word, agreement in part.words.items():
            for alias in names.get(word, ()):
                best[alias] = max(best.get(alias, 0.0), agreement)
        for alias, agreement in best.items():
            share = _records(found.resolved, part, at_least=agreement) / size
            pairs[part.alias, alias].append(min(1.0, share))
    yield from pairs.values()


def _names_with(found: Found, number: int) -> dict[int, set[int]]:
    """Return the names of a candidate in which each word occurs."""
    is_its = found.numbers[found.candidate] == number
    names: dict[int, set[int]] = defaultdict(set)
    words, aliases = found.opened.word[is_its], found.opened.rows["alias"][is_its]
    for word, alias in zip(words.tolist(), aliases.tolist(), strict=True):
        names[word].add(alias)
    return names


def _records(resolved: Resolved, part: AskedPart, *, at_least: float) -> int:
    return sum(
        resolved.words[word].df for word, agreement in part.words.items() if agreement >= at_least
    )


def coincident_attributes(model: Model, scored: Scored, *, row: int) -> float:
    """Return how probable it is that somebody else of a similar name agrees as well in the rest.

    Args:
        model: whose levels were scored.
        scored: the scores of all candidates of the subject.
        row: row of the candidate.
    """
    return math.prod(
        _tail(comparator, int(scored.gammas[comparator.column][row]))
        for comparator in model.comparators
        if comparator.column not in _OF_NAMES
    )


def _tail(comparator: Comparator, gamma: int) -> float:
    """Add u up from a level upwards; what speaks against, or was not compared, narrows nothing."""
    if gamma == NULL_GAMMA or comparator.level(gamma).weight <= 0:
        return 1.0
    return min(1.0, sum(each.chance for each in comparator.levels if each.gamma >= gamma))
