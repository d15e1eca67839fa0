"""Read and write what the file of a case holds as messages of the operator protocol."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from google.protobuf.timestamp_pb2 import Timestamp

from node.casework import Change
from node.domain.case import (
    OPEN_STATES,
    Case,
    Cell,
    CellState,
    Closing,
    Facts,
    Link,
    Relation,
    Run,
    TeamMember,
    TeamRole,
)
from node.domain.errors import JustificationError
from node.domain.exchange import Handling
from node.domain.justification import Urgency
from node.operator.message import justification_message, officer_of, timestamp
from node.pb.operator.v1 import casework_pb2 as pb
from node.pb.operator.v1 import operator_pb2
from node.store.cases import CaseFilter

E = TypeVar("E", bound=StrEnum)

_STATES = {"": None, "open": False, "closed": True}


def change_of(message: pb.CaseChange) -> Change:
    """Read what is new in the file of a case; a facts message that is absent changes none.

    Raises:
        JustificationError: A word is none of those that are known.
    """
    return Change(
        title=message.title or None,
        handling=word_of(Handling, message.handling, name="handling code"),
        deadline=moment_of(message.deadline) if message.HasField("deadline") else None,
        without_deadline=message.without_deadline,
        urgency=word_of(Urgency, message.urgency, name="urgency"),
        urgency_reason=message.urgency_reason,
        facts=_facts(message.facts),
        members=tuple(map(_member, message.members)),
        leaving=tuple(message.leaving),
    )


def links_of(messages: Iterable[pb.CaseLink]) -> list[Link]:
    """Read links between subjects.

    Raises:
        JustificationError: A relation is none of those that are known, or a link leads nowhere.
    """
    return [_link(message) for message in messages]


def closing_of(text: str) -> Closing:
    """Read why a case is closed.

    Raises:
        JustificationError: It is no reason.
    """
    closing = word_of(Closing, text, name="reason to close a case")
    if closing is None:
        raise JustificationError(
            "it is not said why the case is closed", hint=f"Known: {', '.join(Closing)}"
        )
    return closing


def filter_of(message: operator_pb2.ListCasesRequest) -> CaseFilter:
    """Read which cases are wanted; whose they are is for `Casework` to say.

    Raises:
        JustificationError: A word is none of those that are known.
    """
    if message.state not in _STATES:
        raise JustificationError("a case is open or closed", hint="Known: open, closed")
    return CaseFilter(
        is_closed=False if message.is_overdue else _STATES[message.state],
        urgency=word_of(Urgency, message.urgency, name="urgency"),
        offence=message.offence,
    )


def is_overdue(case: Case, now: datetime) -> bool:
    """Whether a case is open and its deadline past."""
    return case.deadline is not None and case.deadline < now and not case.is_closed


def case_message(
    case: Case, title: str, *, subject_count: int, run: Run | None, cells: Iterable[Cell]
) -> operator_pb2.Case:
    """Write the head of a case with what its last run has come to."""
    states = [cell.state for cell in cells]
    is_under_way = run is not None and run.finished_at is None
    return operator_pb2.Case(
        reference=case.reference,
        title=title,
        justification=justification_message(case.justification),
        officer=case.officer,
        created_at=timestamp(case.created_at),
        run_at=timestamp(run.started_at) if run else None,
        subject_count=subject_count,
        hit_count=states.count(CellState.HIT),
        handling=case.handling,
        deadline=timestamp(case.deadline),
        team=[pb.TeamMember(officer=each.officer, role=each.role) for each in case.team],
        closed_at=timestamp(case.closed_at),
        closed_by=case.closed_by,
        closing=case.closing or "",
        open_count=sum(state in OPEN_STATES for state in states),
        asked_until=timestamp(run.until) if run and is_under_way else None,
    )


def link_message(link: Link) -> pb.CaseLink:
    """Write a link between two subjects."""
    return pb.CaseLink(source=link.source, relation=link.relation, target=link.target)


def facts_message(facts: Facts) -> pb.SeizureFacts:
    """Write what is known of a seizure."""
    return pb.SeizureFacts(
        day=facts.day,
        place=facts.place,
        commodity=facts.commodity,
        quantity=facts.quantity,
        summary=facts.summary,
        restrictions=facts.restrictions,
    )


def word_of(kind: type[E], text: str, *, name: str) -> E | None:
    """Read one of the words of an enumeration; nothing stays nothing.

    Raises:
        JustificationError: It is none of them.
    """
    if not text:
        return None
    if text not in set(kind):
        raise JustificationError(f"that is no {name}", hint=f"Known: {', '.join(kind)}")
    return kind(text)


def moment_of(message: Timestamp) -> datetime:
    """Read a time."""
    return message.ToDatetime(tzinfo=UTC)


def _facts(message: pb.SeizureFacts) -> Facts:
    return Facts(
        message.day,
        message.place,
        message.commodity,
        message.quantity,
        message.summary,
        message.restrictions,
    )


def _member(message: pb.TeamMember) -> TeamMember:
    role = word_of(TeamRole, message.role, name="role in a team")
    return TeamMember(officer_of(message.officer), role or TeamRole.MEMBER)


def _link(message: pb.CaseLink) -> Link:
    relation = word_of(Relation, message.relation, name="relation")
    if relation is None or not message.source or not message.target:
        raise JustificationError(
            "a link needs two subjects and a relation", hint="Write: S01 owner-of S02"
        )
    if message.source == message.target:
        raise JustificationError("a subject cannot be linked to itself")
    return Link(message.source, relation, message.target)
