"""The journal, as it is printed."""

import json
from dataclasses import replace
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


CONTENT = {
    "event": "query-in",
    "peer": "pcc-pa",
    "case_reference": "PA-1",
    "query_id": "8ef0a1c2-0000-4000-8000-000000000000",
    "detail": {"subjects": 7},
    "entity_types": ["person"],
    "results": ["hit", *["no hit"] * 6],
    "justification": {"purpose": "drug-trafficking"},
}
ENTRY = JournalEntry(10, AT, "query-in", json.dumps(CONTENT), "00")


def test_entry_is_one_sentence() -> None:
    """Who asked what, why and with which outcome; the justification is not repeated."""
    assert printed(render_entries([ENTRY])).split() == [
        *("10", "2026-11-23", "05:10", "UTC"),
        *[
            "pcc-pa",
            "asked",
            "about",
            "7",
            "persons",
            "(drug-trafficking,",
            "case",
            "PA-1):",
            "1",
            "hit",
            "and",
            "6",
            "no",
            "hit",
        ],
    ]


def test_entry_is_told_in_full_where_it_is_asked() -> None:
    """Everything that the entry says stands below its sentence."""
    shown = printed(render_entries([ENTRY], in_full=True))

    assert all(name in shown for name in CONTENT)


def test_held_entry_names_the_procedure() -> None:
    """Who reads the list sees what may not be erased, and for what."""
    held = replace(ENTRY, legal_hold="DPA 2026/17")

    assert "DPA 2026/17" in " ".join(printed(render_entries([held])).split())


def test_alarm_stands_out() -> None:
    """A peer that contradicts itself is not one line among others."""
    content = {
        "event": "alarm",
        "peer": "fiu-nl",
        "detail": {"reason": "two-heads", "checkpoint_size": 3},
    }
    alarm = JournalEntry(3, AT, "alarm", json.dumps(content), "00")

    told = " ".join(printed(render_entries([alarm])).split())

    assert "ALARM: fiu-nl has signed two different journals of 3 entries" in told


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
