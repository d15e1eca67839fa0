"""Spelling of a word in ASCII: one spelling for each word, on every machine.

rigour spells Hangul and the alphabets that write their vowels, anyascii all other scripts, letter
by letter; both carry their tables with them. What a letter cannot know of its neighbours is mended
here: where Arabic and Hebrew letters stand for a vowel, where Indian scripts leave an *a* out, how
Japanese joins syllables. What two systems of romanisation spell differently is met again by sound.
"""

import re
from functools import lru_cache
from itertools import product

from anyascii import anyascii

from matching.normalise.scripts import CACHED_WORDS
from matching.normalise.tables import maybe_ascii


def _indian(first: int, last: int) -> str:
    """List letters by their places, which are the same from Devanagari to Malayalam."""
    blocks = range(0x900, 0xD80, 0x80)
    return "".join(chr(sum(place)) for place in product(blocks, range(first, last + 1)))


_NOT_PLAIN = re.compile(r"[^0-9a-z]+")
_VOWELS = "اأإآٱىةع"
_CONSONANTS, _DOTS, _KILLERS = _indian(0x15, 0x39), _indian(0x3C, 0x3C), _indian(0x4D, 0x4D)
_SIGNS = _indian(0x3C, 0x4D)
_LETTERS = str.maketrans(
    # Alef and ain bear a vowel (*Ali*, *Abraham*), and romanisations write that vowel alone.
    dict.fromkeys("اأإآٱىةعאע", "a")
    | {"ظ": "z", "ئ": "y", "ؤ": "w", "ء": "", "ו": "w"}
    | dict.fromkeys(_indian(0x02, 0x02), "n")
    | dict.fromkeys(_indian(0x36, 0x37), "sh")
    # Marks for a doubled consonant, and for a syllable that gives its vowel up: see `_AFTER`.
    | dict.fromkeys("っッ", "<")
    | dict(zip("ゃゅょャュョ", (">ya", ">yu", ">yo") * 2, strict=True))
)
"""Letters that are not spelled as anyascii does."""
_BEFORE = (
    # Waw and ya are a vowel after a consonant unless another vowel follows (*Yusuf*, *Walid*). Of
    # 2,000 names in Wikidata 7.8 instead of 2.2 % are then spelled in Arabic as in Latin letters,
    # and 23 instead of 11 % are one edit apart.
    (re.compile(rf"^أو|(?<=[^\W{_VOWELS}و])و(?![{_VOWELS}])"), "u"),
    (re.compile(rf"^إ[يی]|(?<=[^\W{_VOWELS}يی])[يی](?![{_VOWELS}])"), "i"),
    # Three Hebrew letters are stops at the head of a word; anyascii writes v, kh and f everywhere.
    (re.compile("^ב"), "b"),
    (re.compile("^כ"), "k"),
    (re.compile("^פ"), "p"),
    # An *a* follows an Indian consonant without a sign; the last keeps it only after another
    # consonant (*Narendra*, but *Ram*).
    (re.compile(rf"([{_CONSONANTS}][{_DOTS}]?)(?=[^{_SIGNS}])"), r"\1a"),
    (re.compile(rf"(?<=[{_KILLERS}])([{_CONSONANTS}])$"), r"\1a"),
)
_AFTER = (
    (re.compile("(sh|ch|j)i>y"), r"\1"),
    (re.compile("i>y"), "y"),
    (re.compile("<(.)"), r"\1\1"),
)
"""Japanese syllables joined: *shi* and a small *yu* are *shu*, and a small *tsu* doubles."""
_MARKED = re.compile("[\u0900-\u0eff\u1000-\u109f\u1780-\u17ff]+")
"""Words of India and its neighbours to the east, whose vowels are marks."""


def spell_marked(text: str) -> str:
    """Spell the words of a text whose vowels are marks, which rigour takes for accents."""
    return text if text.isascii() else _MARKED.sub(_spell_match, text)


def _spell_match(match: re.Match[str]) -> str:
    return latin(match.group())


@lru_cache(CACHED_WORDS)
def latin(word: str) -> str:
    """Spell a word in lower-case ASCII letters and digits.

    A word of which nothing can be transliterated stays as it is, case-folded, so that it still
    meets itself.
    """
    folded = word.casefold()
    spelled = folded if folded.isascii() else _ascii(folded)
    return _NOT_PLAIN.sub("", spelled) or folded


def _ascii(word: str) -> str:
    alphabetic = maybe_ascii(word)
    return (alphabetic if alphabetic.isascii() else _by_letter(word)).casefold()


def _by_letter(word: str) -> str:
    for pattern, spelling in _BEFORE:
        word = pattern.sub(spelling, word)
    word = anyascii(word.translate(_LETTERS))
    for pattern, spelling in _AFTER:
        word = pattern.sub(spelling, word)
    return word
