"""The console in a real browser: accessible, in every language, at every width, without scripts.

Each page is opened in one browser per language; foreign hosts cannot be reached from it.
"""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, Request

from node.console.area import ROUTES
from node.console.page import STATIC, Pages
from node.console.visit import Visit
from node.domain.account import Role
from node.vouch import BACK
from node.words import Language
from tests.node.console.floor import Floor, House, Person
from tests.node.console.scene import Scene
from tests.node.console.views import VIEWS, by_visitor, house_of, open_view

pytestmark = pytest.mark.asyncio(loop_scope="session")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WIDTHS = (320, 768, 1280, 1920)
TIMEOUT_MS = 20_000
TEMPLATES = Path(str(STATIC)).parent / "templates"
PAGES = {
    file.relative_to(TEMPLATES).as_posix()
    for file in TEMPLATES.rglob("*.html")
    if '{% extends "layout.html" %}' in file.read_text(encoding="utf-8")
}
"""The templates of whole pages."""
NO_PAGES = {
    # Parts of a page, which a script puts in their places.
    "/alerts/count",
    "/alerts/news",
    "/cases/progress",
    # What a script asks a device for.
    "/sign-in/passkey/options",
    "/verify/passkey/options",
    "/account/passkey/options",
    # To the identity provider and back.
    "/sign-in/provider",
    "/sign-in/provider/leave",
    "/verify/provider",
    BACK,
}
"""Addresses that answer with something else than a page."""


class Watch:
    """Everything that a page complains of or asks other hosts for."""

    def __init__(self, page: Page, origin: str) -> None:
        """Listen to a page."""
        self.said: list[str] = []
        self._origin = origin
        page.set_default_timeout(TIMEOUT_MS)
        page.on("console", self._hear)
        page.on("request", self._see)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that refuses or is not there is told with its status, and that is no violation.
        if "responded with a status of" not in message.text:
            self.said.append(message.text)

    def _see(self, request: Request) -> None:
        if not request.url.startswith(self._origin):
            self.said.append(f"asked for {request.url}")


async def violations(page: Page) -> list[str]:
    """Run axe on a page; return what it finds, with the place."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate(
        """async () => (await axe.run(document, {runOnly: [
            "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}))
            .violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.html}`))"""
    )
    return [str(each) for each in found]


class Seen:
    """Which templates were filled while a test looked; one of them fails where it is asked to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Look on from now."""
        self.templates: set[str] = set()
        render = Pages.render

        def remember(pages: Pages, template: str, *, visit: Visit, **values: object) -> str:
            if "fault" in visit.query and not template.startswith("error/"):
                raise RuntimeError("as a page fails that has a mistake in it")
            self.templates.add(template)
            return render(pages, template, visit=visit, **values)

        monkeypatch.setattr(Pages, "render", remember)


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
async def test_every_page_is_accessible(
    floor: Floor,
    browser: Browser,
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    language: Language,
) -> None:
    """Axe finds nothing, nothing is asked of other hosts, no policy is violated, in no language.

    A page of the console that is not looked at here fails the test.
    """
    found: list[str] = []
    seen = Seen(monkeypatch)
    for node, role, views in by_visitor():
        house = house_of(floor, node)
        scheme = "dark" if language in {Language.ES, Language.FR} else "light"
        person = house.people[role] if role else None
        page = await house.page(browser, person, language=language, scheme=scheme)
        watch = Watch(page, house.origin)
        for view in views:
            await open_view(page, house, view=view, scene=scene)
            found += [f"{view.name}: {each}" for each in await violations(page)]
            assert await page.get_attribute("html", "lang") == language.value, view.name
        found += watch.said
        await page.context.close()

    assert found == []
    assert PAGES - seen.templates == set()


async def test_every_address_is_looked_at() -> None:
    """Each address that answers with a page is among the views; the others have reasons."""
    looked_at = [view.path.partition("?")[0] for view in VIEWS if view.form is None]
    pages = {route.path for route in ROUTES if route.method == "GET"}
    patterns = {path: re.compile(re.sub(r"\{[^}]*\}", "[^/]+", path)) for path in pages}
    unseen = {
        path
        for path, pattern in patterns.items()
        if not any(pattern.fullmatch(each) for each in looked_at)
    }

    assert unseen == NO_PAGES


@pytest.mark.slow
async def test_nothing_runs_out_of_the_window(floor: Floor, browser: Browser, scene: Scene) -> None:
    """From a telephone to a wide screen no page has to be moved sideways."""
    for node, role, views in by_visitor():
        house = house_of(floor, node)
        person = house.people[role] if role else None
        page = await house.page(browser, person, language=Language.FR)
        for view in views:
            await open_view(page, house, view=view, scene=scene)
            for width in WIDTHS:
                await page.set_viewport_size({"width": width, "height": 900})
                needed = await page.evaluate("document.documentElement.scrollWidth")
                assert needed <= width, f"{view.name} at {width}"
        await page.context.close()


def _with_keys(house: House) -> Person:
    """Return an analyst who wants single letters to do something, whatever was tried before."""
    person = house.people[Role.ANALYST]
    house.member.application.access.registrar.prefer(person.id, language="", has_shortcuts=True)
    return person


async def test_letters_do_nothing_while_somebody_types(
    floor: Floor, browser: Browser, scene: Scene
) -> None:
    """Keys choose a verdict in a review, and never while a note is written."""
    house = floor.owner
    page = await house.page(browser, _with_keys(house))
    page.set_default_timeout(TIMEOUT_MS)
    await page.goto(f"{house.origin}/alerts/{scene.possible}")

    await page.focus("#remark")
    await page.keyboard.type("nuy")
    typed = await page.locator("input[name=verdict]:checked").count()
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("n")

    assert typed == 0
    assert await page.input_value("#remark") == "nuy"
    assert await page.is_checked("input[value=dismissed]")
    assert await page.is_visible("#reason-dismissed")
    assert not await page.is_visible("#reason-confirmed")
    await page.context.close()


async def test_keys_can_be_switched_off(floor: Floor, browser: Browser, scene: Scene) -> None:
    """Who does not want single letters to do something switches them off (WCAG 2.2, 2.1.4)."""
    house = floor.owner
    person = house.people[Role.SENIOR_REVIEWER]
    house.member.application.access.registrar.prefer(person.id, language="", has_shortcuts=False)
    page = await house.page(browser, person)
    page.set_default_timeout(TIMEOUT_MS)
    await page.goto(f"{house.origin}/alerts/{scene.possible}")

    await page.keyboard.press("n")

    assert await page.locator("input[name=verdict]:checked").count() == 0
    await page.context.close()


async def test_the_keyboard_alone_is_enough(floor: Floor, browser: Browser, scene: Scene) -> None:
    """The first stop leads to the content, every stop is seen, and a list is walked by j and o."""
    house = floor.owner
    page = await house.page(browser, _with_keys(house))
    page.set_default_timeout(TIMEOUT_MS)
    await page.goto(f"{house.origin}/alerts?order=newest")

    await page.keyboard.press("Tab")
    first = await page.evaluate("document.activeElement.className")
    await page.keyboard.press("Enter")
    await page.keyboard.press("j")
    await page.keyboard.press("o")
    await page.wait_for_url("**/alerts/*-*")

    assert first == "skip"
    assert scene.hit
    await page.context.close()


async def test_all_works_without_scripts(floor: Floor, browser: Browser, scene: Scene) -> None:
    """A browser without scripts signs in, reads an alert, and opens the own record."""
    house = floor.owner
    person = house.people[Role.ANALYST]
    page = await house.page(browser, scripts=False)
    page.set_default_timeout(TIMEOUT_MS)

    await page.goto(f"{house.origin}/alerts/{scene.hit}")
    await page.fill("#account", person.id)
    await page.fill("#password", "a phrase of the browser tests")
    await page.fill("#code", person.code())
    await page.click("button:has-text('Sign in')")
    await page.click("button:has-text('Open the record')")

    record = await page.inner_text("dl.record")
    assert "Estrella de Poniente" in record
    assert "Estrella" not in await page.title() + page.url
    await page.context.close()
