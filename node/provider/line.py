"""The line to the provider: requests with bounds, and answers as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

import structlog
import urllib3

from node import https
from node.domain.errors import ProviderError
from node.words import marked

log = structlog.get_logger()

UNREACHABLE: Final = marked(
    "The identity provider cannot be reached. Sign in with password and code, or with a passkey."
)
_STALL_S: Final = 5.0
_WHOLE_S: Final = 15.0
_MOST_BYTES: Final = 256 * 1024
_OK, _FAULT = 200, 500


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the provider, in the form in which Authlib reads one."""

    status_code: int
    content: bytes = field(repr=False)

    def json(self) -> object:
        """Return the content.

        Raises:
            ValueError: It is not JSON.
        """
        return json.loads(self.content)

    def raise_for_status(self) -> None:
        """Refuse what is no answer to the question.

        Raises:
            ProviderError: The provider fails by itself.
            ValueError: It does not want what it was asked for.
        """
        if self.status_code >= _FAULT:
            raise ProviderError(UNREACHABLE)
        if self.status_code != _OK:
            raise ValueError("the provider refuses")


class Line:
    """Speaks with one provider."""

    def __init__(self, ca_file: str) -> None:
        """Keep which authorities certify it."""
        self._pool = https.pool(ca_file, stall_s=_STALL_S)

    def document(self, address: str) -> dict[str, Any]:
        """Fetch one JSON object.

        Raises:
            ProviderError: The provider cannot be reached, or answers something else.
        """
        reply = self._ask("GET", address, headers={"Accept": "application/json"})
        try:
            reply.raise_for_status()
            document = reply.json()
        except ValueError:
            document = None
        if not isinstance(document, dict):
            log.warning("identity provider not understood", status=reply.status_code)
            raise ProviderError("the identity provider answers something else than was asked for")
        return document

    def post(
        self,
        url: str,
        *,
        data: Mapping[str, str],
        headers: Mapping[str, str],
        auth: Any,  # noqa: ANN401 - Authlib has no types
    ) -> Reply:
        """Send a form, as Authlib does, which adds what proves who we are.

        Raises:
            ProviderError: The provider cannot be reached.
        """
        # The headers are copied: Authlib writes the secret into what it is given.
        address, sent, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        return self._ask("POST", address, headers=sent, body=body)

    def _ask(
        self, method: str, address: str, *, headers: Mapping[str, str], body: str | None = None
    ) -> Reply:
        content = b""
        try:
            response = self._pool.request(
                method,
                address,
                headers=headers,
                body=body,
                preload_content=False,
                # A provider that sends us elsewhere sends us to somebody nobody has chosen.
                redirect=False,
            )
            for piece in https.pieces(response, whole_s=_WHOLE_S):
                content += piece
                if len(content) > _MOST_BYTES:
                    raise ProviderError("the identity provider says more than it can have to say")
        except (urllib3.exceptions.HTTPError, https.TooSlowError, OSError) as error:
            log.warning("identity provider not reached", reason=type(error).__name__)
            raise ProviderError(UNREACHABLE) from error
        return Reply(response.status, content)
