"""A blind check finds what a peer holds, and the peer learns a count and a reason."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio

from matching.blind import PAGE_TAGS
from matching.errors import InvalidRecordError
from matching.subject import EntityType
from node.blindcheck import PATIENCE_S, Check, pauses
from node.diagnose import diagnose
from node.domain.blind import SetName, SetPage, SetRequest
from node.domain.errors import (
    NotFoundError,
    PeerAnswerError,
    PeerPausedError,
    PeerVersionError,
    RefusedError,
)
from node.domain.exchange import Refusal
from node.domain.journal import Event
from node.domain.peer import Agreement, Peer
from node.identifierset import IdentifierSets
from node.policy.rules import GateRule
from tests.factories import SHIELDED, TARGET, VESSEL, a_justification, an_agreement
from tests.node.federation import OFFICER, Member, federation

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALLOWED = replace(an_agreement(), blind_check=frozenset({"imo", "document"}))


@dataclass
class Pair:
    """One that looks, and one that publishes."""

    asker: Member
    owner: Member

    async def look(
        self,
        *numbers: str,
        column: str = "imo",
        kind: EntityType = EntityType.VESSEL,
        case: str = "CASE-BLIND",
    ) -> tuple[bool, ...]:
        """Make a blind check; return what is known."""
        peer = self.asker.application.records.peers.get(self.owner.id)
        reasons = a_justification(case_reference=case)
        wanted = Check(kind, {column: numbers}, reasons, OFFICER)
        return (await self.asker.application.blind.check(peer, wanted)).known

    def forget(self) -> None:
        """Let the asker have no set any more, as after a restart."""
        self.asker.application.blind._kept.clear()  # noqa: SLF001 - a restart would take seconds

    def agree(self, agreement: Agreement) -> None:
        """Record an agreement on both sides."""
        self.asker.knows(self.owner, agreement)
        self.owner.knows(self.asker, agreement)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def nodes(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Pair]:
    """Two nodes; `fiu-nl` holds a vessel, a person and a witness."""
    folder = tmp_path_factory.mktemp("blind")
    async with federation(folder, "customs-es", "fiu-nl") as (asker, owner):
        owner.load("vessels", [VESSEL], kind=EntityType.VESSEL)
        owner.load("persons", [TARGET, SHIELDED])
        yield Pair(asker, owner)


@contextmanager
def slow_making(owner: Member) -> Iterator[threading.Event]:
    """Let a node make its sets anew, and end none before the event."""
    publisher, finish = owner.node.publisher, threading.Event()
    quick = publisher._sets  # noqa: SLF001 - a register that takes minutes would take minutes

    def slowly(name: SetName) -> Iterator[bytes]:
        assert finish.wait(60)
        yield from publisher._tags(name)  # noqa: SLF001 - as above

    keyring, clock = owner.node.ground.keyring, owner.clock
    publisher._sets = IdentifierSets(owner.id, keyring.identity, tags=slowly, clock=clock)  # noqa: SLF001 - as above
    try:
        yield finish
    finally:
        publisher._sets = quick  # noqa: SLF001 - as it was


def refused(owner: Member, case: str) -> list[tuple[str, ...]]:
    """Return how requests of a case were refused."""
    return [e.results for e in owner.entries(Event.REFUSE) if e.case_reference == case]


def paid(owner: Member, case: str) -> list[object]:
    """Return the tokens that each page of a case cost."""
    entries = owner.entries(Event.IDENTIFIER_SET)
    return [e.detail["tokens"] for e in entries if e.case_reference == case]


@pytest.fixture
def pair(nodes: Pair) -> Pair:
    """Put both nodes under an agreement that allows blind checks."""
    nodes.agree(ALLOWED)
    return nodes


async def test_what_the_peer_holds_is_found(pair: Pair) -> None:
    """Known and unknown identifiers are told apart, in the order given."""
    assert await pair.look("9074729", "9811000") == (True, False)
    assert await pair.look("9811000") == (False,)


async def test_the_peer_learns_a_count_and_a_reason(pair: Pair) -> None:
    """Found or not, its journal has the same: tokens in a bucket, pages, case and officer."""

    async def told(number: str, case: str) -> list[tuple[object, ...]]:
        await pair.look(number, case=case)
        return [
            (entry.event, entry.detail, entry.match_count, entry.results, entry.officer)
            for entry in pair.owner.entries()
            if entry.case_reference == case
        ]

    # The set has been fetched before: what is told then is a matter of its own.
    await pair.look("9074729")
    found, missed = await told("9074729", "CASE-FOUND"), await told("9811000", "CASE-MISSED")

    assert found == missed
    assert [each[0] for each in found] == [Event.EVALUATE_IN]
    assert found[0][1] == {"tokens": 16}
    assert not [a for a in pair.owner.entries() if "9074729" in repr(a)]


async def test_the_asker_journals_what_was_found(pair: Pair) -> None:
    """Its own officers answer for what they look for: before, and with how many were known."""
    await pair.look("9074729", "9811000", case="CASE-OWN-BOOK")

    entries = pair.asker.entries(Event.IDENTIFIER_SET)
    mine = [entry for entry in entries if entry.case_reference == "CASE-OWN-BOOK"]
    assert [entry.match_count for entry in mine] == [None, 1]
    assert mine[0].detail == {"action": "blind-check", "kind": "imo", "count": 2}


async def test_pages_are_journalled_and_paid_for(pair: Pair) -> None:
    """Who fetches a set is in the owner's journal with the page, and it costs of the quota."""
    pair.forget()
    await pair.look("9074729", case="CASE-PAGES")

    entries = pair.owner.entries(Event.IDENTIFIER_SET)
    [entry] = [entry for entry in entries if entry.case_reference == "CASE-PAGES"]
    assert entry.detail == {"kind": "imo", "count": 0, "tokens": 16}
    assert entry.peer == pair.asker.id


async def test_the_asker_waits_while_the_set_is_made(pair: Pair) -> None:
    """Until it is made nothing is told and nothing paid for; then it is fetched as any other."""
    with slow_making(pair.owner) as finish:
        pair.forget()
        looking = asyncio.create_task(pair.look("9074729", case="CASE-SLOW"))
        while len(refused(pair.owner, "CASE-SLOW")) < 2:  # noqa: ASYNC110 - nobody tells a test
            await asyncio.sleep(0.02)
        assert paid(pair.owner, "CASE-SLOW") == []
        finish.set()

        assert await looking == (True,)

    assert set(refused(pair.owner, "CASE-SLOW")) == {(f"refused:{Refusal.UNAVAILABLE}",)}
    assert paid(pair.owner, "CASE-SLOW") == [16]


async def test_the_asker_is_patient_and_not_for_ever() -> None:
    """Soon at first, then seldom; half an hour in all."""
    waits = list(pauses())

    assert waits[0] < 0.1
    assert waits == sorted(waits)
    assert max(waits) == 10
    assert PATIENCE_S <= sum(waits) < PATIENCE_S + 10


async def test_the_doctor_says_what_a_set_costs(pair: Pair) -> None:
    """An administrator learns before the first day that its quota does not let a set through."""
    checks = {each.name: each for each in await diagnose(pair.owner.application)}
    assert checks["blind check by customs-es"].finding == "fetching a set costs 16 tokens at most"

    pair.owner.knows(pair.asker, replace(ALLOWED, token_quota_per_day=8))
    checks = {each.name: each for each in await diagnose(pair.owner.application)}

    assert "more than the quota" in checks["blind check by customs-es"].finding
    assert "token_quota_per_day = 16" in checks["blind check by customs-es"].remedy


async def test_protected_records_are_in_no_set(pair: Pair) -> None:
    """A witness is not found by a passport, as by no query; a suspect is."""
    passports = (TARGET["passport"][0], SHIELDED["passport"][0])

    known = await pair.look(*passports, column="passport", kind=EntityType.PERSON)

    assert known == (True, False)


async def test_without_an_agreement_nothing_is_told(pair: Pair) -> None:
    """The asker does not ask, and the owner does not tell whoever asks all the same."""
    pair.agree(an_agreement())
    with pytest.raises(RefusedError, match="names no blind check of imo") as caught:
        await pair.look("9074729")
    assert 'blind_check = ["imo"]' in caught.value.hint

    pair.asker.knows(pair.owner, ALLOWED)
    pair.forget()
    with pytest.raises(RefusedError) as caught:
        await pair.look("9074729", case="CASE-NOT-AGREED")

    assert caught.value.reason == Refusal.ENTITY_TYPE
    [refused] = [
        entry
        for entry in pair.owner.entries(Event.REFUSE)
        if entry.case_reference == "CASE-NOT-AGREED"
    ]
    assert refused.results == (f"refused:{Refusal.ENTITY_TYPE}",)


async def test_nothing_is_looked_up_at_a_paused_peer(pair: Pair) -> None:
    """Not in a set that was fetched before either."""
    suspender, owner = pair.asker.application.safeguards.suspender, pair.owner.id
    suspender.pause(owner, reason="moved", officer=OFFICER)
    try:
        with pytest.raises(PeerPausedError, match="paused: moved"):
            await pair.look("9074729")
    finally:
        suspender.resume(owner, officer=OFFICER)


async def test_where_the_gate_could_hold_there_is_no_set(pair: Pair) -> None:
    """What is found in a set cannot be held, so there is none for a country with a rule."""
    ground = pair.owner.node.ground
    present = ground.policy.policy
    gated = replace(present, gate=(GateRule("r", reason="x", countries=frozenset({"ES"})),))
    ground.policy._policy = gated  # noqa: SLF001 - as if the file had been set
    pair.forget()
    try:
        with pytest.raises(RefusedError):
            await pair.look("9074729")
    finally:
        ground.policy._policy = present  # noqa: SLF001 - as above


async def test_a_set_of_two_makings_is_fetched_again(pair: Pair) -> None:
    """Pages that do not belong together are no set, and a peer that goes on so gives none."""
    checker = pair.asker.application.blind
    honest, count = checker._fetch, 0  # noqa: SLF001 - the line of the asker

    async def changing(peer: Peer, request: SetRequest) -> SetPage:
        nonlocal count
        page = await honest(peer, request)
        # A peer that is still making the set has sent none.
        count += 1
        return replace(page, tags=bytes(8 * PAGE_TAGS))

    checker._fetch = changing  # noqa: SLF001 - as above
    pair.forget()
    try:
        with pytest.raises(PeerAnswerError, match="different sets"):
            await pair.look("9074729")
    finally:
        checker._fetch = honest  # noqa: SLF001 - as above
    assert count == 2


@pytest.mark.parametrize(
    ("column", "values"), [("flag", ("pa",)), ("call_sign", ("EAAB7",))], ids=["none", "weak"]
)
async def test_only_strong_identifiers_are_looked_for(
    pair: Pair, column: str, values: tuple[str, ...]
) -> None:
    """What is no strong identifier is told before anything leaves."""
    with pytest.raises((NotFoundError, InvalidRecordError)):
        await pair.look(*values, column=column)


async def test_a_peer_of_the_release_before_has_no_sets(pair: Pair) -> None:
    """Where the peer speaks the version before, the officer hears so."""
    line = pair.asker.node.line
    peer = pair.asker.application.records.peers.get(pair.owner.id)
    heard = line._heard  # noqa: SLF001 - as if the peer had announced the older version alone
    await line.announcement(peer)
    newer = heard[peer.id]
    heard[peer.id] = replace(
        newer, announcement=replace(newer.announcement, protocol_versions=(1,))
    )
    pair.forget()
    try:
        with pytest.raises(PeerVersionError):
            await pair.look("9074729")
    finally:
        heard[peer.id] = newer
