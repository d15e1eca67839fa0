"""A small identity provider that runs for real: HTTPS on the loopback, codes, PKCE, signed tokens.

It does what an agency's provider does, and, where a test says so, what one must not do.
"""

import asyncio
import hashlib
import json
import secrets
import ssl
from base64 import b64encode, urlsafe_b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from node.config import Oidc
from node.domain.account import Role
from node.domain.ports import Clock
from node.keys import certificate
from node.loopserver import LoopServer, listening_on

CLIENT: Final = "heliograph"
SECRET: Final = "a secret of the tests with % and :"  # noqa: S105 - protects nothing
GROUPS: Final[Mapping[Role, tuple[str, ...]]] = {
    Role.ANALYST: ("analysts",),
    Role.SENIOR_REVIEWER: ("seniors",),
    Role.SECURITY_OFFICER: ("chiefs", "deputies"),
}


@dataclass
class Guest:
    """Somebody who is signed in at the provider, in whose browser we are."""

    subject: str
    name: str
    groups: tuple[str, ...] = ("analysts",)
    proved_at: datetime | None = None


@dataclass
class IdentityProvider:
    """The provider, and what a test has it do."""

    folder: Path
    clock: Clock
    port: int
    guest: Guest | None = None
    """Who is signed in; without anybody it answers that access is denied."""
    claims: dict[str, object] = field(default_factory=dict)
    """Claims that stand in the place of the right ones; None leaves one out."""
    header: dict[str, str] = field(default_factory=lambda: {"alg": "RS256", "kid": "k1"})
    is_deaf: bool = False
    """Whether it lets people through on `prompt=login` without asking them."""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    description: dict[str, object] = field(default_factory=dict)
    """What it says of itself in the place of the right things; None leaves one out."""
    content: bytes | None = None
    """What it says in the place of a description of itself."""
    proof: str = "client_secret_basic"
    """How clients show who they are."""
    signing_key: RSAKey | None = None
    """The key that signs, where it is not the one that is published."""
    asked: list[Mapping[str, str]] = field(default_factory=list)
    """What browsers brought."""

    _codes: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _server: LoopServer = field(default_factory=LoopServer)

    @property
    def issuer(self) -> str:
        """Its name for itself."""
        return f"https://localhost:{self.port}/realm"

    @property
    def certificate(self) -> Path:
        """The certificate under which it is served."""
        return self.folder / "provider.pem"

    def trust(self) -> ssl.SSLContext:
        """Return what a client needs to believe that it is the provider."""
        return ssl.create_default_context(cafile=self.certificate)

    def settings(self, **changes: object) -> Oidc:
        """Return the settings of a node that trusts it."""
        secret = self.folder / "client-secret"
        secret.write_text(SECRET, encoding="utf-8")
        told = {
            "issuer": self.issuer,
            "client_id": CLIENT,
            "client_secret_file": str(secret),
            "ca_file": str(self.certificate),
            "account_claim": "preferred_username",
            "roles_claim": "realm_access.roles",
            "roles": GROUPS,
        }
        return Oidc.model_validate(told | changes)

    def write_certificate(self) -> None:
        """Issue what it is served under."""
        self.folder.mkdir(parents=True, exist_ok=True)
        secret = certificate.new_private_key()
        pem = certificate.issue_local(secret, "localhost", now=self.clock.now())
        self.certificate.write_bytes(pem)
        (self.folder / "provider.key").write_bytes(secret)

    async def start(self) -> None:
        """Listen."""
        routes = [
            Route("/realm/.well-known/openid-configuration", self._describe),
            Route("/realm/keys", self._publish),
            Route("/realm/authorize", self._authorize),
            Route("/realm/token", self._exchange, methods=["POST"]),
            Route("/realm/leave", self._leave),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes),
            ssl_certfile=self.certificate,
            ssl_keyfile=self.folder / "provider.key",
            lifespan="off",
            log_config=None,
        )
        config.load()
        await self._server.start(config, listening_on(f"localhost:{self.port}"))

    async def stop(self) -> None:
        """Go down."""
        await self._server.stop()
        self._server = LoopServer()

    def behave(self) -> None:
        """Do everything right again."""
        self.guest, self.claims, self.is_deaf, self.signing_key = None, {}, False, None
        self.header = {"alg": "RS256", "kid": "k1"}
        self.description, self.content, self.proof = {}, None, "client_secret_basic"

    async def _describe(self, _request: Request) -> Response:
        if self.content is not None:
            return Response(self.content)
        right: dict[str, object] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/leave",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "token_endpoint_auth_methods_supported": [self.proof],
        }
        return JSONResponse(_without_none(right | self.description))

    async def _publish(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        self.asked.append(asked)
        if self.guest is None:
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            if self.guest.proved_at is None or (
                asked.get("prompt") == "login" and not self.is_deaf
            ):
                self.guest.proved_at = self.clock.now()
            code = secrets.token_urlsafe(16)
            self._codes[code] = asked
            answer = {"code": code, "state": asked["state"], "iss": self.issuer}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer)}", 303)

    async def _exchange(self, request: Request) -> Response:
        form = await request.form()
        asked = self._codes.pop(str(form["code"]), None)
        if not self._knows(request.headers.get("authorization"), form):
            return JSONResponse({"error": "invalid_client"}, 401)
        if asked is None or form["redirect_uri"] != asked["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if asked["code_challenge"] != _half(str(form["code_verifier"]), whole=True):
            return JSONResponse({"error": "invalid_grant"}, 400)
        access_token = secrets.token_urlsafe(16)
        return JSONResponse(
            {
                "access_token": access_token,
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": self._id_token(asked, access_token),
            }
        )

    def _knows(self, header: str | None, form: Mapping[str, object]) -> bool:
        """Tell whether a client has shown who it is, in the way that is wanted."""
        if self.proof == "client_secret_basic":
            return header == "Basic " + b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        secret = SECRET if self.proof == "client_secret_post" else None
        return header is None and (form["client_id"], form.get("client_secret")) == (CLIENT, secret)

    def _id_token(self, asked: Mapping[str, str], access_token: str) -> str:
        guest, now = self.guest, self.clock.now()
        if guest is None or guest.proved_at is None:
            raise LookupError("nobody is signed in at the provider")
        right: dict[str, object] = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": guest.subject,
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(minutes=5)).timestamp()),
            "auth_time": int(guest.proved_at.timestamp()),
            "nonce": asked["nonce"],
            "at_hash": _half(access_token),
            "preferred_username": guest.name,
            "realm_access": {"roles": list(guest.groups)},
        }
        claims = _without_none(right | self.claims)
        if self.header["alg"] == "none":
            return f"{_part(self.header)}.{_part(claims)}."
        return jwt.encode(self.header, claims, self.signing_key or self.key)

    async def _leave(self, _request: Request) -> Response:
        return PlainTextResponse("You are signed out of the realm.")


@asynccontextmanager
async def identity_provider(
    folder: Path, clock: Clock, *, port: int
) -> AsyncIterator[IdentityProvider]:
    """Run a provider."""
    provider = IdentityProvider(folder, clock, port)
    await asyncio.to_thread(provider.write_certificate)
    await provider.start()
    try:
        yield provider
    finally:
        await provider.stop()


def _without_none(told: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in told.items() if value is not None}


def _half(text: str, *, whole: bool = False) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return urlsafe_b64encode(digest if whole else digest[:16]).decode().rstrip("=")


def _part(value: Mapping[str, object]) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
