"""The first day of an analyst, as docs/console.md tells it: every step, in a browser."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from node.domain.account import Role
from node.domain.alert import AlertState, Direction
from node.domain.journal import Event
from node.keys import onetime
from tests.factories import TARGET, a_justification, asked
from tests.node.console.floor import PHRASE, House
from tests.node.console.floor import floor as run_floor

pytestmark = pytest.mark.asyncio(loop_scope="session")
GUIDE = Path(__file__).parents[3] / "docs" / "console.md"
NEWCOMER = "analyst-7"


class Walk:
    """Somebody who walks through the pages, and reads what they say."""

    def __init__(self, page: Page) -> None:
        """Begin on an empty page."""
        self.page = page
        self.read: list[str] = []
        page.set_default_timeout(20_000)

    async def press(self, what: str) -> None:
        """Press a button or a link, having read the page before, and read the one it leads to."""
        await self.look()
        async with self.page.expect_event("load"):
            await self.page.click(what)
        await self.look()

    async def look(self) -> None:
        """Read the page, also what is folded away or hidden from the eye."""
        self.read.append(str(await self.page.evaluate("document.body.textContent")))


def told() -> list[str]:
    """Return what the guide says that pages say."""
    text = GUIDE.read_text(encoding="utf-8")
    part = text[text.index("## The first day of an analyst") : text.index("## Passkeys")]
    # The one word that is stressed and names nothing.
    return [each for each in re.findall(r"\*([^*\n]+)\*", part) if each != "next"]


async def invited(walk: Walk, house: House) -> str:
    """Have the security officer invite the newcomer; return the link."""
    await walk.page.goto(f"{house.origin}/")
    await walk.press("nav a:has-text('Users')")
    await walk.page.fill("#account", NEWCOMER)
    await walk.page.select_option("form[action='/users'] #role", "analyst")
    await walk.press("button:has-text('Make the link')")
    return await walk.page.inner_text("p.ref strong")


async def opened(walk: Walk, house: House, link: str) -> None:
    """Open the account and sign in."""
    clock = house.member.clock
    await walk.page.goto(link)
    await walk.page.click("summary:has-text('Type the secret instead')")
    secret = await walk.page.inner_text("details p.ref")
    await walk.page.fill("#password", PHRASE)
    await walk.page.fill("#code", onetime.code_at(secret, clock.now()))
    await walk.press("button:has-text('Open the account')")
    clock.ahead += onetime.STEP
    await walk.page.fill("#account", NEWCOMER)
    await walk.page.fill("#password", PHRASE)
    await walk.page.fill("#code", onetime.code_at(secret, clock.now()))
    await walk.press("form[action='/sign-in'] button")


async def decided(walk: Walk) -> None:
    """Go from the first page to the strongest alert, and decide it."""
    await walk.press(".numbers a:has-text('new alerts')")
    await walk.press("tbody tr:first-child th a")
    await walk.press("button:has-text('Open the record')")
    await walk.page.check("input[value=confirmed]")
    await walk.page.select_option("#reason-confirmed", "same-particulars")
    await walk.press("button:has-text('Save and go to the next')")
    await walk.press("button:has-text('Confirm and tell')")


@pytest.mark.slow
async def test_the_first_day_is_as_the_guide_says(tmp_path: Path, browser: Browser) -> None:
    """From the invitation to the first decision: every page says what the guide says it does."""
    roles = (Role.SECURITY_OFFICER,)
    async with run_floor(tmp_path, roles=roles) as houses:
        house, owner = houses.owner, houses.owner.member
        for case in ("DAY-1", "DAY-2"):
            reasons = a_justification(case_reference=case)
            await houses.asker.member.ask(asked(TARGET), justification=reasons)
        officer = Walk(await house.page(browser, house.people[Role.SECURITY_OFFICER]))
        newcomer = Walk(await house.page(browser))

        link = await invited(officer, house)
        await opened(newcomer, house, link)
        await decided(newcomer)
        at = newcomer.page.url
        for walk in (officer, newcomer):
            await walk.page.context.close()

        seen = " ".join(officer.read + newcomer.read)
        alerts = owner.alerts(Direction.INCOMING)
        entries = owner.entries(Event.READ, Event.CONFIRM)

    assert told() != []
    assert [phrase for phrase in told() if phrase not in seen] == []
    assert sorted(each.state for each in alerts) == [AlertState.CONFIRMED, AlertState.OPEN]
    assert re.search(r"/alerts/[^?]+\?state=open.*note=decided", at)
    assert [each.event for each in entries if each.officer == NEWCOMER] == [
        Event.READ,
        Event.CONFIRM,
    ]
