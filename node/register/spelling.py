"""Name the known word that a misspelt one probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST_WORD = 100
"""Comparing is quadratic; no column or option of ours is nearly as long."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean "x"?` for the nearest known word, or nothing where none is near."""
    spellings = {candidate.casefold(): candidate for candidate in known}
    near = get_close_matches(word[:_LONGEST_WORD].casefold(), spellings, n=1)
    return f'; did you mean "{spellings[near[0]]}"?' if near else ""
