"""Peers: who they are, what they agreed to, whom to call there, and whether the line holds."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from starlette.responses import Response

from matching.subject import EntityType
from node.console.complaint import FormError, complain
from node.console.route import Route, deed, page
from node.console.visit import Visit
from node.diagnose import EXPIRES_SOON
from node.domain.account import Permission
from node.domain.errors import NodeError
from node.domain.guard import AlarmState
from node.domain.justification import Purpose
from node.domain.peer import NodeId, Peer
from node.keys.certificate import not_after
from node.words import marked

_ALARMS: Final = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """How we stand with a peer."""

    look: str
    """The look of a tag."""
    words: str


def standing(visit: Visit, peer: Peer) -> Standing:
    """Say how we stand with a peer; the gravest comes first."""
    say, today = visit.words.say, visit.now.date()
    certificate = not_after(peer.entry.certificate)
    if not peer.is_open(visit.now):
        return _stopped(visit, peer)
    if not peer.agreement.valid_from <= today <= peer.agreement.expires_on:
        return Standing("bad", say("no agreement in force"))
    if certificate <= visit.now:
        return Standing("bad", say("certificate expired"))
    if peer.agreement.expires_on - today < EXPIRES_SOON:
        day = visit.words.day(peer.agreement.expires_on)
        return Standing("flash", say("agreement ends on {day}", day=day))
    if certificate - visit.now < EXPIRES_SOON:
        return Standing("flash", say("certificate expires soon"))
    return Standing("good", say("in order"))


def _stopped(visit: Visit, peer: Peer) -> Standing:
    """Say how it stands with a peer with whom nothing is exchanged now."""
    pause = peer.pause_at(visit.now)
    if peer.revoked or pause is None:
        return Standing("bad", visit.words.say("revoked"))
    if pause.until is None:
        return Standing("flash", visit.words.say("paused"))
    until = visit.words.moment(pause.until)
    return Standing("flash", visit.words.say("paused until {moment}", moment=until))


def peers(visit: Visit) -> Response:
    """List the peers, and the alarms of the guard that are open."""
    application = visit.application
    known = application.records.peers.all()
    return visit.show(
        "peer/list.html",
        peers=[(peer, standing(visit, peer), not_after(peer.entry.certificate)) for peer in known],
        alarms=application.safeguards.guard.alarms.all(AlarmState.OPEN)[:_ALARMS],
    )


def peer(visit: Visit) -> Response:
    """Show one peer."""
    return _show(visit)


async def test(visit: Visit) -> Response:
    """Try the line to a peer, and show what was found."""
    found = visit.application.records.peers.get(NodeId(visit.values["id"]))
    try:
        announced = await visit.application.line.announcement(found)
    except NodeError as error:
        return _show(visit, failure=error)
    held = sorted({epoch.entity_type for epoch in announced.epochs}, key=list(EntityType).index)
    return _show(visit, held=held)


def pause(visit: Visit) -> Response:
    """Exchange nothing with a peer for a time."""
    peer, form = visit.values["id"], visit.form
    visit.application.safeguards.suspender.pause(
        peer, reason=form.text("reason"), until=_moment(form.text("until")), officer=visit.officer
    )
    return visit.go(f"/peers/{peer}")


def resume(visit: Visit) -> Response:
    """End the pause of a peer."""
    peer = visit.values["id"]
    visit.application.safeguards.suspender.resume(peer, officer=visit.officer)
    return visit.go(f"/peers/{peer}")


def _moment(text: str) -> datetime | None:
    """Read a time as a browser sends it, without a zone: it is meant in UTC.

    Raises:
        FormError: It is none.
    """
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
    except ValueError as error:
        raise FormError(marked("Write the time as the field shows it.")) from error


def _show(
    visit: Visit, *, held: list[EntityType] | None = None, failure: NodeError | None = None
) -> Response:
    found = visit.application.records.peers.get(NodeId(visit.values["id"]))
    today: date = visit.now.date()
    return visit.show(
        "peer/peer.html",
        peer=found,
        standing=standing(visit, found),
        certificate_until=not_after(found.entry.certificate),
        agreement_days=(found.agreement.expires_on - today).days,
        purposes=sorted(found.agreement.purposes, key=_order),
        kinds=sorted(found.agreement.entity_types, key=list(EntityType).index),
        held=held,
        failure=complain(visit.words, failure),
        complaint=complain(visit.words, visit.error),
        pause=found.pause_at(visit.now),
        cosigned=visit.application.records.witness.newest().get(found.id),
    )


def _order(purpose: str) -> tuple[int, str]:
    """Put the purposes that are shipped first, in their own order."""
    known = [each.value for each in Purpose]
    return (known.index(purpose) if purpose in known else len(known), purpose)


ROUTES: tuple[Route, ...] = (
    page("/peers", peers, Permission.SEE_PEERS),
    page("/peers/{id}", peer, Permission.SEE_PEERS),
    deed("/peers/{id}/test", test, Permission.TEST_PEERS, again=peer),
    deed("/peers/{id}/pause", pause, Permission.MANAGE_PEERS, again=peer),
    deed("/peers/{id}/resume", resume, Permission.MANAGE_PEERS, again=peer),
)
