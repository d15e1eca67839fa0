"""What has happened at the two nodes when people look: queries, alerts, a case with links."""

from dataclasses import dataclass

from matching.subject import EntityType
from node.casework import Change, NewSubject
from node.domain import case
from node.domain.account import Link, Passkey, Role
from node.domain.alert import Direction, Zone
from node.domain.case import Facts, Relation
from node.domain.exchange import Handling
from node.domain.followup import FollowUp
from node.domain.journal import Entry, Event
from node.stand import Wish
from tests.factories import STRANGER, TARGET, VESSEL, Fields, a_justification, asked
from tests.node.console.floor import Floor

CASE = "ES-2026-0412"
NEAR: Fields = {"name": ("Teodoro Valdespino",), "birth_date": ("1971",)}
"""The target as somebody half remembers him."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The ids of what there is to look at."""

    hit: str
    """An incoming alert of the owner that is a hit."""
    possible: str
    """One that is a possible match."""
    told: str
    """A hit of the asker."""
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
        case=CASE,
        join=owner.application.access.registrar.invite(
            "newcomer-1", Role.ANALYST, officer="officer-0"
        ),
    )


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
    await application.standing.stander.create(CASE, Wish(subjects=("S01", "S03")), officer=officer)
    hit = floor.asker.member.alerts(Direction.OUTGOING, case=CASE)[0]
    application.follow_up.outcomes.note(hit.id, FollowUp.REQUEST_SENT, officer=officer)
