"""What of an identity provider's word is believed, and what becomes of a visit to it."""

import re
from datetime import timedelta

import pytest
from joserfc.jwk import RSAKey
from structlog.testing import capture_logs

from node.diagnose import diagnose
from node.domain.account import LIFE, Role
from node.domain.check import Health
from node.provider.errand import Errand
from node.provider.line import UNREACHABLE
from node.provider.provider import NOT_ASKED, UNBELIEVABLE
from node.vouch import BACK, DECLINED, LATE
from tests.node.console.door import Door

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_what_goes_to_the_provider(door: Door) -> None:
    """A request has state, nonce and PKCE, names nobody, and each one has its own."""
    door.comes()
    async with door.house.client() as client:
        for _ in range(2):
            await door.returns(client, "/sign-in/provider")
    one, other = door.provider.asked[-2:]

    assert one["code_challenge_method"] == "S256"
    assert one["redirect_uri"] == f"{door.house.origin}{BACK}"
    assert (one["scope"], one["response_type"]) == ("openid", "code")
    for secret in ("state", "nonce", "code_challenge"):
        assert len(one[secret]) >= 43
        assert one[secret] != other[secret]
    assert "login_hint" not in one


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"nonce": "of another visit"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"aud": "another-client"}, "aud"),
        ({"aud": ["another-client", "heliograph"], "azp": "another-client"}, "azp"),
        ({"iss": "https://localhost:1/realm"}, "iss"),
        ({"sub": None}, "sub"),
        ({"exp": 1_700_000_000}, "exp"),
        ({"exp": None}, "exp"),
        ({"at_hash": "of another token"}, "at_hash"),
        ({"auth_time": None}, "auth_time"),
        ({"auth_time": "yesterday"}, "auth_time"),
    ],
)
async def test_a_word_that_does_not_hold_opens_nothing(
    door: Door, claims: dict[str, object], reason: str
) -> None:
    """Each claim is judged; who is refused hears a sentence, and the operator which claim."""
    door.invites()
    door.comes()
    door.provider.claims = claims

    with capture_logs() as logged:
        async with door.house.client() as client:
            refused = await door.tries(client)
            inside = await client.get("/")

    assert refused.status_code == 422
    assert UNBELIEVABLE in refused.text
    assert inside.headers["location"] == "/sign-in?next=%2F"
    assert door.actions() == ["invite-user"]
    assert [each["reason"] for each in logged] == [reason]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("another key", "BadSignatureError"),
        ("no signature", "UnsupportedAlgorithmError"),
        ("unknown key", "InvalidKeyIdError"),
    ],
)
async def test_a_word_that_nobody_signed_opens_nothing(door: Door, fault: str, reason: str) -> None:
    """A token signed by another key, by one that is not published, or by none is refused."""
    door.invites()
    door.comes()
    if fault == "no signature":
        door.provider.header = {"alg": "none"}
    else:
        door.provider.signing_key = RSAKey.generate_key(2048, {"kid": "k1"})
    if fault == "unknown key":
        door.provider.header = {"alg": "RS256", "kid": "k2"}

    with capture_logs() as logged:
        async with door.house.client() as client:
            refused = await door.tries(client)

    assert refused.status_code == 422
    assert UNBELIEVABLE in refused.text
    assert door.actions() == ["invite-user"]
    assert [each["reason"] for each in logged] == [reason]


async def test_a_shift_is_the_longest(door: Door) -> None:
    """Who proved to the provider who they are longer ago than a shift is asked again by it."""
    door.invites()
    door.comes().proved_at = door.house.member.clock.now() - LIFE - timedelta(minutes=2)

    async with door.house.client() as client:
        refused = await door.tries(client)

    assert NOT_ASKED in refused.text


async def test_a_visit_ends_once_and_where_it_began(door: Door) -> None:
    """A used, a foreign, an old and an invented answer all open nothing."""
    door.invites()
    door.comes()
    async with door.house.client() as client, door.house.client() as thief:
        back = await door.returns(client, "/sign-in/provider")
        await thief.get("/sign-in/provider")
        stolen = await thief.get(back)
        spent = await client.get(back)
        once = await door.returns(client, "/sign-in/provider")
        first, replayed = await client.get(once), await client.get(once)
        late = await door.returns(client, "/sign-in/provider")
        door.house.member.clock.ahead += timedelta(minutes=11)
        too_late = await client.get(late)
        invented = await client.get(f"{BACK}?code=x&state=y")

    assert first.status_code == 303
    for refused in (stolen, spent, replayed, too_late, invented):
        assert "set-cookie" not in refused.headers
        assert refused.status_code in {403, 422}
    assert LATE in stolen.text
    assert door.actions().count("sign-in-provider") == 1


async def test_an_answer_of_another_provider_is_none(door: Door) -> None:
    """An answer that names another issuer is not exchanged (RFC 9207)."""
    door.comes()
    async with door.house.client() as client:
        back = await door.returns(client, "/sign-in/provider")
        refused = await client.get(re.sub(r"iss=[^&]*", "iss=https%3A%2F%2Fevil.example", back))

    assert DECLINED in refused.text


async def test_who_is_not_let_through_hears_so(door: Door) -> None:
    """Where the provider declines, the sign-in page says so in the reader's language."""
    async with door.house.client(language="es") as client:
        refused = await door.tries(client)

    assert refused.status_code == 422
    assert "El proveedor de identidad no le ha dejado pasar." in refused.text


async def test_a_provider_that_is_down_keeps_nobody_out(door: Door) -> None:
    """Password and code go on, the page says what is wrong, and the diagnosis names it."""
    member, person = door.house.member, door.house.people[Role.AUDITOR]
    member.clock.ahead += timedelta(minutes=6)
    await door.provider.stop()
    try:
        async with door.house.client() as client:
            refused = await client.get("/sign-in/provider")
            page = await client.get("/sign-in")
        async with door.house.client(person) as client:
            inside = await client.get("/account")
        checks = await diagnose(member.application)
    finally:
        await door.provider.start()
        member.clock.ahead += timedelta(seconds=11)
    healthy = await diagnose(member.application)

    (down,) = [each for each in checks if each.name == "identity provider"]
    (up,) = [each for each in healthy if each.name == "identity provider"]
    assert refused.status_code == 422
    assert UNREACHABLE in refused.text
    assert (page.status_code, inside.status_code) == (200, 200)
    assert (down.result, up.result) == (Health.WARN, Health.OK)
    assert door.provider.issuer in down.finding
    assert "[console.oidc]" in down.remedy


async def test_nothing_of_a_visit_is_printed(door: Door) -> None:
    """Secrets and who somebody is stand in no representation, which is what logs show."""
    errand = Errand(door.house.member.clock.now())

    assert errand.state not in repr(errand)
    assert errand.verifier not in repr(errand)
    assert errand.nonce not in repr(errand)
