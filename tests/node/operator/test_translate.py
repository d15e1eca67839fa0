"""Messages of the operator protocol and their views."""

from dataclasses import fields, is_dataclass
from datetime import UTC, datetime

import pytest
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as st

from node.operator import view, view_casework, view_forum, view_key
from node.operator.translate import message_of, view_of
from node.pb.operator.v1 import casework_pb2, forum_pb2
from node.pb.operator.v1 import operator_pb2 as pb

PAIRS = [
    (view.Field, pb.Field),
    (view.Row, pb.Row),
    (view.Reject, pb.Reject),
    (view.Justification, pb.Justification),
    (view.Check, pb.Check),
    (view.Register, pb.Register),
    (view.Status, pb.GetStatusResponse),
    (view.LoadStart, pb.LoadStart),
    (view.LoadProgress, pb.LoadRegisterResponse),
    (view.Rejects, pb.ListRejectsResponse),
    (view.Problem, pb.Problem),
    (view.Cell, pb.Cell),
    (view.Preview, pb.Preview),
    (view.AskStep, pb.AskPeersResponse),
    (view.SubjectRow, pb.SubjectRow),
    (view.Addition, pb.AddSubjectsResponse),
    (view.RunStep, pb.RunCaseResponse),
    (view.CaseSubject, pb.CaseSubject),
    (view.Case, pb.Case),
    (view.CaseFile, pb.GetCaseResponse),
    (view.Peer, pb.Peer),
    (view.JournalReport, pb.VerifyJournalResponse),
    (view.JournalEntry, pb.JournalEntry),
    (view.JournalFilter, pb.JournalFilter),
    (view_key.Directory, pb.Directory),
    (view_key.Key, pb.Key),
    (view_key.Rotated, pb.RotateKeyResponse),
    (view_key.Renewed, pb.UseCertificateResponse),
    (view_casework.TeamMember, casework_pb2.TeamMember),
    (view_casework.CaseLink, casework_pb2.CaseLink),
    (view_casework.SeizureFacts, casework_pb2.SeizureFacts),
    (view_casework.CaseChange, casework_pb2.CaseChange),
    (view_casework.CaseEnd, casework_pb2.CloseCaseResponse),
    (view_casework.CaseFilter, pb.ListCasesRequest),
    (view_forum.RoomMember, forum_pb2.RoomMember),
    (view_forum.RoomShared, forum_pb2.RoomShared),
    (view_forum.RoomAction, forum_pb2.RoomAction),
    (view_forum.Room, forum_pb2.Room),
]


@pytest.mark.parametrize(("kind", "message"), PAIRS)
def test_view_has_the_fields_of_its_message(kind: type, message: type[Message]) -> None:
    """Nothing of a message is missing in its view, and nothing is added."""
    assert {field.name for field in fields(kind)} == set(message.DESCRIPTOR.fields_by_name)


def test_every_view_is_compared() -> None:
    """A view that is added without its message would be noticed."""
    declared = {
        each
        for module in (view, view_casework, view_forum, view_key)
        for each in vars(module).values()
        if isinstance(each, type) and is_dataclass(each) and each.__module__ == module.__name__
    }

    assert declared == {kind for kind, _ in PAIRS}


def test_times_are_aware_and_absent_ones_none() -> None:
    """A time comes as UTC, and one that was never set does not become 1970."""
    at = Timestamp(seconds=1_790_000_000)

    seen = view_of(view.Register, pb.Register(name="persons", loaded_at=at))
    unseen = view_of(view.Register, pb.Register(name="persons"))

    assert seen.loaded_at == datetime.fromtimestamp(1_790_000_000, UTC)
    assert unseen.loaded_at is None


def test_absent_messages_are_none() -> None:
    """A cell without a contact point has none, and not an empty one."""
    cell = view_of(view.Cell, pb.Cell(subject="S01", peer="fiu-nl", state="no hit"))

    assert cell.contact_point is None
    assert cell.problem is None


@given(st.text())
def test_no_text_steers_the_terminal(text: str) -> None:
    """Whatever a peer writes of itself, nothing in the view moves a cursor or turns the text."""
    try:
        message = pb.ContactPoint(desk=text)
    except UnicodeEncodeError:
        return
    desk = view_of(view.Problem, pb.Problem(sentence=message.desk)).sentence

    assert not any(letter in desk for letter in "\x1b\x07\x08\r\x9b\u202e\u2066")
    assert len(desk) == len(text)


def test_escape_sequences_are_replaced() -> None:
    """An escape sequence stays visible as text instead of acting."""
    problem = view_of(view.Problem, pb.Problem(sentence="red \x1b[31m\u202ealert"))

    assert problem.sentence == "red \ufffd[31m\ufffdalert"


@given(
    st.builds(
        view.Justification,
        case_reference=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf"])),
        purpose=st.sampled_from(["drug-trafficking", ""]),
    )
)
def test_views_survive_the_round_trip(justification: view.Justification) -> None:
    """A view becomes a message and the same view again."""
    message = message_of(pb.Justification, justification)

    assert view_of(view.Justification, message) == justification
