"""Rows of unequal length are found again in one flat array."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.index.ragged import Ragged

rows = st.lists(st.lists(st.integers(0, 9), max_size=5), min_size=1, max_size=8)


@given(rows, st.integers(min_value=0, max_value=5), st.lists(st.integers(0, 7), max_size=8))
def test_rows_are_taken_in_any_order(rows: list[list[int]], most: int, chosen: list[int]) -> None:
    """Taking rows and their first entries gives what slicing lists would."""
    chosen = [row % len(rows) for row in chosen]
    flat = np.array([entry for row in rows for entry in row], np.int64)
    ragged = Ragged.of(np.array([len(row) for row in rows], np.int64))

    taken = flat[ragged.head(most).take(np.array(chosen, np.int64)).places()]

    assert taken.tolist() == [entry for row in chosen for entry in rows[row][:most]]
