"""The journal: its newest entries, and whether it is whole."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from node.cli.phrase import count, moment
from node.cli.render_table import render_pairs
from node.operator.view import JournalEntry, JournalReport

_ELSEWHERE: Final = frozenset(
    {"event", "time", "justification", "retention_until", "peer", "case_reference"}
)
"""Facts that stand in the heading of an entry, or are too long for a list."""
_UUID: Final = re.compile(r"([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_INDENT: Final = 8


def render_entries(entries: Sequence[JournalEntry]) -> RenderableType:
    """Return the newest entries: who, when and what on one line, the rest below it."""
    if not entries:
        return Text("the journal is empty")
    return Group(*(_entry(entry) for entry in entries))


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


def _entry(entry: JournalEntry) -> RenderableType:
    content = _content(entry)
    heading = Text.assemble(
        f"{entry.index:>6,}  {moment(entry.at)}  ",
        (entry.event, "bold"),
        "".join(
            f"  {word}" for word in (content.get("peer"), content.get("case_reference")) if word
        ),
    )
    facts = "  ".join(_facts(content)) if entry.content else "erased after retention"
    below = Padding(Text(facts, style="bright_black"), (0, 0, 0, _INDENT))
    return Group(heading, below) if facts else heading


def _content(entry: JournalEntry) -> dict[str, object]:
    """Return what the entry says; what is no object says nothing that could be listed."""
    try:
        content = json.loads(entry.content or "{}")
    except ValueError:
        return {"content": entry.content}
    return content if isinstance(content, dict) else {"content": content}


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
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _UUID.sub(r"\1", text)
