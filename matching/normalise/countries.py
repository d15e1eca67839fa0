"""Countries and flags to codes: ISO 3166 alpha-2 in lower case, `suhh` and the like for the past.

Codes, names in many languages and adjectives come from the table of rigour.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from matching.errors import MalformedValueError
from matching.normalise.tables import maybe_ascii, territories_jsonl

_DROPPED = str.maketrans("", "", ".()[],;:_-/ʻ'’")
"""Signs that stand within words: Guinea-Bissau is Guineabissau, as O'Neill is ONeill."""
_ADDRESS_PARTS = re.compile(r"[,;\n]")
_BRACKETS = re.compile(r"\([^)]*\)")
_MIN_NAME_LETTERS = 4
_RANKS = ("names_strong", "names_weak", "places")
"""A name of one country may be another's in a language less spoken, or one of its cities."""


@lru_cache(1 << 12)
def country_code(text: str) -> str:
    """Find the code of a country; a part of it, such as Crimea or England, counts as the whole.

    Raises:
        MalformedValueError: no country is known by this code or name.
    """
    code = _by_code().get(_plain_code(text)) or _by_name().get(_plain_name(text))
    if code is None:
        raise MalformedValueError("not a known country code or name")
    return code.partition("-")[0]


@lru_cache(1 << 12)
def country_of_address(text: str) -> str | None:
    """Find the country in which an address ends, None where it ends in none that is sure.

    Codes do not count: `CA` and `DE` are states as well.
    """
    last = _ADDRESS_PARTS.split(_BRACKETS.sub(" ", text))[-1]
    code = _by_sure_name().get(_plain_name(last))
    return code.partition("-")[0] if code else None


@cache
def _territories() -> tuple[dict[str, Any], ...]:
    return tuple(map(json.loads, territories_jsonl().splitlines()))


@cache
def _by_code() -> dict[str, str]:
    return {
        _plain_code(code): territory["code"]
        for territory in _territories()
        for code in (territory["code"], territory.get("alpha3"), *territory.get("other_codes", ()))
        if code
    }


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for rank in _RANKS:
        found = {_plain_name(name): code for name, code in _names(rank)} | found
    return found


@cache
def _by_sure_name() -> dict[str, str]:
    """Names of whole countries: `Georgia` is one, `London` is a place in several."""
    return {
        plain: code
        for rank in _RANKS[:2]
        for name, code in _names(rank)
        if "-" not in code and len(plain := _plain_name(name)) >= _MIN_NAME_LETTERS
    }


def _names(rank: str) -> Iterator[tuple[str, str]]:
    for territory in _territories():
        names = [*territory.get(rank, ())]
        if rank == _RANKS[0]:
            names += [territory["name"], territory.get("full_name", territory["name"])]
        yield from ((name, territory["code"]) for name in names)


def _plain_code(text: str) -> str:
    return text.strip().lower().replace("_", "-")


def _plain_name(text: str) -> str:
    """Reduce a name to words of letters, digits and marks (which are vowels in Indian scripts)."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", maybe_ascii(text))
    words = plain.casefold().translate(_DROPPED)
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in words)
    return " ".join("".join(kept).split())
