"""What the words of a person's name are to it, and how its syllables may be joined.

Which words of a name matter differs between countries, and registers leave out what matters least:
the father's name in Slavic countries, articles and prepositions everywhere, all but the first
letter of a second given name. Such words weigh less, so that a name with them and the same name
without them are near.
"""

import re
from collections.abc import Iterator, Sequence

from matching.subject import PartKind

PARTICLES = frozenset({
    "al", "el", "ul", "ad", "as", "ash", "at", "ar", "an", "az", "bin", "bint", "ibn", "ben",
    "ould", "wuld", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "des", "la", "le",
    "las", "los", "lo", "van", "von", "der", "den", "ter", "ten", "zu", "zum", "y", "e", "i",
    "af", "av",
})  # fmt: skip
"""Articles, prepositions and *son of*, which are written, joined to the next word, or left out."""
_PATRONYMIC = re.compile(
    r".{2,}(?:ov|ev|yov|av|iev|yev)(?:ich|ych|ic|itch|na)|.{2,}(?:ivna|yvna|ychna|ichna|inichna)"
)
"""*Ivanovich*, *Ivanovych*, *Ivanovna*, *Ivanivna*: Russian, Ukrainian, Belarusian, in the usual
systems of romanisation."""
_SON_OF = frozenset({
    "oglu", "oglou", "ogly", "oghlu", "uly", "uulu", "ugli", "qizi", "kyzy", "kizi", "gizi",
})  # fmt: skip
"""*Son of* and *daughter of* in Turkic names; the father's name stands before."""
_SYLLABLE = re.compile(
    r"(?:[bcdfghjklmnpqrstvwxyz]{0,2}|zh|ch|sh|ts|tch|kh|ph|th|ng|ngh)[aeiouy]{1,4}"
    r"(?:n|ng|m|k|l|p|t|c|ch|nh|r|h|b)?"
)
"""One syllable of Chinese, Korean or Vietnamese in Latin letters."""
_SYLLABLES = 3
_LEAST_BARE = 2
"""Words of a name that must be left beside its particles."""
_LEAST_WITH_FATHER = 3
"""Words of a name in which one may be the father's: in shorter ones *Abramovich* is the family."""


def part_kinds(words: Sequence[str]) -> Iterator[PartKind]:
    """Yield the kind of each Latin word of a name that is no number and no initial."""
    father = _father(words)
    bare = sum(word not in PARTICLES for word in words)
    for at, word in enumerate(words):
        # *Le Van Do* is a name, not three prepositions.
        if word in PARTICLES and bare >= _LEAST_BARE:
            yield PartKind.PARTICLE
        elif at == father or word in _SON_OF:
            yield PartKind.PATRONYMIC
        else:
            yield PartKind.WORD


def _father(words: Sequence[str]) -> int:
    """Return the place of the father's name, -1 where there is none.

    It follows the given name, so it is not first; of several words of its form it is the one that
    comes next: *Roman Arkadyevich Abramovich*, *Abramovich Roman Arkadyevich*.
    """
    if len(words) < _LEAST_WITH_FATHER:
        return -1
    for at in range(1, len(words)):
        is_before_son_of = at + 1 < len(words) and words[at + 1] in _SON_OF
        if is_before_son_of or _PATRONYMIC.fullmatch(words[at]):
            return at
    return -1


def joined(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of neighbours that may as well be written as one word.

    Chinese, Korean and Vietnamese given names of two syllables are written apart or together:
    *Wang Xiao Ming*, *Wang Xiaoming*. Which of three syllables are the given name is not said.
    """
    if len(words) == _SYLLABLES and all(map(_SYLLABLE.fullmatch, words)):
        yield 1, 2
        yield 0, 1
