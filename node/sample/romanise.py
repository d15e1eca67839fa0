"""Latin spellings of names written in Cyrillic, Greek and Han, one for each habit of spelling.

Two agencies spell one person differently because each follows another system, so every name has
four spellings, in the order of `System`.  Arabic script writes no short vowels and cannot be
spelled by rule: its spellings stand in the country files.

Sources: ICAO Doc 9303 part 3 section 6 (passports), BGN/PCGN and press usage (English), Cabinet of
Ministers of Ukraine resolution 55 of 2010, ELOT 743 (Greek), Hanyu Pinyin and Wade-Giles (Han).
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import IntEnum


class System(IntEnum):
    """Whose habit a Latin spelling follows; the value is its place in a tuple of spellings."""

    PASSPORT = 0
    ENGLISH = 1
    ROMANCE = 2
    DUTCH = 3


Spellings = tuple[str, str, str, str]
"""One spelling for each `System`."""

_RU_BASE = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "ie",
            "y",
            "",
            "e",
        ],
        strict=True,
    )
)
_RU: tuple[dict[str, str], ...] = (
    _RU_BASE | {"ё": "e", "ю": "iu", "я": "ia"},
    _RU_BASE
    | {
        "ъ": "",
        "ё": "yo",
        "ю": "yu",
        "я": "ya",
        "й": "y",
        "кс": "x",
        "^е": "ye",
        "ий$": "y",
        "ый$": "y",
        "ье": "ye",
    },
    _RU_BASE
    | {
        "ъ": "",
        "ё": "io",
        "ю": "yu",
        "я": "ia",
        "х": "j",
        "ий$": "i",
        "ый$": "i",
        "ге": "gue",
        "ги": "gui",
        "щ": "sch",
    },
    _RU_BASE
    | {
        "ъ": "",
        "ё": "jo",
        "ю": "joe",
        "я": "ja",
        "й": "j",
        "у": "oe",
        "ж": "zj",
        "х": "ch",
        "ч": "tsj",
        "ш": "sj",
        "щ": "sjtsj",
        "^е": "je",
        "ий$": "i",
    },
)
_UK_BASE = _RU_BASE | {
    "г": "h",
    "ґ": "g",
    "и": "y",
    "і": "i",
    "є": "ie",
    "ї": "i",
    "ю": "iu",
    "я": "ia",
    "^є": "ye",
    "^ї": "yi",
    "^й": "y",
    "^ю": "yu",
    "^я": "ya",
    "зг": "zgh",
    "’": "",
    "ʼ": "",
    "'": "",
}
_UK: tuple[dict[str, str], ...] = (
    _UK_BASE,
    _UK_BASE
    | {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya", "ий$": "y", "ій$": "iy", "кс": "x"},
    _UK_BASE | {"г": "g", "и": "i", "є": "e", "ий$": "i", "ій$": "i", "^є": "e"},
    _UK_BASE | {"ш": "sj", "ч": "tsj", "у": "oe", "х": "ch", "я": "ja", "ю": "joe", "й": "j"},
)
_GAJ = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "đ",
            "e",
            "ž",
            "z",
            "i",
            "j",
            "k",
            "l",
            "lj",
            "m",
            "n",
            "nj",
            "o",
            "p",
            "r",
            "s",
            "t",
            "ć",
            "u",
            "f",
            "h",
            "c",
            "č",
            "dž",
            "š",
        ],
        strict=True,
    )
)
_SR: tuple[dict[str, str], ...] = (
    _GAJ,
    _GAJ | {"ђ": "dj", "ж": "z", "ћ": "c", "ч": "c", "џ": "dz", "ш": "s"},
    _GAJ | {"ђ": "dj"},
    _GAJ | {"ж": "zj", "ш": "sj"},
)
_EL_BASE = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "s",
            "t",
            "y",
            "f",
            "ch",
            "ps",
            "o",
        ],
        strict=True,
    )
) | {
    "ου": "ou",
    "αυ": "av",
    "ευ": "ev",
    "γγ": "ng",
    "γχ": "nch",
    "^μπ": "b",
    "αυθ": "afth",
    "ευθ": "efth",
    "ευσ": "efs",
    "ευτ": "eft",
    "ευκ": "efk",
}
_EL: tuple[dict[str, str], ...] = (
    _EL_BASE,
    _EL_BASE | {"χ": "h", "^φ": "ph", "ιδης$": "ides", "γκ": "g"},
    _EL_BASE | {"χ": "j", "η": "i", "υ": "i", "φ": "f"},
    _EL_BASE | {"ου": "oe"},
)
_TABLES: Mapping[str, tuple[dict[str, str], ...]] = {"ru": _RU, "uk": _UK, "sr": _SR, "el": _EL}

_USUAL: Mapping[str, Mapping[System, str]] = {
    "Александр": {System.ENGLISH: "Alexander", System.ROMANCE: "Alexandr"},
    "Юлия": {System.ENGLISH: "Julia", System.ROMANCE: "Julia"},
    "Виктор": {System.ENGLISH: "Victor", System.ROMANCE: "Victor"},
    "Виктория": {System.ENGLISH: "Victoria", System.ROMANCE: "Victoria"},
    "Пётр": {System.ENGLISH: "Peter"},
    "Софья": {System.ENGLISH: "Sofia"},
    "Олександр": {System.ENGLISH: "Oleksandr", System.ROMANCE: "Aleksandr"},
    "Сергій": {System.ENGLISH: "Serhiy", System.ROMANCE: "Sergei"},
    "Володимир": {System.ROMANCE: "Vladimir"},
    "Микола": {System.ROMANCE: "Nikolai"},
    "Дмитро": {System.ROMANCE: "Dmitri"},
    "Михайло": {System.ROMANCE: "Mijail"},
    "Євген": {System.ENGLISH: "Yevhen", System.ROMANCE: "Evgueni"},
    "Павло": {System.ROMANCE: "Pavel"},
    "Петро": {System.ROMANCE: "Piotr"},
    "Олексій": {System.ENGLISH: "Oleksiy", System.ROMANCE: "Alexei"},
    "Олена": {System.ROMANCE: "Elena"},
    "Наталія": {System.ENGLISH: "Natalia", System.ROMANCE: "Natalia"},
    "Ганна": {System.ROMANCE: "Anna"},
    "Катерина": {System.ROMANCE: "Ekaterina"},
    "Γεώργιος": {System.ENGLISH: "George", System.ROMANCE: "Giorgos"},
    "Ιωάννης": {System.ENGLISH: "John", System.ROMANCE: "Giannis"},
    "Δημήτριος": {System.ENGLISH: "Dimitris"},
    "Νικόλαος": {System.ENGLISH: "Nicholas", System.ROMANCE: "Nikos"},
    "Κωνσταντίνος": {System.ENGLISH: "Constantine", System.ROMANCE: "Constantino"},
    "Μιχαήλ": {System.ENGLISH: "Michael"},
    "Αλέξανδρος": {System.ENGLISH: "Alexander"},
    "Αικατερίνη": {System.ENGLISH: "Catherine"},
    "Ελένη": {System.ENGLISH: "Helen"},
}
"""Spellings that usage fixed against the rule; for Ukrainians the Russian form of Soviet papers."""

_WADE_INITIALS = (
    ("zh", "ch"), ("ch", "ch'"), ("sh", "sh"), ("j", "ch"), ("q", "ch'"), ("x", "hs"),
    ("z", "ts"), ("c", "ts'"), ("b", "p"), ("p", "p'"), ("d", "t"), ("t", "t'"),
    ("g", "k"), ("k", "k'"), ("r", "j"),
)  # fmt: skip
_WADE_WHOLE: Mapping[str, str] = {
    "he": "ho", "ye": "yeh", "yan": "yen", "xie": "hsieh", "xue": "hsueh", "guo": "kuo",
    "luo": "lo", "yu": "yu", "you": "yu", "yong": "yung", "dong": "tung", "song": "sung",
    "zhong": "chung", "hong": "hung", "long": "lung", "rong": "jung", "jian": "chien",
    "qian": "ch'ien", "tian": "t'ien", "lian": "lien", "jie": "chieh", "bo": "po", "shi": "shih",
    "zhi": "chih", "zi": "tzu", "wen": "wen", "ren": "jen", "de": "te", "ge": "ko",
}  # fmt: skip
_UNFOLDED = str.maketrans(
    {
        "ı": "i",
        "đ": "dj",
        "Đ": "Dj",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "ß": "ss",
        "ə": "a",
        "’": "'",
        "ʼ": "'",
    }
)


def fold(text: str) -> str:
    """Drop every diacritic, as the machine-readable zone of a passport does."""
    decomposed = unicodedata.normalize("NFD", text.translate(_UNFOLDED))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _rule(table: Mapping[str, str]) -> re.Pattern[str]:
    keys = sorted(table, key=lambda key: -len(key.strip("^$")) - 0.5 * (key[0] == "^"))
    parts = [rf"\b{key[1:]}" if key[0] == "^" else key.replace("$", r"\b") for key in keys]
    return re.compile("|".join(f"({part})" for part in parts))


def _compile(table: Mapping[str, str]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    keys = sorted(table, key=lambda key: -len(key.strip("^$")) - 0.5 * (key[0] == "^"))
    return _rule(table), tuple(table[key] for key in keys)


_RULES = {language: tuple(map(_compile, tables)) for language, tables in _TABLES.items()}


def _capitalise(text: str) -> str:
    return re.sub(r"(^|[\s-])(\w)", lambda found: found[1] + found[2].upper(), text)


def _bare(text: str, language: str) -> str:
    """Lower the letters; in Greek take the accents off, which the tables do not know."""
    lowered = text.lower()
    return fold(lowered) if language == "el" else lowered


def _apply(text: str, language: str, *, system: System) -> str:
    pattern, targets = _RULES[language][system]
    spelled = pattern.sub(lambda found: targets[(found.lastindex or 1) - 1], _bare(text, language))
    return _capitalise(spelled)


def spell(text: str, language: str) -> Spellings:
    """Spell one name in each system.

    Args:
        text: the name in its own script.
        language: `ru`, `uk`, `sr` or `el`.
    """
    usual = _USUAL.get(text, {}) if language != "sr" else {}
    passport, english, romance, dutch = (
        usual.get(system) or _apply(text, language, system=system) for system in System
    )
    return passport, english, romance, dutch


def wade_giles(syllable: str) -> str:
    """Respell one pinyin syllable in Wade-Giles, the way of older documents and of Taiwan."""
    if syllable in _WADE_WHOLE:
        return _WADE_WHOLE[syllable]
    for initial, wade in _WADE_INITIALS:
        if syllable.startswith(initial):
            return wade + syllable.removeprefix(initial)
    return syllable


def spell_han(pinyin: str) -> Spellings:
    """Spell a Han name given as lower-case pinyin syllables with hyphens between them."""
    syllables = pinyin.split("-")
    joined = "".join(syllables).capitalize()
    wade = "-".join(map(wade_giles, syllables)).capitalize()
    hyphened = " ".join(syllable.capitalize() for syllable in syllables)
    return joined, wade, hyphened, joined
