"""The calls about desks, as a part of the client of a node's socket."""

import grpc

from node.operator import view_contact as view
from node.operator.call import read
from node.operator.translate import view_of
from node.pb.operator.v1 import contact_pb2 as pb
from node.pb.operator.v1 import contact_pb2_grpc as services


class ContactClient:
    """Speaks with a running node about the desks of members."""

    def __init__(self, channel: grpc.Channel) -> None:
        """Use a channel to the node's socket."""
        self._contacts = services.ContactServiceStub(channel)

    def all(self, node: str = "") -> tuple[view.MemberContact, ...]:
        """Return the desks of this node and of its peers, or of one member."""
        response = read(self._contacts.ListContacts, pb.ListContactsRequest(node=node))
        return tuple(view_of(view.MemberContact, each) for each in response.contacts)

    def choose(
        self, node: str = "", *, entity_type: str, offence: str, urgency: str
    ) -> view.Choice:
        """Return the desk that a member names for a hit of some kind."""
        request = pb.ChooseContactRequest(
            node=node, entity_type=entity_type, offence=offence, urgency=urgency
        )
        return view_of(view.Choice, read(self._contacts.ChooseContact, request))
