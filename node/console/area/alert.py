"""Incoming alerts: the list with its filters, and what is done with many at once."""

from starlette.responses import HTMLResponse, Response

from matching.subject import EntityType
from matching.zone import Zone
from node.console.area import shown
from node.console.complaint import FormError, complain
from node.console.route import Route, deed, page
from node.console.visit import Visit
from node.decide import Ruling
from node.domain.account import Permission
from node.domain.alert import (
    AlertClaimedError,
    AlertMoveError,
    AlertState,
    Direction,
)
from node.domain.reason import REASONS, Verdict
from node.store.alertfilter import AlertFilter
from node.words import marked

_ROWS = 25
_MOST_BULK = 500
"""Alerts that one press of a button may change; the rest is left, and said."""


def alerts(visit: Visit) -> Response:
    """List incoming alerts."""
    found = shown.listing(visit, visit.query, Direction.INCOMING)
    review, access = visit.application.review, visit.application.access
    listed = review.page(
        found.wanted, limit=_ROWS, after=visit.query.get("after", ""), order=found.order
    )
    return visit.show(
        "alert/list.html",
        listing=found,
        page=listed,
        total=visit.application.records.alerts.count(found.wanted),
        shown=shown,
        views=access.registrar.views(visit.officer),
        peers=[peer.id for peer in visit.application.records.peers.all()],
        states=list(AlertState),
        kinds=list(EntityType),
        zones=[Zone.HIT, Zone.POSSIBLE],
        reasons=[(verdict, REASONS[verdict]) for verdict in (Verdict.DISMISSED, Verdict.UNSURE)],
        complaint=complain(visit.words, visit.error),
        done=_done(visit),
    )


def _done(visit: Visit) -> str:
    """Say what the last deed came to."""
    words, number = visit.words, visit.query.get("number", "0")
    left = visit.query.get("left", "")
    if visit.query.get("note") not in {"claimed", "decided"} or not number.isdecimal():
        return ""
    said = words.say_count("{n} alert changed.", "{n} alerts changed.", int(number))
    if left.isdecimal() and int(left):
        rest = words.say_count(
            "{n} was left: somebody else holds it, or its state does not allow this.",
            "{n} were left: somebody else holds them, or their state does not allow this.",
            int(left),
        )
        return f"{said} {rest}"
    return said


def bulk(visit: Visit) -> Response:
    """Claim, dismiss or leave undecided what is ticked, or all that the filter lets through."""
    form, found = visit.form, shown.listing(visit, visit.query, Direction.INCOMING)
    wish, reason = form.text("wish"), form.text("reason")
    is_all = form.text("which") == "all"
    ids = form.all("alert")
    if not is_all and not ids:
        raise FormError(marked("Tick at least one alert, or choose all of the filter."))
    if wish not in {"claim", Verdict.DISMISSED, Verdict.UNSURE}:
        raise FormError(marked("Choose what shall be done."))
    if wish == "claim":
        chosen = _ids(visit, found) if is_all else ids
        done, left = _claimed(visit, chosen)
    else:
        ruling = Ruling(Verdict(wish), reason, form.text("remark"))
        if is_all:
            came = visit.application.desk.decider.decide_all(
                found.wanted, ruling, officer=visit.officer
            )
            done, left = came.decided, came.left
        else:
            done, left = _decided(visit, ids, ruling=ruling)
    path = f"/alerts?{found.query}" if found.query else "/alerts"
    return visit.go(path, note="decided", number=str(done), left=str(left))


def _ids(visit: Visit, found: shown.Listing) -> list[str]:
    listed = visit.application.review.page(found.wanted, limit=_MOST_BULK, order=found.order)
    return [alert.id for alert in listed.alerts]


def _claimed(visit: Visit, ids: list[str]) -> tuple[int, int]:
    done = 0
    for alert_id in ids:
        try:
            visit.application.desk.decider.claim(alert_id, officer=visit.officer)
            done += 1
        except (AlertClaimedError, AlertMoveError):
            continue
    return done, len(ids) - done


def _decided(visit: Visit, ids: list[str], *, ruling: Ruling) -> tuple[int, int]:
    done = 0
    for alert_id in ids:
        try:
            visit.application.desk.decider.decide(alert_id, ruling, officer=visit.officer)
            done += 1
        except (AlertClaimedError, AlertMoveError):
            continue
    return done, len(ids) - done


def keep_view(visit: Visit) -> Response:
    """Keep the filter under a name, or forget it."""
    found = shown.listing(visit, visit.query, Direction.INCOMING)
    forget = visit.form.has("forget")
    visit.application.access.registrar.keep_view(
        visit.officer,
        visit.form.text("name"),
        query="" if forget else found.query or "order=weight",
    )
    return visit.go(f"/alerts?{found.query}" if found.query else "/alerts")


def count(visit: Visit) -> Response:
    """Say how many alerts are new, for the menu."""
    wanted = AlertFilter(direction=Direction.INCOMING, state=AlertState.OPEN)
    number = visit.application.records.alerts.count(wanted)
    if not number:
        return HTMLResponse("")
    return visit.show("alert/count.html", number=number)


def news(visit: Visit) -> Response:
    """Say how many alerts have come since the list was made; the list itself does not move."""
    found = shown.listing(visit, visit.query, Direction.INCOMING)
    before = visit.query.get("total", "0")
    more = visit.application.records.alerts.count(found.wanted) - (
        int(before) if before.isdecimal() else 0
    )
    if more <= 0:
        return HTMLResponse("")
    return visit.show("alert/news.html", more=more, query=found.query)


ROUTES: tuple[Route, ...] = (
    page("/alerts", alerts, Permission.SEE_ALERTS),
    deed("/alerts", bulk, Permission.REVIEW, again=alerts),
    page("/alerts/count", count, Permission.SEE_ALERTS),
    page("/alerts/news", news, Permission.SEE_ALERTS),
    deed("/alerts/views", keep_view, Permission.SEE_ALERTS, again=alerts),
)
