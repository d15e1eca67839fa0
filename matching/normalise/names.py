"""Names to words: honorifics and prefixes off, legal forms rewritten, one alphabet, one spelling.

The rules are those of rigour's `analyze_names`; what is added is named in each function.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from matching.normalise.persons import joined, part_kinds
from matching.normalise.romanise import latin, spell_marked
from matching.normalise.scripts import CACHED_WORDS, compose, only_script, unmix
from matching.normalise.symbols import is_generic
from matching.normalise.tables import NamePart, NamePartTag, NameTypeTag, analyze_names
from matching.subject import EntityType, PartKind

_IN = re.compile(r"\bin\s+(?=\w)", re.IGNORECASE)
_PAUSE = re.compile(r"[.,]+(?=\s|$)")
_SHIP_PREFIX = re.compile(r"^\W*[A-Z]\W?/\W?[A-Z]\b\W*", re.IGNORECASE)
_LETTER_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_ROMAN = re.compile(r"(?=.)(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_ARTICLE = "ال"
_MIN_AFTER_ARTICLE = 3
_SHORT_NAMES = {"Han": (2, 3, 4), "Hangul": (3,)}
"""Letters of a person's full name written without a space, by script."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name."""

    latin: str = field(repr=False)
    """Lower-case ASCII letters and digits; all tokens of the word follow from it and its kind."""
    kind: PartKind


def words(entity_type: EntityType, text: str) -> tuple[Word, ...]:
    """Split a name of a person, vessel or company into its words, in the order written."""
    prepared = _PREPARE[entity_type](spell_marked(unmix(compose(text))))
    names = analyze_names(
        _TYPE_TAGS[entity_type],
        [prepared],
        consolidate=False,
        # rigour tells legal forms by their symbols; elsewhere these would only cost time.
        symbols=entity_type is EntityType.COMPANY,
        phonetics=False,
    )
    found = [word for name in names for part in name.parts for word in _words(entity_type, part)]
    if entity_type is EntityType.VESSEL:
        return tuple(_number_ships(found))
    return tuple(_person_kinds(found) if entity_type is EntityType.PERSON else found)


def readings(entity_type: EntityType, text: str) -> Iterator[tuple[Word, ...]]:
    """Yield the words of a name, then those of the other ways in which it may be divided."""
    found = words(entity_type, text)
    yield found
    if entity_type is EntityType.PERSON:
        for first, second in joined([word.latin for word in found]):
            one = Word(found[first].latin + found[second].latin, PartKind.WORD)
            yield (*found[:first], one, *found[second + 1 :])


def _prepare_person(text: str) -> str:
    return text


def _prepare_company(text: str) -> str:
    # rigour takes the English word for the legal form "Inc.", and reads "Co. Ltd" as two words
    # where "Co., Ltd" is one form.
    return _PAUSE.sub("", _IN.sub("", text))


def _prepare_vessel(text: str) -> str:
    # rigour knows M/V and M/T; fishing, supply and research vessels have prefixes of the same kind.
    return _LETTER_DIGIT.sub(" ", _SHIP_PREFIX.sub("", text))


_TYPE_TAGS = {
    EntityType.PERSON: NameTypeTag.PER,
    EntityType.COMPANY: NameTypeTag.ORG,
    EntityType.VESSEL: NameTypeTag.OBJ,
}
_PREPARE = {
    EntityType.PERSON: _prepare_person,
    EntityType.COMPANY: _prepare_company,
    EntityType.VESSEL: _prepare_vessel,
}


def _words(entity_type: EntityType, part: NamePart) -> tuple[Word, ...]:
    if part.tag is NamePartTag.NUM and part.integer is not None:
        return (Word(str(part.integer), PartKind.NUMBER),)
    return _spelled(entity_type, part.form, is_legal=part.tag is NamePartTag.LEGAL)


@lru_cache(CACHED_WORDS)
def _spelled(entity_type: EntityType, form: str, *, is_legal: bool) -> tuple[Word, ...]:
    return tuple(
        Word(spelled, _kind(entity_type, spelled, is_legal=is_legal))
        for spelled in map(latin, _pieces(entity_type, form))
    )


def _kind(entity_type: EntityType, spelled: str, *, is_legal: bool) -> PartKind:
    if is_legal:
        return PartKind.LEGAL_FORM
    if spelled.isdigit():
        return PartKind.NUMBER
    if len(spelled) == 1 and entity_type is EntityType.PERSON:
        return PartKind.INITIAL
    return PartKind.GENERIC if is_generic(entity_type, spelled) else PartKind.WORD


def _pieces(entity_type: EntityType, written: str) -> tuple[str, ...]:
    """Cut what other scripts write as several words.

    The Arabic article stands apart in Latin spelling (*al-Zawahiri*). A Chinese, Japanese or
    Korean person's name is written without a space, family name first: one letter of two or three,
    two of four.
    """
    if written.isascii():
        return (written,)
    script = only_script(written)
    if script == "Arabic" and written.startswith(_ARTICLE):
        rest = written.removeprefix(_ARTICLE)
        return (_ARTICLE, rest) if len(rest) >= _MIN_AFTER_ARTICLE else (written,)
    if entity_type is EntityType.PERSON and len(written) in _SHORT_NAMES.get(script, ()):
        family = len(written) // 2 if len(written) % 2 == 0 else 1
        return written[:family], written[family:]
    return (written,)


def _person_kinds(found: Sequence[Word]) -> Iterator[Word]:
    kinds = part_kinds([word.latin for word in found])
    for word, kind in zip(found, kinds, strict=True):
        is_settled = word.kind is not PartKind.WORD or kind is PartKind.WORD
        yield word if is_settled else Word(word.latin, kind)


def _number_ships(found: list[Word]) -> list[Word]:
    """Write Roman numerals after the first word of a vessel's name as digits."""
    return found[:1] + [_from_roman(word) for word in found[1:]]


def _from_roman(word: Word) -> Word:
    match = _ROMAN.fullmatch(word.latin)
    if match is None:
        return word
    tens, ones = match.groups()
    number = 10 * len(tens) + _ROMAN_VALUES.get(ones, 0)
    return Word(str(number), PartKind.NUMBER)
