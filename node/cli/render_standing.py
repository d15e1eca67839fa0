"""Standing queries for people."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.text import Text

from node.cli.phrase import count, moment
from node.cli.render_table import render_table
from node.operator.view_standing import HeldQuery, StandingAnswer, StandingList, StandingQuery

_ID_LETTERS = 8
_STYLES = {"hit": "bold red", "refused": "yellow", "failed": "yellow", "not asked": "bright_black"}
_STANDS = frozenset({"hit", "no hit"})


def render_answers(answers: Sequence[StandingAnswer]) -> RenderableType:
    """Return what each peer said when it was asked to let queries stand."""
    table = render_table(
        ("peer", "subject", "stands", "answer now", ""),
        (
            (
                each.peer,
                each.subject,
                "yes" if each.state in _STANDS else "no",
                Text(each.state, style=_STYLES.get(each.state, "")),
                each.reason,
            )
            for each in sorted(answers, key=lambda each: (each.peer, each.subject))
        ),
        empty="everything stands there already",
        whole=("subject", "stands", "answer now"),
    )
    standing = sum(each.state in _STANDS for each in answers)
    peers = len({each.peer for each in answers if each.state in _STANDS})
    verb = "stands" if standing == 1 else "stand"
    told = f"{count(standing, 'subject')} {verb} with {count(peers, 'peer')}."
    words = told if standing else ""
    return Group(table, Text(words, style="bold"))


def render_left(answers: Sequence[StandingAnswer]) -> RenderableType:
    """Return what is left standing after a run, below a line that says so."""
    title = Text("Left standing where a peer knows nothing", style="bold")
    return Group(title, render_answers(answers))


def render_standing(listed: StandingList) -> RenderableType:
    """Return both lists, one below the other."""
    ours = render_table(
        ("id", "with", "case", "subjects", "overlap", "state", "until"),
        (_ours(each) for each in listed.standing),
        empty="none",
        whole=("id", "overlap", "state", "until"),
    )
    held = render_table(
        ("id", "for", "case", "about", "overlap", "until", "touched", ""),
        (_held(each) for each in listed.held),
        empty="none",
        right=("touched",),
        whole=("id", "about", "overlap", "until"),
    )
    subjects = sum(each.subjects for each in listed.held)
    peers = len({each.peer for each in listed.held})
    kept = f": {count(subjects, 'subject')} for {count(peers, 'peer')}" if listed.held else ""
    return Group(
        Text("Ours, kept by peers", style="bold"),
        ours,
        Text(""),
        Text(f"Kept here for peers{kept}", style="bold"),
        held,
    )


def _ours(query: StandingQuery) -> tuple[str | Text, ...]:
    stands = query.state == "standing"
    return (
        query.id[:_ID_LETTERS],
        query.peer,
        query.case_reference,
        ", ".join(sorted(query.subjects)),
        "yes" if query.overlap else "no",
        Text(query.state, style="green" if stands else "bright_black"),
        _day(query.until if stands else query.ended_at),
    )


def _held(query: HeldQuery) -> tuple[str | Text, ...]:
    kind = query.entity_type if query.subjects == 1 else f"{query.entity_type} x {query.subjects}"
    return (
        query.id[:_ID_LETTERS],
        query.peer,
        query.case_reference,
        kind,
        "yes" if query.overlap else "no",
        _day(query.until),
        f"{query.touched:,}",
        "" if query.matches else Text("waits for new pseudonyms", style="yellow"),
    )


def _day(when: datetime | None) -> str:
    return moment(when)
