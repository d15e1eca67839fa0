"""Draws from a seeded generator: masks, weighted pools, shares.

Everything rests on `Random.random`, whose sequence for a seed Python guarantees over versions; the
other methods of `random.Random` have changed theirs, and a sample must be the same everywhere.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from random import Random
from typing import TypeVar

T = TypeVar("T")

POOL_SLOTS = 16_384
"""Places of a pool; a name rarer than one in so many may get none."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CONSONANTS = "BCDFGHJKLMNPRSTVWXYZ"
_MIXED = "0123456789BCDFGHJKLNPRSTVWXYZ"
_DIGITS = "0123456789"
_MASK = re.compile(r"\[[^]]+\]|#+|@{1,3}|&{1,3}|\*{1,3}|.")
_ALPHABETS = {"#": _DIGITS, "@": _LETTERS, "&": _CONSONANTS, "*": _MIXED}
_STREAM_BITS = 64


def stream(seed: int, kind: int, *, number: int) -> int:
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
    return str(int(random.random() * 10**count)).zfill(count)


def _expand(content: str) -> str:
    """Write `1-4` out as `1234`."""
    if len(content) == 3 and content[1] == "-":  # noqa: PLR2004 - a range is three characters
        return "".join(map(str, range(int(content[0]), int(content[2]) + 1)))
    return content


@cache
def _table(alphabet: str, count: int) -> tuple[str, ...]:
    """List every text of `count` symbols of an alphabet."""
    return tuple(map("".join, product(alphabet, repeat=count)))


def _runs(mask: str) -> Iterator[tuple[str, int]]:
    """Cut a mask into alphabets, or literal characters with a count of zero."""
    for found in _MASK.finditer(mask):
        run = found[0]
        if run[0] == "[":
            yield _expand(run[1:-1]), 1
        elif run[0] in _ALPHABETS:
            yield _ALPHABETS[run[0]], len(run)
        else:
            yield run.replace("%", "%%"), 0


@cache
def _compiled(mask: str) -> tuple[str, tuple[tuple[int, tuple[str, ...]], ...]]:
    """Turn a mask into a format and, for each draw, its outcomes: a count or a table."""
    pattern, draws = "", list[tuple[int, tuple[str, ...]]]()
    for alphabet, count in _runs(mask):
        if not count:
            pattern += alphabet
        elif alphabet == _DIGITS:
            pattern += f"%0{count}d"
            draws.append((10**count, ()))
        else:
            table = _table(alphabet, count)
            pattern += "%s"
            draws.append((len(table), table))
    return pattern, tuple(draws)


def fill(random: Random, mask: str) -> str:
    """Fill a mask: `#` digit, `@` letter, `&` consonant, `*` digit or consonant, `[1-4]` one of."""
    chance = random.random
    pattern, draws = _compiled(mask)
    drawn = [
        table[int(chance() * size)] if table else int(chance() * size) for size, table in draws
    ]
    return pattern % tuple(drawn)


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
