"""Views of alerts and decisions have the fields of their messages."""

from dataclasses import fields, is_dataclass

import pytest
from google.protobuf.message import Message

from node.operator import view_review as view
from node.pb.operator.v1 import review_pb2 as pb

PAIRS = [
    (view.Alert, pb.Alert),
    (view.Alerts, pb.ListAlertsResponse),
    (view.AlertConditions, pb.AlertConditions),
    (view.Finding, pb.Finding),
    (view.AlertFile, pb.GetAlertResponse),
    (view.Work, pb.CountWorkResponse),
    (view.ReasonCode, pb.ReasonCode),
    (view.Ruling, pb.Ruling),
    (view.Bulk, pb.DecideAlertsResponse),
    (view.Suppression, pb.Suppression),
    (view.LabelLevel, pb.LabelLevel),
    (view.PairLabel, pb.PairLabel),
    (view.LevelAdvice, pb.LevelAdvice),
    (view.ModelAdvice, pb.AdviseModelResponse),
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
