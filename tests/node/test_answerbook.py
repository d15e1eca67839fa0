"""What an agreement, a policy and a quota let in; every refusal is journalled."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
import pytest_asyncio

from matching.subject import EntityType
from node.domain.case import Cell, CellState
from node.domain.errors import RefusedError
from node.domain.exchange import Refusal
from node.domain.journal import Entry, Event
from node.domain.justification import Purpose
from tests.factories import STRANGER, TARGET, a_justification, an_agreement, asked, people
from tests.node.federation import OFFICER, Member, federation
from tests.node.questions import a_query, told

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pair(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Member, Member]]:
    """One node that asks and one that answers; tests change the agreement between them."""
    async with federation(tmp_path_factory.mktemp("pair"), "customs-es", "fiu-nl") as members:
        asker, owner = members
        owner.load("persons", [*people(20), TARGET])
        yield asker, owner


def agree(owner: Member, asker: Member, **changes: object) -> None:
    """Let the owner's side of the agreement say something else than the asker's."""
    owner.knows(asker, an_agreement(**changes))


async def refused(asker: Member, owner: Member, **question: object) -> tuple[Cell, list[Entry]]:
    """Ask; return the one cell, and what the owner has journalled about it."""
    before = len(owner.entries())
    [cell] = await asker.ask(asked(TARGET), **question)  # type: ignore[arg-type] # as the test says
    return cell, owner.entries()[before:]


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        pytest.param({"expires_on": date(2021, 1, 1)}, Refusal.AGREEMENT, id="expired"),
        pytest.param({"valid_from": date(2098, 1, 1)}, Refusal.AGREEMENT, id="not-yet"),
        pytest.param({"purposes": frozenset({Purpose.FIREARMS})}, Refusal.PURPOSE, id="purpose"),
        pytest.param(
            {"entity_types": frozenset({EntityType.VESSEL})}, Refusal.ENTITY_TYPE, id="entity-type"
        ),
        pytest.param({"token_quota_per_day": 1}, Refusal.QUOTA, id="quota"),
    ],
)
async def test_what_is_not_agreed_is_refused_and_journalled(
    pair: tuple[Member, Member], terms: dict[str, object], refusal: Refusal
) -> None:
    """The asker learns the coded reason, the owner's journal who was refused, and why."""
    asker, owner = pair
    agree(owner, asker, **terms)

    cell, entries = await refused(asker, owner)

    assert (cell.state, cell.refusal) == (CellState.REFUSED, refusal)
    [entry] = entries
    assert entry.event is Event.REFUSE
    assert entry.results == (f"refused:{refusal}",)
    assert (entry.peer, entry.officer) == (asker.id, OFFICER)
    assert entry.justification == a_justification()


async def test_a_revoked_peer_is_refused(pair: tuple[Member, Member]) -> None:
    """While an exchange has ended, nothing is answered."""
    asker, owner = pair
    agree(owner, asker)
    peers = owner.application.records.peers
    note = Entry(Event.ADMIN, owner.clock.now(), officer=OFFICER, peer=asker.id)
    peers.revoke(asker.id, revoked=True, entry=note)
    try:
        cell, _ = await refused(asker, owner)
    finally:
        peers.revoke(asker.id, revoked=False, entry=note)

    assert cell.state is CellState.FAILED
    assert cell.error_code == "PEER_UNAVAILABLE"


async def test_the_asking_side_keeps_to_its_own_agreement(pair: tuple[Member, Member]) -> None:
    """What our side of the agreement does not cover never leaves."""
    asker, owner = pair
    agree(owner, asker)
    asker.knows(owner, an_agreement(entity_types=frozenset({EntityType.VESSEL})))
    try:
        cell, entries = await refused(asker, owner)
    finally:
        asker.knows(owner)

    assert (cell.state, cell.refusal) == (CellState.REFUSED, Refusal.ENTITY_TYPE)
    assert entries == []


def _next_day(*members: Member) -> None:
    for member in members:
        member.clock.ahead += timedelta(days=1)


def _spend(owner: Member, asker: Member, *, officer: str, case: str) -> None:
    query = a_query(owner, STRANGER, justification=a_justification(case_reference=case))
    told(owner, asker, replace(query, officer=officer))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(("officer-1", "CASE-1"), ("officer-1", "CASE-2"), id="officer"),
        pytest.param(("officer-1", "CASE-1"), ("officer-2", "CASE-1"), id="case"),
    ],
)
async def test_one_officer_or_case_has_half_of_a_day(
    pair: tuple[Member, Member], first: tuple[str, str], second: tuple[str, str]
) -> None:
    """With four subjects a day, the third of one officer or case is refused; others may ask."""
    asker, owner = pair
    _next_day(asker, owner)
    agree(owner, asker, subject_quota_per_day=4)
    _spend(owner, asker, officer=first[0], case=first[1])
    _spend(owner, asker, officer=second[0], case=second[1])

    third = (first[0], "CASE-3") if first[0] == second[0] else ("officer-3", first[1])
    with pytest.raises(RefusedError) as refusal:
        _spend(owner, asker, officer=third[0], case=third[1])

    assert refusal.value.reason == Refusal.QUOTA
    _spend(owner, asker, officer="officer-9", case="CASE-9")


async def test_a_refused_query_spends_nothing(pair: tuple[Member, Member]) -> None:
    """Whoever is refused can still ask for less on the same day."""
    asker, owner = pair
    _next_day(asker, owner)
    agree(owner, asker, subject_quota_per_day=2)
    too_much = a_query(owner, STRANGER, asked(TARGET))

    with pytest.raises(RefusedError):
        told(owner, asker, too_much)
    _spend(owner, asker, officer="officer-1", case="CASE-1")


async def test_a_new_day_has_a_new_quota(pair: tuple[Member, Member]) -> None:
    """What was spent yesterday is not counted today."""
    asker, owner = pair
    _next_day(asker, owner)
    agree(owner, asker, subject_quota_per_day=1)
    _spend(owner, asker, officer="officer-1", case="CASE-1")

    _next_day(asker, owner)

    _spend(owner, asker, officer="officer-1", case="CASE-1")
