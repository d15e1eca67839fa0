"""Read the catalogues: one gettext file for each language and each part of the product.

They are read as text when they are first needed; nothing is compiled, so nothing can be stale.
English needs none: the sentences in the source are English.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from node.words.language import Language

FOLDER: Final = Path(__file__).parent / "catalogue"

_FRENCH_SPACE: Final = re.compile(r" (?=[:;!?»])|(?<=«) ")
"""The space that French sets at double punctuation; no line may break there."""

Forms = tuple[str, ...]
"""A text, or its forms by number as the language has them."""


def part_files(language: Language) -> list[Path]:
    """Return the files of a language, one for each part of the product, by name."""
    return sorted((FOLDER / language.locale).glob("*.po"))


def read_part(path: Path) -> Catalog:
    """Read one file; its own head says how many forms a number has."""
    with path.open("rb") as file:
        return read_po(file, domain=path.stem, abort_invalid=True)


@cache
def forms(language: Language) -> Mapping[str, Forms]:
    """Return every sentence of a language by the English one; of several forms, by the singular."""
    found: dict[str, Forms] = {}
    for path in part_files(language):
        for message in read_part(path):
            if not message.id or message.fuzzy:
                continue
            key = message.id if isinstance(message.id, str) else message.id[0]
            string = message.string or ()
            said = (string,) if isinstance(string, str) else tuple(string)
            if said and all(said):
                found[str(key)] = tuple(_set(text, language) for text in said)
    return found


def _set(text: str, language: Language) -> str:
    """Set a text as printers of the language do."""
    return _FRENCH_SPACE.sub("\u00a0", text) if language is Language.FR else text
