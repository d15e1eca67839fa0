"""Read the subjects of a case from a file: a table with `type` and `role`, or FollowTheMoney.

A table is Heliograph's CSV with one more column, `role`; it may mix all types of entities.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matching.subject import EntityType
from node.cli.upload import reject_of
from node.operator.view import Reject, SubjectRow
from node.register.row import RawRow, RowFault
from node.register.source import Source, open_source

_FTM: Final = "FollowTheMoney"
_ASIDE: Final = ("role", "type")
"""Columns that describe the subject's part in the case and not the subject."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a file says of a case's subjects."""

    subjects: tuple[SubjectRow, ...]
    rejects: tuple[Reject, ...]


def read_bundle(path: Path) -> Bundle:
    """Read all subjects of a file.

    Raises:
        SourceError: The file cannot be read, or its header does not fit.
    """
    found = list(_rows(path))
    return Bundle(
        tuple(each for each in found if isinstance(each, SubjectRow)),
        tuple(each for each in found if isinstance(each, Reject)),
    )


def _rows(path: Path) -> Iterator[SubjectRow | Reject]:
    first = open_source(path, EntityType.PERSON)
    if first.format != _FTM:
        yield from _table_rows(first)
        return
    for entity_type in EntityType:
        for row in open_source(path, entity_type).rows():
            yield reject_of(row) if isinstance(row, RowFault) else _subject(row, entity_type)


def _table_rows(source: Source) -> Iterator[SubjectRow | Reject]:
    for row in source.rows():
        if isinstance(row, RowFault):
            yield reject_of(row)
            continue
        word = _first(row, "type").casefold()
        if word in set(EntityType):
            yield _subject(row, EntityType(word))
        else:
            yield Reject(row.line, "type", f"none of {', '.join(EntityType)}")


def _subject(row: RawRow, entity_type: EntityType) -> SubjectRow:
    fields = {name: values for name, values in row.fields.items() if name not in _ASIDE}
    return SubjectRow(
        id=_first(row, "id"),
        role=_first(row, "role"),
        entity_type=entity_type.value,
        fields=fields,
        line=row.line,
    )


def _first(row: RawRow, name: str) -> str:
    return next(iter(row.fields.get(name, ())), "")
