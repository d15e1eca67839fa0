"""What a word means: *Moscow* and *Moskva*, *Bank* and *Banco*; *Mykola* and *Nikolai*.

A symbol is sought for the Latin word alone, never for its neighbourhood or its writing: the index
keeps variants per distinct word, so a symbol that a word has in one name only would be given to it
in all others. To ask for a Cyrillic word as written too would give 2 % of the words of Russian
companies another symbol, and no better F1.

Words of companies have the symbols of rigour's tables and those of a table of our own,
`data/company_words.txt`, for what one list translates and another spells in Latin letters. Given
names of persons have those of another, `data/given_names.txt`: rigour's table of persons costs
6.5 s and 377 MB when it is first used, and keeps the forms that a name has in two languages apart.
Of vessels rigour knows numbers only.
"""

from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files

from matching.normalise.scripts import CACHED_WORDS
from matching.normalise.tables import NameTypeTag, analyze_names
from matching.subject import EntityType

_GENERIC = frozenset({"DOMAIN", "SYMBOL"})
_LONGEST_ENDING = 7
"""Letters after a stem of the table: a longer rest makes another word of it."""


def symbols(entity_type: EntityType, latin: str) -> tuple[str, ...]:
    """List the symbols of a word in Latin spelling as `CATEGORY:id`, in alphabetical order."""
    if entity_type is EntityType.PERSON:
        return _given_names().get(latin, ())
    return _lookup(latin) if entity_type is EntityType.COMPANY else ()


def is_generic(entity_type: EntityType, latin: str) -> bool:
    """Say whether a company's word names a trade or a kind of body, not the company."""
    if entity_type is not EntityType.COMPANY:
        return False
    return any(symbol.split(":")[0] in _GENERIC for symbol in symbols(entity_type, latin))


@lru_cache(CACHED_WORDS)
def _lookup(word: str) -> tuple[str, ...]:
    names = analyze_names(
        NameTypeTag.ORG, [word], consolidate=False, rewrite=False, phonetics=False
    )
    published = {f"{s.category.value}:{s.id}" for name in names for s in name.symbols}
    return tuple(sorted(published.union(_terms(word))))


def _terms(word: str) -> tuple[str, ...]:
    """Look a word up in the table of companies: as it is, else by its longest stem."""
    table = _company_words()
    if word in table:
        return table[word]
    stems = (f"{word[:end]}*" for end in range(len(word), len(word) - _LONGEST_ENDING - 1, -1))
    return next((table[stem] for stem in stems if stem in table), ())


@cache
def _given_names() -> dict[str, tuple[str, ...]]:
    return _read_groups("given_names.txt", category="GIVEN")


@cache
def _company_words() -> dict[str, tuple[str, ...]]:
    return _read_groups("company_words.txt", category="TERM")


def _read_groups(name: str, *, category: str) -> dict[str, tuple[str, ...]]:
    """Read a table: word to the symbols of the groups in which it stands."""
    table = files("matching.normalise").joinpath("data", name)
    groups: dict[str, set[str]] = defaultdict(set)
    for line in table.read_text(encoding="ascii").splitlines():
        first, _, others = line.partition("#")[0].partition(":")
        for word in (first, *others.split()) if first else ():
            groups[word].add(f"{category}:{first}")
    return {word: tuple(sorted(found)) for word, found in groups.items()}
