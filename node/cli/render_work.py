"""What officers did with alerts, and what there is to do."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from node.cli.phrase import moment
from node.cli.render_table import render_pairs, render_table
from node.operator.view_review import Alert, ReasonCode, Suppression, Work

CLOCKS: Final = {
    "urgent-8h": "8 hours, urgent (Directive 2023/977)",
    "urgent-3d": "3 days, urgent and not directly accessible (Directive 2023/977)",
    "ordinary-7d": "7 days (Directive 2023/977)",
    "core-data-48h": "48 hours for core data (Regulation 2024/982, Article 47)",
    "retraction-48h": "48 hours to confirm a retraction (Regulation 2024/982, Article 64)",
}
"""Duties in words."""
_KEY_LETTERS: Final = 8


def render_work(work: Work) -> RenderableType:
    """Return what asks for attention, each with the command that shows it."""
    rows = (
        ("new", work.new, "alert list --state open --sort weight"),
        ("yours", work.mine, "alert list --claimed-by YOU"),
        ("for a second review by you", work.second_review, "alert list --state second-review"),
        ("overdue", work.overdue, "alert list --overdue --sort due"),
        ("with the senior desk", work.escalated, "alert list --escalated --sort due"),
        ("held by the human-rights gate", work.held, "alert list --state held"),
        ("corrected, deleted or contested", work.flagged, "alert list --flagged"),
    )
    return render_table(
        ("", "alerts", "see"),
        ((what, f"{number:,}", f"heliograph {see}") for what, number, see in rows if number),
        empty="Nothing waits for you.",
        right=("alerts",),
        whole=("alerts",),
    )


def render_decided(alert: Alert) -> RenderableType:
    """Say where an alert now stands, and what that means outside the house."""
    lines = [Text(f"Alert {alert.id} is {alert.state}.")]
    if alert.state == "claimed" and alert.claimed_until:
        lines.append(Text(f"It is yours until {moment(alert.claimed_until)}."))
    if alert.state == "second-review":
        lines.append(Text(f"Another officer must say {alert.verdict} as well."))
    if alert.state == "held" and alert.verdict:
        lines.append(
            Text(
                f"The rule {alert.hold} holds it: a senior officer records an assurance, and it is "
                "decided again."
            )
        )
    if alert.state == "confirmed":
        lines.append(Text(_told(alert)))
    if alert.clock and alert.due_at:
        lines.append(Text(f"Due {moment(alert.due_at)}: {CLOCKS.get(alert.clock, alert.clock)}."))
    return Group(*lines)


def _told(alert: Alert) -> str:
    if alert.told_at is None:
        return f"{alert.peer} has heard no hit, and is not told: the record may not be shared."
    return f"{alert.peer} was told whom to call at {moment(alert.told_at)}."


def render_reasons(reasons: Sequence[ReasonCode]) -> RenderableType:
    """Return the coded reasons, by what they are reasons for."""
    parts: list[RenderableType] = []
    for verdict, group in groupby(reasons, key=lambda each: each.verdict):
        table = render_table(
            ("code", "words"),
            ((each.code, each.words) for each in group),
            empty="",
            whole=("code",),
        )
        parts += [Text(verdict, style="bold"), Padding(table, (0, 0, 1, 2))]
    return Group(*parts)


def render_suppressions(pairs: Sequence[Suppression]) -> RenderableType:
    """Return the pairs that are laid aside."""
    return render_table(
        ("record", "peer", "by", "reason", "until"),
        (
            (
                each.record_key[:_KEY_LETTERS],
                each.peer,
                each.owner,
                each.reason,
                moment(each.until),
            )
            for each in pairs
        ),
        empty="No pair is laid aside.",
        whole=("record", "until"),
    )


def work_pairs(alert: Alert) -> RenderableType:
    """Return what officers have done with an alert so far."""
    claimed = f"{alert.claimed_by} until {moment(alert.claimed_until)}" if alert.claimed_by else ""
    second = f", then {alert.second_by}" if alert.second_by else ""
    decided = (
        f"{alert.verdict} ({alert.reason}) by {alert.decided_by}{second}, "
        f"{moment(alert.decided_at)}"
        if alert.verdict
        else ""
    )
    told = moment(alert.told_at) if alert.told_at else ""
    escalated = alert.clock and alert.escalated_at is not None
    due = f"{moment(alert.due_at)}, {CLOCKS.get(alert.clock, '')}" if alert.clock else ""
    return render_pairs(
        (
            ("claimed by", claimed),
            ("decided", decided),
            ("asker told of a hit", told),
            ("due", due),
            ("with the senior desk since", moment(alert.escalated_at) if escalated else ""),
            ("since it was told", Text(alert.flag, style="bold red") if alert.flag else ""),
            ("led to", f"{alert.outcome}, {moment(alert.outcome_at)}" if alert.outcome else ""),
            ("revision", str(alert.revision)),
        )
    )
