"""Passkeys in a real browser, with the virtual device that Chromium brings for tests.

See WebAuthn in the Chrome DevTools Protocol; the device signs for real, and counts its uses.
"""

import asyncio
import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, CDPSession, Page

from node.domain.account import FRESH, Role, SignInError
from node.domain.errors import NotFoundError
from node.domain.journal import Event
from tests.node.console.floor import Floor, House, Person, enrol

pytestmark = pytest.mark.asyncio(loop_scope="session")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@dataclass
class Desk:
    """A browser with a device, and the person before it."""

    house: House
    person: Person
    page: Page
    protocol: CDPSession
    device: str

    async def add_passkey(self, name: str) -> None:
        """Add the device to the account, on its page."""
        await self.page.goto(f"{self.house.origin}/account")
        await self.page.fill("#device", name)
        await self.page.click("#passkey-add button")
        await self.page.wait_for_selector(f".devices li:has-text('{name}')")

    async def sign_in(self) -> None:
        """Sign out if need be, and sign in with the device."""
        await self.page.context.clear_cookies()
        await self.page.goto(f"{self.house.origin}/sign-in")
        await self.page.click("#passkey-sign-in button")

    async def credential(self) -> dict[str, Any]:
        """Return the one key that the device keeps, as the protocol writes it."""
        kept = await self.protocol.send("WebAuthn.getCredentials", {"authenticatorId": self.device})
        (only,) = kept["credentials"]
        return dict(only)

    def actions(self) -> list[object]:
        """Return what the journal says was done with the account, oldest first."""
        entries = self.house.member.entries(Event.ADMIN)
        return [
            each.detail["action"]
            for each in entries
            if each.detail.get("account") == self.person.id
        ]


@pytest_asyncio.fixture(loop_scope="session")
async def desk(
    floor: Floor, browser: Browser, request: pytest.FixtureRequest
) -> AsyncIterator[Desk]:
    """Sit somebody down who is signed in by password and code, and has no passkey yet."""
    house = floor.owner
    number = len(house.member.application.access.registrar.all())
    person = await asyncio.to_thread(enrol, house.member, f"bearer-{number}", Role.ANALYST)
    page = await house.page(browser, person)
    page.set_default_timeout(20_000)
    protocol = await page.context.new_cdp_session(page)
    await protocol.send("WebAuthn.enable")
    added = await protocol.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield Desk(house, person, page, protocol, added["authenticatorId"])
    await page.context.close()


@pytest.mark.slow
async def test_a_passkey_from_the_first_day_to_the_last(desk: Desk) -> None:
    """A device is added, signs its person in, shows again that it is they, and is removed."""
    origin, page = desk.house.origin, desk.page
    await desk.add_passkey("Key on the ring")

    await page.click("header form[action='/sign-out'] button")
    await page.wait_for_url("**/sign-in")
    await page.click("#passkey-sign-in button")
    await page.wait_for_url(f"{origin}/")
    who = await page.inner_text(".who a")

    desk.house.member.clock.ahead += FRESH
    await page.goto(f"{origin}/account")
    stale = await page.locator("#passkey-add").count()
    await page.click("a[href='/verify?next=/account']")
    await page.click("#passkey-verify button")
    await page.wait_for_url("**/account")
    await page.click("button:has-text('Remove')")
    await page.wait_for_selector("text=No device yet")
    await desk.sign_in()
    refused = await page.inner_text("#errors")

    assert (who, stale) == (desk.person.id, 0)
    assert "This device opens no account here." in refused
    assert "add-passkey" in desk.actions()
    assert desk.actions()[-2:] == ["sign-in-passkey", "remove-passkey"]


@pytest.mark.slow
async def test_a_copied_passkey_is_refused(desk: Desk) -> None:
    """A key whose count does not go up is somewhere twice: it opens nothing, and that is noted."""
    await desk.add_passkey("Key that is copied")
    copy = await desk.credential()
    await desk.sign_in()
    await desk.page.wait_for_url(f"{desk.house.origin}/")

    one = {"authenticatorId": desk.device}
    await desk.protocol.send("WebAuthn.clearCredentials", one)
    await desk.protocol.send("WebAuthn.addCredential", one | {"credential": copy})
    await desk.sign_in()
    refused = await desk.page.inner_text("#errors")

    assert copy["signCount"] >= 1
    assert "This passkey seems to have been copied, and was refused." in refused
    assert desk.actions()[-1] == "refuse-copied-passkey"


@pytest.mark.slow
async def test_the_device_of_another_shows_nothing(floor: Floor, desk: Desk) -> None:
    """Nobody shows that it is they by a colleague's device, and nobody removes it."""
    await desk.add_passkey("Key of a colleague")
    other = floor.owner.people[Role.SENIOR_REVIEWER]
    access = desk.house.member.application.access
    key = access.devices.all(desk.person.id)[0]
    admitted = access.doorkeeper.admitted(await asyncio.to_thread(other.sign_in))
    assert admitted is not None

    raw_id = urlsafe_b64encode(key.credential_id).decode().rstrip("=")
    answer = json.dumps({"rawId": raw_id, "response": {}})

    with pytest.raises(SignInError, match="another account"):
        access.devices.verify(admitted, answer)
    with pytest.raises(NotFoundError):
        access.devices.remove(admitted, key.credential_id)


@pytest.mark.slow
async def test_a_device_that_is_stopped_says_so(desk: Desk) -> None:
    """Where the person does not let the device sign, the page says so and nothing is sent."""
    await desk.add_passkey("Key that is put away")
    await desk.protocol.send(
        "WebAuthn.setUserVerified", {"authenticatorId": desk.device, "isUserVerified": False}
    )

    await desk.sign_in()

    await desk.page.wait_for_selector("#passkey-sign-in [data-trouble]:visible")
    assert desk.page.url.endswith("/sign-in")
