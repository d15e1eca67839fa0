"""What auditors, security officers, stewards and operators see, as pages and as forms."""

import re

import httpx
import pytest

from node.domain.account import AccountState, Role
from tests.node.console.floor import Floor

pytestmark = pytest.mark.asyncio(loop_scope="session")


def _token(page: str) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found
    return found[1]


async def _press(client: httpx.AsyncClient, path: str, form: str, **fields: str) -> httpx.Response:
    """Open a page and send one of its forms."""
    token = _token((await client.get(path)).text)
    return await client.post(form, data={"form_token": token, **fields})


async def test_an_auditor_sees_the_whole_journal_verified(floor: Floor) -> None:
    """The page says that every entry was recomputed, and looking at it is an entry itself."""
    async with floor.owner.client(floor.owner.people[Role.AUDITOR]) as client:
        first = await client.get("/journal?event=read&officer=auditor-1")
        answer = await _press(client, "/journal", "/journal/verify")
        again = await client.get("/journal?event=read&officer=auditor-1")

    assert "The journal is whole." in answer.text
    assert again.text.count("<tr>") > first.text.count("<tr>")


async def test_a_day_that_is_none_is_told(floor: Floor) -> None:
    """The filter of days is checked before anything is searched."""
    async with floor.owner.client(floor.owner.people[Role.AUDITOR]) as client:
        answer = await client.get("/journal?since=yesterday")

    assert answer.status_code == 409
    assert "2026-11-28" in answer.text


async def test_the_line_to_a_peer_is_tried(floor: Floor) -> None:
    """What can be asked stands there when the line holds."""
    async with floor.asker.client(floor.asker.people[Role.SYSTEM_OPERATOR]) as client:
        answer = await _press(client, "/peers/fiu-nl", "/peers/fiu-nl/test")

    assert "The line holds." in answer.text
    assert "can be asked about: person and vessel." in answer.text


async def test_a_peer_is_paused_and_resumed(floor: Floor) -> None:
    """The page says why and until when, in the list too; who may not manage peers has no form."""
    asker = floor.asker
    async with asker.client(asker.people[Role.SECURITY_OFFICER]) as client:
        path = "/peers/fiu-nl"
        bad = await _press(client, path, f"{path}/pause", reason="moved", until="tomorrow")
        past = await _press(client, path, f"{path}/pause", reason="moved", until="2020-01-01T10:00")
        form = {"reason": "their node is moved", "until": "2090-01-01T10:00"}
        await _press(client, path, f"{path}/pause", **form)
        paused, listed = (await client.get(path)).text, (await client.get("/peers")).text
        operations = (await client.get("/operations")).text
        async with asker.client(asker.people[Role.ANALYST]) as other:
            seen, asking = (await other.get(path)).text, (await other.get("/query")).text
        await _press(client, path, f"{path}/resume")
        resumed = (await client.get(path)).text

    assert (bad.status_code, past.status_code) == (422, 422)
    assert "until 1 Jan 2090, 10:00 UTC" in paused
    assert "their node is moved" in paused
    assert "paused until 1 Jan 2090, 10:00 UTC" in listed
    assert "Exchange with fiu-nl" in operations
    assert "heliograph peer resume fiu-nl" in operations
    assert "their node is moved" in seen
    assert "/resume" not in seen
    assert 'value="fiu-nl"' not in asking
    assert "in order" in resumed


async def test_an_unknown_peer_or_register_is_not_found(floor: Floor) -> None:
    """An address that names nobody has no page."""
    async with floor.owner.client(floor.owner.people[Role.SECURITY_OFFICER]) as client:
        codes = [
            (await client.get(path)).status_code
            for path in ("/peers/nobody", "/registers/nothing", "/models/nothing")
        ]

    assert codes == [404, 404, 404]


async def test_a_register_tells_how_fresh_it_is(floor: Floor) -> None:
    """Records, age and generation stand there, and nobody's name."""
    async with floor.owner.client(floor.owner.people[Role.DATA_STEWARD]) as client:
        listed = await client.get("/registers")
        shown = await client.get("/registers/persons")

    assert 'href="/registers/persons"' in listed.text
    [current] = [
        each
        for each in floor.owner.member.application.records.registers.all()
        if each.register == "persons"
    ]
    assert current.id in shown.text


@pytest.mark.parametrize("kind", ["person", "vessel", "company", "identifier"])
async def test_a_model_shows_what_each_level_weighs(floor: Floor, kind: str) -> None:
    """Every level of every comparison is a row."""
    async with floor.owner.client(floor.owner.people[Role.DATA_STEWARD]) as client:
        page = (await client.get(f"/models/{kind}")).text

    assert page.count('class="drawn"><svg') > 2
    assert "Where the zones begin" in page


async def test_operations_hold_nobody(floor: Floor) -> None:
    """Every fact has a result and, where it is not in order, a command."""
    async with floor.owner.client(floor.owner.people[Role.SYSTEM_OPERATOR]) as client:
        page = (await client.get("/operations")).text

    assert "Certificate" in page
    assert "GiB free" in page
    assert "3 desks can be reached" in page
    assert "nobody is late to confirm" in page


async def test_an_account_is_made_by_a_link_that_is_shown_once(floor: Floor) -> None:
    """The link opens the page that enrols; the list does not show it again."""
    async with floor.owner.client(floor.owner.people[Role.SECURITY_OFFICER]) as client:
        made = await _press(client, "/users", "/users", account="steward-9", role="data-steward")
        again = await client.get("/users")

    found = re.search(r"https://[^<]+/join/[\w-]+", made.text)
    assert found
    assert found[0] not in again.text
    assert "steward-9" in again.text


async def test_a_role_changes_when_two_agree(floor: Floor) -> None:
    """One wishes, another agrees; nobody changes their own."""
    registrar = floor.owner.member.application.access.registrar
    registrar.invite("analyst-8", Role.ANALYST, officer="officer-0")
    async with floor.owner.client(floor.owner.people[Role.SECURITY_OFFICER]) as client:
        await _press(client, "/users", "/users/analyst-8/role", role="senior-reviewer")
        wished = registrar.get("analyst-8")
        own = await _press(client, "/users", "/users/security-officer-1/role", role="analyst")

    assert (wished.role, wished.wished_role) == (Role.ANALYST, "senior-reviewer")
    assert own.status_code in {409, 422}
    changed = registrar.change_role("analyst-8", Role.SENIOR_REVIEWER, officer="officer-0")
    assert changed.role is Role.SENIOR_REVIEWER


async def test_a_closed_account_is_closed(floor: Floor) -> None:
    """It stays in the list, and nobody signs in with it."""
    registrar = floor.owner.member.application.access.registrar
    registrar.invite("analyst-7", Role.ANALYST, officer="officer-0")
    async with floor.owner.client(floor.owner.people[Role.SECURITY_OFFICER]) as client:
        answer = await _press(client, "/users", "/users/analyst-7/disable")

    assert answer.headers["location"].startswith("/users?note=disabled")
    assert registrar.get("analyst-7").state is AccountState.DISABLED


async def test_an_analyst_labels_without_the_weights(floor: Floor) -> None:
    """The queue names pairs and subjects, and no weight."""
    async with floor.owner.client(floor.owner.people[Role.ANALYST]) as client:
        page = (await client.get("/labels")).text

    assert "Labelled so far" in page
    assert " bits" not in page
