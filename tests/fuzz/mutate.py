"""Change bytes at random: what fuzzing falls back to where its guide by coverage cannot be had."""

import random
from collections.abc import Callable, Sequence

_ODD = (
    b"\x00",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\xff" * 8,
    b"\x00" * 16,
    b"\n",
    b"\xe2\x80\x94 ",
    b"{",
)


def mutate(seed: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Return the seed after one to four random changes."""
    changed = bytearray(seed)
    for _ in range(chance.randint(1, 4)):
        chance.choice(_CHANGES)(changed, others, chance)
    return bytes(changed)


def _flip(changed: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    if changed:
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)


def _overwrite(changed: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    at, odd = chance.randrange(len(changed) + 1), chance.choice(_ODD)
    changed[at : at + len(odd)] = odd


def _insert(changed: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(changed) + 1)
    changed[at:at] = chance.choice(_ODD)


def _cut(changed: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    start = chance.randrange(len(changed) + 1)
    del changed[start : start + chance.randint(1, 32)]


def _repeat(changed: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    start = chance.randrange(len(changed) + 1)
    piece = changed[start : start + chance.randint(1, 64)]
    changed[start:start] = piece * chance.randint(1, 4)


def _splice(changed: bytearray, others: Sequence[bytes], chance: random.Random) -> None:
    other = chance.choice(others)
    changed[chance.randrange(len(changed) + 1) :] = other[chance.randrange(len(other) + 1) :]


_CHANGES: tuple[Callable[[bytearray, Sequence[bytes], random.Random], None], ...] = (
    _flip,
    _flip,
    _overwrite,
    _insert,
    _cut,
    _repeat,
    _splice,
)
