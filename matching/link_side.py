"""One side of a bulk link while it is read: rows in, tokens or the reason why not out.

Clear text: both registers belong to whoever links them. No reason repeats anything of a row.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from matching.errors import InvalidRecordError, TooManyTokensError
from matching.profile import tokens
from matching.records import record_from_fields
from matching.subject import EntityType, Subject

REJECTS_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register under the names of Heliograph's columns, not yet validated."""

    line: int
    """Where it starts in its file, from 1."""
    fields: Mapping[str, tuple[str, ...]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that cannot be linked; says where and why, never what stood there."""

    line: int
    column: str
    """Empty where the row as a whole is at fault."""
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the rows of one side."""

    records: int
    rejected: int
    rejects: tuple[Reject, ...]
    """The first of them, in the order of the file."""


@dataclass(slots=True)
class Side:
    """Numbers the rows of one register and keeps how they are named."""

    rows: Iterable[Row | Reject] = field(repr=False)
    records: int = 0
    rejected: int = 0
    rejects: list[Reject] = field(default_factory=list)
    ids: list[str] = field(default_factory=list, repr=False)
    """Id of each readable row by its number; that of a row without one is its line."""
    _known: set[str] = field(default_factory=set, repr=False)

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        """Yield the readable rows with their number; a row whose id is taken is none."""
        for row in self.rows:
            if isinstance(row, Reject):
                self._reject(row)
            elif self._is_new(row):
                yield len(self.ids) - 1, row

    def note(self, reject: Reject | None) -> None:
        """Count a row that was prepared."""
        if reject is None:
            self.records += 1
        else:
            self._reject(reject)

    @property
    def tally(self) -> Tally:
        """What became of the rows so far."""
        rejects = sorted(self.rejects, key=lambda reject: reject.line)
        return Tally(self.records, self.rejected, tuple(rejects))

    def _is_new(self, row: Row) -> bool:
        name = next(iter(row.fields.get("id", ())), f"line {row.line}")
        if name in self._known:
            self._reject(Reject(row.line, "id", "another row has this id"))
            return False
        self._known.add(name)
        self.ids.append(name)
        return True

    def _reject(self, reject: Reject) -> None:
        self.rejected += 1
        if len(self.rejects) < REJECTS_KEPT:
            self.rejects.append(reject)


def prepare(
    row: Row, *, entity_type: EntityType, asking: bool
) -> tuple[Subject[bytes] | None, Reject | None]:
    """Turn a row into tokens, or into the reason why not.

    Args:
        row: what the file says.
        entity_type: of the register.
        asking: whether the row is a subject that asks, or a record that is asked about.
    """
    try:
        return tokens(record_from_fields(entity_type, row.fields), asking=asking), None
    except InvalidRecordError as error:
        first = error.findings[0]
        return None, Reject(row.line, first.field, first.reason)
    except TooManyTokensError as error:
        return None, Reject(row.line, "", str(error))
