"""What follows the answers of a case, by the forms of its page: outcomes, standing, papers."""

import io
import zipfile

import httpx
import pytest
import pytest_asyncio

from matching.subject import EntityType
from node.casework import NewSubject
from node.domain.account import Role
from node.domain.alert import Alert, Direction
from node.domain.followup import FollowUp
from node.domain.standing import StandingState
from node.keys.identity import Label, verify
from tests.factories import TARGET, a_justification, asked
from tests.node.console.floor import Floor, House
from tests.node.console.test_story import sent

pytestmark = pytest.mark.asyncio(loop_scope="session")
CASE = "AFTER-1"
AT = f"reference={CASE}"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def hit(floor: Floor) -> Alert:
    """Ask about the one subject of a case of the analyst's, which the peer knows."""
    application = floor.asker.member.application
    officer = floor.asker.people[Role.ANALYST].id
    application.casework.open(a_justification(case_reference=CASE), officer=officer)
    new = NewSubject("S01", "master", EntityType.PERSON, asked(TARGET))
    application.casework.add(CASE, [new], officer=officer)
    async for _ in application.investigator.run(CASE, peers=(), officer=officer):
        pass
    return floor.asker.member.alerts(Direction.OUTGOING, case=CASE)[0]


def states(house: House) -> list[StandingState]:
    """Return where the standing queries of the case are."""
    queries = house.member.application.standing.queries.all(case_reference=CASE)
    return [each.state for each in queries]


async def file_of(client: httpx.AsyncClient) -> str:
    """Return the page of the case."""
    return (await client.get(f"/cases/file?{AT}")).text


async def test_what_a_hit_led_to_is_noted(floor: Floor, hit: Alert) -> None:
    """The outcome stands at the hit and in its case, and the owner is told where that is ticked."""
    asker = floor.asker
    notices = asker.member.application.records.notices
    async with asker.client(asker.people[Role.ANALYST]) as client:
        before = await file_of(client)
        none = await sent(client, f"/hits/{hit.id}/outcome", {"outcome": ""})
        told = len(notices.sent(100))
        await sent(client, f"/hits/{hit.id}/outcome", {"outcome": "request-sent"})
        kept = len(notices.sent(100)) - told
        form = {"outcome": FollowUp.ARREST.value, "tell": "yes"}
        noted = await sent(client, f"/hits/{hit.id}/outcome", form)
        after, card = await file_of(client), (await client.get(f"/hits/{hit.id}")).text

    assert (none.status_code, noted.status_code) == (422, 303)
    assert (kept, len(notices.sent(100)) - told) == (0, 1)
    assert "not said yet" in before
    assert "an arrest" in after
    assert '<option value="arrest" selected>' in card


@pytest.mark.usefixtures("hit")
async def test_a_query_stands_is_renewed_and_withdrawn(floor: Floor) -> None:
    """It stands with the peer chosen, is renewed for a reason alone, and ends when withdrawn."""
    asker, owner = floor.asker, floor.owner
    held = owner.member.application.standing.book.held
    async with asker.client(asker.people[Role.ANALYST]) as client:
        nobody = await sent(client, f"/cases/stand?{AT}", {"days": "30"})
        stood = await sent(client, f"/cases/stand?{AT}", {"peer": "fiu-nl", "days": "30"})
        page = await file_of(client)
        kept = [each.case_reference for each in held.all()]
        bare = await sent(client, f"/cases/renew?{AT}", {"reason": ""})
        renewed = await sent(client, f"/cases/renew?{AT}", {"reason": "second container"})
        query = asker.member.application.standing.queries.all(case_reference=CASE)[0]
        other = await sent(client, f"/cases/withdraw?{AT}", {"query": "another"})
        still = states(asker)
        await sent(client, f"/cases/withdraw?{AT}", {"query": query.id})
        ended = await file_of(client)

    assert (nobody.status_code, bare.status_code, other.status_code) == (422, 422, 303)
    assert "fiu-nl" in stood.text
    assert "S01" in stood.text
    assert renewed.status_code == 200
    assert CASE in kept
    assert query.id in page
    assert still == [StandingState.STANDING]
    assert states(asker) == [StandingState.WITHDRAWN]
    assert "withdrawn by us" in ended
    assert query.id not in ended


@pytest.mark.usefixtures("hit")
async def test_only_the_team_lets_queries_stand(floor: Floor) -> None:
    """To an officer who is not of the team there is no such case, and nothing of it is written."""
    asker = floor.asker
    before = states(asker)
    async with asker.client(asker.people[Role.SENIOR_REVIEWER]) as client:
        answers = [
            await sent(client, f"/cases/{deed}?{AT}", form)
            for deed, form in (
                ("stand", {"peer": "fiu-nl"}),
                ("renew", {"reason": "curiosity"}),
                ("withdraw", {}),
                ("report", {"format": "json"}),
            )
        ]

    assert [each.status_code for each in answers] == [404] * 4
    assert states(asker) == before


@pytest.mark.usefixtures("hit")
async def test_the_file_for_the_prosecutor_comes_signed(floor: Floor) -> None:
    """It comes in one archive with a signature that the node's identity has given it."""
    asker = floor.asker
    async with asker.client(asker.people[Role.ANALYST]) as client:
        wrong = await sent(client, f"/cases/report?{AT}", {"format": "odt"})
        form = {"format": "json", "language": "fr", "subjects": "yes"}
        paper = await sent(client, f"/cases/report?{AT}", form)
    with zipfile.ZipFile(io.BytesIO(paper.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}

    content, signature = files["case-AFTER-1-fr.json"], files["case-AFTER-1-fr.json.sig"]
    key = asker.member.node.entry.identity_key
    verify(key, Label.REPORT, content, signature=bytes.fromhex(signature.decode("ascii")))
    assert wrong.status_code == 422
    assert paper.headers["content-disposition"] == 'attachment; filename="case-AFTER-1-fr.zip"'
    assert "Valdespino" in content.decode()


async def test_the_papers_of_a_hit_come_together(floor: Floor, hit: Alert) -> None:
    """The whole pack is one archive with a file for each paper."""
    asker = floor.asker
    async with asker.client(asker.people[Role.ANALYST]) as client:
        form = {"part": "pack", "format": "text", "language": "pt-BR"}
        pack = await sent(client, f"/hits/{hit.id}/draft", form)
    with zipfile.ZipFile(io.BytesIO(pack.content)) as archive:
        papers = [archive.read(name) for name in archive.namelist()]

    assert len(papers) == 4
    assert all(hit.reference.encode() in paper for paper in papers)
