"""Who is at the other end of a connection: TLS 1.3 with a certificate on both sides.

Every certificate is its own and only authority.
A peer is trusted because the directory lists its certificate, and for no other reason.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import grpc

from node.domain.peer import DirectoryEntry
from node.keys.certificate import server_name


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """This node's TLS certificate with its key, both PEM."""

    certificate: bytes
    private_key: bytes = field(repr=False)


Own = Callable[[], OwnCertificate]
"""Gives the present certificate; another one after rotation."""
Members = Callable[[], Iterable[bytes]]
"""Gives the PEM certificate of every member whose calls are taken at present."""


def server_credentials(own: Own, members: Members) -> grpc.ServerCredentials:
    """Return credentials that follow rotation and the directory without a restart.

    gRPC asks for the configuration at each new connection, from a thread of its own.
    """
    used = _trust(own(), members())

    def changed() -> grpc.ServerCertificateConfiguration | None:
        nonlocal used
        wanted = _trust(own(), members())
        if wanted == used:
            return None
        used = wanted
        return _configuration(wanted)

    return grpc.dynamic_ssl_server_credentials(
        _configuration(used), changed, require_client_authentication=True
    )


def channel_credentials(own: OwnCertificate, peer: DirectoryEntry) -> grpc.ChannelCredentials:
    """Return credentials that accept exactly the certificate of the peer's directory entry."""
    return grpc.ssl_channel_credentials(
        root_certificates=peer.certificate,
        private_key=own.private_key,
        certificate_chain=own.certificate,
    )


def expected_name(peer: DirectoryEntry) -> tuple[str, str]:
    """Return the channel option by which the certificate is checked against the member's id."""
    return ("grpc.ssl_target_name_override", server_name(peer.id))


def _trust(own: OwnCertificate, members: Iterable[bytes]) -> tuple[OwnCertificate, bytes]:
    # gRPC takes an empty list of roots for "no client certificates"; our own keeps it non-empty.
    return own, b"\n".join((own.certificate, *members))


def _configuration(trust: tuple[OwnCertificate, bytes]) -> grpc.ServerCertificateConfiguration:
    own, roots = trust
    return grpc.ssl_server_certificate_configuration(
        [(own.private_key, own.certificate)], root_certificates=roots
    )
