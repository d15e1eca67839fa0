"""Whether everything that is said can be said in every language."""

import re
from string import Formatter

import pytest
from babel.messages.catalog import Catalog

from node.words.catalogue import part_files, read_part
from node.words.extract import Sentence, sentences
from node.words.language import Language

OTHERS = [language for language in Language if language is not Language.EN]
ALL = list(sentences())
# A tag or an entity in a sentence would be shown to people as it is written.
MARKUP = re.compile(r"</?[a-z]+>|&[a-z]+;")


def placeholders(text: str) -> set[str]:
    """Return the names that a sentence has filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def strings(value: object) -> tuple[str, ...]:
    """Return the forms of a translation."""
    return tuple(map(str, value)) if isinstance(value, tuple | list) else (str(value),)


def by_part(part: str) -> dict[str, Sentence]:
    """Return what a part of the product says, by its English singular."""
    return {each.forms[0]: each for each in ALL if each.part == part}


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(language: Language) -> None:
    """No page and no document shows a sentence that nobody has translated or looked at."""
    lacking = []
    for part in sorted({each.part for each in ALL}):
        path = next((each for each in part_files(language) if each.stem == part), None)
        said = Catalog() if path is None else read_part(path)
        for text, sentence in by_part(part).items():
            message = said.get(text)
            if message is None or message.fuzzy or not all(strings(message.string)):
                lacking.append(f"{sentence.place}: {text}")

    assert lacking == [], "run: python -m node.words, then fill in what is empty"


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_over(language: Language) -> None:
    """A sentence that nobody says any more leaves the catalogues."""
    left = [
        f"{path.name}: {message.id}"
        for path in part_files(language)
        for message in read_part(path)
        if message.id and strings(message.id)[0] not in by_part(path.stem)
    ]

    assert left == [], "run: python -m node.words"


@pytest.mark.parametrize("language", OTHERS)
def test_translations_fill_in_the_same(language: Language) -> None:
    """A translation names the same values as its sentence, and holds no markup."""
    wrong = [
        f"{path.name}: {string}"
        for path in part_files(language)
        for message in read_part(path)
        if message.id
        for string in strings(message.string)
        if placeholders(string) != placeholders(strings(message.id)[-1]) or MARKUP.search(string)
    ]

    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_parts_agree(language: Language) -> None:
    """What two parts say alike they translate alike, for the first one found is used."""
    seen: dict[str, tuple[str, ...]] = {}
    differing = []
    for path in part_files(language):
        for message in read_part(path):
            key, said = strings(message.id)[0], strings(message.string)
            if message.id and seen.setdefault(key, said) != said:
                differing.append(f"{path.name}: {key}")

    assert differing == []
