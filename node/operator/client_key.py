"""Speak with a running node about its keys and about the directory it follows."""

from collections.abc import Iterator, Sequence

import grpc

from node.operator import view_key as view
from node.operator.call import read, stream, work
from node.operator.translate import view_of
from node.pb.operator.v1 import operator_pb2 as pb
from node.pb.operator.v1 import operator_pb2_grpc as services


class DirectoryClient:
    """Commands about the directory of members."""

    def __init__(self, channel: grpc.Channel) -> None:
        """Keep the connection."""
        self._stub = services.DirectoryServiceStub(channel)

    def get(self) -> view.Directory:
        """Return how the node stands with the directory."""
        response = read(self._stub.GetDirectory, pb.GetDirectoryRequest())
        return view_of(view.Directory, response.directory)

    def refresh(self, *, officer: str) -> view.Directory:
        """Fetch the directory now."""
        request = pb.RefreshDirectoryRequest(officer=officer)
        return view_of(view.Directory, work(self._stub.RefreshDirectory, request).directory)

    def trust(self, root: bytes, *, replaces: bool, officer: str) -> view.Directory:
        """Take a root as the beginning of all trust."""
        request = pb.TrustRootRequest(root=root, replaces=replaces, officer=officer)
        return view_of(view.Directory, work(self._stub.TrustRoot, request).directory)


class KeyClient:
    """Commands about the node's own keys."""

    def __init__(self, channel: grpc.Channel) -> None:
        """Keep the connection."""
        self._stub = services.KeyServiceStub(channel)

    def all(self) -> tuple[view.Key, ...]:
        """Return what keys there are."""
        response = read(self._stub.ListKeys, pb.ListKeysRequest())
        return tuple(view_of(view.Key, key) for key in response.keys)

    def rotate(self, entity_type: str, *, at_once: bool, officer: str) -> view.Rotated:
        """Put new OPRF keys in use; returns when the registers are built under them."""
        request = pb.RotateKeyRequest(entity_type=entity_type, at_once=at_once, officer=officer)
        return view_of(view.Rotated, work(self._stub.RotateKey, request))

    def renew_certificate(self, *, officer: str) -> view.Renewed:
        """Make a new TLS certificate."""
        request = pb.RenewCertificateRequest(officer=officer)
        return view_of(view.Renewed, work(self._stub.RenewCertificate, request))

    def use_certificate(self, *, is_forced: bool, officer: str) -> view.Renewed:
        """Show the new certificate from now on."""
        request = pb.UseCertificateRequest(is_forced=is_forced, officer=officer)
        return view_of(view.Renewed, work(self._stub.UseCertificate, request))

    def change_passphrase(self, passphrase_file: str, *, officer: str) -> None:
        """Seal the keyring under the passphrase in another file."""
        request = pb.ChangePassphraseRequest(passphrase_file=passphrase_file, officer=officer)
        work(self._stub.ChangePassphrase, request)

    def back_up(
        self, recipients: Sequence[str], *, is_whole: bool, officer: str
    ) -> Iterator[bytes]:
        """Yield a sealed backup piece by piece."""
        request = pb.BackUpRequest(recipients=recipients, is_whole=is_whole, officer=officer)
        for response in stream(self._stub.BackUp, request):
            yield bytes(response.piece)
