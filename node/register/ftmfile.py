"""Stream FollowTheMoney line JSON: on each line one entity with its schema and properties.

Schemata and properties are named as in the ontology (https://followthemoney.tech/explorer/).
Entities of other schemata than those asked for (links, addresses, sanctions) are counted only.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, ClassVar

from matching.subject import EntityType
from node.domain.errors import SourceError
from node.register.access import reading, require_file
from node.register.celltext import cell_text
from node.register.columns import MULTIPLE_COLUMNS
from node.register.ftmschema import COLUMNS, NESTED
from node.register.mapping import UnreadableCellError
from node.register.row import RawRow, RowFault

_LINE_BYTES = 16 << 20
_TRIED_LINES = 20
"""Lines looked at to tell entities from other JSON; the first of them may be damaged."""
_SCHEMA_NAME = re.compile(r"[A-Z][A-Za-z]{0,39}")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_YEAR_LETTERS = 4


@dataclass(frozen=True, slots=True)
class _Entity:
    """One entity, of which only the outer shape has been checked."""

    key: object = field(repr=False)
    schema: str
    properties: Mapping[str, object] = field(repr=False)


class FtMSource:
    """A file of entities, of which those that are of one entity type become rows."""

    format: ClassVar[str] = "FollowTheMoney"
    unit: ClassVar[str] = "bytes"
    encoding: ClassVar[str] = "UTF-8"

    def __init__(self, path: Path, entity_type: EntityType) -> None:
        """Look whether the file holds entities at all.

        Raises:
            SourceError: The file cannot be read, or none of its first lines is an entity.
        """
        self.total = require_file(path)
        self.position = 0
        self._path = path
        self._columns = COLUMNS[entity_type]
        self._skipped: Counter[str] = Counter()
        with reading(path), path.open("rb") as file:
            first = islice(_lines(file), _TRIED_LINES)
            if all(isinstance(_entity(line, raw), RowFault) for line, raw in first):
                raise SourceError(
                    f"{path.name}: holds no FollowTheMoney entities",
                    hint="Write one entity with id, schema and properties on each line.",
                )

    @property
    def skipped(self) -> Mapping[str, int]:
        """How many entities of each other schema the last reading left out."""
        return self._skipped

    def rows(self) -> Iterator[RawRow | RowFault]:
        """Yield every entity of the type asked for, from the start at each call.

        Raises:
            SourceError: The file cannot be read to its end.
        """
        self._skipped = Counter()
        with reading(self._path), self._path.open("rb") as file:
            for line, raw in _lines(file):
                self.position = file.tell()
                entity = _entity(line, raw)
                if isinstance(entity, RowFault):
                    yield entity
                elif entity.schema in self._columns:
                    yield self._row(line, entity)
                else:
                    self._skipped[entity.schema] += 1

    def _row(self, line: int, entity: _Entity) -> RawRow | RowFault:
        try:
            return RawRow(line, _fields(entity, self._columns[entity.schema]))
        except UnreadableCellError as error:
            return RowFault(line, error.column, error.reason)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the number and bytes of every line that is not blank; of an overlong one, its start."""
    line = 0
    while raw := file.readline(_LINE_BYTES):
        line += 1
        rest = raw
        while len(rest) == _LINE_BYTES and not rest.endswith(b"\n"):
            rest = file.readline(_LINE_BYTES)
        if raw.strip():
            yield line, raw


def _entity(line: int, raw: bytes) -> _Entity | RowFault:
    """Parse one line as far as every entity is alike."""
    try:
        found = json.loads(raw)
    except UnicodeDecodeError:
        return RowFault(line, None, "bytes that are not UTF-8")
    except (ValueError, RecursionError):
        return RowFault(line, None, "not one JSON object, or longer than 16 MiB")
    if not isinstance(found, dict):
        return RowFault(line, None, "not a JSON object")
    schema, properties = found.get("schema"), found.get("properties")
    if not isinstance(schema, str) or not _SCHEMA_NAME.fullmatch(schema):
        return RowFault(line, "schema", "not the name of a schema")
    if not isinstance(properties, dict):
        return RowFault(line, "properties", "not an object")
    return _Entity(found.get("id"), schema, properties)


def _fields(entity: _Entity, columns: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Lay the properties of an entity into columns.

    Raises:
        UnreadableCellError: A property holds what none may hold.
    """
    found: dict[str, list[str]] = {"id": _texts("id", entity.key)}
    for name, column in columns.items():
        if (value := entity.properties.get(name)) is not None:
            texts = _full_texts(value) if name in NESTED else value
            found.setdefault(column, []).extend(_texts(name, texts))
    # The first name is the name; there is no telling which of the others is better.
    found["aliases"] = found.get("name", [])[1:] + found.get("aliases", [])
    return {column: _fitting(column, values) for column, values in found.items() if values}


def _texts(name: str, value: object) -> list[str]:
    """Return the texts of a property, which is a list, or at fault a single value."""
    values = value if isinstance(value, list) else [value]
    try:
        return list(filter(None, (_text(item).strip() for item in values)))
    except ValueError as error:
        raise UnreadableCellError(name, str(error)) from error


def _text(value: object) -> str:
    text = cell_text(value)
    if not text.isascii() and _LONE_SURROGATE.search(text):
        raise ValueError("half of a character")
    return text


def _full_texts(value: object) -> list[object]:
    """Return the full texts of the Address entities that stand inside their holder.

    Most files have only the ids of addresses here, whose entities stand on lines of their own.
    """
    entities = value if isinstance(value, list) else [value]
    nested = (item.get("properties") for item in entities if isinstance(item, dict))
    full = (properties.get("full") for properties in nested if isinstance(properties, dict))
    return [text for texts in full if isinstance(texts, list) for text in texts]


def _fitting(column: str, values: list[str]) -> tuple[str, ...]:
    """Return distinct values: all of them, or the first where a column takes only one."""
    if column == "build_year":
        values = [value[:_YEAR_LETTERS] for value in values]
    distinct = tuple(dict.fromkeys(values))
    return distinct if column in MULTIPLE_COLUMNS else distinct[:1]
