"""Who is at the other end of a connection: TLS 1.3 with a certificate on both sides.

Every certificate is its own and only authority.
A peer is trusted because the directory lists its certificate, and for no other reason.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import grpc

from node.domain.peer import NodeId
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


class Following:
    """Tells gRPC what has changed; asked at each new connection, from a thread of gRPC's own."""

    def __init__(self, own: Own, members: Members) -> None:
        """Start from what is true now."""
        self._own = own
        self._members = members
        self._used = self._present()
        self.initial = _configuration(self._used)

    def changed(self) -> grpc.ServerCertificateConfiguration | None:
        """Return the configuration to use from now on, or nothing if it is the one in use."""
        present = self._present()
        if present == self._used:
            return None
        self._used = present
        return _configuration(present)

    def _present(self) -> tuple[OwnCertificate, bytes]:
        own = self._own()
        # gRPC takes an empty list of roots for "none needed"; our own keeps it from being empty.
        return own, b"\n".join((own.certificate, *self._members()))


def server_credentials(own: Own, members: Members) -> grpc.ServerCredentials:
    """Return credentials that follow rotation and the directory without a restart."""
    following = Following(own, members)
    return grpc.dynamic_ssl_server_credentials(
        following.initial, following.changed, require_client_authentication=True
    )


def channel_credentials(own: OwnCertificate, expected: bytes) -> grpc.ChannelCredentials:
    """Return credentials that accept exactly the expected certificate (PEM)."""
    return grpc.ssl_channel_credentials(
        root_certificates=expected,
        private_key=own.private_key,
        certificate_chain=own.certificate,
    )


def expected_name(node: NodeId) -> tuple[str, str]:
    """Return the channel option by which the certificate is checked against the short name."""
    return ("grpc.ssl_target_name_override", server_name(node))


def _configuration(trust: tuple[OwnCertificate, bytes]) -> grpc.ServerCertificateConfiguration:
    own, roots = trust
    return grpc.ssl_server_certificate_configuration(
        [(own.private_key, own.certificate)], root_certificates=roots
    )
