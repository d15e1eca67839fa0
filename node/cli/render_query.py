"""A query about one subject: the outcome at each peer."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from node.cli.phrase import count, moment
from node.cli.render_contact import render_contacts
from node.cli.render_outcome import outcome, reasons
from node.cli.render_table import render_pairs, render_table
from node.operator.view import Cell, Preview


def render_query(cells: Sequence[Cell]) -> list[RenderableType]:
    """Return a table with a row for each peer, then the contact cards."""
    rows = (
        (
            Text(cell.peer, style="bold"),
            outcome(cell),
            cell.reference,
            moment(cell.fresh_at) if cell.fresh_at else "",
        )
        for cell in cells
    )
    table = render_table(
        ("peer", "outcome", "reference", "register of"),
        rows,
        empty="no peer was asked; see: heliograph peer list",
        whole=("reference", "register of"),
    )
    return [table, Text(""), *reasons(cells), *render_contacts(cells)]


def render_preview(preview: Preview) -> RenderableType:
    """Return what a query would carry, in counts."""
    facts = render_pairs(
        (
            ("peers", ", ".join(preview.peers) or "none"),
            ("carries", f"{count(preview.names, 'name')}, {count(preview.tokens, 'token')}"),
            ("about", ", ".join(preview.attributes)),
        )
    )
    return Group(Text("Nothing was sent. The query would carry pseudonyms, no clear text:"), facts)
