"""Policies, alarms and decisions about records, for people."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from node.cli.phrase import count, moment
from node.cli.render_table import render_pairs, render_table
from node.operator.view_policy import Alarm, PeerRules, PolicyFile, PolicyTest, RecordDisclosure

_DIGEST_LETTERS = 12
_ID_LETTERS = 8
_USUAL_DESK = "protection"


def render_policy(policy: PolicyFile) -> RenderableType:
    """Return what holds for each peer, the rules of the gate, and who meets protected persons."""
    named = (
        f"policy {policy.digest[:_DIGEST_LETTERS]}"
        if policy.document
        else "no policy.toml: shipped"
    )
    parts: list[RenderableType] = [Text(named, style="bold")]
    for rules in policy.peers:
        parts += [Text(""), Text(rules.peer, style="bold"), render_pairs(_facts(rules))]
    if not policy.peers:
        parts.append(Text("no peers yet; add one with: heliograph peer add"))
    if policy.gate:
        parts += [Text(""), Text("Human-rights gate", style="bold"), _gate(policy)]
        parts.append(Text(f"assurances are recorded by: {', '.join(policy.senior_officers)}"))
    if policy.protection or policy.protection_desk:
        parts += [Text(""), Text("Protected persons", style="bold"), _protection(policy)]
    return Group(*parts)


def render_test(tested: PolicyTest) -> RenderableType:
    """Return what a draft would have changed."""
    if not tested.requests:
        return Text("The journal holds no request to try it on.")
    over = f"{count(tested.requests, 'request')} from {tested.first} to {tested.last}"
    rows = (
        (each.peer, each.purpose, each.was, each.would_be, f"{each.count:,}")
        for each in tested.changes
    )
    table = render_table(
        ("peer", "purpose", "was", "would be", "requests"),
        rows,
        empty="Nothing would have ended otherwise.",
        right=("requests",),
        whole=("peer",),
    )
    return Group(Text(f"Tried on {over}."), table)


def render_alarms(alarms: Sequence[Alarm]) -> RenderableType:
    """Return a list of alarms."""
    rows = (
        (
            Text(alarm.id[:_ID_LETTERS], style="bold"),
            alarm.state,
            alarm.sign,
            alarm.peer,
            _whose(alarm),
            f"{alarm.count:,}",
            moment(alarm.raised_at),
            moment(alarm.until) if alarm.until else "",
        )
        for alarm in alarms
    )
    return render_table(
        ("alarm", "state", "sign", "peer", "whose asking", "count", "raised", "refused until"),
        rows,
        empty="no alarms",
        right=("count",),
        whole=("alarm", "state"),
    )


def render_disclosures(decisions: Sequence[RecordDisclosure]) -> RenderableType:
    """Return a list of decisions about records."""
    rows = (
        (
            each.register,
            each.record_id or each.record_key,
            Text(each.state, style="" if each.state == "approved" else "bold yellow"),
            each.wished or each.setting,
            each.proposed_by,
            each.approved_by,
            each.review_on,
            each.reason,
        )
        for each in decisions
    )
    return render_table(
        ("register", "record", "state", "told", "proposed", "approved", "review", "reason"),
        rows,
        empty="nothing is decided beyond the registers",
        whole=("state", "review"),
    )


def _facts(rules: PeerRules) -> Iterator[tuple[str, str]]:
    yield "purposes", ", ".join(rules.purposes) or "none: everything is refused"
    yield "entity types", ", ".join(rules.entity_types) or "none: everything is refused"
    yield "offences", f"{', '.join(rules.offences)}, from {rules.minimum_penalty_years:g} years on"
    yield "categories", ", ".join(rules.categories) or "all"
    yield "told at most", f"{rules.disclosure}, {rules.handling}"
    for limit in rules.limits:
        told = f"{limit.tokens:,} tokens, {limit.subjects:,} subjects"
        yield f"a day per {limit.scope}", told


def _gate(policy: PolicyFile) -> RenderableType:
    rows = (
        (
            rule.name,
            ", ".join(rule.offences),
            ", ".join(rule.countries) or "all",
            ", ".join(rule.categories) or "all",
            rule.reason,
        )
        for rule in policy.gate
    )
    return render_table(("rule", "offences", "countries", "categories", "reason"), rows, empty="")


def _protection(policy: PolicyFile) -> RenderableType:
    rows = [
        (
            rule.desk,
            ", ".join(rule.offences),
            ", ".join(rule.categories) or "all protected",
            ", ".join(rule.genders) or "all",
            rule.reason,
        )
        for rule in policy.protection
    ]
    usual = (policy.protection_desk or _USUAL_DESK, "*", "all protected", "all", "no rule fits")
    titles = ("desk", "offences", "categories", "gender", "reason")
    return render_table(titles, [*rows, usual], empty="")


def _whose(alarm: Alarm) -> str:
    """Name what the alarm is about; an officer and a case stand behind the words."""
    if alarm.scope == "officer":
        return f"officer {alarm.asking_officer}"
    return f"case {alarm.case_reference}" if alarm.scope == "case" else "the peer as a whole"
