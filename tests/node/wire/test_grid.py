"""Answers leave at lines of a time grid."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node.wire.grid import Grid, wait_s


@pytest.mark.parametrize(
    ("elapsed_s", "expected_s"),
    [(0.0, 0.05), (0.01, 0.04), (0.05, 0.0), (0.06, 0.04), (0.123, 0.027)],
)
def test_the_wait_ends_at_the_next_line(elapsed_s: float, expected_s: float) -> None:
    """Whatever took up to one step leaves after one step, and so on."""
    assert isclose(wait_s(elapsed_s, 0.05), expected_s, abs_tol=1e-9)


@given(st.floats(0, 1_000), st.floats(0.001, 10))
def test_every_answer_leaves_on_a_line(elapsed_s: float, grid_s: float) -> None:
    """Elapsed time and wait are together a multiple of the step, and at least one."""
    lines = (elapsed_s + wait_s(elapsed_s, grid_s)) / grid_s

    assert round(lines) >= 1
    assert isclose(lines, round(lines), abs_tol=1e-6)


@given(st.floats(0, 1_000), st.floats(0.001, 10))
def test_the_wait_is_at_most_one_step(elapsed_s: float, grid_s: float) -> None:
    """Nobody waits for longer than one step."""
    assert -1e-9 <= wait_s(elapsed_s, grid_s) <= grid_s


async def test_a_grid_waits() -> None:
    """Waiting for the next line ends."""
    await Grid(0.001).next_line()
