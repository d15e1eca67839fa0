"""Every reason for which a row is not used can be said in every language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from matching.errors import InvalidRecordError
from matching.records import record_from_fields
from matching.subject import EntityType
from node.words import Language, words_in
from node.words.fault import say_fault

ROOT = Path(__file__).parents[3]
OTHERS = [language for language in Language if language is not Language.EN]
PLACES = {
    "RecordError": 1,
    "MalformedValueError": 0,
    "UnreadableCellError": 1,
    "RowFault": 2,
    "Reject": 2,
}
"""Which argument of what holds a reason."""
FOLDERS = ("matching/normalise", "matching/records.py", "node/register", "node/ingest.py")


def reasons() -> Iterator[str]:
    """Yield the reasons that stand in the sources as they are said."""
    for folder in FOLDERS:
        path = ROOT / folder
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    place = PLACES.get(node.func.id, len(node.args))
                    given = node.args[place : place + 1]
                    if given and isinstance(given[0], ast.Constant) and given[0].value:
                        yield str(given[0].value)


@pytest.mark.parametrize("language", OTHERS)
def test_what_the_readers_say_is_known_in_every_language(language: Language) -> None:
    """A reason that somebody adds to a reader has words before it is shown."""
    found = list(reasons())
    words = words_in(language)

    assert len(found) > 30
    assert [reason for reason in found if say_fault(words, reason) == reason] == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (EntityType.PERSON, {"name": ("Ana",), "brith_date": ("1980",)}),
        (EntityType.PERSON, {"name": ("Ana",), "imo": ("9074729",)}),
        (EntityType.PERSON, {"name": ("Ana",), "type": ("vessel",)}),
        (EntityType.PERSON, {"name": ("A" * 2_000,)}),
        (EntityType.PERSON, {"name": ("Ana",), "category": ("hero",)}),
        (EntityType.IDENTIFIER, {"iban": ("ES0000000000000000000000",)}),
        (EntityType.IDENTIFIER, {"imei": ("12",)}),
        (EntityType.IDENTIFIER, {"phone": ("4",)}),
    ],
    ids=[
        "typing error",
        "other kind",
        "other register",
        "long",
        "choice",
        "digit",
        "form",
        "phone",
    ],
)
@pytest.mark.parametrize("language", OTHERS)
def test_a_reason_that_names_something_is_said(
    kind: EntityType, fields: dict[str, tuple[str, ...]], language: Language
) -> None:
    """What a real row is refused for is said in other words than English ones."""
    with pytest.raises(InvalidRecordError) as error:
        record_from_fields(kind, fields)

    for finding in error.value.findings:
        assert say_fault(words_in(language), finding.reason) != finding.reason


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("7 cells where the header has 12", "7 celdas donde el encabezado tiene 12"),
        ("not a date in the format %d.%m.%Y", "no es una fecha en el formato %d.%m.%Y"),
        ("something of a newer release", "something of a newer release"),
    ],
)
def test_what_a_reason_names_is_kept(reason: str, said: str) -> None:
    """Numbers and layouts come through; what no catalogue knows stands for itself."""
    assert say_fault(words_in(Language.ES), reason) == said
    assert say_fault(words_in(Language.EN), reason) == reason
