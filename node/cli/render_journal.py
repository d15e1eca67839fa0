"""The journal: its newest entries, and whether it is whole."""

import json
from collections.abc import Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from node.cli.phrase import count, moment
from node.cli.render_table import render_pairs
from node.cli.sentence import sentence
from node.operator.view import JournalEntry, JournalReport

_INDEX_WIDTH: Final = 6
_INDENT: Final = 8


def render_entries(entries: Sequence[JournalEntry], *, in_full: bool = False) -> RenderableType:
    """Return one sentence for each entry, and where it is wanted all that the entry says."""
    if not entries:
        return Text("no entries")
    return Group(*(_entry(entry, in_full=in_full) for entry in entries))


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


def _entry(entry: JournalEntry, *, in_full: bool) -> RenderableType:
    line = Table.grid(padding=(0, 2, 0, 0))
    line.add_column(justify="right", min_width=_INDEX_WIDTH, no_wrap=True)
    line.add_column(no_wrap=True, style="bright_black")
    line.add_column(overflow="fold")
    line.add_row(f"{entry.index:,}", moment(entry.at) if entry.at else "", _told(entry))
    if not in_full or not entry.content:
        return line
    return Group(line, Padding(Text(_whole(entry), style="bright_black"), (0, 0, 0, _INDENT)))


def _told(entry: JournalEntry) -> Text:
    if not entry.content:
        return Text("erased after retention", style="bright_black")
    content = _content(entry)
    style = "bold red" if entry.event == "alarm" else ""
    held = f" [held: {entry.legal_hold}]" if entry.legal_hold else ""
    return Text(f"{sentence(content) if content else entry.content}{held}", style=style)


def _content(entry: JournalEntry) -> dict[str, object]:
    """Return what the entry says; what is no object, as another version wrote it, says nothing."""
    try:
        content = json.loads(entry.content)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _whole(entry: JournalEntry) -> str:
    content = _content(entry)
    return json.dumps(content, ensure_ascii=False, indent=2) if content else entry.content
