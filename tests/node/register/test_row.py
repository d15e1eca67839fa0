"""Tests of `node.register.row`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node.register.row import RawRow, split_values


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", ()),
        ("   ", ()),
        (" ANA ", ("ANA",)),
        ("ANA | SWAN", ("ANA", "SWAN")),
        ("ANA |  | SWAN | ", ("ANA", "SWAN")),
        ("ANA|SWAN", ("ANA|SWAN",)),
    ],
)
def test_a_cell_is_split_at_the_separator(cell: str, expected: tuple[str, ...]) -> None:
    """Values are stripped, empty ones dropped, and a bar without spaces is part of the value."""
    assert split_values(cell) == expected


@given(st.lists(st.text(alphabet="abc ").map(str.strip).filter(bool)))
def test_joined_values_are_split_again(values: list[str]) -> None:
    """What is joined with the separator comes back as it was."""
    assert split_values(" | ".join(values)) == tuple(values)


def test_a_row_does_not_show_its_fields() -> None:
    """The repr of a row gives its line and nothing of the person."""
    shown = repr(RawRow(7, {"name": ("Zzyzx",)}))

    assert "7" in shown
    assert "Zzyzx" not in shown
