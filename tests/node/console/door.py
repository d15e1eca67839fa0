"""The door of a console beside an identity provider, and people who come to it."""

import asyncio
import re
from dataclasses import dataclass

import httpx

from node.domain.account import Role
from node.domain.journal import Event
from node.vouch import BACK
from tests.node.console.floor import House, Person, enrol
from tests.node.console.test_story import sent
from tests.node.identity import Guest, IdentityProvider


@dataclass
class Door:
    """The door of the owner's console, the provider beside it, and one who comes."""

    house: House
    provider: IdentityProvider
    number: int

    @property
    def name(self) -> str:
        """An account that nobody else has."""
        return f"comer-{self.number}"

    def comes(self, *groups: str, subject: str = "", name: str = "") -> Guest:
        """Have somebody be signed in at the provider."""
        guest = Guest(
            subject or f"subject-{self.number}", name or self.name, groups or ("analysts",)
        )
        self.provider.guest = guest
        return guest

    def invites(self, role: Role = Role.ANALYST) -> None:
        """Prepare the account of who comes."""
        registrar = self.house.member.application.access.registrar
        registrar.invite(self.name, role, officer="officer-0")

    async def tries(
        self, client: httpx.AsyncClient, start: str = "/sign-in/provider"
    ) -> httpx.Response:
        """Go to the provider and come back."""
        return await client.get(await self.returns(client, start))

    async def returns(self, client: httpx.AsyncClient, start: str) -> str:
        """Go to the provider; return with which address it sends the browser back."""
        sent_off = await client.get(start)
        assert sent_off.status_code == 303, sent_off.text
        return await self.asks(sent_off.headers["location"])

    async def asks(self, address: str) -> str:
        """Open an address of the provider as a browser would; return where it leads."""
        async with httpx.AsyncClient(verify=self.provider.trust()) as browser:
            answered = await browser.get(address)
        assert answered.headers["location"].startswith(f"{self.house.origin}{BACK}?")
        return str(answered.headers["location"])

    def actions(self) -> list[object]:
        """Return what the journal says was done with the account, oldest first."""
        entries = self.house.member.entries(Event.ADMIN)
        return [
            each.detail["action"] for each in entries if each.detail.get("account") == self.name
        ]

    async def links(self) -> Person:
        """Open an account by password and code, and link it with who comes."""
        person = await asyncio.to_thread(enrol, self.house.member, self.name, Role.ANALYST)
        async with self.house.client(person) as client:
            page = await sent(client, "/account/provider", {})
            found = re.search(r'href="(https://[^"]*/authorize[^"]*)"', page.text)
            assert found is not None
            back = await self.asks(found[1].replace("&amp;", "&"))
            assert (await client.get(back)).headers["location"] == "/account"
        return person
