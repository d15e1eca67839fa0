"""Messages about accounts have the fields of their views."""

from dataclasses import fields

import pytest
from google.protobuf.message import Message

from node.operator import view_user as view
from node.pb.operator.v1 import user_pb2 as pb


@pytest.mark.parametrize(
    ("kind", "message"), [(view.User, pb.User), (view.Invitation, pb.InviteUserResponse)]
)
def test_view_has_the_fields_of_its_message(kind: type, message: type[Message]) -> None:
    """Nothing of a message is missing in its view, and nothing is added."""
    assert {field.name for field in fields(kind)} == set(message.DESCRIPTOR.fields_by_name)
