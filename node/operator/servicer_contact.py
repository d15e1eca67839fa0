"""The desks of members over the operator socket."""

import asyncio
from collections.abc import Iterator

from grpc import aio

from matching.subject import EntityType
from node.application import Application
from node.domain.desk import desk_for, faults, is_complete, substitute_of
from node.domain.errors import JustificationError, NotFoundError
from node.domain.justification import Urgency
from node.domain.peer import DirectoryEntry
from node.operator.message import contact_message
from node.operator.message_review import chosen
from node.operator.rim import rim
from node.pb.operator.v1 import contact_pb2 as pb
from node.pb.operator.v1 import contact_pb2_grpc as services


def add_contact_servicer(application: Application, server: aio.Server) -> None:
    """Serve whom to call."""
    services.add_ContactServiceServicer_to_server(ContactServicer(application), server)


class ContactServicer(services.ContactServiceServicer):
    """Shows desks."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application

    async def ListContacts(  # noqa: N802 - named by the protocol
        self, request: pb.ListContactsRequest, context: aio.ServicerContext
    ) -> pb.ListContactsResponse:
        """List the desks of this node and of its peers."""
        async with rim(context):
            entries = await asyncio.to_thread(self._entries, request.node)
            own = self._application.entry().id
            return pb.ListContactsResponse(
                contacts=[message for entry in entries for message in _messages(entry, own=own)]
            )

    async def ChooseContact(  # noqa: N802 - named by the protocol
        self, request: pb.ChooseContactRequest, context: aio.ServicerContext
    ) -> pb.ChooseContactResponse:
        """Return the desk that a member names for a hit of some kind."""
        async with rim(context):
            kind = chosen(EntityType, request.entity_type, what="entity type")
            urgency = chosen(Urgency, request.urgency, what="urgency") or Urgency.NORMAL
            if kind is None:
                known = ", ".join(EntityType)
                raise JustificationError("name the entity type", hint=f"Known: {known}")
            node = request.node or self._application.entry().id
            (entry,) = await asyncio.to_thread(self._entries, node)
            point = desk_for(entry.contact_points, kind, offence=request.offence, urgency=urgency)
            other = substitute_of(entry.contact_points, point)
            return pb.ChooseContactResponse(
                contact_point=contact_message(point),
                substitute=contact_message(other) if other else None,
            )

    def _entries(self, node: str) -> list[DirectoryEntry]:
        peers = (peer.entry for peer in self._application.records.peers.all())
        every = [self._application.entry(), *peers]
        found = [entry for entry in every if entry.id == node or not node]
        if not found:
            raise NotFoundError("there is no such member", hint="See: heliograph peer list")
        return found


def _messages(entry: DirectoryEntry, *, own: str) -> Iterator[pb.MemberContact]:
    for point in entry.contact_points:
        wrong = [each for each in faults(entry.contact_points) if each.startswith(f"{point.id}:")]
        if not is_complete(point):
            wrong.append(f"{point.id}: its address is still to be completed")
        yield pb.MemberContact(
            node=entry.id,
            agency=entry.name,
            contact_point=contact_message(point),
            is_own=entry.id == own,
            faults=wrong,
        )
