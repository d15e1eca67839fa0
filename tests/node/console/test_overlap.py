"""Another agency asks about a subject of ours: where pages tell of it, and whom to call."""

import asyncio
import html
import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from matching.subject import EntityType
from node.application import Application
from node.casework import NewSubject
from node.domain.account import Role
from node.domain.exchange import ContactPoint
from node.domain.journal import Entry, Event
from node.domain.notice import About, Overlap
from node.domain.peer import NodeId
from node.domain.standing import StandingState
from node.overlap import overlap_alert
from node.stand import Wish
from tests.factories import STRANGER, TARGET, Fields, a_justification, an_agreement, asked
from tests.node.console.floor import Floor
from tests.node.console.scene import DESK, DUTY, Scene, meet
from tests.node.console.test_story import sent

pytestmark = pytest.mark.asyncio(loop_scope="session")
CASE, LEFT, LISTED, MANY = "OVER-1", "OVER-2", "OVER-3", "OVER-4"
STANDING = an_agreement(standing=True, overlap=True)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def overlap(floor: Floor) -> str:
    """Have somebody else ask about the one subject of a case; return the alert."""
    return await met(floor, CASE)


async def met(floor: Floor, case: str) -> str:
    """Open a case whose one subject stands, and have somebody else ask about it as well."""
    application, officer = opened(floor, case, STRANGER)
    await application.standing.stander.create(case, Wish(overlap=True), officer=officer)
    return await asyncio.to_thread(meet, floor, case)


def opened(floor: Floor, case: str, *known: Fields) -> tuple[Application, str]:
    """Open a case of the asker's analyst about some persons, S01 and so on."""
    application = floor.asker.member.application
    officer = floor.asker.people[Role.ANALYST].id
    application.casework.open(a_justification(case_reference=case), officer=officer)
    new = [
        NewSubject(f"S0{number}", "courier", EntityType.PERSON, asked(each))
        for number, each in enumerate(known, 1)
    ]
    application.casework.add(case, new, officer=officer)
    return application, officer


async def shown(floor: Floor, path: str) -> str:
    """Return a page of the asker."""
    async with floor.asker.client(floor.asker.people[Role.ANALYST]) as client:
        return (await client.get(path)).text


def ways(desk: ContactPoint) -> set[str]:
    """Return how a desk is reached."""
    return {desk.address, desk.phone} - {""}


async def test_the_page_says_whom_to_call(floor: Floor, overlap: str) -> None:
    """It names agency, case, subject, who told, and the number that both can quote."""
    page = await shown(floor, f"/overlaps/{overlap}")

    told = (
        DESK.agency,
        DESK.desk,
        DESK.address,
        "guard-pt",
        CASE,
        "S01",
        "fiu-nl",
        "QF7M-2KXD-RA5T-HZ00",
    )
    assert [each for each in told if each not in page] == []
    assert '<a href="/hits" aria-current="page">' in page
    assert STRANGER["name"][0] not in page


async def test_a_closed_desk_names_its_substitute(floor: Floor, overlap: str) -> None:
    """While the desk is closed the page says who answers; while it is open nobody else is named."""
    open_one = await asyncio.to_thread(meet, floor, CASE, is_closed=False)

    closed, opened = (
        await shown(floor, f"/overlaps/{overlap}"),
        await shown(floor, f"/overlaps/{open_one}"),
    )

    assert "closed now" in closed
    assert all(way in closed for way in ways(DUTY))
    assert "closed now" not in opened
    assert "open now" in opened
    assert not any(way in opened for way in ways(DUTY))


async def test_a_node_that_finds_it_itself_says_so(floor: Floor) -> None:
    """Where the other's query stands here nobody else has told, and the page does not say so."""
    asker, query = floor.asker.member, "query of our own"
    body = Overlap(query, 0, NodeId("guard-pt"), DESK, "QF7M-2KXD-RA5T-OWN2")
    about = About("analyst-1", query, "OVER-6", (EntityType.PERSON,))
    now = asker.clock.now()
    own = overlap_alert(body, told_by=asker.id, about=about, subject="S01", now=now)
    asker.application.records.alerts.add([own], entry=Entry(Event.OVERLAP, now))

    page = await shown(floor, f"/overlaps/{own.id}")

    assert "this node, at which both queries stand" in page
    assert "the node at which both queries stand" not in page


async def test_lists_lead_to_it(floor: Floor) -> None:
    """The hits and the case list it; the hits of another case do not."""
    link = f'href="/overlaps/{await met(floor, LISTED)}"'

    assert link in await shown(floor, f"/hits?case={LISTED}")
    assert link in await shown(floor, f"/cases/file?reference={LISTED}")
    assert link not in await shown(floor, "/hits?case=OVER-0")


async def test_many_overlaps_are_turned_over(floor: Floor) -> None:
    """Those for which a page has no room are on the next one."""
    first = await met(floor, MANY)
    for _ in range(5):
        await asyncio.to_thread(meet, floor, MANY)
    page = await shown(floor, f"/hits?case={MANY}")
    [further] = set(re.findall(r'href="(/hits\?[^"]*others=[^"]*)"', page))

    following = await shown(floor, html.unescape(further))

    assert f"/overlaps/{first}" not in page
    assert f"/overlaps/{first}" in following


async def test_a_link_to_a_hit_leads_on(floor: Floor, scene: Scene, overlap: str) -> None:
    """The id of an overlap opens its page wherever an alert may be named; a hit has none there."""
    async with floor.asker.client(floor.asker.people[Role.ANALYST]) as client:
        moved = await client.get(f"/hits/{overlap}")
        wrong = await client.get(f"/overlaps/{scene.told}")

    assert (moved.status_code, moved.headers["location"]) == (303, f"/overlaps/{overlap}")
    assert wrong.status_code == 404


async def test_the_first_page_counts_those_of_a_week(floor: Floor, overlap: str) -> None:
    """It tells of those that were found in the last seven days, and of no older one."""
    alerts, now = floor.asker.member.application.records.alerts, floor.asker.member.clock.now()
    earlier = {"id": str(uuid.uuid4()), "reference": "OLD", "created_at": now - timedelta(days=8)}
    old = replace(alerts.get(overlap), **earlier)  # type: ignore[arg-type] # fields of an alert

    before = counted(await shown(floor, "/"))
    alerts.add([old], entry=Entry(Event.OVERLAP, now))
    same = counted(await shown(floor, "/"))
    await asyncio.to_thread(meet, floor, CASE)
    more = counted(await shown(floor, "/"))

    assert before > 0
    assert (same, more) == (before, before + 1)


def counted(page: str) -> int:
    """Return how many overlaps the first page tells of."""
    found = re.search(r"(\d+) overlaps? w", page)
    return int(found[1]) if found else 0


async def test_a_run_leaves_queries_standing(floor: Floor) -> None:
    """Where that is ticked, what a peer does not know stands there, for the reason given."""
    application, _ = opened(floor, LEFT, TARGET, STRANGER)
    run, file = f"/cases/run?reference={LEFT}", f"/cases/file?reference={LEFT}"
    async with floor.asker.client(floor.asker.people[Role.ANALYST]) as client:
        bare = await sent(client, run, {"stand-reason": "nobody ticked"})
        long = await sent(client, run, {"stand": "yes", "stand-reason": "x" * 5_000})
        none = application.records.runs.of_case(LEFT)
        plain = await sent(client, run, {})
        before = application.standing.queries.all(case_reference=LEFT)
        left = await sent(client, run, {"stand": "yes", "stand-reason": "second load"})
        page = (await client.get(file)).text

    [query] = application.standing.queries.all(case_reference=LEFT)
    assert (bare.status_code, long.status_code, list(none)) == (422, 422, [])
    assert (plain.status_code, list(before), left.status_code) == (303, [], 200)
    assert (query.subjects, query.state) == (("S02",), StandingState.STANDING)
    assert "S02" in left.text
    assert 'name="stand"' in page


async def test_nothing_is_offered_that_no_agreement_allows(floor: Floor) -> None:
    """Without standing queries in any agreement the button asks and leaves nothing."""
    asker, owner, case = floor.asker.member, floor.owner.member, "OVER-5"
    opened(floor, case, TARGET)
    asker.knows(owner, an_agreement())
    try:
        page = await shown(floor, f"/cases/file?reference={case}")
    finally:
        asker.knows(owner, STANDING)

    assert "/cases/run?" in page
    assert 'name="stand"' not in page
