"""Registers: the list, the summary of a load, rejected rows."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.text import Text

from node.cli.phrase import count, moment
from node.cli.render_table import render_table
from node.operator.view import LoadProgress, Register, Rejects


def render_registers(registers: Iterable[Register]) -> RenderableType:
    """Return the list of registers with their counts and their age."""
    rows = (
        (
            Text(register.name, style="bold"),
            register.entity_type,
            f"{register.records:,}",
            f"{register.rejected:,}",
            moment(register.loaded_at),
            register.source,
        )
        for register in registers
    )
    return render_table(
        ("register", "type", "records", "rejects", "loaded", "from"),
        rows,
        empty="no registers yet; load one with: heliograph register load",
        right=("records", "rejects"),
        whole=("register", "loaded"),
    )


def render_loaded(register: str, end: LoadProgress, *, dry_run: bool) -> RenderableType:
    """Return what became of a load."""
    verb = "would be loaded" if dry_run else "loaded"
    line = Text.assemble((register, "bold"), f": {count(end.records, 'record')} {verb}")
    if not end.rejected:
        return line
    line.append(f", {count(end.rejected, 'row')} rejected", style="bold red")
    where = Text(f"See which and why: heliograph register rejects {register}")
    return line if dry_run else Group(line, where)


def render_rejects(rejects: Rejects) -> RenderableType:
    """Return rejected rows: line, column and reason, never a value."""
    rows = ((str(each.line), each.column, each.reason) for each in rejects.rejects)
    table = render_table(
        ("line", "column", "reason"), rows, empty="no row was rejected", right=("line",)
    )
    hidden = rejects.total - len(rejects.rejects)
    return Group(table, Text(f"and {hidden:,} more; see them with --limit")) if hidden else table
