"""What goes to the provider and what comes back of it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

_SECRET_BYTES = 32


def _new_secret() -> str:
    return secrets.token_urlsafe(_SECRET_BYTES)


@dataclass(frozen=True, slots=True)
class Registration:
    """How this node is known to the provider."""

    issuer: str
    """The provider's name for itself, under which everything else of it is found."""
    client_id: str
    secret_file: str
    """File with the client secret; empty for a client without one, which PKCE protects alone."""
    ca_file: str
    """Authorities that certify the provider, PEM; empty for those of the system."""
    scopes: tuple[str, ...]
    back: str
    """Address to which the provider sends browsers back."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One visit of a browser to the provider, as this node alone knows it."""

    begun_at: datetime
    asks_anew: bool = False
    """Whether the person must show once more who they are, whatever the provider remembers."""
    state: str = field(default_factory=_new_secret, repr=False)
    nonce: str = field(default_factory=_new_secret, repr=False)
    verifier: str = field(default_factory=_new_secret, repr=False)


@dataclass(frozen=True, slots=True)
class Testimony:
    """What the provider vouches for."""

    subject: str = field(repr=False)
    """The person's id at the provider, which it never gives to another."""
    proved_at: datetime
    """When the person last proved to the provider who they are; never in the future."""
    claims: Mapping[str, object] = field(repr=False)
