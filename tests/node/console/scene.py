"""What has happened at the two nodes when people look: queries, alerts, a case with links."""

import asyncio
import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

from matching.subject import EntityType
from node.casework import Change, NewSubject
from node.domain import case
from node.domain.account import Link, Passkey, Role
from node.domain.alert import Direction, Zone
from node.domain.case import Facts, Relation
from node.domain.exchange import ContactPoint, Handling
from node.domain.followup import FollowUp
from node.domain.journal import Entry, Event
from node.domain.notice import Notice, Overlap
from node.domain.peer import NodeId
from node.stand import Wish
from tests.factories import STRANGER, TARGET, VESSEL, Fields, a_justification, asked
from tests.node.console.floor import Floor

CASE = "ES-2026-0412"
NEAR: Fields = {"name": ("Teodoro Valdespino",), "birth_date": ("1971",)}
"""The target as somebody half remembers him."""
DUTY = ContactPoint(
    "duty", "Guarda Republicana", "Duty officer", "SIENA", "PT-GNR-DUTY", phone="+351 210 000 001"
)
DESK = ContactPoint(
    "drugs", "Guarda Republicana", "Drugs desk", "SIENA", "PT-GNR", languages=("pt", "en")
)
"""The desk of an agency that is nobody's peer here, and the one that stands in."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The ids of what there is to look at."""

    hit: str
    """An incoming alert of the owner that is a hit."""
    possible: str
    """One that is a possible match."""
    told: str
    """A hit of the asker."""
    overlap: str
    """An overlap of the asker."""
    case: str
    join: str
    """Token of a link that opens an account of the owner."""


async def play(floor: Floor) -> Scene:
    """Have the asker ask, one by one and in a case."""
    asker, owner = floor.asker.member, floor.owner.member
    await asker.ask(asked(TARGET))
    await asker.ask(NEAR, justification=a_justification(case_reference="ES-2026-0500"))
    await _seize(floor)
    _equip(floor)
    alerts = owner.alerts(Direction.INCOMING)
    return Scene(
        hit=next(each.id for each in alerts if each.zone is Zone.HIT),
        possible=next(each.id for each in alerts if each.zone is Zone.POSSIBLE),
        told=asker.alerts(Direction.OUTGOING)[0].id,
        overlap=await asyncio.to_thread(meet, floor, CASE),
        case=CASE,
        join=owner.application.access.registrar.invite(
            "newcomer-1", Role.ANALYST, officer="officer-0"
        ),
    )


def meet(floor: Floor, case_reference: str, *, is_closed: bool = True) -> str:
    """Have the owner tell the asker who asks about the first subject that stands; return the alert.

    The other agency's desk is closed, or open, and another one stands in while it is closed.
    """
    asker, now = floor.asker.member, floor.asker.member.clock.now()
    standing = asker.application.standing.queries.all(case_reference=case_reference)
    query = next(each for each in standing if each.overlap)
    hours = f"{now + timedelta(days=2):%a} 09:00-17:00" if is_closed else "24/7"
    desk = replace(DESK, hours=hours, time_zone="Europe/Lisbon")
    count = len(asker.alerts(Direction.OVERLAP, case=case_reference))
    body = Overlap(query.id, 0, NodeId("guard-pt"), desk, f"QF7M-2KXD-RA5T-HZ{count:02}", DUTY)
    notice = Notice(str(uuid.uuid4()), now, body)
    digest = hashlib.sha256(notice.id.encode()).digest()
    asker.node.hearer.hear(floor.owner.member.id, notice, notice_hash=digest, checkpoint="")
    told = asker.alerts(Direction.OVERLAP, case=case_reference)
    return next(each.id for each in told if each.reference == body.reference)


def _equip(floor: Floor) -> None:
    """Give one person a device and a link with the identity provider."""
    member, person = floor.owner.member, floor.owner.people[Role.DATA_STEWARD]
    stores, now = member.node.ground.stores, member.clock.now()
    entry = Entry(Event.ADMIN, now, officer=person.id, detail={"account": person.id})
    key = Passkey(b"a device of the scene", person.id, b"", 0, "Key on the ring", now)
    stores.accounts.add_passkey(key, entry=entry)
    stores.links.add(Link(person.id, floor.provider.issuer, bytes(32), now), entry=entry)


async def _seize(floor: Floor) -> None:
    """Open a case of four subjects, ask about them, let two stand, and follow up a hit."""
    application = floor.asker.member.application
    officer = next(iter(floor.asker.people.values())).id
    application.casework.open(
        a_justification(case_reference=CASE),
        officer=officer,
        title="Container in the port",
        change=Change(
            handling=Handling.H1,
            facts=Facts(day="2026-11-20", place="Vigo", commodity="cocaine", quantity="412 kg"),
        ),
    )
    application.casework.add(
        CASE,
        [
            NewSubject("S01", "master", EntityType.PERSON, asked(TARGET)),
            NewSubject("S02", "carrier", EntityType.VESSEL, VESSEL),
            NewSubject("S03", "courier", EntityType.PERSON, asked(STRANGER)),
            NewSubject("S04", "handset", EntityType.IDENTIFIER, {"phone": ("+34600123456",)}),
        ],
        links=[
            case.Link("S01", Relation.MASTER_OF, "S02"),
            case.Link("S03", Relation.USER_OF, "S04"),
            case.Link("S03", Relation.CALLS, "S01"),
        ],
        officer=officer,
    )
    running = application.investigator.run(CASE, peers=(), officer=officer)
    async for _ in running:
        pass
    wish = Wish(subjects=("S01", "S03"), overlap=True)
    await application.standing.stander.create(CASE, wish, officer=officer)
    hit = floor.asker.member.alerts(Direction.OUTGOING, case=CASE)[0]
    application.follow_up.outcomes.note(hit.id, FollowUp.REQUEST_SENT, officer=officer)
