"""Look for what would keep a node from asking or answering, and say how to mend it."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from matching import oprf
from matching.errors import MatchingError
from node.application import Application
from node.domain.alert import AlertState, Direction
from node.domain.check import Check, Health
from node.domain.desk import is_complete
from node.domain.disclosure import DecisionState
from node.domain.errors import AgreementError, NodeError, PeerPausedError, ProviderError
from node.domain.guard import AlarmState
from node.domain.peer import Peer
from node.identifierset import IDENTIFIERS_MAX
from node.keys.certificate import not_after
from node.publish import tokens_of_set
from node.store.alerts import AlertFilter

OK, WARN, FAIL = Health.OK, Health.WARN, Health.FAIL
STALE = timedelta(hours=24)
"""Age from which a register is stale (Prüm II indexes are at most a day old)."""
EXPIRES_SOON = timedelta(days=30)
LITTLE_SPACE = 1 << 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for an officer, by what holds it."""

    alarms: int
    """Of the guard against fishing, still open."""
    held: int
    """Hits that the human-rights gate holds."""
    undecided: int
    """Records that only the owner hears of, before approval or past their review."""


def waiting_of(application: Application) -> Waiting:
    """Count what waits for an officer."""
    safeguards = application.safeguards
    return Waiting(
        len(safeguards.guard.alarms.all(AlarmState.OPEN)),
        application.records.alerts.count(AlertFilter(state=AlertState.HELD)),
        sum(each.state is not DecisionState.APPROVED for each in safeguards.discloser.all()),
    )


def undone_desks(application: Application) -> list[str]:
    """Return the ids of own desks that nobody elsewhere could reach."""
    points = application.entry().contact_points
    return [point.id for point in points if not is_complete(point)]


def late_recipients(application: Application) -> list[str]:
    """Return the peers that have not confirmed in time what was taken back, by name."""
    now = application.clock.now()
    waiting = application.follow_up.retractions.all(Direction.OUTGOING, is_open=True)
    return sorted({each.peer for each in waiting if each.is_overdue(now)})


async def diagnose(application: Application) -> list[Check]:
    """Look at everything of the own node."""
    return await asyncio.to_thread(lambda: list(_checks(application)))


async def examine_peer(application: Application, peer: Peer) -> list[Check]:
    """Test the line to a peer: agreement, certificate, connection, announcement, keys."""
    now = application.clock.now()
    checks = [
        _agreement(peer, application),
        _certificate(f"certificate of {peer.id}", peer.entry.certificate, now=now),
    ]
    # What was heard before would answer even for a peer that is gone.
    application.line.forget(peer.id)
    try:
        announced = await application.line.announcement(peer)
    except NodeError as error:
        return [*checks, Check(name="line", result=FAIL, finding=str(error), remedy=error.hint)]
    checks.append(Check(name="line", result=OK, finding=f"{peer.entry.address} answers"))
    types = ", ".join(dict.fromkeys(str(epoch.entity_type) for epoch in announced.epochs))
    held = f"can be asked about: {types}" if types else "holds no register; it only asks"
    checks.append(Check(name="announcement", result=OK, finding=held))
    return checks


def _checks(application: Application) -> Iterator[Check]:
    yield _primitive()
    entry, now = application.entry(), application.clock.now()
    yield _certificate("certificate", entry.certificate, now=now)
    if entry.relay is not None:
        yield _certificate(f"certificate of {entry.relay.id}", entry.relay.certificate, now=now)
    yield from _directory(application)
    yield from _registers(application)
    yield from (_agreement(peer, application) for peer in application.records.peers.all())
    yield from _stopped(application)
    if not application.records.peers.all():
        yield Check(
            name="peers",
            result=WARN,
            finding="there is nobody to ask",
            remedy="heliograph peer add ENTRY --agreement FILE",
        )
    yield from _identifier_sets(application)
    yield from _contacts(application)
    yield from _provider(application)
    yield _retractions(application)
    yield from _safeguards(application)
    report = application.verify()
    yield Check(
        name="journal",
        result=OK if report.is_intact else FAIL,
        finding=report.fault or f"{report.entries} entries verified",
        remedy="" if report.is_intact else "Stop the node and call your security officer.",
    )
    yield from _heads(application)
    exposed = application.exposed()
    yield Check(
        name="secrets",
        result=WARN if exposed else OK,
        finding=f"others may read: {', '.join(exposed)}" if exposed else "nobody else reads them",
        remedy="Take the rights of others away: chmod o= FILE" if exposed else "",
    )
    free = application.free_bytes()
    yield Check(
        name="space",
        result=OK if free > LITTLE_SPACE else WARN,
        finding=f"{free / (1 << 30):.1f} GiB free",
        remedy="" if free > LITTLE_SPACE else "Make room on the node's volume.",
    )


def _retractions(application: Application) -> Check:
    """Look for recipients who have not confirmed in time what was taken back."""
    waiting = application.follow_up.retractions.all(Direction.OUTGOING, is_open=True)
    late = late_recipients(application)
    return Check(
        name="retractions",
        result=WARN if late else OK,
        finding=(
            f"not confirmed in 48 hours by {', '.join(late)}"
            if late
            else f"{len(waiting)} wait to be confirmed"
        ),
        remedy="Call them; see: heliograph retraction list --open" if late else "",
    )


def _contacts(application: Application) -> Iterator[Check]:
    """Look for desks that an officer elsewhere could not reach."""
    points, undone = application.entry().contact_points, undone_desks(application)
    yield Check(
        name="contact points",
        result=FAIL if undone else OK,
        finding=(
            f"the address of {', '.join(undone)} is still to be completed"
            if undone
            else f"{len(points)} desks can be reached"
        ),
        remedy="Complete [[contact_points]] in node.toml and start again." if undone else "",
    )


def _provider(application: Application) -> Iterator[Check]:
    """Look at the agency's identity provider, where there is one; the node answers without it."""
    vouching = application.access.vouching
    if vouching is None:
        return
    name = "identity provider"
    try:
        vouching.examine()
    except ProviderError as error:
        yield Check(
            name=name, result=WARN, finding=f"{vouching.issuer}: {error}", remedy=error.hint
        )
        return
    yield Check(name=name, result=OK, finding=f"{vouching.issuer} can be used")


def _heads(application: Application) -> Iterator[Check]:
    for peer, size in application.records.heads.contradictions():
        yield Check(
            name=f"journal of {peer}",
            result=FAIL,
            finding=f"it has signed two different journals of {size} entries",
            remedy=f"Ask {peer} for an account; both heads are in: heliograph audit export",
        )
    cosigned = application.records.witness.newest()
    if cosigned:
        told = ", ".join(f"{peer} up to {size}" for peer, size in sorted(cosigned.items()))
        yield Check(name="cosignatures", result=OK, finding=told)


def _primitive() -> Check:
    try:
        oprf.self_test()
    except MatchingError as error:
        return Check(name="oprf", result=FAIL, finding=str(error), remedy=error.hint)
    return Check(name="oprf", result=OK, finding="the vectors of RFC 9497 hold")


def _certificate(name: str, pem: bytes, *, now: datetime) -> Check:
    expires = not_after(pem)
    finding = f"expires on {expires.date().isoformat()}"
    if expires <= now:
        return Check(name=name, result=FAIL, finding=finding, remedy="Issue a new one.")
    result = OK if expires - now > EXPIRES_SOON else WARN
    return Check(name=name, result=result, finding=finding)


def _directory(application: Application) -> Iterator[Check]:
    """Look at the list of members, where one is followed."""
    follower, now = application.follower, application.clock.now()
    if follower is None:
        return
    standing = follower.standing
    edition, finding = standing.edition, standing.finding
    if edition is None or not standing.is_in_force(now):
        finding = finding or "no list is in force"
        yield Check(
            name="directory",
            result=FAIL,
            finding=f"nothing is exchanged: {finding}",
            remedy="Ask the authority; then: heliograph directory refresh",
        )
        return
    until = f"version {edition.version}, in force until {edition.expires:%Y-%m-%d %H:%M} UTC"
    grace = "" if standing.is_current(now) else f"; grace until {standing.until:%Y-%m-%d %H:%M}"
    result = OK if not finding and not standing.mistakes else WARN
    remedy = "; ".join((finding, *standing.mistakes)).strip("; ")
    yield Check(name="directory", result=result, finding=until + grace, remedy=remedy)


def _registers(application: Application) -> Iterator[Check]:
    now = application.clock.now()
    for generation in application.records.registers.all():
        age = now - generation.loaded_at
        loaded = f"{generation.records} records, loaded {generation.loaded_at:%Y-%m-%d %H:%M} UTC"
        yield Check(
            name=f"register {generation.register}",
            result=OK if age < STALE else WARN,
            finding=loaded,
            remedy="" if age < STALE else "Load it again: an index is at most a day old.",
        )


def _identifier_sets(application: Application) -> Iterator[Check]:
    """Compare what was agreed of blind checks with what a set holds, and what it costs."""
    kept = application.records.registers.all()
    records = {
        kind: sum(each.records for each in kept if each.entity_type is kind)
        for kind in {each.entity_type for each in kept}
    }
    for peer in application.records.peers.all():
        agreed = peer.agreement
        most = max((records.get(kind, 0) for kind in agreed.entity_types), default=0)
        if not agreed.blind_check or not most:
            continue
        name, tokens = f"blind check by {peer.id}", tokens_of_set(most)
        if most > IDENTIFIERS_MAX:
            finding = f"{most:,} records: a set holds {IDENTIFIERS_MAX:,} identifiers at most"
            remedy = "Leave blind_check out of the agreement, or split the register over two nodes."
            yield Check(name=name, result=WARN, finding=finding, remedy=remedy)
        elif tokens > agreed.token_quota_per_day:
            finding = f"fetching a set may cost {tokens:,} tokens, more than the quota of a day"
            remedy = f"Agree on token_quota_per_day = {tokens:,} and more."
            yield Check(name=name, result=WARN, finding=finding, remedy=remedy)
        else:
            finding = f"fetching a set costs {tokens:,} tokens at most"
            yield Check(name=name, result=OK, finding=finding)


def _safeguards(application: Application) -> Iterator[Check]:
    """Yield what waits for an officer: alarms, held hits, records that only the owner hears of."""
    waiting = waiting_of(application)
    for name, count, finding, remedy in (
        ("guard", waiting.alarms, "open alarms", "alarm list"),
        ("gate", waiting.held, "hits that wait for an assurance", "alert list --state held"),
        (
            "disclosure",
            waiting.undecided,
            "records that wait for approval or review",
            "register disclosure list",
        ),
    ):
        yield Check(
            name=name,
            result=WARN if count else OK,
            finding=f"{finding}: {count}" if count else "nothing waits",
            remedy=f"heliograph {remedy}" if count else "",
        )


def _stopped(application: Application) -> Iterator[Check]:
    """Yield the peers with whom nothing is exchanged for now, so that nobody forgets them."""
    for peer in application.records.peers.all():
        try:
            peer.require_open(application.clock.now())
        except PeerPausedError as error:
            name = f"exchange with {peer.id}"
            yield Check(name=name, result=WARN, finding=str(error), remedy=error.hint)


def _agreement(peer: Peer, application: Application) -> Check:
    name = f"agreement with {peer.id}"
    try:
        peer.agreement.require(application.clock.now().date())
    except AgreementError as error:
        return Check(name=name, result=FAIL, finding=str(error), remedy=error.hint)
    until = peer.agreement.expires_on.isoformat()
    return Check(name=name, result=OK, finding=f"in force until {until}")
