"""Pages: some sealed cells whose labels are neighbours, stored as one row of DuckDB.

A row with a key of its own costs DuckDB forty bytes of index, and the index must be in memory; a
page costs that once for sixteen cells. Which page a label is on follows from the label and the
number of pages, so nothing has to be looked up to know it. A page shows what single rows did:
labels, and padded lengths.

    u2 count | count x i8 label, ascending | count x u4 end of cell | cells
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from struct import Struct
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")

CELLS = 16
"""On a page, on average: further ones make it cheaper to keep and dearer to read."""
_COUNT = Struct("<H")
_LABEL_BYTES, _END_BYTES = 8, 4
_HALF = 32
"""Pages are told apart by the upper half of a label, as an unsigned number."""


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """Rows to be sealed, and which page each goes on."""

    rows: T
    numbers: Sequence[int]
    """Row number of each cell, ascending."""
    pages: Sequence[int]
    """Page of each cell, ascending."""


def pages_for(cells: int) -> int:
    """Return how many pages a table of so many cells has."""
    return max(1, cells // CELLS)


def page_of(number: int, pages: int) -> int:
    """Return the page of a label among so many; pages and labels ascend together."""
    return (((number >> _HALF) + (1 << _HALF - 1)) * pages) >> _HALF


def pages_of(numbers: NDArray[np.int64], pages: int) -> NDArray[np.int64]:
    """Return the page of each label, as `page_of` does for one."""
    upper = (numbers >> _HALF).astype(np.uint64) + np.uint64(1 << _HALF - 1)
    upper &= np.uint64((1 << _HALF) - 1)
    return ((upper * np.uint64(pages)) >> np.uint64(_HALF)).astype(np.int64)


def seal_pages(
    seal: Callable[[T], tuple[list[bytes], ...]], paged: Paged[T]
) -> tuple[list[int], list[list[bytes]]]:
    """Seal rows and lay them on their pages.

    Returns:
        The numbers of the pages, and for each column of the table the page of each.
    """
    groups = [(page, sum(1 for _ in same)) for page, same in groupby(paged.pages)]
    ends = list(pairwise(accumulate((count for _, count in groups), initial=0)))
    columns = [
        [pack(paged.numbers[start:end], cells[start:end]) for start, end in ends]
        for cells in seal(paged.rows)
    ]
    return [page for page, _ in groups], columns


def pack(numbers: Sequence[int], cells: Sequence[bytes]) -> bytes:
    """Write cells as a page; their numbers ascend."""
    ends = accumulate(map(len, cells))
    return b"".join(
        (
            _COUNT.pack(len(cells)),
            np.array(numbers, "<i8").tobytes(),
            np.fromiter(ends, "<u4", len(cells)).tobytes(),
            *cells,
        )
    )


def find_cell(page: bytes, number: int) -> bytes | None:
    """Return the cell of a label, or None where the page has none."""
    (count,) = _COUNT.unpack_from(page)
    label = number.to_bytes(_LABEL_BYTES, "little", signed=True)
    first, last = _COUNT.size, _COUNT.size + count * _LABEL_BYTES
    at = page.find(label, first, last)
    # What looks like the label may be the end of one and the head of the next.
    while at >= 0 and (at - first) % _LABEL_BYTES:
        at = page.find(label, at + 1, last)
    return None if at < 0 else _cell(page, count, place=(at - first) // _LABEL_BYTES)


def iter_cells(page: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each label of a page with its cell, as whoever has the file can."""
    (count,) = _COUNT.unpack_from(page)
    labels = np.frombuffer(page, "<i8", count, _COUNT.size).tolist()
    for place, label in enumerate(labels):
        yield label, _cell(page, count, place=place)


def _cell(page: bytes, count: int, *, place: int) -> bytes:
    ends = _COUNT.size + count * _LABEL_BYTES
    cells = ends + count * _END_BYTES
    start = (
        int.from_bytes(page[ends + (place - 1) * 4 : ends + place * 4], "little") if place else 0
    )
    end = int.from_bytes(page[ends + place * 4 : ends + (place + 1) * 4], "little")
    return page[cells + start : cells + end]
