"""Countries and flags to codes: ISO 3166 alpha-2 in lower case, `suhh` and the like for the past.

Codes, names in many languages and adjectives come from the table of rigour.
"""

from functools import lru_cache

from rigour.territories import lookup_territory

from matching.errors import MalformedValueError


@lru_cache(1 << 12)
def country_code(text: str) -> str:
    """Find the code of a country; a part of it, such as Crimea or England, counts as the whole.

    Raises:
        MalformedValueError: no country is known by this code or name.
    """
    territory = lookup_territory(text)
    if territory is None:
        raise MalformedValueError("not a known country code or name")
    return territory.code.partition("-")[0]
