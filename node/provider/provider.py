"""Send browsers to the provider, and learn from it for whom it vouches."""

import re
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ClaimError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from node.domain.account import LIFE, SignInError
from node.domain.errors import ProviderError
from node.domain.ports import Clock
from node.provider.errand import Errand, Registration, Testimony
from node.provider.line import UNREACHABLE, Line
from node.words import marked

log = structlog.get_logger()

ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
"""Signatures that the provider alone can make; those by a shared secret, and none, are refused."""
LEEWAY: Final = timedelta(minutes=1)
"""By how much the provider's clock may differ."""
UNBELIEVABLE: Final = marked(
    "What the identity provider said does not hold, and was not used. Begin again."
)
NOT_ASKED: Final = marked("The identity provider did not ask you again who you are.")
_FOUND_FOR: Final = timedelta(minutes=5)
"""How long what was found about the provider is used."""
_DOWN_FOR: Final = timedelta(seconds=10)
"""How long it is left alone after it could not be used, so that nobody waits in a queue for it."""
_WELL_KNOWN: Final = "/.well-known/openid-configuration"
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_SIGNED_BY: Final = "id_token_signing_alg_values_supported"
_DEFAULT_SIGNED_BY: Final = ["RS256"]
_FAULTS: Final = (
    AuthlibBaseError,
    JoseError,
    ValueError,
    KeyError,
    TypeError,
    OverflowError,
)
"""What the libraries raise over an answer that does not hold, or is none."""
_CODE: Final = re.compile(r"[a-z_]{1,40}")
"""Error codes of OAuth; nothing else of what a provider says goes into a log."""


class Provider:
    """The agency's identity provider."""

    def __init__(self, registration: Registration, *, clock: Clock) -> None:
        """Keep how this node is known to it; nothing is asked yet."""
        self._own = registration
        self._clock = clock
        self._line = Line(registration.ca_file)
        self._found: tuple[datetime, Mapping[str, Any] | None] | None = None
        # Guards what was found, so that a provider that is down is tried by one at a time.
        self._turn = threading.Lock()

    @property
    def issuer(self) -> str:
        """The provider's name for itself."""
        return self._own.issuer

    def address(self, errand: Errand) -> str:
        """Return where a browser is sent to have somebody show who they are.

        Raises:
            ProviderError: The provider cannot be reached, or is not set up as it must be.
        """
        # max_age has the provider say when it last asked (OpenID Connect Core, 3.1.2.1).
        wishes: dict[str, object] = {"max_age": int(LIFE.total_seconds())}
        if errand.asks_anew:
            wishes = {"prompt": "login", "max_age": 0}
        address, _ = self._client().create_authorization_url(
            self._metadata()["authorization_endpoint"],
            state=errand.state,
            nonce=errand.nonce,
            code_verifier=errand.verifier,
            **wishes,
        )
        return str(address)

    def testimony(self, errand: Errand, *, code: str) -> Testimony:
        """Return for whom the provider vouches, for the code that a browser brought.

        Raises:
            ProviderError: The provider cannot be reached, or is not set up as it must be.
            SignInError: What it says does not hold.
        """
        metadata = self._metadata()
        try:
            token = self._client(metadata, secret=self._secret()).fetch_token(
                metadata["token_endpoint"], code=code, code_verifier=errand.verifier
            )
            claims = self._judged(token, errand, metadata=metadata)
            proved_at = datetime.fromtimestamp(claims["auth_time"], UTC)
        except _FAULTS as error:
            log.warning("identity provider not believed", reason=_reason(error))
            # What the libraries say may have parts of a token in it.
            raise SignInError(UNBELIEVABLE) from None
        earliest = errand.begun_at - (timedelta() if errand.asks_anew else LIFE)
        if proved_at < earliest - LEEWAY:
            log.warning("identity provider not believed", reason="auth_time")
            raise SignInError(NOT_ASKED)
        return Testimony(str(claims["sub"]), min(proved_at, self._clock.now()), claims)

    def farewell(self, onward: str) -> str:
        """Return where a browser is sent to sign out at the provider; empty where that cannot be.

        No token is kept that could name the session, so the provider asks the person
        (OpenID Connect RP-Initiated Logout 1.0, 2).

        Raises:
            ProviderError: The provider cannot be reached, or is not set up as it must be.
        """
        endpoint = self._metadata().get("end_session_endpoint")
        if not _is_https(endpoint):
            return ""
        told = [("client_id", self._own.client_id), ("post_logout_redirect_uri", onward)]
        return str(add_params_to_uri(endpoint, told))

    def examine(self) -> None:
        """Look whether the provider can be used now, whatever was found before.

        Raises:
            ProviderError: It cannot be reached, or something is not set up as it must be.
        """
        with self._turn:
            self._found = None
        self._keys(self._metadata())
        self._secret()

    # --- inside

    def _judged(
        self, token: Mapping[str, Any], errand: Errand, *, metadata: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Return the claims of an ID token that holds (OpenID Connect Core, 3.1.3.7)."""
        believed = ALGORITHMS.intersection(metadata.get(_SIGNED_BY, _DEFAULT_SIGNED_BY))
        registry = JWSRegistry(algorithms=sorted(believed), strict_check_header=False)
        decoded = jwt.decode(token["id_token"], self._keys(metadata), registry=registry)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": self._own.issuer},
                "aud": {"essential": True, "value": self._own.client_id},
                "sub": {"essential": True},
                "auth_time": {"essential": True},
            },
            {
                "nonce": errand.nonce,
                "client_id": self._own.client_id,
                "access_token": token.get("access_token"),
            },
        )
        now = int(self._clock.now().timestamp())
        claims.validate(now=now, leeway=int(LEEWAY.total_seconds()))
        return dict(claims)

    def _client(self, metadata: Mapping[str, Any] | None = None, *, secret: str = "") -> Any:  # noqa: ANN401 - Authlib has no types
        offered = (metadata or {}).get("token_endpoint_auth_methods_supported", ())
        by_post = bool(offered) and "client_secret_basic" not in offered
        method = "client_secret_post" if by_post else "client_secret_basic"
        return OAuth2Client(
            self._line,
            client_id=self._own.client_id,
            client_secret=secret,
            token_endpoint_auth_method=method if secret else "none",
            scope=" ".join(self._own.scopes),
            redirect_uri=self._own.back,
            code_challenge_method="S256",
        )

    def _secret(self) -> str:
        """Read the client secret, anew each time, so that it can be changed while the node runs."""
        if not self._own.secret_file:
            return ""
        try:
            secret = Path(self._own.secret_file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ProviderError("the file with the client secret cannot be read") from error
        if not secret:
            raise ProviderError("the file with the client secret is empty")
        return secret

    def _metadata(self) -> Mapping[str, Any]:
        """Return what the provider says of itself, fetched anew after a while."""
        with self._turn:
            now = self._clock.now()
            found_at, found = self._found or (now - _FOUND_FOR, None)
            if found is not None and now - found_at < _FOUND_FOR:
                return found
            if found is None and now - found_at < _DOWN_FOR:
                raise ProviderError(UNREACHABLE)
            self._found = (now, None)
            found = self._discovered()
            self._found = (now, found)
            return found

    def _discovered(self) -> Mapping[str, Any]:
        """Fetch and check what the provider says of itself (OpenID Connect Discovery 1.0, 4)."""
        found = self._line.document(self.issuer.rstrip("/") + _WELL_KNOWN)
        if found.get("issuer") != self.issuer:
            raise ProviderError("the identity provider calls itself by another name than `issuer`")
        for name in _ENDPOINTS:
            if not _is_https(found.get(name)):
                raise ProviderError(f"the identity provider names no {name} under https")
        if not ALGORITHMS.intersection(found.get(_SIGNED_BY, _DEFAULT_SIGNED_BY)):
            raise ProviderError("the identity provider signs in no way that this node believes")
        return found

    def _keys(self, metadata: Mapping[str, Any]) -> KeySet:
        """Fetch the provider's keys: anew each time, for it may change them at any moment."""
        document: Any = self._line.document(metadata["jwks_uri"])
        try:
            return KeySet.import_key_set(document)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise ProviderError("the identity provider's keys cannot be read") from error


def _reason(error: Exception) -> str:
    """Name what was wrong without any part of what the provider said."""
    if isinstance(error, ClaimError):
        return error.claim
    if isinstance(error, AuthlibBaseError) and _CODE.fullmatch(str(error.error)):
        return str(error.error)
    return type(error).__name__


def _is_https(address: object) -> bool:
    return isinstance(address, str) and address.startswith("https://")
