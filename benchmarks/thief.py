"""What a thief computes from an index in which equal tokens have equal pseudonyms.

To him each record is a bag of opaque numbers: no kinds, no order, no key. He also has a list of his
own in clear text. How many tokens two records share is the same in clear text and in pseudonyms.

- *Co-occurrence.* With the whole list, the counts of one record with all others are its profile.
- *Refinement.* With a part of it, each known record starts with the stolen records of its size as
  candidates, and loses those for which some known neighbour has no candidate that shares as many.
- *Frequency.* With another list of the same population, the commonest tokens are ranked.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Bags = Sequence[frozenset[int]]
"""The tokens of each record."""
Guess = Mapping[int, int]
"""Places of known records to places of stolen ones."""

_NEIGHBOURS = 12
_ROUNDS = 12


def shared_tokens(bags: Bags) -> NDArray[np.int16]:
    """Count how many tokens each two records share; the diagonal has their sizes."""
    holders = defaultdict(list)
    for place, bag in enumerate(bags):
        for token in bag:
            holders[token].append(place)
    shared = np.zeros((len(bags), len(bags)), dtype=np.int16)
    for places in holders.values():
        shared[np.ix_(places, places)] += 1
    return shared


def refine(known: Bags, stolen: Bags) -> Guess:
    """Recognise records of which the thief has the exact content."""
    ours, theirs = shared_tokens(known), shared_tokens(stolen)
    sizes = np.diag(theirs)
    candidates = [np.flatnonzero(sizes == ours[place, place]) for place in range(len(known))]
    neighbours = [_neighbours(ours, place) for place in range(len(known))]
    for _ in range(_ROUNDS):
        before = sum(map(len, candidates))
        for place, near in enumerate(neighbours):
            candidates[place] = _consistent(
                place, near, ours=ours, theirs=theirs, candidates=candidates
            )
        if sum(map(len, candidates)) == before:
            break
    return {place: int(left[0]) for place, left in enumerate(candidates) if len(left) == 1}


def _neighbours(shared: NDArray[np.int16], place: int) -> NDArray[np.int64]:
    order: NDArray[np.int64] = np.argsort(shared[place])[::-1]
    return order[np.flatnonzero(order != place)[:_NEIGHBOURS]]


def _consistent(
    place: int,
    near: NDArray[np.int64],
    *,
    ours: NDArray[np.int16],
    theirs: NDArray[np.int16],
    candidates: Sequence[NDArray[np.int64]],
) -> NDArray[np.int64]:
    """Return the candidates that share with some candidate of each neighbour as many tokens."""
    left = candidates[place]
    for other in near.tolist():
        if len(left) < 2:  # noqa: PLR2004 - nothing left to choose
            break
        agree = theirs[np.ix_(left, candidates[other])] == ours[place, other]
        left = left[agree.any(axis=1)]
    return left


def co_occur(known: Bags, stolen: Bags) -> Guess:
    """Recognise records by how many tokens they share with each of the others, as one profile.

    This needs the whole list: a profile over a part of it is another one.
    """
    ours, theirs = (_profiles(bags) for bags in (known, stolen))
    return {ours[each]: theirs[each] for each in ours.keys() & theirs.keys()}


def _profiles(bags: Bags) -> dict[bytes, int]:
    """Return the profiles that one record alone has."""
    rows = np.sort(shared_tokens(bags), axis=1)
    profiles = [row.tobytes() for row in rows]
    often = Counter(profiles)
    return {each: place for place, each in enumerate(profiles) if often[each] == 1}


def commonest(bags: Bags, count: int) -> list[int]:
    """Return the commonest tokens, commonest first: what name frequencies of a population tell."""
    held = Counter(token for bag in bags for token in bag)
    return [token for token, _ in held.most_common(count)]
