"""The journal: its newest entries, and whether it is whole."""

import json
from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.text import Text

from node.cli.phrase import count, moment
from node.cli.render_table import render_pairs, render_table
from node.operator.view import JournalEntry, JournalReport


def render_entries(entries: Iterable[JournalEntry]) -> RenderableType:
    """Return the newest entries."""
    rows = (
        (f"{entry.index:,}", moment(entry.at), Text(entry.event, style="bold"), _content(entry))
        for entry in entries
    )
    titles = ("entry", "at", "event", "content")
    return render_table(titles, rows, empty="the journal is empty", right=("entry",))


def render_report(report: JournalReport) -> RenderableType:
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
            ("signed head", report.checkpoint.strip()),
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
    if not isinstance(content, dict):
        return Text(entry.content)
    words = (f"{name}={_value(value)}" for name, value in content.items() if value not in ("", []))
    return Text(" ".join(words), style="bright_black")


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
