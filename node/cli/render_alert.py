"""Alerts: the list, and one with its explanation."""

from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from node.cli.phrase import moment
from node.cli.render_contact import render_desk, render_now
from node.cli.render_table import render_pairs, render_table
from node.cli.render_work import work_pairs
from node.operator.view_review import Alert, AlertFile, Alerts, Finding

_STATES: Final = {
    "open": "bold yellow",
    "held": "bold magenta",
    "claimed": "cyan",
    "second-review": "bold cyan",
    "unsure": "yellow",
    "confirmed": "green",
}
_LETTER_BITS: Final = 1.0
"""Bits of evidence that one letter of a bar stands for."""
_BAR_LETTERS: Final = 16
_OVERLAP: Final = "overlap"
"""The direction of an alert that tells of another agency."""
_SILENT_BITS: Final = 0.05
"""Less than this would be printed as 0.0."""
SHORT_ID_LETTERS: Final = 8
"""Letters of an id in a list; commands take any beginning of an id that is unambiguous."""


def render_alerts(alerts: Alerts, *, by_case: bool) -> RenderableType:
    """Return the list of alerts by the case from which they come, or in its own order."""
    if not alerts.alerts:
        return Text("no alerts")
    by_origin: dict[tuple[str, str, str], list[Alert]] = {}
    for alert in alerts.alerts if by_case else ():
        origin = (alert.direction, alert.peer, alert.case_reference)
        by_origin.setdefault(origin, []).append(alert)
    parts = [_group(group) for group in by_origin.values()] or [_ranked(alerts.alerts)]
    hidden = alerts.total - len(alerts.alerts)
    return Group(*parts, *([Text(f"and {hidden:,} more; see them with --limit")] if hidden else []))


def _ranked(alerts: Sequence[Alert]) -> RenderableType:
    """Return alerts in the order in which they are to be worked on."""
    return render_table(
        ("alert", "state", "result", "bits", "type", "peer", "due"),
        (
            (
                Text(alert.id[:SHORT_ID_LETTERS], style="bold"),
                _state(alert),
                _strength(alert),
                f"{alert.weight:+.1f}",
                alert.entity_type,
                alert.peer,
                _due(alert),
            )
            for alert in alerts
        ),
        empty="",
        right=("bits",),
        whole=("alert", "result", "type", "peer", "due"),
    )


def _due(alert: Alert) -> str:
    """Write until when something is owed, short enough for a list; the year says itself."""
    if not alert.clock or alert.due_at is None:
        return ""
    return f"{alert.due_at.astimezone(UTC):%m-%d %H:%M} UTC"


def _group(alerts: Sequence[Alert]) -> RenderableType:
    """Return the alerts of one case and peer below a line that says so."""
    table = render_table(
        ("alert", "state", "result", "type", "seen", "at"),
        (_row(alert) for alert in alerts),
        empty="",
        right=("seen",),
        whole=("alert", "state", "result", "type", "at"),
    )
    return Group(_origin(alerts[0]), Padding(table, (0, 0, 1, 2)))


def _origin(alert: Alert) -> Text:
    verbs = {"incoming": "asked", _OVERLAP: "asks about the same subject as we do"}
    verb = verbs.get(alert.direction, "answered")
    why = ", ".join(filter(None, (alert.purpose, alert.offence)))
    words = f" {verb} in case {alert.case_reference}{f': {why}' if why else ''}"
    return Text.assemble((alert.peer, "bold"), words)


def render_alert(file: AlertFile) -> RenderableType:
    """Return one alert: what happened, why, what to do, and the own record if it was opened."""
    parts: list[RenderableType] = [_heading(file.alert), _facts(file.alert)]
    parts.append(work_pairs(file.alert))
    if file.other_desk is not None:
        parts += [Text(""), Text("Whom to call, quoting the reference", style="bold")]
        parts += [render_desk(file.other_desk), Text("")]
        parts += [render_now(file.other_desk, file.other_substitute), Text("")]
        parts.append(Text(f"It asks about subject {file.subject} as well; {file.told_by} told us."))
    if file.note:
        parts += [Text(""), Text("Note", style="bold"), Text(file.note)]
    if file.findings:
        parts += [Text(""), Text("Why", style="bold"), *_explanation(file.findings)]
    if file.advice:
        parts += [Text(""), Text("What would help to decide", style="bold")]
        parts += [Text(f"- {sentence}") for sentence in file.advice]
    if file.earlier:
        parts += [Text(""), Text("The same record and peer before", style="bold")]
        parts.append(_ranked(file.earlier))
    if file.needs_second_review and file.alert.direction == "incoming":
        parts += [Text(""), Text("The policy asks for a second officer to confirm this.")]
    if file.record:
        title = Text("Own record (opening it was journalled)", style="bold")
        pairs = ((each.name, " | ".join(each.values)) for each in file.record)
        parts += [Text(""), title, render_pairs(pairs)]
    return Group(*parts)


def _row(alert: Alert) -> tuple[str | Text, ...]:
    return (
        Text(alert.id[:SHORT_ID_LETTERS], style="bold"),
        _state(alert),
        _strength(alert),
        alert.entity_type,
        f"{alert.times}x",
        moment(alert.created_at),
    )


def _state(alert: Alert) -> Text:
    holder = f"claimed: {alert.claimed_by}" if alert.state == "claimed" else alert.state
    words = f"{holder}, {alert.flag}" if alert.flag else holder
    return Text(words, style=_STATES.get(alert.state, "bright_black"))


def _strength(alert: Alert) -> str:
    if alert.direction == _OVERLAP:
        return _OVERLAP
    return f"{alert.zone} {alert.band}".rstrip()


def _heading(alert: Alert) -> Text:
    words = {
        "incoming": f"a query of {alert.peer} touched our register",
        _OVERLAP: f"{alert.peer} asks about the same subject",
    }
    what = words.get(alert.direction, f"{alert.peer} answered hit")
    return Text.assemble(("Alert ", "bold"), (alert.id, "bold"), f": {what}")


def _facts(alert: Alert) -> RenderableType:
    return render_pairs(
        (
            ("state", Text(alert.state, style=_STATES.get(alert.state, ""))),
            ("result", f"{_strength(alert)}, {alert.entity_type}"),
            ("held by the rule", alert.hold),
            ("case", alert.case_reference),
            ("asked for", ", ".join(filter(None, (alert.purpose, alert.offence)))),
            ("reference", alert.reference),
            ("contact point", alert.contact_point),
            ("seen", f"{alert.times}x, last {moment(alert.created_at)}"),
            ("model", alert.model),
        )
    )


def _explanation(findings: Sequence[Finding]) -> Iterator[RenderableType]:
    """Yield what spoke for and against, then in one line what could not speak at all."""
    telling = [finding for finding in findings if abs(finding.bits) >= _SILENT_BITS]
    rows = (
        (finding.attribute, finding.level, f"{finding.bits:+.1f}", _bar(finding.bits))
        for finding in telling
    )
    titles = ("attribute", "comparison", "bits", "speaks")
    yield render_table(titles, rows, empty="", right=("bits",), whole=("bits", "speaks"))
    silent = [finding for finding in findings if finding not in telling]
    for level in dict.fromkeys(finding.level for finding in silent):
        alike = ", ".join(each.attribute for each in silent if each.level == level)
        yield Text(f"{level}: {alike}", style="bright_black")


def _bar(bits: float) -> Text:
    """Draw the weight of one finding; the words say what the colour says."""
    letters = min(_BAR_LETTERS, max(1, round(abs(bits) / _LETTER_BITS)))
    if bits < 0:
        return Text(f"{'-' * letters} against", style="dark_orange3")
    return Text(f"{'+' * letters} for", style="blue")
