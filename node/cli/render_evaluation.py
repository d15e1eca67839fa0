"""Show how good matching was: one table of figures, one of groups."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.text import Text

from node.cli.render_table import render_pairs, render_table

if TYPE_CHECKING:
    from matching.evaluate import Evaluation
    from matching.figures import Figures

_TITLES = ("", "precision", "recall", "F1", "from bits")
_GROUP_TITLES = ("split", "group", "pairs", "best F1", "hit precision", "hit recall")


def render_evaluation(
    found: "Evaluation", plain: "Figures | None", *, seconds: float, memory_mb: float
) -> RenderableType:
    """Return the figures as two tables and a list."""
    rows = [
        _row("best threshold", found.best),
        _row("hit, as shipped", found.hit),
        _row("hit or possible", found.possible),
        *([_row("clear text, best", plain)] if plain else []),
    ]
    figures = render_table(_TITLES, rows, empty="", right=_TITLES[1:])
    groups = render_table(
        _GROUP_TITLES,
        _group_rows(found),
        empty="No group has enough true pairs.",
        right=_GROUP_TITLES[2:],
    )
    facts = render_pairs(
        (
            ("model", found.model),
            ("records", f"{found.register:,} answering, {found.queries:,} asking"),
            ("true pairs", f"{found.truth:,}"),
            ("candidates found", f"{found.candidate_recall:.4f} of them"),
            ("average precision", f"{found.average_precision:.4f}"),
            ("false hits", f"{found.false_hits:.2f} per 1,000 queries"),
            ("false possible ones", f"{found.false_possible:.2f} per 1,000 queries"),
            ("pairs scored", f"{found.pairs_scored:,}"),
            ("seconds, peak memory", f"{seconds:.1f} s, {memory_mb:,.0f} MB"),
        )
    )
    return Stack(figures, Text(), facts, Text(), groups)


def _row(title: str, figures: "Figures") -> tuple[str, ...]:
    bits = "" if figures.threshold is None else f"{figures.threshold:.1f}"
    shares = (figures.precision, figures.recall, figures.f1)
    return (title, *(f"{share:.4f}" for share in shares), bits)


def _group_rows(found: "Evaluation") -> Iterator[tuple[str, ...]]:
    for split, groups in found.splits.items():
        for name, group in groups.items():
            shares = (group.best.f1, group.hit.precision, group.hit.recall)
            yield split, name, f"{group.true_pairs:,}", *(f"{share:.3f}" for share in shares)
