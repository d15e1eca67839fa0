"""How the columns of an agency's own file become Heliograph's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from node.register.charset import Charset
from node.register.dateformat import DateFormat
from node.register.row import DEFAULT_SEPARATOR, split_values

Cell = str | tuple[str, ...]
"""A cell as a reader gives it: text still to be split, or values that the format keeps apart."""


def cell_values(cell: Cell, separator: str) -> tuple[str, ...]:
    """Return the values of a cell, stripped, without the empty ones."""
    return split_values(cell, separator) if isinstance(cell, str) else cell


class UnreadableCellError(ValueError):
    """A cell that its rule cannot read; the message repeats nothing of it."""

    def __init__(self, column: str, reason: str) -> None:
        """Name the file's own column and the reason."""
        super().__init__(f"{column}: {reason}")
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the values of one of Heliograph's columns come from."""

    target: str
    sources: tuple[str, ...]
    """Columns of the file; the values of all of them are taken, in this order."""
    glue: str | None = None
    """Where given, the source cells are joined by it into a single value."""
    date_format: DateFormat | None = None
    substitutes: Mapping[str, str] = field(default_factory=dict)
    """Case-folded value of the file to Heliograph's; to nothing where it says *unknown*."""

    @property
    def is_plain(self) -> bool:
        """Whether the values are just those of one column."""
        as_read = self.glue is None and self.date_format is None and not self.substitutes
        return as_read and len(self.sources) == 1

    def values(self, cells: Sequence[Cell], separator: str) -> tuple[str, ...]:
        """Return the values of one row; `cells` stand in the order of `sources`.

        Raises:
            UnreadableCellError: A value is not a date in the stated format.
        """
        found = self._joined(cells) if self.glue is not None else self._listed(cells, separator)
        if self.substitutes:
            found = [self.substitutes.get(value.casefold(), value) for value in found]
        if self.date_format:
            found = [self._date(value, self.date_format) for value in found if value]
        return tuple(filter(None, found))

    def _joined(self, cells: Sequence[Cell]) -> list[str]:
        texts = (cell if isinstance(cell, str) else " ".join(cell) for cell in cells)
        return [(self.glue or "").join(filter(None, map(str.strip, texts)))]

    def _listed(self, cells: Sequence[Cell], separator: str) -> list[str]:
        return [value for cell in cells for value in cell_values(cell, separator)]

    def _date(self, text: str, layout: DateFormat) -> str:
        try:
            return layout.iso(text)
        except ValueError:
            # Without the cause: strptime repeats the value in its message.
            raise UnreadableCellError(
                ", ".join(self.sources), f"not a date in the format {layout.pattern}"
            ) from None


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Everything that a mapping file says."""

    rules: tuple[Rule, ...]
    constants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns that are the same in every row, such as the country of a national register."""
    separator: str = DEFAULT_SEPARATOR
    charset: Charset | None = None
    """None where the file is to be sniffed."""
    delimiter: str | None = None
    sheet: str | None = None
    """Name of a workbook's sheet; None for its first."""

    @property
    def sources(self) -> frozenset[str]:
        """Every column of the file that some rule reads."""
        return frozenset(source for rule in self.rules for source in rule.sources)
