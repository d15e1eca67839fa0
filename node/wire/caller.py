"""Who the caller is: the member whose certificate was shown in the TLS handshake."""

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache

from node.domain.errors import EnvelopeError, EnvelopeFault, KeyringError
from node.domain.peer import NodeId
from node.keys.certificate import not_after, spki_hash

CALLER: ContextVar[NodeId] = ContextVar("caller")
"""The member whose call the present task serves; set before any handler runs."""

Lookup = Callable[[bytes], NodeId | None]
"""Finds the member with this SHA-256 of a SubjectPublicKeyInfo, or nothing.

Asked at every call, so that a member who is paused or expelled is refused on a connection that it
opened before.
"""

_CERTIFICATE = "x509_pem_cert"
_CACHED_CERTIFICATES = 1_024


def caller_of(auth: Mapping[str, Iterable[bytes]], lookup: Lookup, *, now: datetime) -> NodeId:
    """Return the member at the other end of an authenticated connection.

    Raises:
        EnvelopeError: It is none, or its certificate has expired since the handshake.
    """
    pem = next(iter(auth.get(_CERTIFICATE, ())), b"")
    key_hash, expires_at = _identity(pem)
    member = lookup(key_hash) if now < expires_at else None
    if member is None:
        raise EnvelopeError(EnvelopeFault.SENDER, "the certificate is not that of a member")
    return member


@lru_cache(_CACHED_CERTIFICATES)
def _identity(pem: bytes) -> tuple[bytes, datetime]:
    """Read a certificate; the same few come with every call."""
    try:
        return spki_hash(pem), not_after(pem)
    except KeyringError as error:
        raise EnvelopeError(EnvelopeFault.SENDER, "the caller shows no certificate") from error
