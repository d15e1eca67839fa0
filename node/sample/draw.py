"""Draws from a seeded generator: masks, weighted pools, shares.

Everything rests on `Random.random`, whose sequence for a seed Python guarantees over versions; the
other methods of `random.Random` have changed theirs, and a sample must be the same everywhere.
"""

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import TypeVar

T = TypeVar("T")

POOL_SLOTS = 16_384
"""Places of a pool; a name rarer than one in so many may get none."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CONSONANTS = "BCDFGHJKLMNPRSTVWXYZ"
_MIXED = "0123456789BCDFGHJKLNPRSTVWXYZ"
_ALPHABETS = {"#": "0123456789", "@": _LETTERS, "&": _CONSONANTS, "*": _MIXED}
_STREAM_BITS = 64


def stream(seed: int, kind: int, number: int) -> int:
    """Give the seed of one entity or observation, so that each can be drawn alone.

    Args:
        seed: the seed of the whole sample.
        kind: what is drawn, below 2**16.
        number: which of that kind, below 2**48.
    """
    return (seed << _STREAM_BITS) | (kind << 48) | number


def pick(random: Random, items: Sequence[T]) -> T:
    """Pick one item, each as likely."""
    return items[int(random.random() * len(items))]


def digits(random: Random, count: int) -> str:
    """Draw `count` decimal digits."""
    return f"{int(random.random() * 10**count):0{count}d}"


@cache
def _segments(mask: str) -> tuple[tuple[str, str], ...]:
    """Cut a mask into runs: one symbol with its length, or literal text."""
    runs: list[tuple[str, str]] = []
    position = 0
    while position < len(mask):
        if mask[position] == "[":
            end = mask.index("]", position)
            runs.append(("[", _expand(mask[position + 1 : end])))
            position = end + 1
            continue
        symbol = mask[position] if mask[position] in _ALPHABETS else ""
        runs.append((symbol, mask[position]))
        position += 1
    return tuple(_merged(runs))


def _expand(content: str) -> str:
    """Write `1-4` out as `1234`."""
    if len(content) == 3 and content[1] == "-":  # noqa: PLR2004 - a range is three characters
        return "".join(map(str, range(int(content[0]), int(content[2]) + 1)))
    return content


def _merged(runs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join neighbouring runs of one kind: a run of digits is then one draw."""
    merged: list[tuple[str, str]] = []
    for symbol, text in runs:
        if merged and symbol != "[" and merged[-1][0] == symbol:
            merged[-1] = (symbol, merged[-1][1] + text)
        else:
            merged.append((symbol, text))
    return merged


def fill(random: Random, mask: str) -> str:
    """Fill a mask: `#` digit, `@` letter, `&` consonant, `*` digit or consonant, `[1-4]` one of."""
    filled = []
    for symbol, text in _segments(mask):
        if not symbol:
            filled.append(text)
        elif symbol == "#":
            filled.append(digits(random, len(text)))
        elif symbol == "[":
            filled.append(pick(random, text))
        else:
            filled.extend(pick(random, _ALPHABETS[symbol]) for _ in text)
    return "".join(filled)


def zipf_exponent(count: int, top: float) -> float:
    """Find the s for which shares `top * rank**-s` of `count` ranks add up to one.

    Given names and surnames follow Zipf's law with an exponent that differs by country; the share
    of the commonest one is what statistics offices publish, so s follows from it.
    """
    if count * top <= 1:
        return 0.0
    low, high = 0.0, 4.0
    for _ in range(40):
        middle = (low + high) / 2
        too_heavy = sum(top * rank**-middle for rank in range(1, count + 1)) > 1
        low, high = (middle, high) if too_heavy else (low, middle)
    return low


def weigh(head: int, tail: int, *, top: float, tail_share: float) -> list[float]:
    """Give shares to `head` names of known order and `tail` names that only exist."""
    share = tail_share if tail else 0.0
    exponent = zipf_exponent(head, top / (1 - share))
    shares = [rank**-exponent for rank in range(1, head + 1)]
    scale = (1 - share) / sum(shares)
    return [value * scale for value in shares] + [share / tail for _ in range(tail)]


def slots(shares: Sequence[float]) -> list[int]:
    """Lay shares out over `POOL_SLOTS` places, so that a weighted draw is one index."""
    places: list[int] = []
    total = 0.0
    for index, share in enumerate(shares):
        total += share
        places.extend([index] * (round(total * POOL_SLOTS) - len(places)))
    places.extend([len(shares) - 1] * (POOL_SLOTS - len(places)))
    return places
