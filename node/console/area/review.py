"""One alert: why it was raised, the own record, and the decision; then the next of the filter."""

from dataclasses import dataclass

from starlette.datastructures import QueryParams
from starlette.responses import Response

from matching.model import load_model
from matching.subject import EntityType
from node.console import weight
from node.console.area import shown
from node.console.complaint import FormError, complain
from node.console.route import Route, deed, page
from node.console.visit import Visit, link
from node.decide import Ruling
from node.domain.account import Permission
from node.domain.alert import Alert, AlertChangedError, AlertState, Direction
from node.domain.exchange import ContactPoint
from node.domain.reason import REASONS, Reopening, Verdict
from node.review import Reviewed
from node.words import marked

_CONFLICT = 409
DECIDABLE = frozenset(
    {AlertState.OPEN, AlertState.CLAIMED, AlertState.SECOND_REVIEW, AlertState.UNSURE}
)
REOPENABLE = frozenset(
    {
        AlertState.DISMISSED,
        AlertState.UNSURE,
        AlertState.SECOND_REVIEW,
        AlertState.SUPPRESSED,
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the asker sees, or will see, of an alert; word for word."""

    outcome: str
    band: str
    contact: ContactPoint | None
    reference: str
    model: str


def review(visit: Visit) -> Response:
    """Show an alert, without the own record."""
    return _shown(visit, with_record=False)


def open_record(visit: Visit) -> Response:
    """Show an alert with the own record; that is written into the journal first."""
    return _shown(visit, with_record=True)


def _shown(visit: Visit, *, with_record: bool) -> Response:
    reviewed = visit.application.review.get(
        visit.values["id"], officer=visit.officer, with_record=with_record
    )
    alert = reviewed.alert
    if alert.direction is not Direction.INCOMING:
        return visit.go(f"/hits/{alert.id}")
    found = shown.listing(visit, visit.query, Direction.INCOMING)
    thresholds = load_model(alert.entity_type).thresholds
    pro, contra = weight.for_and_against(reviewed.findings)
    return visit.show(
        "review/review.html",
        reviewed=reviewed,
        alert=alert,
        shown=shown,
        listing=found,
        chart=weight.waterfall(reviewed.findings, hit=thresholds.hit),
        pro=pro,
        contra=contra,
        thresholds=thresholds,
        answer=_answer(visit, alert),
        asks_second=_asks_second(visit, alert),
        is_blind=bool(visit.query.get("blind")) and alert.state in DECIDABLE,
        reasons=REASONS,
        reopenings=list(Reopening),
        may_decide=visit.may(Permission.REVIEW) and alert.state in DECIDABLE,
        may_reopen=visit.may(Permission.REVIEW) and alert.state in REOPENABLE,
        complaint=complain(visit.words, visit.error),
        last=_last(visit),
    )


def _last(visit: Visit) -> Alert | None:
    """Return the alert that was decided just now, to offer its undoing."""
    about = visit.query.get("about", "")
    return visit.application.records.alerts.get(about) if about else None


def _answer(visit: Visit, alert: Alert) -> Answer:
    points = visit.application.entry().contact_points
    contact = next((each for each in points if each.id == alert.contact_point), None)
    return Answer("hit", alert.band.value, contact, alert.reference, alert.model)


def _asks_second(visit: Visit, alert: Alert) -> bool:
    rules = visit.application.safeguards.governor.policy.of(alert.peer)
    return alert.state is not AlertState.SECOND_REVIEW and rules.second_review.asks(
        Verdict.CONFIRMED, offence=alert.offence, entity_type=EntityType(alert.entity_type)
    )


def claim(visit: Visit) -> Response:
    """Take an alert over, or give it back."""
    decider, alert_id = visit.application.desk.decider, visit.values["id"]
    if visit.form.has("release"):
        decider.release(alert_id, officer=visit.officer)
    else:
        decider.claim(alert_id, officer=visit.officer)
    return visit.go(_with_filter(visit, f"/alerts/{alert_id}"))


def decide(visit: Visit) -> Response:
    """Take a decision; one that is told to another state is checked on a page of its own first."""
    ruling, alert_id = _ruling(visit), visit.values["id"]
    if ruling.verdict is Verdict.CONFIRMED and not visit.form.has("checked"):
        return _check(visit, ruling)
    if ruling.verdict is Verdict.CONFIRMED:
        _require_release(visit)
    onward = _next(visit, alert_id)
    try:
        decided = visit.application.desk.decider.decide(alert_id, ruling, officer=visit.officer)
    except AlertChangedError:
        return _conflict(visit, ruling)
    path = f"/alerts/{onward}" if onward else "/alerts"
    return visit.go(_with_filter(visit, path), note="decided", number="1", about=decided.id)


def _ruling(visit: Visit) -> Ruling:
    form = visit.form
    verdict = form.text("verdict")
    if verdict not in set(Verdict):
        raise FormError(marked("Say whether both are the same, not the same, or you cannot tell."))
    reason = form.text(f"reason-{verdict}") or form.text("reason")
    if not reason:
        raise FormError(marked("Choose the reason of your decision."))
    return Ruling(Verdict(verdict), reason, form.text("remark"), form.number("revision"))


def _check(visit: Visit, ruling: Ruling) -> Response:
    reviewed: Reviewed = visit.application.review.get(
        visit.values["id"], officer=visit.officer, with_record=False
    )
    alert = reviewed.alert
    return visit.show(
        "review/check.html",
        alert=alert,
        ruling=ruling,
        answer=_answer(visit, alert),
        peer=visit.application.records.peers.get(alert.peer),
        asks_second=_asks_second(visit, alert),
        is_fresh=visit.is_fresh,
        has_other_proof=visit.application.access.has_other_proof(visit.officer),
        complaint=complain(visit.words, visit.error),
        shown=shown,
        query=shown.listing(visit, visit.query, Direction.INCOMING).query,
    )


def check_again(visit: Visit) -> Response:
    """Show what a decision was refused for, where it was taken: on the check page or before it."""
    is_checked = visit.form.has("checked") and visit.form.text("verdict") == Verdict.CONFIRMED
    return _check(visit, _ruling(visit)) if is_checked else review(visit)


def _require_release(visit: Visit) -> None:
    """Let only who may release, and has shown just now who they are, tell another state."""
    if not visit.may(Permission.RELEASE):
        raise FormError(marked("Your role may not have a hit told."))
    if visit.form.text("code"):
        visit.application.access.doorkeeper.verify(visit.entered, code=visit.form.text("code"))
    else:
        visit.application.access.doorkeeper.require_fresh(visit.entered)


def _conflict(visit: Visit, ruling: Ruling) -> Response:
    reviewed = visit.application.review.get(
        visit.values["id"], officer=visit.officer, with_record=False
    )
    return visit.show(
        "review/conflict.html",
        status=_CONFLICT,
        alert=reviewed.alert,
        ruling=ruling,
        query=shown.listing(visit, visit.query, Direction.INCOMING).query,
        shown=shown,
    )


def _next(visit: Visit, alert_id: str) -> str:
    """Return the alert that follows in the filter, or the first one before it, or nothing."""
    found = shown.listing(visit, visit.query, Direction.INCOMING)
    if not found.query:
        return ""
    page_of = visit.application.review.page
    for after in (alert_id, ""):
        for alert in page_of(found.wanted, limit=2, after=after, order=found.order).alerts:
            if alert.id != alert_id:
                return alert.id
    return ""


def reopen(visit: Visit) -> Response:
    """Undo a decision."""
    alert = visit.application.desk.aside.reopen(
        visit.values["id"],
        reason=visit.form.text("reason"),
        officer=visit.officer,
        revision=visit.form.number("revision"),
    )
    return visit.go(_with_filter(visit, f"/alerts/{alert.id}"))


def suppress(visit: Visit) -> Response:
    """Lay a pair aside until a day."""
    alert = visit.application.desk.aside.suppress(
        visit.values["id"],
        reason=visit.form.text("reason"),
        days=visit.form.number("days", 30),
        officer=visit.officer,
    )
    return visit.go(_with_filter(visit, f"/alerts/{alert.id}"))


def fulfil(visit: Visit) -> Response:
    """Note that what is owed after a confirmation has gone out."""
    alert = visit.application.desk.aside.fulfil(visit.values["id"], officer=visit.officer)
    return visit.go(_with_filter(visit, f"/alerts/{alert.id}"))


def assure(visit: Visit) -> Response:
    """Record an assurance for a hit that the human-rights gate holds."""
    visit.application.safeguards.assurer.assure(
        visit.values["id"], statement=visit.form.text("statement"), officer=visit.officer
    )
    return visit.go(_with_filter(visit, f"/alerts/{visit.values['id']}"))


def _with_filter(visit: Visit, path: str) -> str:
    query: QueryParams = visit.query
    return link(path, **{name: query.get(name, "") for name in (*shown.FIELDS, "blind")})


ROUTES: tuple[Route, ...] = (
    page("/alerts/{id}", review, Permission.SEE_ALERTS),
    deed("/alerts/{id}/record", open_record, Permission.REVIEW, again=review),
    deed("/alerts/{id}/claim", claim, Permission.REVIEW, again=review),
    deed("/alerts/{id}/decide", decide, Permission.REVIEW, again=check_again),
    deed("/alerts/{id}/reopen", reopen, Permission.REVIEW, again=review),
    deed("/alerts/{id}/suppress", suppress, Permission.REVIEW, again=review),
    deed("/alerts/{id}/fulfil", fulfil, Permission.REVIEW, again=review),
    deed("/alerts/{id}/assure", assure, Permission.SECOND, again=review, asks_proof=True),
)
