"""Turn a register file into the batches in which a node takes it."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from node.operator.client import Batch
from node.operator.view import Reject, Row
from node.register.row import RawRow, RowFault
from node.register.source import Source

BATCH_ROWS: Final = 500


def batches(source: Source) -> Iterator[Batch]:
    """Yield the rows of a file and its faults, a batch at a time.

    Raises:
        SourceError: The file turns out to be unreadable further on.
    """
    rows = source.rows()
    while some := list(islice(rows, BATCH_ROWS)):
        yield (
            [Row(row.line, row.fields) for row in some if isinstance(row, RawRow)],
            [reject_of(fault) for fault in some if isinstance(fault, RowFault)],
        )


def reject_of(fault: RowFault) -> Reject:
    """Return an unreadable row as a reject."""
    return Reject(fault.line, fault.column or "", fault.reason)
