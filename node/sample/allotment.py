"""Who holds which entity: every entity of a type has a number, and a number has its holders.

The entities two agencies share are spread over both registers by a permutation that needs no
memory, so a sample of any size is written in one pass.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations
from math import gcd

_ALL_SHARE = 0.25
"""Entities that all agencies hold, as a share of those that two hold."""


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring numbers with the same holders."""

    holders: tuple[int, ...]
    """Places of the agencies in the plan."""
    count: int


def allot(sizes: Sequence[int], overlaps: Sequence[float]) -> tuple[Block, ...]:
    """Divide the entities of one type among agencies, so that each has exactly its number.

    Args:
        sizes: records of each agency, zero where it has no such register.
        overlaps: share of the smaller register that a pair has in common, for each agency.

    Raises:
        ValueError: the overlaps ask for more shared entities than a register holds.
    """
    present = [place for place, size in enumerate(sizes) if size]
    blocks = []
    for pair in combinations(present, 2):
        shared = min(overlaps[place] for place in pair) * min(sizes[place] for place in pair)
        blocks.append(Block(pair, int(shared)))
    if len(present) > 2:  # noqa: PLR2004 - two are a pair, which is above
        blocks.append(Block(tuple(present), int(_ALL_SHARE * min(block.count for block in blocks))))
    for place in present:
        taken = sum(block.count for block in blocks if place in block.holders)
        if taken > sizes[place]:
            raise ValueError("the agencies share more entities than one of them holds")
        blocks.append(Block((place,), sizes[place] - taken))
    return tuple(blocks)


def _step(total: int) -> int:
    """Find a stride without common divisor near the golden section, which scatters best."""
    step = max(1, int(total * 0.6180339887))
    while gcd(step, total) != 1:
        step += 1
    return step


def scattered(blocks: Sequence[Block], start: float = 0.0) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield every entity number once with its holders, in scattered order.

    Args:
        blocks: what `allot` gave.
        start: where to begin, as a share of all numbers from 0 to below 1.
    """
    ends = list(accumulate(block.count for block in blocks))
    total = ends[-1] if ends else 0
    step = _step(total) if total else 0
    first = int(start * total)
    for turn in range(total):
        number = (first + turn * step) % total
        yield number, blocks[bisect_right(ends, number)].holders
