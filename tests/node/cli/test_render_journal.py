"""The journal, as it is printed."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console, RenderableType

from node.cli.render_journal import render_entries, render_report
from node.operator.view import JournalEntry, JournalReport

AT = datetime(2026, 11, 23, 5, 10, tzinfo=UTC)


def printed(picture: RenderableType) -> str:
    """Return what a terminal of 80 columns without colours shows."""
    page = StringIO()
    Console(file=page, width=80, color_system=None, markup=False).print(picture)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())


def test_entry_has_a_heading_and_facts() -> None:
    """Who, when and what stand on one line, and long ids are cut."""
    content = {
        "event": "query-in",
        "peer": "pcc-pa",
        "case_reference": "PA-1",
        "query_id": "8ef0a1c2-0000-4000-8000-000000000000",
        "detail": {"subjects": 7},
        "entity_types": ["person"],
        "justification": {"purpose": "drug-trafficking"},
    }
    entry = JournalEntry(10, AT, "query-in", json.dumps(content), "00")

    assert printed(render_entries([entry])).splitlines() == [
        "    10  2026-11-23 05:10 UTC  query-in  pcc-pa  PA-1",
        "        query_id=8ef0a1c2  subjects=7  entity_types=person",
    ]


def test_erased_entry_says_so() -> None:
    """An entry whose content was erased keeps its place."""
    assert "erased after retention" in printed(
        render_entries([JournalEntry(3, AT, "query-in", "", "00")])
    )


@pytest.mark.parametrize("content", ["no JSON", "[1]", "3"])
def test_strange_content_is_shown_as_it_is(content: str) -> None:
    """What another version wrote does not stop the list."""
    shown = printed(render_entries([JournalEntry(3, AT, "other", content, "00")]))

    assert content.strip("[]") in shown


def test_unsound_journal_says_what_is_wrong() -> None:
    """A journal that does not verify is told in words, with the finding."""
    report = JournalReport(
        is_sound=False, entries=9, tombstones=2, root="ab", checkpoint="head", finding="entry 4"
    )

    shown = printed(render_report(report, with_head=True))

    assert "does NOT verify: entry 4" in shown
    assert "2 erased after retention" in shown
    assert "head" in shown
