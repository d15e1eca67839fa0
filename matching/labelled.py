"""Two registers and the truth about which of their records are the same.

Clear text: this is for training and for measuring, on data whose owner has it in hand. A register
is a UTF-8 CSV file with Heliograph's columns; several values of a cell stand apart by ` | `. The
truth is a CSV file with the columns `id_a` and `id_b`, and so are pairs to measure on.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from matching.errors import LabelledDataError, MatchingError, RecordError
from matching.records import Record, record_from_fields
from matching.subject import EntityType, NameRole

SEPARATOR = " | "
Link = tuple[str, str]
"""Ids of a record of the left and of one of the right register."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A left register, which answers, a right one, whose records ask, and the truth."""

    name: str
    entity_type: EntityType
    left: Mapping[str, Record] = field(repr=False)
    right: Mapping[str, Record] = field(repr=False)
    truth: frozenset[Link] = field(repr=False)
    pairs: frozenset[Link] | None = field(default=None, repr=False)
    """Where given, what is measured is measured on these pairs."""
    unread: int = 0
    """Rows of both registers that are unusable and left out."""

    def without_identifiers(self) -> "Labelled":
        """Hide every identifier; a record that has nothing else is left out."""
        return self._changed(_without_identifiers)

    def primary_names_only(self) -> "Labelled":
        """Hide every name that is not the primary one."""
        return self._changed(_with_primary_name)

    def with_others(self, others: Mapping[str, Record]) -> "Labelled":
        """Add records to the left register that are the same as nobody on the right."""
        return replace(self, left={**self.left, **others})

    def half_open(self) -> "Labelled":
        """Leave one link in three whole, and take the left or the right record of the others away.

        Half of the linked records on each side then have no counterpart. What is asked about in
        life is mostly in no register.
        """
        links = sorted(self.truth)
        no_left = {left for left, _ in links[0::3]}
        no_right = {right for _, right in links[1::3]}
        kept = (link for link in links if link[0] not in no_left and link[1] not in no_right)
        return replace(
            self,
            left={name: record for name, record in self.left.items() if name not in no_left},
            right={name: record for name, record in self.right.items() if name not in no_right},
            truth=frozenset(kept),
        )

    def _changed(self, change: Callable[[Record], Record]) -> "Labelled":
        return replace(
            self,
            left=dict(_changed(self.left, change)),
            right=dict(_changed(self.right, change)),
        )


def read_labelled(
    name: str,
    entity_type: EntityType,
    *,
    left: Path,
    right: Path,
    truth: Path,
    pairs: Path | None = None,
) -> Labelled:
    """Read two registers and their truth.

    Raises:
        LabelledDataError: a file cannot be read, lacks a column, or the truth names no record.
    """
    here, there = read_records(entity_type, left), read_records(entity_type, right)
    links = frozenset(_read_pairs(truth))
    if not any(a in here.records and b in there.records for a, b in links):
        raise LabelledDataError(f"{truth.name} names no pair of records of the two registers")
    return Labelled(
        name,
        entity_type,
        here.records,
        there.records,
        links,
        None if pairs is None else frozenset(_read_pairs(pairs)),
        here.unread + there.unread,
    )


def read_folder(folder: Path) -> Labelled:
    """Read `a.csv`, `b.csv`, `truth.csv` and, where it is there, `candidates.csv`.

    The folder's name begins with the entity type in the plural and an underscore.

    Raises:
        LabelledDataError: as `read_labelled` does, or the name says no entity type.
    """
    kinds = {"persons": EntityType.PERSON, "companies": EntityType.COMPANY}
    kinds["vessels"] = EntityType.VESSEL
    kind = kinds.get(folder.name.partition("_")[0])
    if kind is None:
        raise LabelledDataError(
            "the name of a folder of labelled registers says what they hold",
            hint="Begin it with persons_, companies_ or vessels_.",
        )
    pairs = folder / "candidates.csv"
    return read_labelled(
        folder.name,
        kind,
        left=folder / "a.csv",
        right=folder / "b.csv",
        truth=folder / "truth.csv",
        pairs=pairs if pairs.exists() else None,
    )


@dataclass(frozen=True, slots=True)
class ReadRecords:
    """The records of a file by their id."""

    records: dict[str, Record] = field(repr=False)
    unread: int
    """Rows that are unusable, or repeat an id."""


def read_records(entity_type: EntityType, path: Path) -> ReadRecords:
    """Read a register.

    Raises:
        LabelledDataError: the file cannot be read, or has no column `id`.
    """
    records: dict[str, Record] = {}
    unread = 0
    for row in _rows(path, "id"):
        fields = {name: tuple(text.split(SEPARATOR)) for name, text in row.items() if text}
        try:
            record = record_from_fields(entity_type, fields)
        except MatchingError:
            unread += 1
            continue
        if row["id"] in records:
            unread += 1
        else:
            records[row["id"]] = record
    return ReadRecords(records, unread)


def _read_pairs(path: Path) -> Iterator[Link]:
    for row in _rows(path, "id_a", "id_b"):
        yield row["id_a"], row["id_b"]


def _rows(path: Path, *needed: str) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            missing = set(needed) - set(reader.fieldnames or ())
            if missing:
                raise LabelledDataError(f"{path.name} has no column {', '.join(sorted(missing))}")
            for row in reader:
                # Cells beyond the header stand under None.
                yield {name: text for name, text in row.items() if name}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LabelledDataError(
            f"{path.name} cannot be read", hint="It must be a CSV file in UTF-8."
        ) from error


def _changed(
    records: Mapping[str, Record], change: Callable[[Record], Record]
) -> Iterator[tuple[str, Record]]:
    for name, record in records.items():
        with suppress(RecordError):
            yield name, change(record)


def _without_identifiers(record: Record) -> Record:
    return replace(record, identifiers=())


def _with_primary_name(record: Record) -> Record:
    primary = tuple(name for name in record.names if name.role is NameRole.PRIMARY)
    return replace(record, names=primary)
