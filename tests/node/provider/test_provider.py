"""What a node believes of an identity provider, and how it says who it is itself."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import RSAKey

from node.domain.errors import ProviderError
from node.provider import Errand, Provider, Registration
from node.provider.line import UNREACHABLE
from tests.node.federation import StillClock, free_port
from tests.node.identity import CLIENT, SECRET, Guest, IdentityProvider, identity_provider

pytestmark = pytest.mark.asyncio(loop_scope="module")
BACK = "https://localhost:7443/sign-in/provider/back"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[IdentityProvider]:
    """Run a provider for all tests of this file."""
    folder = tmp_path_factory.mktemp("provider")
    async with identity_provider(folder, StillClock(), port=free_port()) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def identity(running: IdentityProvider) -> AsyncIterator[IdentityProvider]:
    """Have the provider do everything right before and after a test."""
    running.guest = Guest("subject-1", "analyst-1")
    yield running
    running.behave()


def known(identity: IdentityProvider, *, secret: str = SECRET, **changes: str) -> Provider:
    """Return the provider as a node sees it that has found out nothing yet."""
    file = identity.folder / "secret"
    file.write_text(f"{secret}\n", encoding="utf-8")
    told = {
        "issuer": identity.issuer,
        "client_id": CLIENT,
        "secret_file": str(file) if secret else "",
        "ca_file": str(identity.certificate),
        "back": BACK,
    }
    return Provider(Registration(scopes=("openid",), **(told | changes)), clock=identity.clock)


async def code_of(identity: IdentityProvider, provider: Provider, errand: Errand) -> str:
    """Go to the provider as a browser does; return the code that it gives."""
    address = await asyncio.to_thread(provider.address, errand)
    async with httpx.AsyncClient(verify=identity.trust()) as browser:
        answered = await browser.get(address)
    return parse_qs(urlsplit(answered.headers["location"]).query)["code"][0]


@pytest.mark.parametrize("proof", ["client_secret_basic", "client_secret_post", "none"])
async def test_the_node_shows_who_it_is_as_the_provider_wants(
    identity: IdentityProvider, proof: str
) -> None:
    """By a header, by a field, or, without a secret, by PKCE alone."""
    identity.proof = proof
    provider = known(identity, secret="" if proof == "none" else SECRET)
    errand = Errand(identity.clock.now())
    code = await code_of(identity, provider, errand)

    testimony = await asyncio.to_thread(provider.testimony, errand, code=code)

    assert testimony.subject == "subject-1"
    assert testimony.claims["preferred_username"] == "analyst-1"
    assert "subject-1" not in repr(testimony)


@pytest.mark.parametrize(
    ("description", "finding"),
    [
        ({"issuer": "https://localhost:1/realm"}, "another name"),
        ({"token_endpoint": "http://localhost:1/token"}, "no token_endpoint under https"),
        ({"jwks_uri": None}, "no jwks_uri under https"),
        ({"id_token_signing_alg_values_supported": ["HS256", "none"]}, "in no way"),
    ],
)
async def test_a_provider_that_is_not_set_up_is_not_used(
    identity: IdentityProvider, description: dict[str, object], finding: str
) -> None:
    """What a provider says of itself is judged before anybody is sent there."""
    identity.description = description

    with pytest.raises(ProviderError, match=finding):
        await asyncio.to_thread(known(identity).address, Errand(identity.clock.now()))


@pytest.mark.parametrize(
    ("content", "finding"),
    [(b"<html>", "something else"), (b"[]", "something else"), (b" " * 300_000, "more than")],
    ids=["html", "list", "flood"],
)
async def test_what_is_no_description_is_refused(
    identity: IdentityProvider, content: bytes, finding: str
) -> None:
    """A page, another JSON and a flood are told apart from a provider that is down."""
    identity.content = content

    with pytest.raises(ProviderError, match=finding):
        await asyncio.to_thread(known(identity).examine)


@pytest.mark.parametrize(
    "changes", [{"issuer": "https://localhost:1/realm"}, {"ca_file": ""}, {"ca_file": "/absent"}]
)
async def test_who_cannot_be_reached_or_verified_is_down(
    identity: IdentityProvider, changes: dict[str, str]
) -> None:
    """No provider, none that anybody certifies, and no file of authorities: all are told alike."""
    provider = known(identity, **changes)

    with pytest.raises(ProviderError, match=UNREACHABLE):
        await asyncio.to_thread(provider.address, Errand(identity.clock.now()))


async def test_a_provider_that_is_down_is_left_alone_for_a_moment(
    identity: IdentityProvider,
) -> None:
    """Within ten seconds nobody else waits for it; afterwards it is tried again."""
    clock = StillClock()
    own = Registration(identity.issuer, CLIENT, "", str(identity.certificate), ("openid",), BACK)
    provider = Provider(own, clock=clock)
    identity.content = b"not now"
    with pytest.raises(ProviderError):
        await asyncio.to_thread(provider.address, Errand(clock.now()))
    identity.content = None

    with pytest.raises(ProviderError, match=UNREACHABLE):
        await asyncio.to_thread(provider.address, Errand(clock.now()))
    clock.ahead += timedelta(seconds=11)
    address = await asyncio.to_thread(provider.address, Errand(clock.now()))

    assert address.startswith(identity.issuer)


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe"])
async def test_a_secret_that_is_not_there_is_told(
    identity: IdentityProvider, tmp_path: Path, content: bytes | None
) -> None:
    """The diagnosis finds a missing, an empty and an unreadable file, and shows none of it."""
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(ProviderError, match="file with the client secret"):
        await asyncio.to_thread(known(identity, secret_file=str(file)).examine)


async def test_keys_may_change_at_any_moment(identity: IdentityProvider) -> None:
    """Who signs in after the provider has changed its key is believed by the new one."""
    provider, errand = known(identity), Errand(identity.clock.now())
    code = await code_of(identity, provider, errand)
    identity.key = RSAKey.generate_key(2048, {"kid": "k1"})

    testimony = await asyncio.to_thread(provider.testimony, errand, code=code)

    assert testimony.subject == "subject-1"


async def test_without_a_way_out_there_is_none(identity: IdentityProvider) -> None:
    """A provider that names no page for signing out has none."""
    identity.description = {"end_session_endpoint": None}

    assert await asyncio.to_thread(known(identity).farewell, BACK) == ""
