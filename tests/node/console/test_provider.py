"""Who gets in by the word of an identity provider that runs for real, and at which account."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser

from node.domain.account import FRESH, AccountState, Role
from node.provider.provider import NOT_ASKED
from node.vouch import NO_ACCOUNT, NO_ROLE, SOMEBODY_ELSE
from tests.node.console.door import Door
from tests.node.console.floor import house
from tests.node.console.test_gate import token_of
from tests.node.console.test_story import sent

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_who_was_invited_comes_by_the_provider(door: Door) -> None:
    """The provider's word opens the prepared account, and afterwards the same account again."""
    door.invites()
    door.comes()

    async with door.house.client() as client:
        first = await door.tries(client, "/sign-in/provider?next=/alerts?state=open")
        page = await client.get("/account")
    async with door.house.client() as client:
        again = await door.tries(client)

    account = door.house.member.application.access.registrar.get(door.name)
    assert (first.status_code, first.headers["location"]) == (303, "/alerts?state=open")
    assert "It signs you in at this account." in page.text
    assert (again.status_code, account.state) == (303, AccountState.ACTIVE)
    assert door.actions() == ["invite-user", "open-account", *["sign-in-provider"] * 2]


async def test_nobody_unknown_comes_in(door: Door) -> None:
    """Without an account, with a name that cannot be one, and at another's open account."""
    open_already = door.house.people[Role.SECURITY_OFFICER].id
    texts = []
    for name in (door.name, "Ana María <ana@agency.example>", open_already):
        door.comes("analysts", "chiefs", name=name)
        async with door.house.client() as client:
            texts.append((await door.tries(client)).text)

    assert all(NO_ACCOUNT in text for text in texts)
    assert door.actions() == []


async def test_groups_can_take_a_role_away(door: Door) -> None:
    """Who is no longer in the group of the account's role stays outside, and in again with it."""
    door.invites(Role.SECURITY_OFFICER)
    guest = door.comes("deputies")
    async with door.house.client() as client:
        with_group = await door.tries(client)
        guest.groups = ("analysts",)
        without = await door.tries(client)
        account = door.house.member.application.access.registrar.get(door.name)

    assert with_group.status_code == 303
    assert NO_ROLE in without.text
    assert account.role is Role.SECURITY_OFFICER


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (("seniors", "choir"), Role.SENIOR_REVIEWER),
        (("seniors", "analysts"), None),
        (("choir",), None),
    ],
)
async def test_accounts_are_made_where_the_settings_say_so(
    door: Door, tmp_path: Path, groups: tuple[str, ...], role: Role | None
) -> None:
    """Who has none gets one in the one role that their groups give them; two roles are none."""
    clock, oidc = door.house.member.clock, door.provider.settings(make_accounts=True)
    async with house(tmp_path, "police-fr", roles=(), clock=clock, oidc=oidc) as other:
        own = Door(other, door.provider, door.number)
        own.comes(*groups)
        async with other.client() as client:
            answered = await own.tries(client)
        made = other.member.application.access.registrar.all()

    assert [each.role for each in made] == ([role] if role else [])
    assert [each.id for each in made] == ([own.name] if role else [])
    assert (NO_ROLE in answered.text) is (role is None)
    assert own.actions() == (["make-account", "sign-in-provider"] if role else [])


async def test_a_closed_account_stays_closed(door: Door) -> None:
    """The provider's word opens no account that a security officer has closed."""
    door.invites()
    door.comes()
    registrar = door.house.member.application.access.registrar
    async with door.house.client() as client:
        await door.tries(client)
        registrar.disable(door.name, officer="chief-1")
        refused = await door.tries(client)

    assert NO_ACCOUNT in refused.text


async def test_a_person_at_the_provider_is_known_by_no_name(door: Door) -> None:
    """A name that the provider gives to somebody else does not give them the account."""
    door.invites()
    door.comes()
    async with door.house.client() as client:
        await door.tries(client)
    door.comes(subject="the successor of that name")
    async with door.house.client() as client:
        refused = await door.tries(client)
    door.comes(name="renamed-at-the-provider")
    async with door.house.client() as client:
        renamed = await door.tries(client)

    assert NO_ACCOUNT in refused.text
    assert renamed.status_code == 303


async def test_an_open_account_is_linked_by_its_own_person(door: Door) -> None:
    """Who has an account links it once, and a second person cannot be linked with it."""
    door.comes()
    person = await door.links()
    async with door.house.client() as client:
        by_provider = await door.tries(client)
    door.comes(subject="somebody else")
    async with door.house.client(person) as client:
        page = await sent(client, "/account/provider", {})
        found = re.search(r'href="(https://[^"]*/authorize[^"]*)"', page.text)
        assert found is not None
        second = await client.get(await door.asks(found[1].replace("&amp;", "&")))

    assert by_provider.status_code == 303
    assert "link-account" in door.actions()
    assert second.status_code == 403
    assert "linked already" in second.text


async def test_to_show_again_is_to_be_asked_again(door: Door) -> None:
    """The provider asks anew, and where it does not, or vouches for another, nothing is shown."""
    door.comes()
    await door.links()
    async with door.house.client() as client:
        await door.tries(client)
        door.house.member.clock.ahead += FRESH + timedelta(minutes=2)
        offered = (await client.get("/verify")).text
        door.provider.is_deaf = True
        not_asked = await door.tries(client, "/verify/provider")
        door.provider.is_deaf = False
        door.comes(subject="a colleague at the next desk")
        somebody_else = await door.tries(client, "/verify/provider")
        still = (await client.get("/verify")).text
        door.comes()
        shown = await door.tries(client, "/verify/provider?next=/account")
        fresh = (await client.get("/verify")).text

    assert "/verify/provider" in offered
    assert (not_asked.status_code, somebody_else.status_code) == (403, 403)
    assert NOT_ASKED in not_asked.text
    assert SOMEBODY_ELSE in somebody_else.text
    assert "You have shown that it is you." not in still
    assert (shown.status_code, shown.headers["location"]) == (303, "/account")
    assert "You have shown that it is you." in fresh
    assert door.provider.asked[-1]["prompt"] == "login"
    assert door.provider.asked[-1]["max_age"] == "0"


async def test_a_session_is_as_fresh_as_the_proof(door: Door) -> None:
    """Who was signed in at the provider all morning must show again what cannot be taken back."""
    door.invites()
    door.comes().proved_at = door.house.member.clock.now() - timedelta(hours=3)
    async with door.house.client() as client:
        await door.tries(client)
        page = await client.get("/account")

    assert "Show that it is you, to add or remove devices" in page.text


async def test_a_security_officer_forgets_a_link(door: Door) -> None:
    """After that the provider's word opens the account no more, and the person is signed out."""
    door.comes()
    await door.links()
    officer = door.house.people[Role.SECURITY_OFFICER]
    async with door.house.client() as client, door.house.client(officer) as chief:
        await door.tries(client)
        forgotten = await sent(chief, f"/users/{door.name}/unlink", {})
        outside = await client.get("/")
        refused = await door.tries(client)

    assert forgotten.status_code == 303
    assert outside.headers["location"].startswith("/sign-in")
    assert NO_ACCOUNT in refused.text
    assert door.actions()[-2:] == ["unlink-account", "end-sessions"]


async def test_a_new_link_forgets_the_old_person(door: Door) -> None:
    """Who was reset is new at the provider, too: whoever is called so opens the account afresh."""
    door.comes()
    await door.links()
    officer = door.house.people[Role.SECURITY_OFFICER]
    async with door.house.client(officer) as chief:
        page = await sent(chief, f"/users/{door.name}/reset", {})
    door.comes(subject="the same person after the provider was set up anew")
    async with door.house.client() as client:
        answered = await door.tries(client)

    assert f"{door.house.origin}/join/" in page.text
    assert answered.status_code == 303
    assert door.actions()[-3:] == ["reset-account", "open-account", "sign-in-provider"]


async def test_to_leave_is_to_leave_both(door: Door) -> None:
    """After signing out here the way out at the provider is shown; no token goes along."""
    door.invites()
    door.comes()
    async with door.house.client() as client:
        await door.tries(client)
        form = {"form_token": token_of((await client.get("/account")).text)}
        left = await client.post("/sign-out", data=form)
        page = await client.get(left.headers["location"])
        away = await client.get("/sign-in/provider/leave")

    assert "you are signed in still" in page.text
    assert away.headers["location"].startswith(f"{door.provider.issuer}/leave?client_id=")
    assert "id_token" not in away.headers["location"]


@pytest.mark.slow
async def test_a_browser_comes_by_the_provider(door: Door, browser: Browser) -> None:
    """Click by click, with cookies and policy as they are: in, shown again, out at both."""
    door.invites()
    door.comes()
    page = await door.house.page(browser)
    page.set_default_timeout(20_000)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    await page.goto(f"{door.house.origin}/sign-in")
    await page.click("a:has-text('Sign in with')")
    await page.wait_for_url(f"{door.house.origin}/")
    who = await page.inner_text(".who a")
    door.house.member.clock.ahead += FRESH + timedelta(minutes=1)
    await page.goto(f"{door.house.origin}/account")
    await page.click("a[href='/verify?next=/account']")
    await page.click("a:has-text('Show it with')")
    await page.wait_for_url(f"{door.house.origin}/account")
    fresh = await page.locator("#device").count()
    await page.click("header form[action='/sign-out'] button")
    await page.wait_for_url("**/sign-in?left=provider")
    # What the provider's own page lacks, such as a picture for the tab, is not ours.
    own = list(said)
    await page.click("a:has-text('Sign out there too')")
    farewell = await page.inner_text("body")
    await page.context.close()

    assert (who, fresh) == (door.name, 1)
    assert "signed out of the realm" in farewell
    assert own == []
