"""Two nodes with consoles, people who are signed in at them, and a browser to look with.

The nodes are real ones in this process; the browser is Debian's Chromium, driven by Playwright.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from matching.subject import EntityType
from node.config import Console, Oidc
from node.console.app import build
from node.console.gate import COOKIE, LANGUAGE_COOKIE
from node.domain.account import Role
from node.keys import onetime
from node.words import Language
from tests.factories import VESSEL, a_register_of_people, an_agreement
from tests.node.federation import Member, StillClock, free_port, make_folder, running
from tests.node.identity import IdentityProvider, identity_provider

PHRASE = "a phrase of the browser tests"
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
"""The system's browser; empty where there is none."""
_AGREED = an_agreement(standing=True, overlap=True)


@dataclass
class Person:
    """Somebody with an account, and the telephone that shows the codes."""

    member: Member
    id: str
    role: Role
    secret: str = field(repr=False)
    steps: int = 0

    def code(self) -> str:
        """Return a code that was not used before; the node's clock goes on for it."""
        self.member.clock.ahead += onetime.STEP
        return onetime.code_at(self.secret, self.member.clock.now())

    def sign_in(self) -> str:
        """Sign in past the browser; return the token of the session."""
        doorkeeper = self.member.application.access.doorkeeper
        return doorkeeper.sign_in(self.id, phrase=PHRASE, code=self.code())


def enrol(member: Member, account: str, role: Role) -> Person:
    """Open an account as its person would."""
    registrar, secret = member.application.access.registrar, onetime.new_secret()
    token = registrar.invite(account, role, officer="officer-0")
    code = onetime.code_at(secret, member.clock.now())
    registrar.enrol(token, phrase=PHRASE, secret=secret, code=code)
    return Person(member, account, role, secret)


@dataclass
class House:
    """One node with its console and one person for each role."""

    member: Member
    origin: str
    people: Mapping[Role, Person]

    def client(self, person: Person | None = None, language: str = "en") -> httpx.AsyncClient:
        """Return a client of the console without a network, signed in as a person."""
        settings = self.member.node.settings.console
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(build(self.member.application, settings)),
            base_url=self.origin,
            headers={"accept-language": language, "sec-fetch-site": "same-origin"},
        )
        if person is not None:
            client.cookies.set(COOKIE, person.sign_in())
        return client

    async def page(
        self,
        browser: Browser,
        person: Person | None = None,
        *,
        language: Language = Language.EN,
        width: int = 1280,
        scripts: bool = True,
        scheme: str = "light",
    ) -> Page:
        """Open a page of the console in a browser of its own, signed in as a person."""
        context = await browser.new_context(
            ignore_https_errors=True,
            viewport={"width": width, "height": 900},
            locale=language.value,
            java_script_enabled=scripts,
            color_scheme=scheme,  # type: ignore[arg-type] # one of the words that Playwright knows
        )
        await self._cookies(context, person, language=language)
        return await context.new_page()

    async def _cookies(
        self, context: BrowserContext, person: Person | None, *, language: Language
    ) -> None:
        cookies = {LANGUAGE_COOKIE: language.value}
        if person is not None:
            cookies[COOKIE] = await asyncio.to_thread(person.sign_in)
        await context.add_cookies(
            [
                {"name": name, "value": value, "url": self.origin, "secure": True}
                for name, value in cookies.items()
            ]
        )


@dataclass
class Floor:
    """An agency that asks, one that holds registers, and what people see at both."""

    asker: House
    owner: House
    provider: IdentityProvider
    """The identity provider of the owner's people."""


@asynccontextmanager
async def floor(folder: Path, *, roles: Sequence[Role] = tuple(Role)) -> AsyncIterator[Floor]:
    """Run both nodes with their consoles."""
    clock = StillClock()
    async with (
        identity_provider(folder / "provider", clock, port=free_port()) as provider,
        house(folder, "customs-es", roles=roles, clock=clock) as asker,
        house(folder, "fiu-nl", roles=roles, clock=clock, oidc=provider.settings()) as owner,
    ):
        asker.member.knows(owner.member, _AGREED)
        owner.member.knows(asker.member, _AGREED)
        await asyncio.to_thread(owner.member.load, "persons", a_register_of_people())
        await asyncio.to_thread(owner.member.load, "vessels", [VESSEL], kind=EntityType.VESSEL)
        yield Floor(asker, owner, provider)


@asynccontextmanager
async def house(
    folder: Path,
    name: str,
    *,
    roles: Sequence[Role],
    clock: StillClock,
    oidc: Oidc | None = None,
) -> AsyncIterator[House]:
    """Run one node with its console; the nodes share a clock, which codes move on."""
    settings = make_folder(folder / name, name)
    console = Console(
        listen=f"127.0.0.1:{free_port()}",
        classification="EXERCISE",
        zone="Europe/Madrid",
        oidc=oidc or Oidc(),
    )
    async with running(settings.model_copy(update={"console": console}), clock) as member:
        people = {role: enrol(member, f"{role.value}-1", role) for role in roles}
        # The codes of the enrolment are used up; the next ones belong to the next half minute.
        member.clock.ahead += timedelta(minutes=1)
        yield House(member, console.origin, people)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run the system's Chromium; it may look up no other host."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"],
        )
        try:
            yield browser
        finally:
            await browser.close()
