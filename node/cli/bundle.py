"""Read the subjects of a case from a file: a table with `type` and `role`, or FollowTheMoney.

A table is Heliograph's CSV or workbook with two more columns: `role`, and `links` to other rows as
`owner-of S02`; it may mix all types of entities. A FollowTheMoney file brings its links along.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matching.subject import EntityType
from node.cli.upload import reject_of
from node.domain.case import Relation
from node.operator.view import Reject, SubjectRow
from node.operator.view_casework import CaseLink
from node.register.ftmlink import read_links
from node.register.row import RawRow, RowFault
from node.register.source import Source, open_source

_FTM: Final = "FollowTheMoney"
_ASIDE: Final = ("role", "type", "links")
"""Columns that describe the subject's part in the case and not the subject."""
_LINK: Final = re.compile(r"([a-z-]+)[\s:]+(\S+)")


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a file says of a case's subjects."""

    subjects: tuple[SubjectRow, ...]
    links: tuple[CaseLink, ...]
    rejects: tuple[Reject, ...]


def read_bundle(path: Path) -> Bundle:
    """Read all subjects of a file.

    Raises:
        SourceError: The file cannot be read, or its header does not fit.
    """
    found = list(_rows(path))
    subjects = tuple(each for each in found if isinstance(each, SubjectRow))
    links = [each for each in found if isinstance(each, CaseLink)]
    if open_source(path, EntityType.PERSON).format == _FTM:
        ids = {subject.id for subject in subjects}
        ends = (link for link in read_links(path) if {link.source, link.target} <= ids)
        links += [CaseLink(link.source, link.relation.value, link.target) for link in ends]
    return Bundle(subjects, tuple(links), tuple(e for e in found if isinstance(e, Reject)))


def link_from(source: str, text: str) -> CaseLink | None:
    """Read `owner-of S02` as a link of a subject; nothing where it is none."""
    read = _LINK.fullmatch(text.strip())
    if read is None or read[1] not in set(Relation):
        return None
    return CaseLink(source, read[1], read[2])


def _rows(path: Path) -> Iterator[SubjectRow | CaseLink | Reject]:
    first = open_source(path, EntityType.PERSON)
    if first.format != _FTM:
        yield from _table_rows(first)
        return
    for entity_type in EntityType:
        for row in open_source(path, entity_type).rows():
            yield reject_of(row) if isinstance(row, RowFault) else _subject(row, entity_type)


def _table_rows(source: Source) -> Iterator[SubjectRow | CaseLink | Reject]:
    for row in source.rows():
        if isinstance(row, RowFault):
            yield reject_of(row)
            continue
        word = _first(row, "type").casefold()
        if word in set(EntityType):
            yield _subject(row, EntityType(word))
            yield from _links(row)
        else:
            yield Reject(row.line, "type", f"none of {', '.join(EntityType)}")


def _links(row: RawRow) -> Iterator[CaseLink | Reject]:
    for text in row.fields.get("links", ()):
        number = _first(row, "id")
        link = link_from(number, text) if number else None
        yield link or Reject(row.line, "links", "not an id, a relation and an id of another row")


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
