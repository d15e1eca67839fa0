"""Spellings by which words meet that are not equal: one letter apart, or of one sound."""

import re

from metaphone import doublemetaphone

from matching.normalise.scripts import is_abjad

MIN_EDIT_LETTERS = 5
"""Below this length too many different words are one edit apart."""
MIN_SOUND_LETTERS = 4
MIN_CODE_LETTERS = 2
"""A code of one letter is shared by thousands of words."""

_CONSONANT = re.compile(r"([ckstdgz]h|[b-df-hj-np-tv-z])(?![aeiou])")


def deletions(word: str) -> tuple[str, ...]:
    """List the word itself and all it becomes by losing one letter.

    Two words whose lists meet are within one edit (insertion, deletion or substitution; a
    transposition too). Words under five letters and words with digits have no list: an edit there
    makes another word, and another number.
    """
    if len(word) < MIN_EDIT_LETTERS or not word.isalpha():
        return ()
    return one_deletions(word)


def one_deletions(text: str) -> tuple[str, ...]:
    """List a text itself, then each distinct text it becomes by losing one character."""
    shorter = (text[:i] + text[i + 1 :] for i in range(len(text)))
    return tuple(dict.fromkeys((text, *shorter)))


def sounds(word: str, written: str) -> tuple[str, ...]:
    """Code how a word sounds, by double metaphone.

    Args:
        word: the word in ASCII.
        written: the word as it was written. Arabic and Hebrew leave vowels out, and metaphone
            takes consonants in a row for clusters, so such words are also coded with a vowel after
            each consonant; which vowel does not matter to it.
    """
    heard = word.replace("dzh", "j").replace("tsh", "ch")
    codes = _codes(heard)
    if is_abjad(written):
        codes += _codes(_CONSONANT.sub(r"\1a", heard))
    return tuple(dict.fromkeys(codes))


def _codes(word: str) -> tuple[str, ...]:
    if len(word) < MIN_SOUND_LETTERS or not (word.isascii() and word.isalpha()):
        return ()
    return tuple(code for code in doublemetaphone(word) if len(code) >= MIN_CODE_LETTERS)
