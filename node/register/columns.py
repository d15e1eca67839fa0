"""Lay a mapping over the header of a file, and read its rows by it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.schema import FIELDS
from matching.subject import EntityType
from node.domain.errors import MappingError, SourceError
from node.register.mapping import (
    Cell,
    ColumnMapping,
    Rule,
    UnreadableCellError,
    cell_values,
)
from node.register.row import RawRow, RowFault
from node.register.spelling import did_you_mean

KNOWN_COLUMNS = frozenset(FIELDS)
MULTIPLE_COLUMNS = frozenset(field.name for field in FIELDS.values() if field.multiple)
"""Columns of which one record may have several values."""

_SCHEMA_HINT = "See the columns with: heliograph register schema"
_MAPPING_HINT = (
    "Rename the column, or say what it means in a mapping file and give it with --mapping FILE."
)
_LOST = ("\ufffd", "\0")
"""What a decoder puts where it could not decode, here or in whatever wrote the file, and what is
left of another encoding; no register holds either."""


def columns_of(entity_type: EntityType) -> frozenset[str]:
    """Return the columns that a register of one entity type may have."""
    return frozenset(field.name for field in FIELDS.values() if entity_type in field.entity_types)


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """A mapping, resolved for one header: which cells make which column."""

    header: tuple[str, ...]
    mapping: ColumnMapping
    plain: tuple[tuple[str, int], ...]
    """Columns that are read as they stand, each with its position: nearly all of them."""
    steps: tuple[tuple[Rule, tuple[int, ...]], ...]
    """Each other rule with the positions of its source columns."""
    nameless: tuple[int, ...]
    """Positions of columns without a name, as spreadsheets export them at the right edge."""

    def read(self, line: int, cells: Sequence[Cell]) -> RawRow | RowFault:
        """Return the row, or the first reason why it cannot be read.

        Args:
            line: Where the row starts in its file, from 1.
            cells: One cell for each column of the header.
        """
        if any(cells[index] for index in self.nameless):
            return RowFault(line, None, "a value under a column without a name")
        try:
            return RawRow(line, self._fields(cells))
        except UnreadableCellError as error:
            return RowFault(line, error.column, error.reason)

    def find_lost(self, line: int, cells: Sequence[str]) -> RowFault | None:
        """Return a fault for the first column in which a character was lost, if there is one."""
        row = "".join(cells)
        if not any(sign in row for sign in _LOST):
            return None
        named = zip(self.header, cells, strict=True)
        column = next(name for name, cell in named if any(sign in cell for sign in _LOST))
        return RowFault(line, column or None, "bytes that are no text in this encoding")

    def _fields(self, cells: Sequence[Cell]) -> dict[str, tuple[str, ...]]:
        fields, separator = dict(self.mapping.constants), self.mapping.separator
        for target, index in self.plain:
            if (cell := cells[index]) and (values := cell_values(cell, separator)):
                fields[target] = values
        for rule, indexes in self.steps:
            if values := rule.values([cells[index] for index in indexes], separator):
                fields[rule.target] = values
        return fields


def plan_columns(header: Iterable[str], mapping: ColumnMapping | None) -> ColumnPlan:
    """Check a header and resolve the mapping for it.

    Without a mapping every named column must be one of Heliograph's.
    With one, columns that no rule reads are left alone.

    Raises:
        SourceError: A column is unknown or there twice, or `id` is missing.
        MappingError: The mapping reads columns that the file does not have.
    """
    names = tuple(map(str.strip, header))
    _require_header(names, KNOWN_COLUMNS if mapping is None else mapping.sources)
    _require_unique(names)
    if mapping is None:
        mapping = _mapping_of(names)
    else:
        _require_sources(names, mapping)
    return ColumnPlan(
        header=names,
        mapping=mapping,
        plain=tuple(
            (rule.target, names.index(rule.sources[0])) for rule in mapping.rules if rule.is_plain
        ),
        steps=tuple(
            (rule, tuple(map(names.index, rule.sources)))
            for rule in mapping.rules
            if not rule.is_plain
        ),
        nameless=tuple(index for index, name in enumerate(names) if not name),
    )


def _require_header(names: tuple[str, ...], expected: frozenset[str]) -> None:
    """Refuse a first row without any expected name, and repeat nothing of it: it may be data."""
    if expected.isdisjoint(names):
        raise SourceError(
            "the first row names none of the expected columns",
            hint=f"The first row must be the header. {_MAPPING_HINT}",
        )


def _require_unique(names: tuple[str, ...]) -> None:
    twice = [name for name, count in Counter(filter(None, names)).items() if count > 1]
    if twice:
        raise SourceError(
            f"the header has twice: {', '.join(twice)}",
            hint='Put several values into one cell with " | " between them.',
        )


def _mapping_of(names: tuple[str, ...]) -> ColumnMapping:
    """Return the mapping of Heliograph's own columns to themselves."""
    unknown = [name for name in names if name and name not in KNOWN_COLUMNS]
    if unknown:
        told = "\n".join(
            f'  unknown column "{name}"{did_you_mean(name, KNOWN_COLUMNS)}' for name in unknown
        )
        raise SourceError(f"the header does not fit:\n{told}", hint=_MAPPING_HINT)
    if "id" not in names:
        raise SourceError('the header has no column "id"', hint=_SCHEMA_HINT)
    return ColumnMapping(tuple(Rule(name, (name,)) for name in names if name))


def _require_sources(names: tuple[str, ...], mapping: ColumnMapping) -> None:
    missing = [
        f'  columns.{rule.target}: the file has no column "{source}"{did_you_mean(source, names)}'
        for rule in mapping.rules
        for source in rule.sources
        if source not in names
    ]
    if missing:
        raise MappingError(
            "the mapping does not fit the file:\n" + "\n".join(missing),
            hint="Write each column exactly as the first row of the file has it.",
        )
