"""Divide labelled pairs by what their records are like: script, gender, country, fields present."""

import unicodedata
from collections.abc import Callable, Iterator

from matching.records import Record
from matching.subject import EntityType

Split = Callable[[Record, Record], Iterator[str]]
"""Names of the groups of a pair; a pair may be in several."""

_COMMON_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "ARABIC", "HEBREW", "GREEK", "HANGUL"})
_HAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH"})


def scripts(left: Record, right: Record) -> Iterator[str]:
    """Name the scripts on both sides, as far as they differ: *Latin*, *Cyrillic against Latin*."""
    here, there = _scripts(left), _scripts(right)
    if not here or not there:
        return
    if here & there:
        yield from sorted(here & there)
    else:
        yield f"{'+'.join(sorted(there))} against {'+'.join(sorted(here))}"


def _scripts(record: Record) -> set[str]:
    return {
        script
        for name in record.names
        for letter in name.text
        if letter.isalpha() and (script := _script(letter))
    }


def _script(letter: str) -> str:
    word = unicodedata.name(letter, "").partition(" ")[0]
    if word in _COMMON_SCRIPTS:
        return word.capitalize()
    return "Han and Kana" if word in _HAN else "other"


def genders(left: Record, right: Record) -> Iterator[str]:
    """Name the gender that either side knows."""
    yield right.gender or left.gender or "unknown"


def countries(left: Record, right: Record) -> Iterator[str]:
    """Name the countries (or flags) of the record asked about, or else of the one found."""
    yield from (right.countries or right.flags or left.countries or left.flags or ("unknown",))


def fields_present(left: Record, right: Record) -> Iterator[str]:
    """Name what both sides have to be compared, and what one of them lacks."""
    for name, has in _FIELDS[left.entity_type].items():
        yield name if has(left) and has(right) else f"no {name}"


def _has_full_date(record: Record) -> bool:
    return any(date.day is not None for date in record.birth_dates)


_FIELDS: dict[EntityType, dict[str, Callable[[Record], bool]]] = {
    EntityType.PERSON: {
        "birth date": lambda record: bool(record.birth_dates),
        "full birth date": _has_full_date,
        "country": lambda record: bool(record.countries),
        "birth place": lambda record: bool(record.birth_places),
        "identifier": lambda record: bool(record.identifiers),
        "several names": lambda record: len(record.names) > 1,
    },
    EntityType.COMPANY: {
        "address": lambda record: bool(record.addresses),
        "country": lambda record: bool(record.countries),
        "identifier": lambda record: bool(record.identifiers),
        "several names": lambda record: len(record.names) > 1,
    },
    EntityType.VESSEL: {
        "flag": lambda record: bool(record.flags),
        "type": lambda record: bool(record.vessel_classes),
        "year of build": lambda record: bool(record.build_years),
        "identifier": lambda record: bool(record.identifiers),
        "several names": lambda record: len(record.names) > 1,
    },
    EntityType.IDENTIFIER: {},
}

SPLITS: dict[str, Split] = {
    "script": scripts,
    "gender": genders,
    "country": countries,
    "fields": fields_present,
}
