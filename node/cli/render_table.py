"""The plain table that every list is printed as: no lines, room between the columns."""

from collections.abc import Iterable, Sequence

from rich.console import JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text


def render_table(
    titles: Sequence[str],
    rows: Iterable[Sequence[str | Text]],
    *,
    empty: str,
    right: Sequence[str] = (),
    whole: Sequence[str] = (),
) -> RenderableType:
    """Return a table, or a sentence where there are no rows.

    Args:
        titles: one for each column.
        rows: cells in the order of the titles.
        empty: what is said instead of an empty table.
        right: titles of the columns that hold numbers.
        whole: titles of the columns whose cells are never broken.
    """
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in titles:
        justify: JustifyMethod = "right" if title in right else "left"
        table.add_column(title, justify=justify, overflow="fold", no_wrap=title in whole)
    for row in rows:
        table.add_row(*row)
    return table if table.rows else Text(empty)


def render_pairs(pairs: Iterable[tuple[str, str | Text]]) -> RenderableType:
    """Return labels with their values below each other, without the empty ones."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bright_black", no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in pairs:
        if value:
            table.add_row(label, value)
    return table
