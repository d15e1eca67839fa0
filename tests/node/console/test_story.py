"""The story of an alert, from a peer's query to the contact card on the other side.

Everything is done as people do it: by the forms of the pages, in a browser or as one sends them.
"""

import asyncio
import re

import httpx
import pytest
from playwright.async_api import Browser

from node.domain.account import Role
from node.domain.alert import AlertState, Direction
from node.domain.journal import Event
from tests.factories import THROUGH_CENTRE, a_justification, asked
from tests.node.console.floor import Floor, House
from tests.node.console.test_gate import token_of

pytestmark = pytest.mark.asyncio(loop_scope="session")
REASONS = {
    "legal_basis": "agreement 4/2025, article 3",
    "purpose": "drug-trafficking",
    "offence": "drugs.trafficking",
    "category": "suspect",
}
HALF: dict[str, tuple[str, ...]] = {
    "name": ("Ismene Kalathou",),
    "birth_date": ("1979",),
}
"""As much of a person as makes a possible match."""


async def possible(floor: Floor, case: str) -> str:
    """Have the asker ask in a case of its own; return the owner's alert that comes of it."""
    await floor.asker.member.ask(HALF, justification=a_justification(case_reference=case))
    return floor.owner.member.alerts(Direction.INCOMING, case=case)[0].id


async def sent(
    client: httpx.AsyncClient, path: str, form: dict[str, str], *, page: str = "/account"
) -> httpx.Response:
    """Send a form with the token of the session."""
    token = token_of((await client.get(page)).text)
    return await client.post(path, data={"form_token": token, **form})


def state_of(house: House, alert: str) -> AlertState:
    """Return where an alert stands."""
    return house.member.application.records.alerts.get(alert).state


@pytest.mark.slow
async def test_from_query_to_contact_card(floor: Floor, browser: Browser) -> None:
    """One officer asks, another finds the alert and confirms it, the first sees whom to call."""
    asker, owner = floor.asker, floor.owner
    page = await asker.page(browser, asker.people[Role.ANALYST])
    page.set_default_timeout(20_000)
    await page.goto(f"{asker.origin}/query?type=vessel")
    await page.fill("#field-name", "Estrella de Poniente")
    await page.fill("#field-imo", "9074729")
    await page.fill("#reference", "STORY-1")
    await page.fill("#legal_basis", REASONS["legal_basis"])
    await page.fill("#offence", REASONS["offence"])
    await page.select_option("#category", "not-a-person")
    await page.click("main button.button")
    seen = await page.inner_text("main")
    await page.click("main button.button")
    answer = await page.inner_text("main")

    review = await owner.page(browser, owner.people[Role.ANALYST])
    review.set_default_timeout(20_000)
    await review.goto(f"{owner.origin}/alerts?state=open&type=vessel&case=STORY-1")
    await review.click("tbody th a")
    await review.click("button[data-key=s]")
    record = await review.inner_text("dl.record")
    await review.check("input[value=confirmed]")
    await review.select_option("#reason-confirmed", "same-identifier")
    await review.fill("#remark", "Compared with the ship register.")
    await review.click("form[action*=decide] button.button")
    check = await review.inner_text("main")
    await review.click("form[action*=decide] button.button")
    await review.wait_for_url("**/alerts?*note=decided*")

    await page.goto(f"{asker.origin}/hits?case=STORY-1")
    await page.click("tbody th a")
    card = await page.inner_text("main")
    alert = owner.member.alerts(Direction.INCOMING, case="STORY-1")[0]
    await page.context.close()
    await review.context.close()

    assert "Nothing has left yet" in seen
    assert "Estrella de Poniente" in seen
    assert alert.reference in answer
    assert "Estrella de Poniente" in record
    assert "This goes out" in check
    assert alert.reference in check
    assert "Estrella" not in check
    assert alert.reference in card
    assert "duty desk" in card
    assert alert.state is AlertState.CONFIRMED
    events = [entry.event for entry in owner.member.entries(Event.READ, Event.CONFIRM)]
    assert {Event.READ, Event.CONFIRM} <= set(events)


async def test_a_decision_needs_a_reason_and_can_be_undone(floor: Floor) -> None:
    """Without a reason the form comes back with what is wrong; an undone dismissal is new again."""
    alert = await possible(floor, "STORY-2")
    owner = floor.owner
    async with owner.client(owner.people[Role.ANALYST], "fr") as client:
        path = f"/alerts/{alert}/decide?state=open&case=STORY-2"
        without = await sent(client, path, {"verdict": "dismissed", "revision": "1"})
        form = {"verdict": "dismissed", "reason-dismissed": "common-name", "revision": "1"}
        dismissed = await sent(client, path, form)
        after = state_of(owner, alert)
        undone = await sent(client, f"/alerts/{alert}/reopen", {"reason": "decided-in-error"})

    assert (without.status_code, dismissed.status_code, undone.status_code) == (422, 303, 303)
    assert "Choisissez le motif de votre décision." in without.text
    assert f"about={alert}" in dismissed.headers["location"]
    assert (after, state_of(owner, alert)) == (AlertState.DISMISSED, AlertState.OPEN)


async def test_two_officers_on_one_alert(floor: Floor) -> None:
    """Who decides on what has changed meanwhile sees both, and nothing of theirs is saved."""
    alert = await possible(floor, "STORY-3")
    owner = floor.owner
    async with (
        owner.client(owner.people[Role.ANALYST]) as one,
        owner.client(owner.people[Role.SENIOR_REVIEWER]) as other,
    ):
        form = {"verdict": "unsure", "reason-unsure": "source-asked", "revision": "1"}
        first = await sent(one, f"/alerts/{alert}/decide", form)
        form = {"verdict": "dismissed", "reason-dismissed": "common-name", "revision": "1"}
        second = await sent(other, f"/alerts/{alert}/decide", form)

    assert (first.status_code, second.status_code) == (303, 409)
    assert "Somebody was faster" in second.text
    assert "analyst-1" in second.text
    assert state_of(owner, alert) is AlertState.UNSURE


async def test_a_claim_keeps_others_away(floor: Floor) -> None:
    """While one officer works on an alert another one can read it, and not decide."""
    alert = await possible(floor, "STORY-4")
    owner = floor.owner
    async with (
        owner.client(owner.people[Role.ANALYST]) as one,
        owner.client(owner.people[Role.SENIOR_REVIEWER]) as other,
    ):
        await sent(one, f"/alerts/{alert}/claim", {})
        page = await other.get(f"/alerts/{alert}")
        form = {"verdict": "dismissed", "reason-dismissed": "common-name"}
        refused = await sent(other, f"/alerts/{alert}/decide", form)
        await sent(one, f"/alerts/{alert}/claim", {"release": "yes"})

    assert "analyst-1 works on this alert until" in page.text
    assert refused.status_code == 422
    assert state_of(owner, alert) is AlertState.OPEN


async def test_telling_another_state_asks_who_is_there(floor: Floor) -> None:
    """A confirmation is checked on a page of its own, and later than five minutes with a code."""
    alert = await possible(floor, "STORY-5")
    owner = floor.owner
    person = owner.people[Role.SENIOR_REVIEWER]
    form = {"verdict": "confirmed", "reason-confirmed": "same-particulars", "revision": "1"}
    async with owner.client(person) as client:
        path = f"/alerts/{alert}/decide"
        check = await sent(client, path, form)
        for _ in range(13):
            person.code()
        stale = await sent(client, path, form | {"checked": "yes"})
        still = state_of(owner, alert)
        told = await sent(client, path, form | {"checked": "yes", "code": person.code()})

    assert check.status_code == 200
    assert "Check before it is told" in check.text
    assert (stale.status_code, still) == (422, AlertState.OPEN)
    assert told.status_code == 303
    assert state_of(owner, alert) is AlertState.CONFIRMED


async def test_the_same_for_all_of_a_filter(floor: Floor) -> None:
    """One press decides all that the filter lets through, and says what is left."""
    first = await possible(floor, "STORY-6")
    owner = floor.owner
    async with owner.client(owner.people[Role.ANALYST]) as client:
        path = "/alerts?case=STORY-6"
        nothing = await sent(client, path, {"which": "ticked", "wish": "dismissed"})
        form = {"which": "all", "wish": "dismissed", "reason": "common-name"}
        bulk = await sent(client, path, form)
        never = await sent(client, path, form | {"wish": "confirmed"})

    assert (nothing.status_code, bulk.status_code, never.status_code) == (422, 303, 422)
    assert "number=1" in bulk.headers["location"]
    assert state_of(owner, first) is AlertState.DISMISSED


async def test_lists_do_not_move(floor: Floor) -> None:
    """What has come since is told in a bar; the list itself stays as it was."""
    owner = floor.owner
    async with owner.client(owner.people[Role.ANALYST]) as client:
        await possible(floor, "STORY-7")
        count = await client.get("/alerts/count")
        news = await client.get("/alerts/news?case=STORY-7&total=0")
        none = await client.get("/alerts/news?case=STORY-7&total=1")

    assert 'class="count"' in count.text
    assert "1 new alert" in news.text
    assert none.text == ""


async def test_a_filter_is_kept(floor: Floor) -> None:
    """A filter stands in the address, and under a name where somebody keeps it."""
    owner = floor.owner
    async with owner.client(owner.people[Role.ANALYST]) as client:
        await sent(client, "/alerts/views?state=open&order=due", {"name": "Due"})
        kept = (await client.get("/alerts")).text
        await sent(client, "/alerts/views?state=open&order=due", {"name": "Due", "forget": "yes"})
        forgotten = (await client.get("/alerts")).text

    assert "/alerts?state=open&amp;order=due" in kept
    assert ">Due<" not in forgotten


async def test_a_case_by_its_forms(floor: Floor) -> None:
    """An officer opens a case, adds subjects one by one and from a file, asks, and closes it."""
    asker = floor.asker
    table = "id,type,role,name,imo\nS02,vessel,carrier,Estrella de Poniente,9074729\nS03,ship,,X,\n"
    at = "reference=STORY-8"
    async with asker.client(asker.people[Role.ANALYST]) as client:
        opened = await sent(client, "/cases/new", REASONS | {"reference": "STORY-8"})
        subject = {"type": "person", "number": "S01", "field-name": "Ismene"}
        little = await sent(client, f"/cases/subject?{at}", subject)
        subject |= {
            "field-name": "Ismene Kalathou",
            "field-birth_date": "1979-01-12",
            "field-passport": "AH2209817",
        }
        added = await sent(client, f"/cases/subject?{at}", subject)
        token = token_of((await client.get("/account")).text)
        files = {"file": ("case.csv", table, "text/csv")}
        looked = await client.post(
            f"/cases/import?{at}", data={"form_token": token, "look": "yes"}, files=files
        )
        imported = await client.post(f"/cases/import?{at}", data={"form_token": token}, files=files)
        await sent(client, f"/cases/run?{at}", {})
        for _ in range(300):
            # The page may have come back before the peer had answered.
            if "hx-trigger" not in (await client.get(f"/cases/progress?{at}")).text:
                break
            await asyncio.sleep(0.1)
        file = (await client.get(f"/cases/file?{at}")).text
        card = (await client.get(f"/cases/answer?{at}&subject=S02&peer=fiu-nl")).text
        closed = await sent(client, f"/cases/close?{at}", {"closing": "solved"})

    assert (opened.status_code, little.status_code, added.status_code) == (303, 422, 303)
    assert "1 subject can be added" in looked.text
    assert "1 subject was added" in imported.text
    assert "1 row cannot be used" in imported.text
    assert len(re.findall('class="cell-hit"', file)) == 2
    assert "duty desk" in card
    assert closed.status_code == 303


async def test_a_case_is_its_teams(floor: Floor) -> None:
    """Who is not of the team sees no such case."""
    asker = floor.asker
    async with asker.client(asker.people[Role.SENIOR_REVIEWER]) as client:
        response = await client.get("/cases/file?reference=STORY-8")

    assert response.status_code == 404


async def test_a_request_is_written_for_a_hit(floor: Floor) -> None:
    """The paper of a hit comes as a file, and its hash is in the journal."""
    asker = floor.asker
    await asker.member.ask(
        asked(THROUGH_CENTRE), justification=a_justification(case_reference="STORY-9")
    )
    hit = asker.member.alerts(Direction.OUTGOING, case="STORY-9")[0]
    async with asker.client(asker.people[Role.ANALYST]) as client:
        form = {"part": "request", "format": "text", "language": "fr", "question": "Qui ?"}
        paper = await sent(client, f"/hits/{hit.id}/draft", form)

    assert paper.status_code == 200
    assert paper.headers["content-disposition"].startswith("attachment")
    assert hit.reference in paper.text
