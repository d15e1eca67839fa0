"""Counts of what a node asked, answered and told in a period, safe to be published.

Regulation (EU) 2024/982, Article 72(3) and (4): queries by state and by index, matches by database,
no individual identifiable. Every count has a key made of words; sums between counts are stated, so
that what is hidden stays hidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from node.domain.smallcell import Sum, is_small, withheld


class TableId(StrEnum):
    """The tables."""

    ASKED = "asked"
    """Subjects that this node asked about, by peer and outcome."""
    ASKED_TYPES = "asked-types"
    ANSWERED = "answered"
    """Subjects about which peers asked this node, by peer and outcome."""
    ANSWERED_TYPES = "answered-types"
    REFUSALS = "refusals"
    """Refusals by code, given and received."""
    REVIEWS = "reviews"
    """Matches with the own registers that officers review, by zone and state."""
    OUTCOMES = "outcomes"
    """What hits have led to, here and at the peers."""
    STANDING = "standing"
    """Standing queries begun, renewed and ended, by side."""
    NOTICES = "notices"
    """Late hits, overlaps, feedback, corrections: sent and received."""


TOTAL = "total"
"""Row or column that sums up the others."""
_PAIRS = (
    (TableId.ASKED, TableId.ASKED_TYPES),
    (TableId.ANSWERED, TableId.ANSWERED_TYPES),
)
"""Tables that count the same things in two ways, so that their totals are equal."""


@dataclass(frozen=True, slots=True)
class CountTable:
    """One table of counts."""

    id: TableId
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], int]
    """By row and column; what is absent is zero."""

    def key(self, row: str, column: str) -> str:
        """Name one count."""
        return f"{self.id}/{row}/{column}"

    def count(self, row: str, column: str) -> int:
        """Return one count, margins included."""
        rows = self.rows if row == TOTAL else (row,)
        columns = self.columns if column == TOTAL else (column,)
        return sum(self.cells.get((r, c), 0) for r in rows for c in columns)

    def counts(self) -> dict[str, int]:
        """Return every count by its key, margins included."""
        return {
            self.key(row, column): self.count(row, column)
            for row in (*self.rows, TOTAL)
            for column in (*self.columns, TOTAL)
        }

    def sums(self) -> list[Sum]:
        """Return how the counts add up."""
        lines = [
            Sum(self.key(row, TOTAL), tuple(self.key(row, column) for column in self.columns))
            for row in (*self.rows, TOTAL)
        ]
        lines += [
            Sum(self.key(TOTAL, column), tuple(self.key(row, column) for row in self.rows))
            for column in (*self.columns, TOTAL)
        ]
        return lines


@dataclass(frozen=True, slots=True)
class ResponseTime:
    """How soon a peer answered."""

    peer: str
    answers: int
    median_s: float
    slow_s: float
    """Within which nineteen of twenty answers came, seconds."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything that is counted."""

    agency: str
    country: str
    since: datetime
    until: datetime
    created_at: datetime
    tables: tuple[CountTable, ...]
    responses: tuple[ResponseTime, ...]

    def hidden(self) -> frozenset[str]:
        """Return the keys of the counts that are not shown."""
        counts = {key: count for table in self.tables for key, count in table.counts().items()}
        sums = [each for table in self.tables for each in table.sums()]
        known = {table.id: table for table in self.tables}
        for one, other in _PAIRS:
            if one in known and other in known:
                first, second = known[one], known[other]
                sums += [
                    Sum(first.key(TOTAL, column), (second.key(TOTAL, column),))
                    for column in (*first.columns, TOTAL)
                ]
        return withheld(counts, sums)


def shown(count: int, *, is_hidden: bool) -> str:
    """Return what is told of a count: itself, fewer than five, or a mark that it is withheld."""
    if not is_hidden:
        return str(count)
    return "<5" if is_small(count) else "*"
