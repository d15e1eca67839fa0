"""Two agencies that ask a third about the same subject learn of each other, if both opted in."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from matching.subject import EntityType
from node.casework import NewSubject
from node.domain.alert import Alert, Direction
from node.domain.errors import RefusedError
from node.domain.exchange import Channel, ContactPoint
from node.domain.journal import Event
from node.domain.notice import Notice, NoticeRefusal, Overlap
from node.domain.peer import NodeId
from node.operator.client import OperatorClient
from node.operator.view_review import AlertFile
from node.operator.view_standing import StandingList
from node.stand import Wish
from tests.factories import STRANGER, TARGET, Fields, a_justification, an_agreement, people
from tests.node.federation import OFFICER, Member, federation

pytestmark = pytest.mark.asyncio(loop_scope="module")

AGREED = an_agreement(standing=True, overlap=True)
STANDING = an_agreement(standing=True)


class Trio:
    """Two that ask, and a third that both ask and that holds no record of anybody."""

    def __init__(self, one: Member, other: Member, hub: Member) -> None:
        """Keep all."""
        self.one = one
        self.other = other
        self.hub = hub

    async def stand(self, member: Member, case: str, who: Fields, *, overlap: bool = True) -> None:
        """Let a subject of a case of a member stand with the others, and let notices arrive."""
        casework = member.application.casework
        casework.open(a_justification(case_reference=case), officer=OFFICER)
        subject = NewSubject("S1", "courier", EntityType.PERSON, who)
        casework.add(case, [subject], officer=OFFICER)
        peers = () if member is self.hub else (self.hub.id,)
        wish = Wish(peers=peers, overlap=overlap)
        await member.application.standing.stander.create(case, wish, officer=OFFICER)
        for each in (self.one, self.hub):
            await each.node.notifier.deliver()

    def agree(self, member: Member, *, overlap: bool) -> None:
        """Have the hub's agreement with a member allow overlaps, or not."""
        self.hub.knows(member, AGREED if overlap else STANDING)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def trio(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Trio]:
    """Run three nodes; the two that ask do not know each other."""
    folder = tmp_path_factory.mktemp("overlap")
    async with federation(folder, "customs-es", "guard-pt", "fiu-nl") as (one, other, hub):
        for member in (one, other):
            hub.knows(member, AGREED)
            member.knows(hub, AGREED)
        one.forgets(other.id)
        other.forgets(one.id)
        for member in (one, other, hub):
            member.load("persons", people(3))
        yield Trio(one, other, hub)


def overlaps(member: Member, case: str) -> list[Alert]:
    """Return what a member knows of others that ask about the subjects of a case."""
    return member.alerts(Direction.OVERLAP, case=case)


def spelled_otherwise(who: Fields) -> Fields:
    """Return a person without document, one letter of the name missing."""
    return {"name": (who["name"][0].replace("Valdespino", "Valdespin"),)} | {
        "birth_date": who["birth_date"]
    }


async def test_both_learn_of_each_other(trio: Trio) -> None:
    """Each is told the other's desk and one number that both can quote, and the hub raises none."""
    await trio.stand(trio.one, "OV-1a", TARGET)
    assert overlaps(trio.one, "OV-1a") == []
    await trio.stand(trio.other, "OV-1b", spelled_otherwise(TARGET))

    [mine] = overlaps(trio.one, "OV-1a")
    [theirs] = overlaps(trio.other, "OV-1b")
    assert (mine.peer, theirs.peer) == (trio.other.id, trio.one.id)
    assert mine.reference == theirs.reference != ""
    assert overlaps(trio.hub, "OV-1a") == overlaps(trio.hub, "OV-1b") == []
    told = [entry.peer for entry in trio.hub.entries(Event.OVERLAP)]
    assert sorted(told[-2:], key=str) == [trio.one.id, trio.other.id]

    shown = await asyncio.to_thread(_shown, trio.one, mine.id)
    assert shown.other_desk is not None
    assert (shown.other_desk.agency, shown.other_desk.channel) == ("Agency guard-pt", "SIENA")
    assert (shown.told_by, shown.subject) == (trio.hub.id, "S1")


async def test_the_other_desk_is_told_in_full(trio: Trio) -> None:
    """Channels, languages and hours, and the desk that answers while it is closed."""
    night = ContactPoint("night", "Guard", "duty room", "I-24/7", "IP LISBOA", hours="24/7")
    day = ContactPoint(
        "day",
        "Guard",
        "analysis",
        "SIENA",
        "PT-UCC",
        languages=("pt", "en"),
        hours="Mon-Fri 09:00-17:00",
        time_zone="Europe/Lisbon",
        channels=(Channel("secure mail", "ucc@guard.example"),),
        substitute="night",
    )
    trio.hub.knows(trio.other, AGREED, contact_points=(day, night))
    who: Fields = {"name": ("Oriane Kestrelmont",), "passport": ("UU771155",)}
    await trio.stand(trio.one, "OV-9a", who)
    await trio.stand(trio.other, "OV-9b", who)
    trio.agree(trio.other, overlap=True)

    [mine] = overlaps(trio.one, "OV-9a")
    shown = await asyncio.to_thread(_shown, trio.one, mine.id)
    assert shown.other_desk == replace(day, substitute="")
    assert shown.other_substitute == night


async def test_the_same_overlap_is_told_once(trio: Trio) -> None:
    """Renewing what stands tells nobody again what was told."""
    await trio.stand(trio.one, "OV-2a", STRANGER)
    await trio.stand(trio.other, "OV-2b", STRANGER)
    stander = trio.other.application.standing.stander
    await stander.renew("OV-2b", Wish(reason="goes on"), officer=OFFICER)
    await trio.hub.node.notifier.deliver()

    assert [alert.times for alert in overlaps(trio.one, "OV-2a")] == [1]
    assert [alert.times for alert in overlaps(trio.other, "OV-2b")] == [1]


async def test_a_name_alone_is_no_overlap(trio: Trio) -> None:
    """Two who ask about equal names learn nothing of each other."""
    name: Fields = {"name": ("Ottokar Freudental",)}
    await trio.stand(trio.one, "OV-3a", {**name, "birth_date": ("1960-01-02",)})
    await trio.stand(trio.other, "OV-3b", name)

    assert overlaps(trio.one, "OV-3a") == overlaps(trio.other, "OV-3b") == []


async def test_whoever_has_not_opted_in_is_not_told_and_not_told_of(trio: Trio) -> None:
    """The opting in of one side alone moves nothing."""
    who: Fields = {"name": ("Perpetua Zilberman",), "passport": ("QQ771199",)}
    await trio.stand(trio.one, "OV-4a", who)
    await trio.stand(trio.other, "OV-4b", who, overlap=False)

    assert overlaps(trio.one, "OV-4a") == overlaps(trio.other, "OV-4b") == []


async def test_both_agreements_must_allow_it(trio: Trio) -> None:
    """An agreement that ends it for one side ends it, whatever stood before."""
    who: Fields = {"name": ("Hesper Lindqvist",), "passport": ("RR771188",)}
    await trio.stand(trio.one, "OV-5a", who)
    trio.agree(trio.one, overlap=False)
    await trio.stand(trio.other, "OV-5b", who)

    trio.agree(trio.one, overlap=True)
    assert overlaps(trio.one, "OV-5a") == overlaps(trio.other, "OV-5b") == []


@pytest.mark.parametrize("goes_first", ["one", "hub"])
async def test_the_holders_own_cases_count(trio: Trio, goes_first: str) -> None:
    """A node that asks about the same subject itself learns of it, and its peer of the node."""
    document = {"one": "SS771177", "hub": "SS771166"}[goes_first]
    who: Fields = {"name": ("Ulrika Bontempelli",), "passport": (document,)}
    a, h = f"OV-6a-{goes_first}", f"OV-6h-{goes_first}"
    sides = [(trio.one, a), (trio.hub, h)]
    for member, case in sides if goes_first == "one" else reversed(sides):
        await trio.stand(member, case, who)

    [mine] = overlaps(trio.one, a)
    [own] = overlaps(trio.hub, h)
    assert (mine.peer, own.peer) == (trio.hub.id, trio.one.id)
    assert mine.reference == own.reference
    shown = await asyncio.to_thread(_shown, trio.hub, own.id)
    assert shown.subject == "S1"

    stander = trio.hub.application.standing.stander
    await asyncio.to_thread(stander.withdraw_case, h, officer=OFFICER)
    book = trio.hub.application.standing.book
    assert not [held for held in book.held.all() if held.peer == trio.hub.id]


@pytest.mark.parametrize("number", [0, 7])
async def test_an_overlap_is_about_what_stands_with_its_sender(trio: Trio, number: int) -> None:
    """A peer cannot tell of overlaps with queries that it does not keep."""
    query_id = "0f8fad5b-d9cb-469f-a165-70867728950e"
    if number:
        await trio.stand(trio.one, "OV-7a", {"name": TARGET["name"], "passport": ("TT1",)})
        ours = trio.one.application.standing.queries.all(case_reference="OV-7a")
        query_id = ours[0].id
    desk = ContactPoint("duty", "Agency x", "duty", "SIENA", "x")
    body = Overlap(query_id, number, NodeId("x"), desk, "AAAA")
    notice = Notice("1f8fad5b-d9cb-469f-a165-70867728950e", trio.one.clock.now(), body)

    with pytest.raises(RefusedError) as refused:
        trio.one.node.hearer.hear(trio.hub.id, notice, notice_hash=bytes(32), checkpoint="")

    assert refused.value.reason == NoticeRefusal.NOT_AWAITED


async def test_both_kinds_are_listed(trio: Trio) -> None:
    """The holder sees how much it keeps and for whom, and never about whom."""
    await trio.stand(trio.one, "OV-8a", {"name": ("Quirin Abendroth",), "passport": ("UU1",)})

    ours = await asyncio.to_thread(_listed, trio.one)
    held = await asyncio.to_thread(_listed, trio.hub)

    [mine] = [each for each in ours.standing if each.case_reference == "OV-8a"]
    assert (mine.peer, mine.subjects, mine.state) == (trio.hub.id, ("S1",), "standing")
    [kept] = [each for each in held.held if each.case_reference == "OV-8a"]
    assert (kept.peer, kept.subjects, kept.matches) == (trio.one.id, 1, True)
    assert "Abendroth" not in repr(held)


def _shown(member: Member, alert_id: str) -> AlertFile:
    with OperatorClient(member.node.settings.folder) as client:
        return client.review.get(alert_id, with_record=False, officer=OFFICER)


def _listed(member: Member) -> StandingList:
    with OperatorClient(member.node.settings.folder) as client:
        return client.standing.all()
