"""The node itself, its registers, alerts, peers and journal over the operator socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

from grpc import aio

from node.application import Application
from node.diagnose import diagnose, examine_peer
from node.directory.agreement import agreement_from_toml
from node.directory.entry import entry_from_json
from node.domain.alert import AlertState, Direction
from node.domain.errors import JustificationError, UnknownPeerError
from node.domain.journal import Entry, Event
from node.domain.peer import NodeId, Peer
from node.keys.certificate import not_after
from node.operator.loading import Loading
from node.operator.message import (
    alert_message,
    check_message,
    field_messages,
    officer_of,
    peer_message,
    register_message,
    reject_message,
    timestamp,
)
from node.operator.rim import rim
from node.pb.operator.v1 import operator_pb2 as pb
from node.pb.operator.v1.operator_pb2_grpc import (
    AlertServiceServicer,
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


class AlertServicer(AlertServiceServicer):
    """Shows and moves alerts."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application

    async def ListAlerts(  # noqa: N802 - named by the protocol
        self, request: pb.ListAlertsRequest, context: aio.ServicerContext
    ) -> pb.ListAlertsResponse:
        """List alerts, newest first."""
        async with rim(context):
            wanted = AlertFilter(
                direction=_direction(request.direction),
                state=_state(request.state) if request.state else None,
                peer=NodeId(request.peer) if request.peer else None,
            )
            page = await asyncio.to_thread(
                self._application.review.page, wanted, limit=request.limit or 50
            )
            total = await asyncio.to_thread(self._application.records.alerts.count, wanted)
            return pb.ListAlertsResponse(alerts=map(alert_message, page.alerts), total=total)

    async def GetAlert(  # noqa: N802 - named by the protocol
        self, request: pb.GetAlertRequest, context: aio.ServicerContext
    ) -> pb.GetAlertResponse:
        """Return one alert with its explanation, and the own record where that is asked."""
        async with rim(context):
            reviewed = await asyncio.to_thread(
                self._application.review.get,
                request.id,
                officer=officer_of(request.officer) if request.with_record else "",
                with_record=request.with_record,
            )
            return pb.GetAlertResponse(
                alert=alert_message(reviewed.alert),
                findings=[
                    pb.Finding(attribute=found.attribute, level=found.level, bits=found.bits)
                    for found in reviewed.findings
                ],
                advice=reviewed.advice,
                record=field_messages(reviewed.record),
            )

    async def MoveAlert(  # noqa: N802 - named by the protocol
        self, request: pb.MoveAlertRequest, context: aio.ServicerContext
    ) -> pb.MoveAlertResponse:
        """Claim, confirm, dismiss or reopen an alert."""
        async with rim(context):
            moved = await asyncio.to_thread(
                self._application.review.move,
                request.id,
                _state(request.state),
                reason=request.reason,
                officer=officer_of(request.officer),
            )
            return pb.MoveAlertResponse(alert=alert_message(moved))


class PeerServicer(PeerServiceServicer):
    """Lists, adds and tests peers."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application

    async def ListPeers(  # noqa: N802 - named by the protocol
        self, _request: pb.ListPeersRequest, context: aio.ServicerContext
    ) -> pb.ListPeersResponse:
        """List peers with their agreements."""
        async with rim(context):
            peers = await asyncio.to_thread(self._application.records.peers.all)
            return pb.ListPeersResponse(peers=map(peer_message, peers))

    async def AddPeer(  # noqa: N802 - named by the protocol
        self, request: pb.AddPeerRequest, context: aio.ServicerContext
    ) -> pb.AddPeerResponse:
        """Record a member and the agreement with it."""
        async with rim(context):
            peer = await asyncio.to_thread(self._add, request)
            return pb.AddPeerResponse(peer=peer_message(peer))

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
            return pb.TestPeerResponse(checks=map(check_message, checks))

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
        peer = Peer(entry, agreement_from_toml(request.agreement))
        self._application.records.peers.put(
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


def _state(text: str) -> AlertState:
    if text not in set(AlertState):
        known = ", ".join(AlertState)
        raise JustificationError(f"{text!r} is no state of an alert", hint=f"Known: {known}")
    return AlertState(text)


def _direction(text: str) -> Direction | None:
    if text and text not in set(Direction):
        known = ", ".join(Direction)
        raise JustificationError(f"{text!r} is no direction", hint=f"Known: {known}")
    return Direction(text) if text else None
