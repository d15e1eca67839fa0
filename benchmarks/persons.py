"""The generated register of persons that benchmarks run on, and questions to it.

A question is the record that another agency has of a person of the register: same person, other
spelling, other gaps. Hostile questions name what is commonest.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from matching import oprf
from matching.profile import tokens
from matching.records import record_from_fields
from matching.schema import FIELDS
from matching.subject import EntityType, Subject
from node.sample import iter_persons
from node.sample.column import SEPARATOR, Row

Fields = Mapping[str, Sequence[str]]

SEED = 20_260
HOLDER, ASKER = "customs-es", "fiu-nl"
KEY = oprf.derive_key(bytes(32), b"benchmark")
"""A key for invented persons; a node draws its own."""
WORD_KEY = bytes(32)
_SAMPLED = 20_000
"""Records among which the commonest names are looked for."""


@dataclass(frozen=True, slots=True)
class Question:
    """One subject to ask about."""

    kind: str
    subject: Subject[bytes] = field(repr=False)
    reference: bytes = b""
    """Reference of the record that is about the same person, if it is known."""


def fields(row: Row) -> Fields:
    """Return what a register reader would give for a row."""
    return {
        name: tuple(text.split(SEPARATOR)) for name, text in row.items() if text and name in FIELDS
    }


def register(count: int) -> Iterator[tuple[bytes, Fields]]:
    """Yield reference and fields of the records of the register."""
    for number, row in enumerate(iter_persons(SEED, count, agency=HOLDER)):
        yield _reference(number), fields(row)


def store(path: Path, count: int) -> None:
    """Write the register to a file, one JSON object per line: drawing is no part of a build."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(found)}\n" for _, found in register(count))


def stored(path: Path) -> Iterator[tuple[bytes, Fields]]:
    """Yield reference and fields of the records of a stored register."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            yield _reference(number), json.loads(line)


def prepare(found: Fields) -> tuple[Subject[bytes] | None, None]:
    """Validate and tokenise one record of the register, as a worker of the build does."""
    return tokens(record_from_fields(EntityType.PERSON, found), asking=False), None


def questions(records: int, count: int) -> list[Question]:
    """Draw questions about persons of the register."""
    numbers = Random(SEED).sample(range(records), min(count, records))  # noqa: S311 - a benchmark
    return [_question(number) for number in numbers]


def hostile_questions(records: int) -> list[Question]:
    """Make the questions that touch most: common names, no date, many aliases, a year alone."""
    given, family = _commonest(min(records, _SAMPLED))
    aliases = tuple(f"{one} {other}" for one in given for other in family)
    return [
        *(_hostile("one common name", name=(name,)) for name in (*given, *family)),
        *(_hostile("two common names", name=(name,)) for name in aliases),
        *(
            _hostile("two common names, year", name=(name,), birth_date=("1980",))
            for name in aliases
        ),
        _hostile("all common names as aliases", name=aliases[:1], aliases=aliases[1:]),
        *(
            _hostile("a birth year, unknown name", name=("Qwzyxk Vbnqzz",), birth_date=(str(year),))
            for year in range(1970, 1980)
        ),
    ]


def _reference(number: int) -> bytes:
    return number.to_bytes(16, "big")


def _question(number: int) -> Question:
    row = next(iter(iter_persons(SEED, 1, agency=ASKER, start=number)))
    return Question("person", _asked(fields(row)), _reference(number))


def _hostile(kind: str, **found: tuple[str, ...]) -> Question:
    return Question(kind, _asked(found))


def _asked(found: Fields) -> Subject[bytes]:
    return tokens(record_from_fields(EntityType.PERSON, found), asking=True)


def _commonest(count: int) -> tuple[list[str], list[str]]:
    """Return the commonest given and family names."""
    rows = list(iter_persons(SEED, count, agency=HOLDER))
    return _top(rows, "first_name"), _top(rows, "last_name")


def _top(rows: list[Row], column: str) -> list[str]:
    counted = Counter(row[column] for row in rows if row[column])
    return [name for name, _ in counted.most_common(5)]
