"""Views of what comes after a hit, and of desks, have the fields of their messages."""

from dataclasses import fields, is_dataclass
from types import ModuleType

import pytest
from google.protobuf.message import Message

from node.domain.exchange import Channel, ContactPoint
from node.operator import view_contact, view_followup
from node.pb.operator.v1 import contact_pb2, followup_pb2, operator_pb2

PAIRS = [
    (view_followup.Recorded, followup_pb2.RecordOutcomeResponse),
    (view_followup.OutcomeCount, followup_pb2.OutcomeCount),
    (view_followup.Retraction, followup_pb2.Retraction),
    (view_followup.SubjectDisclosure, followup_pb2.SubjectDisclosure),
    (view_followup.SubjectRecord, followup_pb2.SubjectRecord),
    (view_followup.Access, followup_pb2.SearchSubjectResponse),
    (view_contact.MemberContact, contact_pb2.MemberContact),
    (view_contact.Choice, contact_pb2.ChooseContactResponse),
    (ContactPoint, operator_pb2.ContactPoint),
    (Channel, operator_pb2.Channel),
]


@pytest.mark.parametrize(("kind", "message"), PAIRS)
def test_view_has_the_fields_of_its_message(kind: type, message: type[Message]) -> None:
    """Nothing of a message is missing in its view, and nothing is added."""
    assert {field.name for field in fields(kind)} == set(message.DESCRIPTOR.fields_by_name)


@pytest.mark.parametrize("module", [view_followup, view_contact])
def test_every_view_is_compared(module: ModuleType) -> None:
    """A view that is added without its message would be noticed."""
    declared = {
        each
        for each in vars(module).values()
        if isinstance(each, type) and is_dataclass(each) and each.__module__ == module.__name__
    }

    assert declared <= {kind for kind, _ in PAIRS}
