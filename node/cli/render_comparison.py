"""What the comparison of two nodes' evidence has found."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from node.cli.phrase import count
from node.cli.render_table import render_table
from node.evidence.compare import Difference

_ID_CHARS = 8


def render_comparison(
    nodes: tuple[str, str], differences: Sequence[Difference], *, exchanges: int
) -> RenderableType:
    """Return the verdict, and a line for each difference."""
    contradictions = sum(each.is_contradiction for each in differences)
    compared = count(exchanges, "exchange")
    verdict = (
        Text(
            f"{' and '.join(nodes)} contradict each other: {compared}, "
            f"{count(contradictions, 'contradiction')}.",
            style="bold red",
        )
        if contradictions
        else Text(f"{' and '.join(nodes)} agree about {compared}.", style="bold green")
    )
    if not differences:
        return verdict
    rows = [
        (
            Text(each.kind, style="red" if each.is_contradiction else ""),
            each.query_id[:_ID_CHARS],
            each.sentence,
        )
        for each in differences
    ]
    return Group(verdict, render_table(("finding", "query", "what"), rows, empty=""))
