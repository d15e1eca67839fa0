"""`heliograph alert`: what peers' queries touched, and what peers answered."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from node.cli.alertid import whole_id
from node.cli.command import command, group
from node.cli.command_outcome import count_outcomes, record_outcome
from node.cli.command_pack import add_pack_command
from node.cli.document import fields_of
from node.cli.exitcode import UsageError
from node.cli.render_alert import render_alert, render_alerts
from node.cli.render_work import (
    render_decided,
    render_reasons,
    render_suppressions,
    render_work,
)
from node.cli.session import Session
from node.domain.alert import AlertState, Direction
from node.domain.reason import Verdict

if TYPE_CHECKING:
    from node.operator.view_review import AlertConditions, Ruling

Number = Annotated[str, typer.Argument(help="Id of the alert, or its beginning.")]
Code = Annotated[str, typer.Option(help="Code of the reason; see: heliograph alert reasons")]
Note = Annotated[
    str, typer.Option(help="Words for colleagues, kept sealed; - reads them from standard input.")
]
Revision = Annotated[
    int, typer.Option(help="Revision that was looked at; another one is refused.", min=0)
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterOptions:
    """Options that choose alerts; all of them must hold."""

    state: Annotated[AlertState | None, typer.Option(help="Only alerts in this state.")] = None
    direction: Annotated[
        Direction | None, typer.Option(help="Only incoming or only outgoing alerts.")
    ] = None
    peer: Annotated[str, typer.Option(help="Only alerts with this peer.")] = ""
    type: Annotated[
        str, typer.Option(help="Only person, vessel, company or identifier alerts.")
    ] = ""
    case: Annotated[str, typer.Option(help="Only alerts of this case of the asker.")] = ""
    zone: Annotated[str, typer.Option(help="Only hit or only possible.")] = ""
    band: Annotated[str, typer.Option(help="Only strong or only probable.")] = ""
    claimed_by: Annotated[str, typer.Option(help="Only alerts that this officer holds.")] = ""
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False
    escalated: Annotated[
        bool, typer.Option("--escalated", help="Only what has gone to the senior desk.")
    ] = False
    flagged: Annotated[
        bool, typer.Option("--flagged", help="Only what was corrected, deleted or contested.")
    ] = False

    def conditions(self) -> "AlertConditions":
        """Return them as the node takes them."""
        from node.operator.view_review import AlertConditions  # noqa: PLC0415 - gRPC's neighbour

        return AlertConditions(
            state=self.state or "",
            direction=self.direction or "",
            peer=self.peer,
            entity_type=self.type,
            case_reference=self.case,
            zone=self.zone,
            band=self.band,
            claimed_by=self.claimed_by,
            due_before=datetime.now(UTC) if self.overdue else None,
            is_escalated=self.escalated,
            is_flagged=self.flagged,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """Options of `alert list`."""

    chosen: FilterOptions
    sort: Annotated[str, typer.Option(help="newest, weight or due.")] = "newest"
    limit: Annotated[int, typer.Option(help="Alerts shown.", min=1)] = 50
    after: Annotated[str, typer.Option(help="Id of the alert to begin after.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOptions:
    """Options of `alert show`."""

    id: Number
    record: Annotated[
        bool, typer.Option("--record", help="Open the own record as well; this is journalled.")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberOptions:
    """Options of the moves that need no reason."""

    id: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonOptions:
    """Options of the moves that need a reason."""

    id: Number
    reason: Code
    note: Note = ""
    revision: Revision = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOptions:
    """Options of `alert decide`."""

    id: Number
    outcome: Annotated[Verdict, typer.Option(help="What the pair is.")]
    reason: Code
    note: Note = ""
    revision: Revision = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkOptions:
    """Options of `alert bulk`."""

    chosen: FilterOptions
    outcome: Annotated[Verdict, typer.Option(help="What all of them are; never confirmed.")]
    reason: Code
    note: Note = ""
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count what would be decided, and decide nothing.")
    ] = False
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenOptions:
    """Options of `alert reopen`."""

    id: Number
    reason: Code
    revision: Revision = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressOptions:
    """Options of `alert suppress`."""

    id: Number
    reason: Code
    days: Annotated[int, typer.Option(help="For how many days, at most a year.", min=1)] = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class AssureOptions:
    """Options of `alert assure`."""

    id: Number
    statement: Annotated[str, typer.Option(help="Reference of the assurance; journalled.")]


def add_alert_commands(app: typer.Typer) -> None:
    """Add the commands about alerts."""
    alerts = group(app, "alert", about="Review what peers' queries touched and what came back.")
    for function, name, words in (
        (work, "work", ""),
        (list_alerts, "list", "--state open --sort weight"),
        (show_alert, "show", "67b1f50c --record"),
        (claim, "claim", "67b1f50c"),
        (release, "release", "67b1f50c"),
        (confirm, "confirm", "67b1f50c --reason same-identifier"),
        (dismiss, "dismiss", "67b1f50c --reason different-birth-date"),
        (unsure, "unsure", "67b1f50c --reason source-asked"),
        (decide, "decide", "67b1f50c --outcome dismissed --reason common-name"),
        (bulk, "bulk", "--peer customs-es --outcome dismissed --reason common-name"),
        (reopen, "reopen", "67b1f50c --reason new-information"),
        (suppress, "suppress", "67b1f50c --reason different-subject --days 90"),
        (list_suppressed, "suppressed", ""),
        (fulfil, "fulfil", "67b1f50c"),
        (list_reasons, "reasons", ""),
        (record_outcome, "outcome", "67b1f50c --code request-sent --tell"),
        (count_outcomes, "stats", ""),
        (assure, "assure", '67b1f50c --statement "MoJ 2026/114"'),
    ):
        command(alerts, name, example=f"heliograph alert {name} {words}".rstrip())(function)
    add_pack_command(alerts)


def work(session: Session) -> None:
    """Count what asks for attention: new, yours, second reviews, overdue."""
    with session.connect() as node:
        waiting = node.review.work(officer=session.officer)
    session.show("alert-work", fields_of(waiting), render_work(waiting))


def list_alerts(session: Session, options: ListOptions) -> None:
    """List alerts; what is owed first with --sort due."""
    with session.connect() as node:
        alerts = node.review.find(
            options.chosen.conditions(),
            limit=options.limit,
            order=options.sort,
            after=options.after,
        )
    by_case = options.sort == "newest"
    session.show("alerts", fields_of(alerts), render_alerts(alerts, by_case=by_case))


def show_alert(session: Session, options: ShowOptions) -> None:
    """Show one alert, why it was raised, and what to do next."""
    with session.connect() as node:
        number = whole_id(node, options.id)
        file = node.review.get(number, officer=session.officer, with_record=options.record)
    session.show("alert", fields_of(file), render_alert(file))


def claim(session: Session, options: NumberOptions) -> None:
    """Take an alert over, so that nobody else works on it; again, to renew the claim."""
    with session.connect() as node:
        alert = node.review.claim(whole_id(node, options.id), officer=session.officer)
    session.show("alert-moved", {"alert": alert}, render_decided(alert))


def release(session: Session, options: NumberOptions) -> None:
    """Give a claimed alert back."""
    with session.connect() as node:
        alert = node.review.release(whole_id(node, options.id), officer=session.officer)
    session.show("alert-moved", {"alert": alert}, render_decided(alert))


def confirm(session: Session, options: ReasonOptions) -> None:
    """Confirm that both records are about the same subject; this cannot be undone.

    If the asker has heard "no hit" so far, it is told of a hit now.
    """
    _decide(session, options.id, ruling=_ruling(Verdict.CONFIRMED, options))


def dismiss(session: Session, options: ReasonOptions) -> None:
    """Dismiss an alert; it can be reopened."""
    _decide(session, options.id, ruling=_ruling(Verdict.DISMISSED, options))


def unsure(session: Session, options: ReasonOptions) -> None:
    """Say that it cannot be told yet; the clock goes on."""
    _decide(session, options.id, ruling=_ruling(Verdict.UNSURE, options))


def decide(session: Session, options: DecideOptions) -> None:
    """Decide about an alert, as the first officer or as the second."""
    _decide(session, options.id, ruling=_ruling(options.outcome, options))


def bulk(session: Session, options: BulkOptions) -> None:
    """Say the same of every incoming alert that a filter lets through.

    What another officer holds, or what is decided already, is left as it is and counted.
    """
    from node.operator.view_review import AlertConditions  # noqa: PLC0415 - gRPC's neighbour

    conditions = options.chosen.conditions()
    if conditions == AlertConditions():
        raise UsageError("a filter must choose something", hint="Say at least --state open.")
    with session.connect() as node:
        total = node.review.find(conditions, limit=1).total
        if options.dry_run:
            said = f"{total:,} alerts would be {options.outcome}."
            session.show("alert-bulk", {"chosen": total, "decided": 0, "left": 0}, said)
            return
        if not options.yes:
            session.require_consent(f"{total:,} alerts become {options.outcome}. Go on?")
        done = node.review.decide_all(
            conditions, _ruling(options.outcome, options), officer=session.officer
        )
    left = f"; {done.left:,} left as they were" if done.left else ""
    content = {"chosen": total, **fields_of(done)}
    session.show("alert-bulk", content, f"{done.decided:,} alerts {options.outcome}{left}.")


def reopen(session: Session, options: ReopenOptions) -> None:
    """Undo a dismissal, a doubt, a proposal or a suppression."""
    with session.connect() as node:
        alert = node.review.reopen(
            whole_id(node, options.id),
            reason=options.reason,
            officer=session.officer,
            revision=options.revision,
        )
    session.show("alert-moved", {"alert": alert}, render_decided(alert))


def suppress(session: Session, options: SuppressOptions) -> None:
    """Hear no more of this record and peer until a day, unless stronger evidence comes.

    It stays in the lists as suppressed, with its owner and its end.
    """
    with session.connect() as node:
        alert = node.review.suppress(
            whole_id(node, options.id),
            reason=options.reason,
            days=options.days,
            officer=session.officer,
        )
    session.show("alert-moved", {"alert": alert}, render_decided(alert))


def list_suppressed(session: Session) -> None:
    """List the pairs of record and peer that are laid aside, by whom, and until when."""
    with session.connect() as node:
        pairs = node.review.suppressions()
    session.show("suppressions", {"suppressions": list(pairs)}, render_suppressions(pairs))


def fulfil(session: Session, options: NumberOptions) -> None:
    """Note that what a confirmation owes has gone out through the official channel."""
    with session.connect() as node:
        alert = node.review.fulfil(whole_id(node, options.id), officer=session.officer)
    said = f"Alert {alert.id}: nothing more is owed."
    session.show("alert-moved", {"alert": alert}, said)


def list_reasons(session: Session) -> None:
    """List the coded reasons of decisions, with their words."""
    with session.connect() as node:
        reasons = node.review.reasons()
    session.show("reasons", {"reasons": list(reasons)}, render_reasons(reasons))


def assure(session: Session, options: AssureOptions) -> None:
    """Record what a state has assured, so that the human-rights gate lets the case pass.

    Only an officer whom the policy names as senior may do so.
    The hit is told to the asker when it asks again, or when the alert is confirmed.
    """
    with session.connect() as node:
        assured = node.policy.assure(
            whole_id(node, options.id), statement=options.statement, officer=session.officer
        )
    said = f"Alert {assured.alert_id} is {assured.state}; {assured.rule} holds its case no more."
    session.show("alert-assured", fields_of(assured), said)


def _ruling(verdict: Verdict, options: ReasonOptions | DecideOptions | BulkOptions) -> "Ruling":
    from node.operator.view_review import Ruling  # noqa: PLC0415 - gRPC's neighbour

    note = sys.stdin.read() if options.note == "-" else options.note
    revision = 0 if isinstance(options, BulkOptions) else options.revision
    return Ruling(verdict, options.reason, note, revision)


def _decide(session: Session, beginning: str, *, ruling: "Ruling") -> None:
    with session.connect() as node:
        number = whole_id(node, beginning)
        alert = node.review.decide(number, ruling, officer=session.officer)
    session.show("alert-moved", {"alert": alert}, render_decided(alert))
