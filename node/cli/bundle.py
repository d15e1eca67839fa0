"""The subjects of a case from a file, as the operator protocol carries them."""

from dataclasses import dataclass
from pathlib import Path

from node import intake
from node.operator.view import Reject, SubjectRow
from node.operator.view_casework import CaseLink


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
    found = intake.read_bundle(path)
    return Bundle(
        tuple(
            SubjectRow(
                id=each.id,
                role=each.role,
                entity_type=each.entity_type.value,
                fields={name: tuple(values) for name, values in each.fields.items()},
                line=each.line,
            )
            for each in found.subjects
        ),
        tuple(CaseLink(each.source, each.relation.value, each.target) for each in found.links),
        tuple(Reject(each.line, each.column, each.reason) for each in found.rejects),
    )


def link_from(source: str, text: str) -> CaseLink | None:
    """Read `owner-of S02` as a link of a subject; nothing where it is none."""
    read = intake.link_from(source, text)
    return CaseLink(read.source, read.relation.value, read.target) if read else None
