"""Operations: what keeps the node from its work, in words and without anybody's data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from starlette.responses import Response

from node.console.area.peer import standing
from node.console.route import Route, page
from node.console.visit import Visit
from node.diagnose import (
    EXPIRES_SOON,
    LITTLE_SPACE,
    STALE,
    late_recipients,
    undone_desks,
    waiting_of,
)
from node.domain.account import Permission
from node.domain.check import Health
from node.domain.notice import NoticeState
from node.keys.certificate import not_after

_NOTICES: Final = 20
_GIB: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was looked at."""

    name: str
    health: Health
    sentence: str
    command: str = ""
    """What an administrator types to mend it."""


def operations(visit: Visit) -> Response:
    """Show how the node fares."""
    application, entry = visit.application, visit.application.entry()
    notices = application.records.notices
    return visit.show(
        "operation/operations.html",
        facts=list(_facts(visit)),
        looks={Health.OK: "good", Health.WARN: "flash", Health.FAIL: "bad"},
        entry=entry,
        started_at=application.started_at,
        epochs=application.keys.rotation.epochs(),
        held={each.entity_type for each in application.records.registers.all()},
        notices=[
            each for each in notices.sent(_NOTICES) if each.state is not NoticeState.DELIVERED
        ],
    )


def _facts(visit: Visit) -> Iterator[Fact]:
    yield _certificate(visit)
    yield from _directory(visit)
    yield from _registers(visit)
    yield _peers(visit)
    yield from _stopped(visit)
    yield _desks(visit)
    yield _corrections(visit)
    yield from _waiting(visit)
    yield from _heads(visit)
    yield _space(visit)


def _certificate(visit: Visit) -> Fact:
    words, until = visit.words, not_after(visit.application.entry().certificate)
    left = until - visit.now
    health = Health.FAIL if left <= timedelta() else Health.OK
    health = Health.WARN if health is Health.OK and left < EXPIRES_SOON else health
    sentence = words.say("in force until {day}", day=words.day(until.date()))
    command = "" if health is Health.OK else "heliograph key certificate"
    return Fact(words.say("Certificate"), health, sentence, command)


def _directory(visit: Visit) -> Iterator[Fact]:
    words, follower = visit.words, visit.application.follower
    if follower is None:
        return
    standing = follower.standing
    if standing.edition is None or not standing.is_in_force(visit.now):
        sentence = words.say("No directory of members is in force: nothing is exchanged.")
        command = "heliograph directory refresh"
        yield Fact(words.say("Directory"), Health.FAIL, sentence, command)
        return
    sentence = words.say(
        "version {number}, in force until {moment}",
        number=standing.edition.version,
        moment=words.moment(standing.edition.expires),
    )
    health = Health.OK if standing.is_current(visit.now) else Health.WARN
    yield Fact(words.say("Directory"), health, sentence)


def _registers(visit: Visit) -> Iterator[Fact]:
    words = visit.words
    for each in visit.application.records.registers.all():
        age = visit.now - each.loaded_at
        sentence = words.say_count(
            "{n} record, loaded {age} ago",
            "{n} records, loaded {age} ago",
            each.records,
            age=words.age(age),
        )
        is_fresh = age < STALE
        yield Fact(
            words.say("Register {name}", name=each.register),
            Health.OK if is_fresh else Health.WARN,
            sentence,
            "" if is_fresh else "heliograph register load",
        )


def _peers(visit: Visit) -> Fact:
    words, today = visit.words, visit.now.date()
    known = visit.application.records.peers.all()
    if not known:
        sentence = words.say("there is nobody to ask")
        return Fact(words.say("Peers"), Health.WARN, sentence, "heliograph peer add")
    valid = [
        each for each in known if each.agreement.valid_from <= today <= each.agreement.expires_on
    ]
    sentence = words.say(
        "{number} of {all} have an agreement in force", number=len(valid), all=len(known)
    )
    return Fact(
        words.say("Peers"), Health.OK if len(valid) == len(known) else Health.WARN, sentence
    )


def _stopped(visit: Visit) -> Iterator[Fact]:
    words = visit.words
    for peer in visit.application.records.peers.all():
        if not peer.is_open(visit.now):
            name = words.say("Exchange with {peer}", peer=peer.id)
            command = f"heliograph peer {'restore' if peer.revoked else 'resume'} {peer.id}"
            yield Fact(name, Health.WARN, standing(visit, peer).words, command)


def _desks(visit: Visit) -> Fact:
    words, undone = visit.words, undone_desks(visit.application)
    name = words.say("Contact points")
    if undone:
        sentence = words.say("still to be completed: {names}", names=words.listed(undone))
        return Fact(name, Health.FAIL, sentence, "[[contact_points]], node.toml")
    number = len(visit.application.entry().contact_points)
    sentence = words.say_count("{n} desk can be reached", "{n} desks can be reached", number)
    return Fact(name, Health.OK, sentence)


def _corrections(visit: Visit) -> Fact:
    words, late = visit.words, late_recipients(visit.application)
    name = words.say("Corrections told")
    if not late:
        return Fact(name, Health.OK, words.say("nobody is late to confirm"))
    sentence = words.say("not confirmed in 48 hours by {names}", names=words.listed(late))
    return Fact(name, Health.WARN, sentence, "heliograph retraction list --open")


def _waiting(visit: Visit) -> Iterator[Fact]:
    words, waiting = visit.words, waiting_of(visit.application)
    for name, number, sentence, command in (
        (
            words.say("Guard against fishing"),
            waiting.alarms,
            words.say_count("{n} open alarm", "{n} open alarms", waiting.alarms),
            "heliograph alarm list",
        ),
        (
            words.say("Human-rights gate"),
            waiting.held,
            words.say_count(
                "{n} hit waits for an assurance", "{n} hits wait for an assurance", waiting.held
            ),
            "heliograph alert list --state held",
        ),
        (
            words.say("Records that only the owner hears of"),
            waiting.undecided,
            words.say_count(
                "{n} waits for approval or review",
                "{n} wait for approval or review",
                waiting.undecided,
            ),
            "heliograph register disclosure list",
        ),
    ):
        if number:
            yield Fact(name, Health.WARN, sentence, command)
        else:
            yield Fact(name, Health.OK, words.say("nothing waits"))


def _heads(visit: Visit) -> Iterator[Fact]:
    words = visit.words
    for peer, size in visit.application.records.heads.contradictions():
        yield Fact(
            words.say("Journal of {peer}", peer=peer),
            Health.FAIL,
            words.say_count(
                "it has signed two different journals of {n} entry",
                "it has signed two different journals of {n} entries",
                size,
            ),
            "heliograph audit export",
        )


def _space(visit: Visit) -> Fact:
    words, free = visit.words, visit.application.free_bytes()
    health = Health.OK if free > LITTLE_SPACE else Health.WARN
    number = words.number(free / _GIB, digits=1)
    return Fact(words.say("Space"), health, words.say("{number} GiB free", number=number))


ROUTES: tuple[Route, ...] = (page("/operations", operations, Permission.SEE_OPERATIONS),)
