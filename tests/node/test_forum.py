"""A room of four real nodes: a host and three members who see what they share, and its end."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from matching.subject import EntityType
from node.casework import NewSubject
from node.domain.errors import (
    NodeError,
    NotFoundError,
    PeerPausedError,
    RefusedError,
    SignatureError,
)
from node.domain.forum import Act, Call, Certificate, Look, RoomState, SeatState
from node.domain.journal import Event
from node.domain.peer import NodeId
from node.forumseat import Seen
from node.keys.identity import Label, verify
from tests.factories import (
    STRANGER,
    TARGET,
    VESSEL,
    Fields,
    a_justification,
    an_agreement,
    asked,
)
from tests.node.federation import OFFICER, Member, federation

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALIKE: Fields = {
    "name": ("Quirarte, Teodoro Valdespinno",),
    "birth_date": ("1971-04-23",),
    "passport": ("XQA774210",),
}
"""The target as another agency writes him."""
PHONE: Fields = {"phone": ("+34 600 000 000",)}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def four(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[list[Member]]:
    """Run a host and three members who have agreed on rooms with it, and not among themselves."""
    names = ("centre-pt", "customs-es", "fiu-nl", "police-fr")
    async with federation(tmp_path_factory.mktemp("forum"), *names) as members:
        host = members[0]
        for member in members[1:]:
            host.knows(member, an_agreement(forum=True))
            member.knows(host, an_agreement(forum=True))
        yield members


def a_case(member: Member, reference: str, *subjects: tuple[EntityType, Fields]) -> str:
    """Open a case with some subjects."""
    work = member.application.casework
    work.open(a_justification(case_reference=reference), officer=OFFICER)
    rows = [NewSubject("", "", entity_type, fields) for entity_type, fields in subjects]
    added, rejects = work.add(reference, rows, officer=OFFICER)
    assert (added, rejects) == (len(subjects), [])
    return reference


def a_room(host: Member, *members: Member) -> str:
    """Open a room for an hour."""
    room = host.application.meeting.host.open(
        "drug-trafficking",
        "JIT 4/2026",
        ends_at=host.clock.now() + timedelta(hours=1),
        members=[member.id for member in members],
        officer=OFFICER,
    )
    return room.id


async def bring(
    member: Member, host: Member, room: str, *subjects: tuple[EntityType, Fields]
) -> Seen:
    """Join a room and bring a case of the member's own."""
    case = a_case(member, f"CASE-{room}", *subjects)
    seat = member.application.meeting.seat
    await seat.join(host.id, room, officer=OFFICER)
    return await seat.drop(room, case, officer=OFFICER)


async def look(member: Member, room: str) -> Seen:
    """Look into a room."""
    return await member.application.meeting.seat.look(room, officer=OFFICER)


async def test_members_see_what_they_share_and_nothing_else(four: list[Member]) -> None:
    """Two have the same person and vessel, spelled otherwise; the third shares a telephone."""
    host, customs, fiu, police = four
    room = a_room(host, customs, fiu, police)
    person, vessel, phone = EntityType.PERSON, EntityType.VESSEL, EntityType.IDENTIFIER
    await bring(customs, host, room, (person, asked(TARGET)), (vessel, VESSEL))
    await bring(fiu, host, room, (person, STRANGER), (person, ALIKE), (phone, PHONE))
    await bring(police, host, room, (vessel, VESSEL), (phone, PHONE))

    shared = host.application.meeting.host.match(room, officer=OFFICER)

    assert shared == 6
    told = {
        member.id: {(seen.subjects[each.number], each.other) for each in (seen).view.shared}
        for member in (customs, fiu, police)
        for seen in (await look(member, room),)
    }
    assert told == {
        customs.id: {("S01", fiu.id), ("S02", police.id)},
        fiu.id: {("S02", customs.id), ("S03", police.id)},
        police.id: {("S01", customs.id), ("S02", fiu.id)},
    }
    seen = await look(customs, room)
    desks = {each.node: each.contact_point.address for each in seen.view.attendees}
    assert desks[fiu.id] == "fiu-nl-duty"
    states = {each.node: each.state for each in seen.view.attendees}
    assert states == {
        host.id: SeatState.INVITED,
        customs.id: SeatState.DROPPED,
        fiu.id: SeatState.DROPPED,
        police.id: SeatState.DROPPED,
    }


@pytest.mark.parametrize(("mine", "yours", "shared"), [("witness", "", 0), ("victim", "minor", 2)])
async def test_a_witness_of_one_is_not_told_to_who_suspects_him(
    four: list[Member], mine: str, yours: str, shared: int
) -> None:
    """Whom one member protects and the other does not is told to neither."""
    host, customs, fiu, _ = four
    room = a_room(host, customs, fiu)
    person = EntityType.PERSON
    await bring(customs, host, room, (person, {**asked(TARGET), "category": (mine,)}))
    await bring(fiu, host, room, (person, {**ALIKE, "category": (yours,)}))

    assert host.application.meeting.host.match(room, officer=OFFICER) == shared


async def test_evaluations_are_counted_and_journalled_by_the_host(four: list[Member]) -> None:
    """What a member has evaluated costs its quota there, with the reasons of its case."""
    host, customs, *_ = four
    room = a_room(host, customs)

    await bring(customs, host, room, (EntityType.PERSON, asked(TARGET)))

    entries = [e for e in host.entries(Event.EVALUATE_IN) if e.query_id == room]
    assert entries
    assert {e.peer for e in entries} == {customs.id}
    assert {e.case_reference for e in entries} == {f"CASE-{room}"}
    assert sum(int(e.detail["tokens"]) for e in entries) >= 16
    told = [e.detail["action"] for e in host.entries(Event.FORUM) if e.query_id == room]
    assert told == ["open", "join", "drop"]


async def test_no_clear_text_lies_at_the_host(four: list[Member]) -> None:
    """The ledger of the host holds sealed pseudonyms, and its journal codes."""
    host, customs, *_ = four
    room = a_room(host, customs)
    await bring(customs, host, room, (EntityType.PERSON, asked(TARGET)))

    brought = host.application.meeting.forums.brought(room)

    assert len(brought) == 1
    folder = host.node.settings.folder
    names = [file.read_bytes() for file in folder.glob("ledger.sqlite*")]
    assert not any(b"Valdespino" in content or b"XQA774210" in content for content in names)


async def test_the_end_deletes_everything_and_is_certified(four: list[Member]) -> None:
    """Members verify and keep the certificate; bundles, results, actions and key are gone."""
    host, customs, fiu, _ = four
    room = a_room(host, customs, fiu)
    await bring(customs, host, room, (EntityType.VESSEL, VESSEL))
    await bring(fiu, host, room, (EntityType.VESSEL, VESSEL))
    meeting = host.application.meeting
    meeting.host.match(room, officer=OFFICER)
    before = (await look(customs, room)).view.shared

    meeting.host.close(room, officer=OFFICER)

    assert (meeting.forums.brought(room), meeting.forums.shared(room)) == ([], [])
    assert meeting.forums.get(room).sealed_key == b""
    seen = await look(customs, room)
    assert (seen.view.state, seen.is_certified) == (RoomState.CLOSED, True)
    certificate = seen.view.certificate
    assert certificate is not None
    verify(
        host.node.entry.identity_key,
        Label.FORUM,
        certificate.text.encode(),
        signature=certificate.signature,
    )
    facts = json.loads(certificate.text)
    assert (facts["room"], facts["host"]) == (room, host.id)
    assert (facts["bundles"], facts["subjects"], facts["shared"]) == (2, 2, 2)
    # What it was told stays with the member, who does not ask the host for it any more.
    kept = await look(customs, room)
    assert (kept.is_fresh, kept.view.shared) == (False, before)
    with pytest.raises(RefusedError):
        await customs.application.meeting.seat.drop(room, f"CASE-{room}", officer=OFFICER)


async def test_a_forged_certificate_is_not_kept(four: list[Member]) -> None:
    """A certificate that the host has not signed is told and not believed."""
    host, customs, *_ = four
    room = a_room(host, customs)
    await customs.application.meeting.seat.join(host.id, room, officer=OFFICER)
    forums = host.application.meeting.forums
    found = host.application.meeting.host.close(room, officer=OFFICER)
    forged = Certificate(found.text.replace('"subjects":0', '"subjects":9'), found.signature)
    entry = replace(host.entries(Event.FORUM)[-1], time=host.clock.now())
    forums.close(room, forged, closed_at=host.clock.now(), entry=entry)

    with pytest.raises(SignatureError):
        await look(customs, room)
    assert customs.application.meeting.seats.get(room).certificate is None


async def test_a_room_closes_when_its_time_is_over(four: list[Member]) -> None:
    """Nobody has to remember it."""
    host, customs, *_ = four
    room = a_room(host, customs)
    await customs.application.meeting.seat.join(host.id, room, officer=OFFICER)
    host.clock.ahead += timedelta(hours=2)
    try:
        closed = host.application.meeting.host.expire()
        assert closed >= 1
        assert host.application.meeting.forums.get(room).certificate is not None
    finally:
        host.clock.ahead -= timedelta(hours=2)


async def test_actions_are_seen_by_those_concerned(four: list[Member]) -> None:
    """Who does it and who wrote it see it; the third member does not."""
    host, customs, fiu, police = four
    room = a_room(host, customs, fiu, police)
    for member in (customs, fiu, police):
        await member.application.meeting.seat.join(host.id, room, officer=OFFICER)
    act = Act(fiu.id, "2026-12-04", "ask the bank about S03")

    await customs.application.meeting.seat.act(room, act, officer=OFFICER)

    seen = {m.id: (await look(m, room)).view.actions for m in (customs, fiu, police)}
    assert [action.text for action in seen[fiu.id]] == ["ask the bank about S03"]
    assert seen[customs.id] == seen[fiu.id]
    assert seen[police.id] == ()


async def test_who_is_not_invited_hears_of_no_room(four: list[Member]) -> None:
    """A room of others is refused like one that does not exist."""
    host, customs, fiu, _ = four
    room = a_room(host, customs)

    refused = []
    for name in (room, "room-00000000"):
        with pytest.raises(RefusedError) as error:
            await fiu.application.meeting.seat.join(host.id, name, officer=OFFICER)
        refused.append(str(error.value))

    assert refused[0] == refused[1]
    invitations = await fiu.application.meeting.seat.invitations(host.id, officer=OFFICER)
    assert room not in {view.id for view in invitations}
    own = await customs.application.meeting.seat.invitations(host.id, officer=OFFICER)
    assert room in {view.id for view in own}


async def test_a_room_takes_what_was_gathered_for_its_purpose(four: list[Member]) -> None:
    """A case with another purpose stays outside."""
    host, customs, *_ = four
    room = a_room(host, customs)
    work, seat = customs.application.casework, customs.application.meeting.seat
    reasons = a_justification(case_reference="CASE-OTHER", purpose="money-laundering")
    work.open(reasons, officer=OFFICER)
    work.add("CASE-OTHER", [NewSubject("", "", EntityType.VESSEL, VESSEL)], officer=OFFICER)
    await seat.join(host.id, room, officer=OFFICER)

    with pytest.raises(RefusedError) as refused:
        await seat.drop(room, "CASE-OTHER", officer=OFFICER)

    assert refused.value.reason == "purpose-not-covered"
    assert host.application.meeting.forums.brought(room) == []


async def test_what_is_shared_is_for_the_team_of_the_case(four: list[Member]) -> None:
    """An officer outside the team sees no seat."""
    host, customs, *_ = four
    room = a_room(host, customs)
    await bring(customs, host, room, (EntityType.VESSEL, VESSEL))

    with pytest.raises(NotFoundError):
        await customs.application.meeting.seat.look(room, officer="officer-99")


async def test_rooms_are_off_unless_both_agreements_allow_them(four: list[Member]) -> None:
    """Neither may the host invite, nor the member join, without it."""
    host, customs, fiu, _ = four
    room = a_room(host, customs)
    with pytest.raises(RefusedError, match="does not allow rooms"):
        a_room(customs, fiu)

    customs.knows(host, an_agreement())
    try:
        with pytest.raises(RefusedError, match="does not allow rooms"):
            await customs.application.meeting.seat.join(host.id, room, officer=OFFICER)
    finally:
        customs.knows(host, an_agreement(forum=True))
    host.knows(customs, an_agreement())
    try:
        with pytest.raises(NodeError):
            await customs.application.line.meet(  # type: ignore[attr-defined] # the real line
                customs.application.records.peers.get(host.id), Call(room, OFFICER, Look())
            )
    finally:
        host.knows(customs, an_agreement(forum=True))


async def test_a_host_answers_no_member_that_it_has_paused(four: list[Member]) -> None:
    """Why is not for the member to know."""
    host, customs = four[:2]
    call = Call(a_room(host, customs), OFFICER, Look())
    to_host = customs.application.records.peers.get(host.id)
    suspender = host.application.safeguards.suspender
    suspender.pause(customs.id, reason="moved", officer=OFFICER)
    try:
        with pytest.raises(NodeError) as error:
            await customs.application.line.meet(to_host, call)  # type: ignore[attr-defined] # the real line
    finally:
        suspender.resume(customs.id, officer=OFFICER)

    assert error.value.code == "PEER_UNAVAILABLE"
    assert "moved" not in str(error.value)


async def test_a_member_sends_nothing_to_a_host_that_it_has_paused(four: list[Member]) -> None:
    """The member's officer hears why."""
    host, customs = four[:2]
    room = a_room(host, customs)
    suspender = customs.application.safeguards.suspender
    suspender.pause(host.id, reason="moved", officer=OFFICER)
    try:
        with pytest.raises(PeerPausedError, match="paused: moved"):
            await customs.application.meeting.seat.join(host.id, room, officer=OFFICER)
    finally:
        suspender.resume(host.id, officer=OFFICER)


async def test_the_host_may_bring_subjects_too(four: list[Member]) -> None:
    """The host sits in its own room as any member."""
    host, customs, *_ = four
    room = a_room(host, customs)
    await bring(host, host, room, (EntityType.VESSEL, VESSEL))
    await bring(customs, host, room, (EntityType.VESSEL, VESSEL))

    host.application.meeting.host.match(room, officer=OFFICER)

    assert [each.other for each in (await look(host, room)).view.shared] == [customs.id]
    host.application.meeting.host.close(room, officer=OFFICER)
    assert (await look(host, room)).is_certified


async def test_another_member_is_invited_later(four: list[Member]) -> None:
    """A room may grow."""
    host, customs, fiu, _ = four
    room = a_room(host, customs)

    host.application.meeting.host.invite(room, fiu.id, officer=OFFICER)

    seen = await fiu.application.meeting.seat.join(host.id, room, officer=OFFICER)
    assert {each.node for each in seen.view.attendees} == {host.id, customs.id, fiu.id}
    assert NodeId("police-fr") not in {each.node for each in seen.view.attendees}
