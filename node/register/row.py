"""The rows that every reader yields, and the faults of those it cannot yield."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_SEPARATOR = " | "
"""Stands between several values in one cell."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row under the names of Heliograph's columns, not yet validated."""

    line: int
    """Where the row starts, from 1: the physical line of a text file, the row of a sheet."""
    fields: Mapping[str, tuple[str, ...]] = field(repr=False)
    """Column to its values, stripped and in file order; empty columns are absent."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that cannot be read; neither `column` nor `reason` repeats anything of its cells."""

    line: int
    column: str | None
    """The column as the file names it, or None where the row as a whole is at fault."""
    reason: str


def split_values(text: str, separator: str = DEFAULT_SEPARATOR) -> tuple[str, ...]:
    """Split a cell into its values, stripped, without the empty ones."""
    if separator not in text:
        value = text.strip()
        return (value,) if value else ()
    return tuple(filter(None, map(str.strip, text.split(separator))))
