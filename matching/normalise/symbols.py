"""Known equivalents of a word, from the tables of rigour: *Zhang* and *Chang*, *second* and *2*.

A symbol is sought for the word alone, never for its neighbourhood: the index keeps variants per
distinct word, so a symbol that a word has in one name only would be given to it in all others.
"""

from functools import lru_cache

from rigour.names import NameTypeTag, analyze_names

from matching.normalise.scripts import CACHED_WORDS, latin
from matching.subject import EntityType

TYPE_TAGS = {
    EntityType.PERSON: NameTypeTag.PER,
    EntityType.COMPANY: NameTypeTag.ORG,
    EntityType.VESSEL: NameTypeTag.OBJ,
}
_GENERIC = frozenset({"DOMAIN", "SYMBOL"})


@lru_cache(CACHED_WORDS)
def symbols(entity_type: EntityType, written: str) -> tuple[str, ...]:
    """List the symbols of a word as `CATEGORY:id`, the most widely known first.

    The tables are keyed by spelling, so the word as written and its Latin spelling are both asked.
    Name symbols are Wikidata items, numbered as they were added: a common name has a low number.
    """
    spellings = dict.fromkeys((written, latin(written)))
    found = {symbol for spelling in spellings for symbol in _lookup(entity_type, spelling)}
    return tuple(sorted(found, key=_fame))


def is_generic(entity_type: EntityType, written: str) -> bool:
    """Say whether a company's word names a trade or a kind of body, not the company."""
    if entity_type is not EntityType.COMPANY:
        return False
    return any(symbol.split(":")[0] in _GENERIC for symbol in symbols(entity_type, written))


def _lookup(entity_type: EntityType, word: str) -> set[str]:
    names = analyze_names(
        TYPE_TAGS[entity_type], [word], consolidate=False, rewrite=False, phonetics=False
    )
    return {f"{s.category.value}:{s.id}" for name in names for s in name.symbols}


def _fame(symbol: str) -> tuple[bool, int, str]:
    category, _, identity = symbol.partition(":")
    is_item = category == "NAME" and identity[1:].isdigit()
    return is_item, int(identity[1:]) if is_item else 0, symbol
