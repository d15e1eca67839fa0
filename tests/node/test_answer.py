"""A peer is told hit or no hit, and nothing before it has been written down."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

import pytest

from matching.errors import StaleKeyError
from matching.subject import EntityType
from node.domain.alert import Direction, Zone
from node.domain.case import CellState
from node.domain.errors import EnvelopeError, UnknownPeerError
from node.domain.exchange import Band, Outcome, Refusal
from node.domain.journal import Event
from node.domain.peer import NodeId
from node.keys.identity import Label, verify
from node.store.heads import ReceiptDirection
from tests.factories import (
    COMPANY,
    OWNERS_OWN,
    SHIELDED,
    STRANGER,
    TARGET,
    THROUGH_CENTRE,
    VESSEL,
    Fields,
    a_justification,
    asked,
)
from tests.node.conftest import Trio
from tests.node.questions import QUERY_HASH, a_query, told

pytestmark = pytest.mark.asyncio(loop_scope="session")

SPELLED_OTHERWISE: Fields = {
    "name": ("Valdespino-Quirarte, Teodoro",),
    "birth_date": ("1971-04-23",),
    "passport": ("XQA774210",),
}


async def test_a_known_subject_is_a_hit_with_a_desk_to_call(trio: Trio) -> None:
    """The asker learns a band, a desk and a reference; who holds nothing was not asked."""
    centre, owner = await trio.asker.ask(
        SPELLED_OTHERWISE, justification=a_justification(case_reference="CASE-HIT")
    )

    assert centre.state is CellState.NOT_ASKED
    assert (owner.state, owner.band, owner.contact_point) == (CellState.HIT, Band.STRONG, "duty")
    assert owner.reference
    assert owner.fresh_at is not None


async def test_a_vessel_is_a_hit_by_its_number(trio: Trio) -> None:
    """Other entity types answer from registers of their own."""
    _, owner = await trio.asker.ask(
        VESSEL,
        kind=EntityType.VESSEL,
        justification=a_justification(case_reference="CASE-VESSEL"),
    )

    assert owner.state is CellState.HIT


async def test_an_unknown_subject_is_no_hit(trio: Trio) -> None:
    """A no hit names nobody, and raises no alert on either side."""
    reasons = a_justification(case_reference="CASE-MISS")

    _, owner = await trio.asker.ask(STRANGER, justification=reasons)

    assert (owner.state, owner.reference, owner.contact_point) == (CellState.NO_HIT, "", "")
    assert trio.owner.alerts(Direction.INCOMING, case="CASE-MISS") == []
    assert trio.asker.alerts(Direction.OUTGOING, case="CASE-MISS") == []


async def test_no_register_of_the_type_is_not_asked(trio: Trio) -> None:
    """A peer that holds no such records is told nothing, not even that somebody asks."""
    before = len(trio.owner.entries())

    cells = await trio.asker.ask(
        COMPANY,
        kind=EntityType.COMPANY,
        justification=a_justification(case_reference="CASE-COMPANY"),
    )

    assert {cell.state for cell in cells} == {CellState.NOT_ASKED}
    assert len(trio.owner.entries()) == before


async def test_a_hit_alerts_both_sides(trio: Trio) -> None:
    """The desk finds by the number that the asker was told why the record was touched."""
    reasons = a_justification(case_reference="CASE-ALERT")

    _, cell = await trio.asker.ask(asked(TARGET), justification=reasons)

    [incoming] = trio.owner.alerts(Direction.INCOMING, case="CASE-ALERT")
    [outgoing] = trio.asker.alerts(Direction.OUTGOING, case="CASE-ALERT")
    assert incoming.reference == outgoing.reference == cell.reference
    assert (incoming.peer, outgoing.peer) == (trio.asker.id, trio.owner.id)
    assert incoming.zone is Zone.HIT
    assert (incoming.record != "", outgoing.record) == (True, "")


@pytest.mark.parametrize(
    ("record", "desk", "case"),
    [
        pytest.param(SHIELDED, "protection", "CASE-SHIELDED", id="witness"),
        pytest.param(OWNERS_OWN, "duty", "CASE-OWNER", id="owner-only"),
    ],
)
async def test_what_may_not_be_told_is_no_hit_and_an_alert(
    trio: Trio, record: Fields, desk: str, case: str
) -> None:
    """The asker sees the answer that a stranger gets; the owner is alerted at the right desk."""
    reasons = a_justification(case_reference=case)

    _, known = await trio.asker.ask(asked(record), justification=reasons)
    _, unknown = await trio.asker.ask(STRANGER, justification=reasons)

    assert replace(known, query_id="") == replace(unknown, query_id="")
    assert known.state is CellState.NO_HIT
    [alert] = trio.owner.alerts(Direction.INCOMING, case=case)
    assert (alert.zone, alert.contact_point) == (Zone.HIT, desk)
    assert trio.asker.alerts(Direction.OUTGOING, case=case) == []


async def test_a_record_behind_the_centre_names_the_centre(trio: Trio) -> None:
    """Where the owner wants to be reached through its centre, that desk is told."""
    _, cell = await trio.asker.ask(
        asked(THROUGH_CENTRE), justification=a_justification(case_reference="CASE-CENTRE")
    )

    assert (cell.state, cell.contact_point) == (CellState.HIT, "centre")


async def test_references_do_not_tell_that_a_record_is_the_same(trio: Trio) -> None:
    """One record has another number for every case and peer, and the same number again in one."""
    query = asked(TARGET)
    numbers = [
        (await member.ask(query, justification=a_justification(case_reference=case)))[-1].reference
        for member, case in (
            (trio.asker, "CASE-R1"),
            (trio.asker, "CASE-R2"),
            (trio.centre, "CASE-R1"),
            (trio.asker, "CASE-R1"),
        )
    ]

    assert len(set(numbers)) == 3
    assert numbers[0] == numbers[3]


async def test_both_sides_hold_a_receipt_that_verifies(trio: Trio) -> None:
    """Asker and owner keep the same signature over query, answer and the owner's journal."""
    _, cell = await trio.asker.ask(
        asked(TARGET), justification=a_justification(case_reference="CASE-RECEIPT")
    )

    [received] = trio.asker.node.ground.stores.heads.receipts(cell.query_id)
    [given] = trio.owner.node.ground.stores.heads.receipts(cell.query_id)
    assert (received.direction, given.direction) == (
        ReceiptDirection.RECEIVED,
        ReceiptDirection.GIVEN,
    )
    assert received.receipt == given.receipt
    receipt = received.receipt
    verify(
        trio.owner.node.entry.identity_key,
        Label.RECEIPT,
        receipt.query_hash,
        receipt.answer_hash,
        sha256(receipt.checkpoint.encode()).digest(),
        signature=receipt.signature,
    )


async def test_journals_tell_both_sides_of_a_query_and_verify(trio: Trio) -> None:
    """Every step has an entry with its justification, and both journals are intact."""
    reasons = a_justification(case_reference="CASE-JOURNAL")

    await trio.asker.ask(asked(TARGET), justification=reasons, peers=(trio.owner.id,))

    of_asker = [e for e in trio.asker.entries() if e.case_reference == "CASE-JOURNAL"]
    of_owner = [e for e in trio.owner.entries() if e.case_reference == "CASE-JOURNAL"]
    assert [e.event for e in of_asker] == [Event.EVALUATE_OUT, Event.QUERY_OUT, Event.ANSWER]
    assert [e.event for e in of_owner] == [
        Event.EVALUATE_IN,
        Event.COMBINE,
        Event.QUERY_IN,
        Event.DISCLOSE,
    ]
    assert {e.justification for e in (*of_asker, *of_owner)} == {reasons}
    assert all(e.retention_until is not None for e in (*of_asker, *of_owner))
    assert trio.asker.application.verify().is_intact
    assert trio.owner.application.verify().is_intact


async def test_the_same_query_again_is_the_same_answer(trio: Trio) -> None:
    """A query that is sent twice is answered once: one entry, one alert, seen once."""
    reasons = a_justification(case_reference="CASE-AGAIN")
    query = a_query(trio.owner, asked(TARGET), justification=reasons)

    first, _ = told(trio.owner, trio.asker, query)
    second, _ = told(trio.owner, trio.asker, query)

    assert first == second
    [alert] = trio.owner.alerts(Direction.INCOMING, case="CASE-AGAIN")
    assert alert.times == 1
    entries = [e for e in trio.owner.entries(Event.QUERY_IN) if e.query_id == query.id]
    assert len(entries) == 1


async def test_the_same_query_twice_at_once_is_answered_once(trio: Trio) -> None:
    """A peer whose line was cut sends again while the first is still being matched."""
    reasons = a_justification(case_reference="CASE-RACE")
    query = a_query(trio.owner, asked(TARGET), justification=reasons)
    verb = trio.owner.answerer

    def ask() -> object:
        return verb.ask(trio.asker.id, query, query_hash=QUERY_HASH, checkpoint="")[0]

    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(4) as threads:
        answers = await asyncio.gather(*(loop.run_in_executor(threads, ask) for _ in range(4)))

    assert answers == [answers[0]] * 4
    [alert] = trio.owner.alerts(Direction.INCOMING, case="CASE-RACE")
    assert alert.times == 1


async def test_one_id_for_two_queries_is_refused(trio: Trio) -> None:
    """The answer to one query is never given to another under its id."""
    reasons = a_justification(case_reference="CASE-SWAP")
    query = a_query(trio.owner, asked(TARGET), justification=reasons)
    other = replace(a_query(trio.owner, STRANGER, justification=reasons), id=query.id)
    told(trio.owner, trio.asker, query)

    with pytest.raises(EnvelopeError):
        told(trio.owner, trio.asker, other)


async def test_a_key_that_no_register_uses_is_stale(trio: Trio) -> None:
    """Under another epoch everything would look unknown: the asker hears of the key instead."""
    query = replace(a_query(trio.owner, asked(TARGET)), epoch=2)

    with pytest.raises(StaleKeyError):
        told(trio.owner, trio.asker, query)
    with pytest.raises(StaleKeyError):
        trio.owner.answerer.evaluate(
            trio.asker.id,
            entity_type=EntityType.PERSON,
            epoch=2,
            elements=[],
            justification=a_justification(),
            officer="officer-7",
            query_id="query-1",
            checkpoint="",
        )


async def test_a_name_alone_is_refused_by_the_owner_too(trio: Trio) -> None:
    """An asker that skips its own check gains nothing: one name is too little to ask about."""
    query = a_query(trio.owner, {"name": ("Valdespino",)})

    answer, _ = told(trio.owner, trio.asker, query)

    [subject] = answer.subjects
    assert (subject.outcome, subject.refusal) == (Outcome.REFUSED, Refusal.EVIDENCE)


async def test_several_subjects_are_answered_in_their_order(trio: Trio) -> None:
    """Each subject of a query has its own outcome under its number."""
    reasons = a_justification(case_reference="CASE-SEVERAL")
    query = a_query(trio.owner, STRANGER, asked(TARGET), asked(SHIELDED), justification=reasons)

    answer, _ = told(trio.owner, trio.asker, query)

    assert [(each.number, each.outcome) for each in answer.subjects] == [
        (0, Outcome.NO_HIT),
        (1, Outcome.HIT),
        (2, Outcome.NO_HIT),
    ]


async def test_who_is_no_peer_is_not_answered(trio: Trio) -> None:
    """Whoever gets past the wire without being a peer still gets nothing."""
    query = a_query(trio.owner, asked(TARGET))

    with pytest.raises(UnknownPeerError):
        trio.owner.answerer.ask(NodeId("nobody"), query, query_hash=QUERY_HASH, checkpoint="")
