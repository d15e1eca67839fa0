"""The node's own keys, and the directory it follows, over the operator socket."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

from grpc import aio

from node.application import Application
from node.domain.errors import ConfigError, DirectoryError, DirectoryFault
from node.domain.journal import Entry, Event, Scalar
from node.follow import Follower, Standing
from node.keys import certificate
from node.keys.boxkey import BoxKey
from node.keys.sealedfile import read_secret
from node.operator.message import entity_type_of, officer_of, timestamp
from node.operator.rim import rim
from node.pb.operator.v1 import operator_pb2 as pb
from node.pb.operator.v1.operator_pb2_grpc import DirectoryServiceServicer, KeyServiceServicer
from node.rotate import EpochState

IN_USE, LIVE, PREPARED = "in use", "live", "prepared"


class DirectoryServicer(DirectoryServiceServicer):
    """Says how the node stands with the directory, and has it look again."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application

    async def GetDirectory(  # noqa: N802 - named by the protocol
        self, _request: pb.GetDirectoryRequest, context: aio.ServicerContext
    ) -> pb.GetDirectoryResponse:
        """Return how the node stands with the directory."""
        async with rim(context):
            return pb.GetDirectoryResponse(directory=self._message())

    async def RefreshDirectory(  # noqa: N802 - named by the protocol
        self, request: pb.RefreshDirectoryRequest, context: aio.ServicerContext
    ) -> pb.RefreshDirectoryResponse:
        """Fetch the directory now."""
        async with rim(context):
            officer = officer_of(request.officer)
            await asyncio.to_thread(self._follower().refresh, officer=officer)
            return pb.RefreshDirectoryResponse(directory=self._message())

    async def TrustRoot(  # noqa: N802 - named by the protocol
        self, request: pb.TrustRootRequest, context: aio.ServicerContext
    ) -> pb.TrustRootResponse:
        """Take a root as the beginning of all trust."""
        async with rim(context):
            officer = officer_of(request.officer)
            await asyncio.to_thread(
                self._follower().trust, request.root, replaces=request.replaces, officer=officer
            )
            # What it leads to is of interest, but the root is trusted whatever comes of it.
            await asyncio.to_thread(self._follower().attempt)
            return pb.TrustRootResponse(directory=self._message())

    def _follower(self) -> Follower:
        follower = self._application.follower
        if follower is None:
            raise ConfigError(
                "this node follows no directory", hint="Name one in node.toml: [directory] url"
            )
        return follower

    def _message(self) -> pb.Directory:
        follower = self._application.follower
        if follower is None:
            return pb.Directory(is_in_force=True)
        return _directory(follower.standing, now=self._application.clock.now())


class KeyServicer(KeyServiceServicer):
    """Lists, rotates, renews and backs up the node's own keys."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application
        self._keys = application.keys

    async def ListKeys(  # noqa: N802 - named by the protocol
        self, _request: pb.ListKeysRequest, context: aio.ServicerContext
    ) -> pb.ListKeysResponse:
        """List what keys there are."""
        async with rim(context):
            return pb.ListKeysResponse(keys=await asyncio.to_thread(lambda: list(self._list())))

    async def RotateKey(  # noqa: N802 - named by the protocol
        self, request: pb.RotateKeyRequest, context: aio.ServicerContext
    ) -> pb.RotateKeyResponse:
        """Put new OPRF keys of an entity type in use."""
        async with rim(context):
            rotated = await asyncio.to_thread(
                self._keys.rotation.rotate,
                entity_type_of(request.entity_type),
                officer=officer_of(request.officer),
                at_once=request.at_once,
            )
            return pb.RotateKeyResponse(
                epoch=rotated.epoch,
                registers=rotated.registers,
                records=rotated.records,
                retires_at=timestamp(rotated.retires_at),
            )

    async def RenewCertificate(  # noqa: N802 - named by the protocol
        self, request: pb.RenewCertificateRequest, context: aio.ServicerContext
    ) -> pb.RenewCertificateResponse:
        """Make a new TLS certificate."""
        async with rim(context):
            self._note("renew-certificate", request.officer)
            pem = await asyncio.to_thread(self._keys.papers.renew, now=self._now())
            return pb.RenewCertificateResponse(
                entry=self._application.signed_entry(),
                expires_at=timestamp(certificate.not_after(pem)),
            )

    async def UseCertificate(  # noqa: N802 - named by the protocol
        self, request: pb.UseCertificateRequest, context: aio.ServicerContext
    ) -> pb.UseCertificateResponse:
        """Show the new certificate from now on."""
        async with rim(context):
            if not request.is_forced:
                self._require_published()
            self._note("use-certificate", request.officer)
            pem = await asyncio.to_thread(self._keys.papers.use, now=self._now())
            return pb.UseCertificateResponse(
                entry=self._application.signed_entry(),
                expires_at=timestamp(certificate.not_after(pem)),
            )

    async def ChangePassphrase(  # noqa: N802 - named by the protocol
        self, request: pb.ChangePassphraseRequest, context: aio.ServicerContext
    ) -> pb.ChangePassphraseResponse:
        """Seal the keyring under another passphrase."""
        async with rim(context):
            secret = await asyncio.to_thread(read_secret, Path(request.passphrase_file))
            self._note("change-passphrase", request.officer)
            await asyncio.to_thread(self._keys.keyring.reseal, secret)
            return pb.ChangePassphraseResponse()

    async def BackUp(  # noqa: N802 - named by the protocol
        self, request: pb.BackUpRequest, context: aio.ServicerContext
    ) -> AsyncIterator[pb.BackUpResponse]:
        """Write a backup that its recipients alone can open."""
        async with rim(context):
            self._note("back-up", request.officer, count=len(request.recipients))
            pieces = self._keys.backup.write(list(request.recipients), whole=request.is_whole)
            while piece := await asyncio.to_thread(next, pieces, b""):
                yield pb.BackUpResponse(piece=piece)

    def _list(self) -> Iterator[pb.Key]:
        keyring, papers, now = self._keys.keyring, self._keys.papers, self._now()
        public = keyring.identity.public_key.hex()
        yield pb.Key(use="identity", state=IN_USE, fingerprint=public)
        yield _tls("tls", papers.current, state=IN_USE)
        if papers.following:
            yield _tls("tls-next", papers.following, state=PREPARED)
        current = keyring.current_box_key(now)
        for box_key in keyring.box_keys(now):
            yield _box(box_key, is_current=box_key.id == current.id)
        epochs = self._keys.rotation.epochs()
        for epoch in epochs:
            yield _oprf(epoch, epochs)

    def _require_published(self) -> None:
        """Refuse a certificate that peers have had no way to learn of."""
        follower = self._application.follower
        if follower is None:
            return
        entry = follower.own_entry()
        if entry is None or self._keys.papers.following not in entry.certificate:
            raise DirectoryError(
                DirectoryFault.UNTRUSTED,
                "the directory does not list the new certificate yet",
                hint="Have the authority publish the entry first, or say --force.",
            )

    def _note(self, action: str, officer: str, **detail: Scalar) -> None:
        entry = Entry(
            Event.ADMIN,
            self._now(),
            officer=officer_of(officer),
            detail={"action": action, **detail},
        )
        self._application.records.journal.append(entry)

    def _now(self) -> datetime:
        return self._application.clock.now()


def _directory(standing: Standing, *, now: datetime) -> pb.Directory:
    edition = standing.edition
    return pb.Directory(
        is_followed=True,
        is_in_force=standing.is_in_force(now),
        version=edition.version if edition else 0,
        root_version=edition.root_version if edition else 0,
        expires_at=timestamp(edition.expires) if edition else None,
        until=timestamp(standing.until),
        members=standing.members,
        accepted_at=timestamp(standing.accepted_at),
        finding=standing.finding,
        mistakes=standing.mistakes,
    )


def _tls(use: str, pem: bytes, *, state: str) -> pb.Key:
    until, fingerprint = certificate.not_after(pem), certificate.spki_hash(pem).hex()
    return pb.Key(use=use, state=state, until=timestamp(until), fingerprint=fingerprint)


def _box(key: BoxKey, *, is_current: bool) -> pb.Key:
    return pb.Key(
        use="box",
        state=IN_USE if is_current else LIVE,
        until=timestamp(key.expires),
        fingerprint=key.public.hex(),
    )


def _oprf(epoch: EpochState, epochs: list[EpochState]) -> pb.Key:
    answered = [e.number for e in epochs if e.entity_type is epoch.entity_type and e.is_answered]
    newest = max(answered, default=epoch.number)
    state = IN_USE if epoch.number == newest else LIVE if epoch.is_answered else PREPARED
    return pb.Key(
        use="oprf",
        entity_type=epoch.entity_type,
        epoch=epoch.number,
        state=state,
        until=timestamp(epoch.retires_at),
    )
