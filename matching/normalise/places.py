"""Addresses and birth places to sets of words, with street words in one form, without countries.

Street words, numerals and place names are brought to one form by rigour's address tables.
"""

from collections.abc import Iterable, Iterator

from matching.normalise.romanise import latin
from matching.normalise.scripts import compose, unmix
from matching.normalise.tables import address_fingerprint

_CODE_LETTERS = 2
_POSTCODE_LETTERS = 4


def place_words(texts: Iterable[str]) -> tuple[str, ...]:
    """List the distinct words of addresses or places, in order of first occurrence.

    Words of one or two letters are left out: country codes (the country has its own attribute),
    short forms of street words, and articles. Numbers stay.
    """
    return tuple(dict.fromkeys(word for text in texts for word in _words(text)))


def postcodes(words: Iterable[str]) -> Iterator[str]:
    """Choose the words of an address that divide a country finely: postcodes, as a rule.

    They have a digit and at least four letters or digits. Where a postcode is written in two words,
    as in London, the longer suffices; a house number of four digits is as good.
    """
    for word in words:
        if len(word) >= _POSTCODE_LETTERS and any(map(str.isdecimal, word)):
            yield word


def _words(text: str) -> Iterator[str]:
    fingerprint = address_fingerprint(unmix(compose(text))) or ""
    for written in fingerprint.split():
        # Territories inside a country keep their code, as in de-be, whatever the language.
        word = written if written.isascii() else latin(written)
        if len(word) > _CODE_LETTERS or word.isdigit():
            yield word
