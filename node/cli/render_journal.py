"""The journal: its newest entries, and whether it is whole."""

import json
from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from node.cli.phrase import count, moment
from node.cli.render_table import render_pairs, render_table
from node.operator.view import JournalEntry, JournalReport

_ELSEWHERE: Final = frozenset({"event", "time", "justification", "retention_until"})
"""Facts that stand in a column of their own, or are too long for a list."""


def render_entries(entries: Iterable[JournalEntry]) -> RenderableType:
    """Return the newest entries."""
    rows = (
        (f"{entry.index:,}", moment(entry.at), Text(entry.event, style="bold"), _content(entry))
        for entry in entries
    )
    titles = ("entry", "at", "event", "content")
    return render_table(
        titles, rows, empty="the journal is empty", right=("entry",), whole=("at", "event")
    )


def render_report(report: JournalReport, *, with_head: bool) -> RenderableType:
    """Return whether the journal is whole, and by what that can be checked elsewhere."""
    verdict = (
        Text("The journal is whole.", style="bold green")
        if report.is_sound
        else Text(f"The journal does NOT verify: {report.finding}", style="bold red")
    )
    erased = f", of which {report.tombstones:,} erased after retention"
    entries = count(report.entries, "entry", plural="entries")
    facts = render_pairs(
        (
            ("entries", entries + (erased if report.tombstones else "")),
            ("root", report.root),
            ("signed head", report.checkpoint.strip() if with_head else ""),
        )
    )
    return Group(verdict, facts)


def _content(entry: JournalEntry) -> Text:
    if not entry.content:
        return Text("erased after retention", style="bright_black italic")
    try:
        content = json.loads(entry.content)
    except ValueError:
        return Text(entry.content)
    return Text("  ".join(_facts(content)) if isinstance(content, dict) else entry.content)


def _facts(content: dict[str, object]) -> Iterator[str]:
    """Yield what the entry says beyond its columns; `--json` has it in full."""
    for name, value in content.items():
        if isinstance(value, dict) and name == "detail":
            yield from _facts(value)
        elif name not in _ELSEWHERE and value not in ("", [], None):
            yield f"{name}={_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(_value, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
