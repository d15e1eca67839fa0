"""What axe does not see: the way of the keyboard, sizes, drawings and times, on every page."""

import pytest
from playwright.async_api import Browser, Page

from node.words import Language
from tests.node.console.floor import Floor, House
from tests.node.console.scene import Scene
from tests.node.console.views import View, by_visitor, house_of, open_view

pytestmark = pytest.mark.asyncio(loop_scope="session")
TOUCH_PX = 44
"""What a button or field is high at least (WCAG 2.2, 2.5.5)."""
STOPS = 400
"""More than any page has: where the way of the keyboard is longer, it does not end."""

_STOP = """() => {
    const stop = document.activeElement;
    if (!stop || stop === document.body) return {is: "end"};
    // Day, month and year of a date are three stops of one field.
    const same = stop === window.lastStop;
    window.lastStop = stop;
    if (stop.dataset.stopped) return {is: same ? "same" : "again"};
    stop.dataset.stopped = "yes";
    const drawn = getComputedStyle(stop), box = stop.getBoundingClientRect();
    return {
        is: "new", what: stop.outerHTML.slice(0, 80),
        marked: drawn.outlineStyle === "solid" && parseFloat(drawn.outlineWidth) >= 2,
        seen: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
    };
}"""
_MISSED = """() => [...document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter(each => !each.disabled && each.checkVisibility())
    .filter(each => !each.dataset.stopped)
    // The arrows lead through the choices of one question.
    .filter(each => each.type !== "radio" || ![...document.getElementsByName(each.name)]
        .some(other => other.form === each.form && other.dataset.stopped))
    .map(each => each.outerHTML.slice(0, 80))"""
_SMALL = """least => [...document.querySelectorAll(
        ".button, select, textarea, input:not([type=hidden], [type=checkbox], [type=radio])")]
    .filter(each => each.checkVisibility())
    .filter(each => each.getBoundingClientRect().height < least - 0.5)
    .map(each => `${each.outerHTML.slice(0, 60)} ${each.getBoundingClientRect().height}`)"""
_SPOKEN = """() => [...document.querySelectorAll("svg")]
    .filter(each => !each.closest("[aria-hidden=true], [role=img][aria-label]"))
    .map(each => each.outerHTML.slice(0, 80))"""
_ZONELESS = """() => [...document.querySelectorAll("time")]
    .map(each => each.textContent.trim()).filter(each => !each.endsWith("UTC"))"""


async def walked(page: Page) -> list[str]:
    """Go through a page by the keyboard; return what is wrong with its way.

    A page about an error begins at the error, so that the way goes past its end once.
    """
    wrong: list[str] = []
    ends = 0
    for _ in range(STOPS):
        await page.keyboard.press("Tab")
        stop = await page.evaluate(_STOP)
        ends += stop["is"] == "end"
        if stop["is"] == "again" or ends > 1:
            break
        if stop["is"] == "new" and not stop["marked"]:
            wrong.append(f"not marked: {stop['what']}")
        if stop["is"] == "new" and not stop["seen"]:
            wrong.append(f"out of sight: {stop['what']}")
    else:
        wrong.append("the way does not end")
    return wrong + [f"never reached: {each}" for each in await page.evaluate(_MISSED)]


async def judged(page: Page, house: House, *, view: View, scene: Scene) -> list[str]:
    """Open a page; return what is wrong with it."""
    await open_view(page, house, view=view, scene=scene)
    found = await walked(page)
    found += [f"small: {each}" for each in await page.evaluate(_SMALL, TOUCH_PX)]
    found += [f"read aloud: {each}" for each in await page.evaluate(_SPOKEN)]
    found += [f"without zone: {each}" for each in await page.evaluate(_ZONELESS)]
    return [f"{view.name}: {each}" for each in found]


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "forced"), [("light", "none"), ("dark", "active")])
async def test_every_page_is_for_everybody(
    floor: Floor, browser: Browser, scene: Scene, scheme: str, forced: str
) -> None:
    """The keyboard reaches all there is, in sight and marked; what is pressed is large enough.

    Drawings are silent, for a table says the same, and no time stands without its zone.
    """
    found: list[str] = []
    for node, role, views in by_visitor():
        house = house_of(floor, node)
        person = house.people[role] if role else None
        page = await house.page(browser, person, language=Language.EN, scheme=scheme)
        await page.emulate_media(forced_colors="active" if forced == "active" else "none")
        for view in views:
            found += await judged(page, house, view=view, scene=scene)
        await page.context.close()

    assert found == [], "\n".join(found)
