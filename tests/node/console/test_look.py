"""How pages look where the window is narrow, on paper, and under a mouse; in a real browser."""

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from node.domain.account import Role
from tests.factories import TARGET, a_justification, asked
from tests.node.console.floor import Floor

pytestmark = pytest.mark.asyncio(loop_scope="session")
CASE = "ES-2026-0777"
TIMEOUT_MS = 20_000


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def _asked(floor: Floor) -> None:
    """Have a peer touch the register once."""
    justification = a_justification(case_reference=CASE)
    await floor.asker.member.ask(asked(TARGET), justification=justification)


async def opened(
    floor: Floor, browser: Browser, path: str, *, role: Role = Role.ANALYST, width: int = 1280
) -> Page:
    """Open a page of the node that holds registers."""
    page = await floor.owner.page(browser, floor.owner.people[role], width=width)
    page.set_default_timeout(TIMEOUT_MS)
    await page.goto(floor.owner.origin + path)
    return page


@pytest.mark.usefixtures("_asked")
@pytest.mark.parametrize(
    ("path", "role", "kept"),
    [
        ("/alerts", Role.ANALYST, "tbody tr"),
        ("/journal", Role.SECURITY_OFFICER, "td.codes"),
        ("/statistics", Role.ANALYST, ".c-bar"),
    ],
)
async def test_paper_keeps_what_is_told(
    floor: Floor, browser: Browser, path: str, role: Role, kept: str
) -> None:
    """Printed, a page keeps its table, its classification, its day and its author, and no menu."""
    page = await opened(floor, browser, path, role=role, width=680)

    await page.emulate_media(media="print")

    assert await page.locator(kept).first.is_visible()
    assert await page.locator(".marking").is_visible()
    assert await page.locator(".clock").is_visible()
    assert await page.locator(".who").is_visible()
    assert not await page.locator(".side").is_visible()
    assert not await page.locator(".main .button:visible").count()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 680
    await page.context.close()


async def test_the_menu_folds_where_the_window_is_narrow(floor: Floor, browser: Browser) -> None:
    """On a telephone the page comes first and the menu at one tap; a wide window shows it open."""
    page = await opened(floor, browser, "/", width=320)
    link = page.locator(".side a").first

    folded = not await link.is_visible()
    await page.click(".menu > summary")
    unfolded = await link.is_visible()
    await page.click(".menu > summary")
    await page.set_viewport_size({"width": 1280, "height": 900})
    await link.wait_for(state="visible")

    assert folded
    assert unfolded
    assert not await page.locator(".menu > summary").is_visible()
    await page.context.close()


async def test_without_scripts_the_narrow_menu_is_open(floor: Floor, browser: Browser) -> None:
    """What a script would unfold is not hidden from a browser that runs none."""
    house = floor.owner
    page = await house.page(browser, house.people[Role.ANALYST], width=320, scripts=False)

    await page.goto(house.origin)

    assert await page.locator(".side a").first.is_visible()
    await page.context.close()


@pytest.mark.usefixtures("_asked")
async def test_a_row_is_opened_by_a_click_on_any_place_of_it(
    floor: Floor, browser: Browser
) -> None:
    """The whole row leads to the alert, and its box is still ticked by itself."""
    page = await opened(floor, browser, f"/alerts?case={CASE}")
    row = page.locator("tr[data-row]").first

    await row.locator("input[name=alert]").click()
    ticked = await row.locator("input[name=alert]").is_checked()
    stayed = page.url.endswith(f"/alerts?case={CASE}")
    await row.locator("td").last.click()
    await page.wait_for_url("**/alerts/*-*")

    assert ticked
    assert stayed
    await page.context.close()
