"""The node itself, its registers, alerts, peers and journal over the operator socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC

from grpc import aio

from node.application import Application
from node.circuit import Circuit
from node.diagnose import diagnose, examine_peer
from node.directory.agreement import agreement_from_toml
from node.directory.entry import entry_from_json
from node.domain.alert import AlertState
from node.domain.errors import UnknownPeerError
from node.domain.journal import Entry, Event
from node.domain.peer import NodeId, Peer
from node.keys.certificate import not_after
from node.operator.loading import Loading
from node.operator.message import (
    check_message,
    officer_of,
    peer_message,
    register_message,
    reject_message,
    timestamp,
)
from node.operator.rim import rim
from node.pb.operator.v1 import operator_pb2 as pb
from node.pb.operator.v1.operator_pb2_grpc import (
    NodeServiceServicer,
    PeerServiceServicer,
    RegisterServiceServicer,
)
from node.store.alerts import AlertFilter

_REJECTS_SHOWN = 10_000


class NodeServicer(NodeServiceServicer):
    """Says how the node fares."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application

    async def GetStatus(  # noqa: N802 - named by the protocol
        self, _request: pb.GetStatusRequest, context: aio.ServicerContext
    ) -> pb.GetStatusResponse:
        """Return identity, registers, alerts and journal head."""
        async with rim(context):
            return await asyncio.to_thread(self._status)

    async def Diagnose(  # noqa: N802 - named by the protocol
        self, _request: pb.DiagnoseRequest, context: aio.ServicerContext
    ) -> pb.DiagnoseResponse:
        """Look for everything that would keep the node from answering."""
        async with rim(context):
            return pb.DiagnoseResponse(checks=map(check_message, await diagnose(self._application)))

    def _status(self) -> pb.GetStatusResponse:
        application, records = self._application, self._application.records
        entry, head = application.entry(), records.journal.head()
        return pb.GetStatusResponse(
            id=entry.id,
            name=entry.name,
            kind=entry.kind,
            country=entry.country,
            address=entry.address,
            version=application.version,
            started_at=timestamp(application.started_at),
            registers=_registers(application),
            open_alerts=records.alerts.count(AlertFilter(state=AlertState.OPEN)),
            peers=len(records.peers.all()),
            journal_entries=int(head.splitlines()[1]),
            checkpoint=head,
            certificate_expires_at=timestamp(not_after(entry.certificate)),
        )


class RegisterServicer(RegisterServiceServicer):
    """Loads and lists registers."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application
        self._turn = asyncio.Lock()

    async def idle(self) -> None:
        """Wait until no load is under way."""
        async with self._turn:
            pass

    async def LoadRegister(  # noqa: N802 - named by the protocol
        self, requests: AsyncIterator[pb.LoadRegisterRequest], context: aio.ServicerContext
    ) -> AsyncIterator[pb.LoadRegisterResponse]:
        """Load a register from the rows that come; loads take turns."""
        loading = Loading(self._application.ingest)
        async with rim(context), self._turn, aclosing(loading.run(requests)) as steps:
            async for step in steps:
                yield step

    async def ListRegisters(  # noqa: N802 - named by the protocol
        self, _request: pb.ListRegistersRequest, context: aio.ServicerContext
    ) -> pb.ListRegistersResponse:
        """List the registers."""
        async with rim(context):
            registers = await asyncio.to_thread(_registers, self._application)
            return pb.ListRegistersResponse(registers=registers)

    async def ListRejects(  # noqa: N802 - named by the protocol
        self, request: pb.ListRejectsRequest, context: aio.ServicerContext
    ) -> pb.ListRejectsResponse:
        """List the rejected rows of a register's last load."""
        async with rim(context):
            registers = self._application.records.registers
            current = await asyncio.to_thread(registers.current, request.register)
            rejects = await asyncio.to_thread(
                registers.rejects, current.id, limit=request.limit or _REJECTS_SHOWN
            )
            return pb.ListRejectsResponse(
                rejects=map(reject_message, rejects), total=current.rejects
            )


class PeerServicer(PeerServiceServicer):
    """Lists, adds and tests peers."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application
        self._suspender = application.safeguards.suspender

    async def ListPeers(  # noqa: N802 - named by the protocol
        self, _request: pb.ListPeersRequest, context: aio.ServicerContext
    ) -> pb.ListPeersResponse:
        """List peers with their agreements."""
        async with rim(context):
            peers = await asyncio.to_thread(self._application.records.peers.all)
            circuits = self._application.circuits.all()
            return pb.ListPeersResponse(
                peers=[self._message(peer, circuits.get(peer.id)) for peer in peers]
            )

    async def AddPeer(  # noqa: N802 - named by the protocol
        self, request: pb.AddPeerRequest, context: aio.ServicerContext
    ) -> pb.AddPeerResponse:
        """Record a member and the agreement with it."""
        async with rim(context):
            peer = await asyncio.to_thread(self._add, request)
            return pb.AddPeerResponse(peer=self._message(peer))

    async def RevokePeer(  # noqa: N802 - named by the protocol
        self, request: pb.RevokePeerRequest, context: aio.ServicerContext
    ) -> pb.RevokePeerResponse:
        """End all exchange with a peer at once, or take it up again."""
        async with rim(context):
            peer = await asyncio.to_thread(
                self._suspender.revoke,
                request.id,
                reason=request.reason,
                officer=officer_of(request.officer),
                restore=request.restore,
            )
            return pb.RevokePeerResponse(peer=self._message(peer))

    async def PausePeer(  # noqa: N802 - named by the protocol
        self, request: pb.PausePeerRequest, context: aio.ServicerContext
    ) -> pb.PausePeerResponse:
        """Exchange nothing with a peer for a time, or end that time."""
        async with rim(context):
            peer = await asyncio.to_thread(self._pause, request)
            return pb.PausePeerResponse(peer=self._message(peer))

    async def ExportEntry(  # noqa: N802 - named by the protocol
        self, _request: pb.ExportEntryRequest, context: aio.ServicerContext
    ) -> pb.ExportEntryResponse:
        """Return the node's own entry, signed."""
        async with rim(context):
            entry = await asyncio.to_thread(self._application.signed_entry)
            return pb.ExportEntryResponse(entry=entry)

    async def TestPeer(  # noqa: N802 - named by the protocol
        self, request: pb.TestPeerRequest, context: aio.ServicerContext
    ) -> pb.TestPeerResponse:
        """Test the line to a peer, step by step."""
        async with rim(context):
            peer = self._application.records.peers.get(NodeId(request.id))
            checks = await examine_peer(self._application, peer)
            if all(check.result != "fail" for check in checks):
                self._application.circuits.succeed(peer.id)
            return pb.TestPeerResponse(checks=map(check_message, checks))

    def _pause(self, request: pb.PausePeerRequest) -> Peer:
        officer = officer_of(request.officer)
        if request.resume:
            return self._suspender.resume(request.id, officer=officer)
        until = request.until.ToDatetime(tzinfo=UTC) if request.HasField("until") else None
        return self._suspender.pause(
            request.id, reason=request.reason, until=until, officer=officer
        )

    def _message(self, peer: Peer, circuit: Circuit | None = None) -> pb.Peer:
        return peer_message(peer, circuit, now=self._application.clock.now())

    def _add(self, request: pb.AddPeerRequest) -> Peer:
        entry = entry_from_json(request.entry)
        own = self._application.entry()
        if entry.id == own.id:
            raise UnknownPeerError(
                "this is the entry of this node itself", hint="Add it at the other node."
            )
        if self._application.follower is not None:
            raise UnknownPeerError(
                "this node follows a directory, which decides who its peers are",
                hint="Have the authority add the member: heliograph directory add ENTRY",
            )
        peers = self._application.records.peers
        known = next((each for each in peers.all() if each.id == entry.id), None)
        peer = Peer(entry, agreement_from_toml(request.agreement))
        if known is not None:
            # A newer entry lifts no revocation and no pause.
            peer = replace(peer, revoked=known.revoked, pause=known.pause)
        peers.put(
            peer,
            entry=Entry(
                Event.ADMIN,
                self._application.clock.now(),
                officer=officer_of(request.officer),
                peer=peer.id,
                detail={"action": "add-peer", "agreement": peer.agreement.reference},
            ),
        )
        return peer


def _registers(application: Application) -> list[pb.Register]:
    records = application.records
    return [
        register_message(generation, records.shelf.size(generation.id))
        for generation in records.registers.all()
    ]
