"""A cell comes back from its page, and the page follows from the label."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.index.page import (
    Paged,
    find_cell,
    iter_cells,
    pack,
    page_of,
    pages_for,
    pages_of,
    seal_pages,
)

labels = st.integers(min_value=-(2**63), max_value=2**63 - 1)
held = st.dictionaries(labels, st.binary(max_size=40), max_size=30)


@given(held, labels)
def test_page_gives_back_what_it_holds(cells: dict[int, bytes], other: int) -> None:
    """Each label finds its own cell, and a label that is not there finds none."""
    numbers = sorted(cells)
    page = pack(numbers, [cells[number] for number in numbers])

    assert dict(iter_cells(page)) == cells
    assert {number: find_cell(page, number) for number in numbers} == cells
    assert find_cell(page, other) == cells.get(other)


def test_label_across_two_others_is_not_found() -> None:
    """Bytes that look like a label, but begin within one, are none."""
    page = pack([0x0102030400000000, 0x0506070811111111], [b"one", b"two"])
    across = int.from_bytes(page[6:14], "little")

    assert find_cell(page, across) is None


@given(labels, labels, st.integers(min_value=1, max_value=2**31))
def test_pages_ascend_with_labels(one: int, other: int, pages: int) -> None:
    """The greater label is on the same page or a later one, and every page exists."""
    first, second = (page_of(number, pages) for number in sorted((one, other)))

    assert 0 <= first <= second < pages


@given(st.lists(labels, max_size=20), st.integers(min_value=1, max_value=2**31))
def test_many_labels_go_where_each_would(numbers: list[int], pages: int) -> None:
    """The build and the reader agree about every page."""
    together = pages_of(np.array(numbers, np.int64), pages).tolist()

    assert together == [page_of(number, pages) for number in numbers]


@pytest.mark.parametrize(("cells", "pages"), [(0, 1), (15, 1), (16, 1), (160, 10)])
def test_table_has_a_page_for_sixteen_cells(cells: int, pages: int) -> None:
    """There is at least one page, and sixteen cells on each on average."""
    assert pages_for(cells) == pages


def test_rows_are_sealed_onto_their_pages() -> None:
    """Each column has one page of cells for each page number."""

    def seal(rows: str) -> tuple[list[bytes], ...]:
        return ([each.encode() for each in rows], [each.encode() * 2 for each in rows])

    numbers, columns = seal_pages(seal, Paged("abc", [1, 2, 7], [0, 0, 3]))

    assert numbers == [0, 3]
    assert [[dict(iter_cells(page)) for page in column] for column in columns] == [
        [{1: b"a", 2: b"b"}, {7: b"c"}],
        [{1: b"aa", 2: b"bb"}, {7: b"cc"}],
    ]
