"""Read the subjects of a case from a file: a table with `type` and `role`, or FollowTheMoney.

A table is Heliograph's CSV or workbook with two more columns: `role`, and `links` to other rows as
`owner-of S02`; it may mix all types of entities. A FollowTheMoney file brings its links along.
"""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matching.subject import EntityType
from node.casework import NewSubject
from node.domain.case import Link, Relation
from node.domain.errors import SourceError
from node.domain.register import Reject
from node.register.ftmlink import read_links
from node.register.row import RawRow, RowFault
from node.register.source import Source, open_source

_FTM: Final = "FollowTheMoney"
_ASIDE: Final = ("role", "type", "links")
"""Columns that describe the subject's part in the case and not the subject."""
_LINK: Final = re.compile(r"([a-z-]+)[\s:]+(\S+)")


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file says of a case's subjects."""

    subjects: tuple[NewSubject, ...]
    links: tuple[Link, ...]
    rejects: tuple[Reject, ...]


def read_bundle(path: Path) -> Intake:
    """Read all subjects of a file.

    Raises:
        SourceError: The file cannot be read, or its header does not fit.
    """
    found = list(_rows(path))
    subjects = tuple(each for each in found if isinstance(each, NewSubject))
    links = [each for each in found if isinstance(each, Link)]
    if open_source(path, EntityType.PERSON).format == _FTM:
        ids = {subject.id for subject in subjects}
        ends = (link for link in read_links(path) if {link.source, link.target} <= ids)
        links += [Link(link.source, link.relation, link.target) for link in ends]
    return Intake(subjects, tuple(links), tuple(e for e in found if isinstance(e, Reject)))


def read_upload(name: str, content: bytes) -> Intake:
    """Read all subjects of a file that came through a browser; it is on disk while it is read.

    Raises:
        SourceError: The file cannot be read, or its header does not fit.
    """
    suffix = Path(name).suffix
    if not suffix.isascii() or not suffix.removeprefix(".").isalnum():
        raise SourceError("the name of the file does not say what it is", hint="End it in .csv.")
    with tempfile.TemporaryDirectory(prefix="heliograph-") as folder:
        path = Path(folder) / f"upload{suffix}"
        path.touch(mode=0o600)
        path.write_bytes(content)
        return read_bundle(path)


def link_from(source: str, text: str) -> Link | None:
    """Read `owner-of S02` as a link of a subject; nothing where it is none."""
    read = _LINK.fullmatch(text.strip())
    if read is None or read[1] not in set(Relation):
        return None
    return Link(source, Relation(read[1]), read[2])


def _rows(path: Path) -> Iterator[NewSubject | Link | Reject]:
    first = open_source(path, EntityType.PERSON)
    if first.format != _FTM:
        yield from _table_rows(first)
        return
    for entity_type in EntityType:
        for row in open_source(path, entity_type).rows():
            yield _reject(row) if isinstance(row, RowFault) else _subject(row, entity_type)


def _table_rows(source: Source) -> Iterator[NewSubject | Link | Reject]:
    for row in source.rows():
        if isinstance(row, RowFault):
            yield _reject(row)
            continue
        word = _first(row, "type").casefold()
        if word in set(EntityType):
            yield _subject(row, EntityType(word))
            yield from _links(row)
        else:
            yield Reject(row.line, "type", f"none of {', '.join(EntityType)}")


def _links(row: RawRow) -> Iterator[Link | Reject]:
    for text in row.fields.get("links", ()):
        number = _first(row, "id")
        link = link_from(number, text) if number else None
        yield link or Reject(row.line, "links", "not an id, a relation and an id of another row")


def _subject(row: RawRow, entity_type: EntityType) -> NewSubject:
    fields = {name: values for name, values in row.fields.items() if name not in _ASIDE}
    return NewSubject(_first(row, "id"), _first(row, "role"), entity_type, fields, row.line)


def _first(row: RawRow, name: str) -> str:
    return next(iter(row.fields.get(name, ())), "")


def _reject(fault: RowFault) -> Reject:
    return Reject(fault.line, fault.column or "", fault.reason)
