"""Writing systems: one composed form of a text, and one alphabet within a word."""

import re
import unicodedata
from functools import lru_cache

from matching.normalise.tables import text_scripts

_CYRILLIC, _GREEK = "АВЕЅІЈКМНОРСТУХаеіјорсѕух", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορ"
_LIKE_CYRILLIC, _LIKE_GREEK = "ABESIJKMHOPCTYXaeijopcsyx", "ABEZHIKMNOPTYXaivop"
"""Letters that look alike in most typefaces, after Unicode Technical Standard 39,
https://www.unicode.org/Public/security/latest/confusables.txt."""
_TO_LATIN = str.maketrans(_CYRILLIC + _GREEK, _LIKE_CYRILLIC + _LIKE_GREEK)
_TO_NATIVE = {
    "Cyrillic": str.maketrans(_LIKE_CYRILLIC, _CYRILLIC),
    "Greek": str.maketrans(_LIKE_GREEK, _GREEK),
}
_WORD = re.compile(r"\w+")
CACHED_WORDS = 1 << 15
"""Names repeat: a few ten thousand words make nearly all occurrences in a register of any size,
and their tokens fill some 60 MB."""


def compose(text: str) -> str:
    """Give text the one form (NFKC) in which equal writings have equal characters.

    Full-width letters, ligatures and precomposed letters become what they stand for.
    """
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def unmix(text: str) -> str:
    """Write every word of a composed text in one alphabet, where look-alikes allow it.

    Official lists hold words such as a Latin name with a Cyrillic *a*, which a reader cannot tell
    from the Latin word and a computer never finds.
    """
    return text if text.isascii() else _WORD.sub(_unmix_match, text)


def look_latin(text: str) -> str:
    """Write a composed text in Latin letters if all its letters look like such.

    Plates and document series are chosen so that they can be read in either alphabet.
    """
    candidate = text if text.isascii() else text.translate(_TO_LATIN)
    return candidate if candidate.isascii() else text


def _unmix_match(match: re.Match[str]) -> str:
    return _unmix_word(match.group())


@lru_cache(CACHED_WORDS)
def _unmix_word(word: str) -> str:
    scripts = text_scripts(word)
    native = scripts - {"Latin"}
    if "Latin" not in scripts or len(native) != 1 or not native <= _TO_NATIVE.keys():
        return word
    (alphabet,) = native
    # The alphabet of most letters goes first: many words could be read in either.
    tables = [(_TO_LATIN, "Latin"), (_TO_NATIVE[alphabet], alphabet)]
    for table, wanted in tables if _is_mostly_latin(word) else reversed(tables):
        candidate = word.translate(table)
        if text_scripts(candidate) == {wanted}:
            return candidate
    return word


def _is_mostly_latin(word: str) -> bool:
    return 2 * sum(map(str.isascii, word)) > len(word)


@lru_cache(CACHED_WORDS)
def only_script(word: str) -> str:
    """Name the script of a word, such as `Han`; an empty string if it has none or several."""
    if word.isascii():
        return "Latin"
    scripts = text_scripts(word)
    return next(iter(scripts)) if len(scripts) == 1 else ""
