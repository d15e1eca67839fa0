"""Messages about policy, alarms and disclosures have the fields of their views."""

from dataclasses import fields, is_dataclass
from datetime import date

import pytest
from google.protobuf.message import Message

from node.domain.errors import JustificationError
from node.operator import view_policy as view
from node.operator.message_policy import day_of
from node.pb.operator.v1 import policy_pb2 as pb

PAIRS = [
    (view.DayLimit, pb.DayLimit),
    (view.PeerRules, pb.PeerRules),
    (view.GateRule, pb.GateRule),
    (view.ProtectionRule, pb.ProtectionRule),
    (view.PolicyFile, pb.GetPolicyResponse),
    (view.PolicyChange, pb.PolicyChange),
    (view.PolicyTest, pb.TestPolicyResponse),
    (view.Alarm, pb.Alarm),
    (view.Assured, pb.RecordAssuranceResponse),
    (view.RecordDisclosure, pb.RecordDisclosure),
]


@pytest.mark.parametrize(("kind", "message"), PAIRS)
def test_view_has_the_fields_of_its_message(kind: type, message: type[Message]) -> None:
    """Nothing of a message is missing in its view, and nothing is added."""
    assert {field.name for field in fields(kind)} == set(message.DESCRIPTOR.fields_by_name)


def test_every_view_is_compared() -> None:
    """A view that is added without its message would be noticed."""
    declared = {
        each
        for each in vars(view).values()
        if isinstance(each, type) and is_dataclass(each) and each.__module__ == view.__name__
    }

    assert declared == {kind for kind, _ in PAIRS}


def test_a_date_of_review_may_be_left_out() -> None:
    """Nothing stays nothing, and what is no date is told."""
    assert (day_of(""), day_of("2027-03-01")) == (None, date(2027, 3, 1))
    with pytest.raises(JustificationError):
        day_of("next spring")
