"""Alerts: the list, and one with its explanation."""

from collections.abc import Iterable
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from node.cli.phrase import moment
from node.cli.render_table import render_pairs, render_table
from node.operator.view import Alert, AlertFile, Alerts, Finding

_STATES: Final = {"open": "bold yellow", "claimed": "cyan", "confirmed": "green"}
_LETTER_BITS: Final = 1.0
"""Bits of evidence that one letter of a bar stands for."""
_BAR_LETTERS: Final = 16


def render_alerts(alerts: Alerts) -> RenderableType:
    """Return the list of alerts, newest first."""
    rows = (_row(alert) for alert in alerts.alerts)
    table = render_table(
        ("alert", "state", "what", "peer", "case", "seen", "at"),
        rows,
        empty="no alerts",
        right=("seen",),
    )
    hidden = alerts.total - len(alerts.alerts)
    return Group(table, Text(f"and {hidden:,} more; see them with --limit")) if hidden else table


def render_alert(file: AlertFile) -> RenderableType:
    """Return one alert: what happened, why, what to do, and the own record if it was opened."""
    parts: list[RenderableType] = [_heading(file.alert), _facts(file.alert)]
    if file.findings:
        parts += [Text(""), Text("Why", style="bold"), _explanation(file.findings)]
    if file.advice:
        parts += [Text(""), *(Text(sentence) for sentence in file.advice)]
    if file.record:
        title = Text("Own record (opening it was journalled)", style="bold")
        pairs = ((each.name, " | ".join(each.values)) for each in file.record)
        parts += [Text(""), title, render_pairs(pairs)]
    return Group(*parts)


def _row(alert: Alert) -> tuple[str | Text, ...]:
    return (
        Text(alert.id, style="bold"),
        Text(alert.state, style=_STATES.get(alert.state, "bright_black")),
        f"{alert.direction} {_strength(alert)}, {alert.entity_type}",
        alert.peer,
        alert.case_reference,
        f"{alert.times}x",
        moment(alert.created_at),
    )


def _strength(alert: Alert) -> str:
    return f"{alert.zone} {alert.band}".rstrip()


def _heading(alert: Alert) -> Text:
    what = (
        f"a query of {alert.peer} touched our register"
        if alert.direction == "incoming"
        else f"{alert.peer} answered hit"
    )
    return Text.assemble(("Alert ", "bold"), (alert.id, "bold"), f": {what}")


def _facts(alert: Alert) -> RenderableType:
    return render_pairs(
        (
            ("state", Text(alert.state, style=_STATES.get(alert.state, ""))),
            ("result", f"{_strength(alert)}, {alert.entity_type}"),
            ("case", alert.case_reference),
            ("asked for", ", ".join(filter(None, (alert.purpose, alert.offence)))),
            ("reference", alert.reference),
            ("contact point", alert.contact_point),
            ("seen", f"{alert.times}x, last {moment(alert.created_at)}"),
            ("model", alert.model),
        )
    )


def _explanation(findings: Iterable[Finding]) -> RenderableType:
    rows = (
        (finding.attribute, finding.level, f"{finding.bits:+.1f}", _bar(finding.bits))
        for finding in findings
    )
    titles = ("attribute", "comparison", "bits", "speaks")
    return render_table(titles, rows, empty="", right=("bits",))


def _bar(bits: float) -> Text:
    """Draw the weight of one finding; the words say what the colour says."""
    letters = min(_BAR_LETTERS, max(1, round(abs(bits) / _LETTER_BITS)))
    if bits < 0:
        return Text(f"{'-' * letters} against", style="dark_orange3")
    return Text(f"{'+' * letters} for", style="blue")
