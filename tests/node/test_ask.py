"""Whatever happens at one peer, the others are asked, and the officer sees who did not answer."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from matching.errors import StaleKeyError
from matching.profile import tokens
from matching.records import record_from_fields
from matching.subject import EntityType
from node.ask import Asking, prepare
from node.domain.case import Cell, CellState
from node.domain.errors import PeerUnavailableError, RefusedError, UnknownPeerError
from node.domain.exchange import Answer, Query, Receipt, Refusal
from node.domain.journal import Event
from node.domain.peer import Announcement, NodeId, Peer
from node.domain.ports import PeerLine
from node.keys import certificate
from node.store.queries import QueryState
from tests.factories import (
    STRANGER,
    TARGET,
    a_justification,
    a_register_of_people,
    an_agreement,
    asked,
    people,
)
from tests.node.federation import (
    OFFICER,
    Member,
    an_asker,
    federation,
    free_port,
    make_folder,
    running,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def trio(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[list[Member]]:
    """One that asks and two that know the same people; tests change what the asker knows of one."""
    folder = tmp_path_factory.mktemp("trio")
    async with federation(folder, "customs-es", "fiu-nl", "police-pt") as members:
        for owner in members[1:]:
            owner.load("persons", a_register_of_people())
        yield members


async def states(asker: Member, case: str) -> dict[str, Cell]:
    """Ask all peers about somebody whom each of them knows."""
    cells = await asker.ask(asked(TARGET), justification=a_justification(case_reference=case))
    return {cell.peer: cell for cell in cells}


@asynccontextmanager
async def _garbage() -> AsyncIterator[int]:
    """Listen, and answer everything with what is no TLS."""

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n" * 100)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_a_peer_that_is_down_costs_its_own_cells(trio: list[Member]) -> None:
    """The answer of the other peer is shown, and of the one that is down what to think of it."""
    asker, owner, lost = trio
    asker.knows(lost, address=f"127.0.0.1:{free_port()}")
    try:
        cells = await states(asker, "CASE-DOWN")
    finally:
        asker.knows(lost)

    assert cells[owner.id].state is CellState.HIT
    assert (cells[lost.id].state, cells[lost.id].error_code) == (
        CellState.FAILED,
        "PEER_UNAVAILABLE",
    )
    assert lost.id in cells[lost.id].error


async def test_a_peer_that_answers_garbage_costs_its_own_cells(trio: list[Member]) -> None:
    """What is not even TLS is a failed cell, and nothing of it is used."""
    asker, owner, lost = trio
    async with _garbage() as port:
        asker.knows(lost, address=f"127.0.0.1:{port}")
        try:
            cells = await states(asker, "CASE-GARBAGE")
        finally:
            asker.knows(lost)

    assert cells[owner.id].state is CellState.HIT
    assert cells[lost.id].state is CellState.FAILED


async def test_a_peer_with_an_expired_certificate_is_not_spoken_to(
    trio: list[Member], tmp_path: Path
) -> None:
    """Nothing is sent to a certificate that has expired, whoever shows it."""
    asker, owner, _ = trio
    settings = make_folder(tmp_path / "old", "guard-fr")
    async with running(settings) as old:
        keyring = old.node.ground.keyring
        long_ago = datetime.now(UTC) - 2 * certificate.LIFE
        expired = certificate.issue(keyring.tls_key, old.id, now=long_ago)
        asker.knows(old, certificate=expired)
        try:
            cells = await states(asker, "CASE-EXPIRED")
        finally:
            asker.forgets(old.id)

    assert cells[owner.id].state is CellState.HIT
    assert cells[old.id].state is CellState.FAILED


async def test_a_peer_that_does_not_know_us_refuses(trio: list[Member], tmp_path: Path) -> None:
    """A node that has no agreement with the asker answers nothing at all."""
    asker, owner, _ = trio
    async with running(make_folder(tmp_path / "new", "guard-fr")) as stranger:
        asker.knows(stranger)
        try:
            cells = await states(asker, "CASE-UNKNOWN")
        finally:
            asker.forgets(stranger.id)

        assert stranger.entries(Event.REFUSE, Event.EVALUATE_IN, Event.QUERY_IN) == []
    assert cells[owner.id].state is CellState.HIT
    assert cells[stranger.id].state in {CellState.FAILED, CellState.REFUSED}


async def test_a_peer_nobody_knows_cannot_be_asked(trio: list[Member]) -> None:
    """A name that is no peer is an error before anything is sent."""
    before = len(trio[0].entries())

    with pytest.raises(UnknownPeerError):
        await trio[0].ask(asked(TARGET), peers=("nobody",))
    assert len(trio[0].entries()) == before


async def test_without_peers_there_is_nobody_to_ask(tmp_path: Path) -> None:
    """A node that knows nobody says so."""
    async with federation(tmp_path, "customs-es") as [alone]:
        with pytest.raises(UnknownPeerError, match="no peers"):
            await alone.ask(asked(TARGET))


def _askings(count: int) -> list[Asking]:
    """Return subjects: the first of them known to the owners, the others to nobody."""
    known = [asked(TARGET)]
    others = [{**asked(each), "passport": (f"QX{n:07}",)} for n, each in enumerate(people(count))]
    return [
        Asking(f"S{n:02}", "suspect", tokens(record_from_fields(EntityType.PERSON, f), asking=True))
        for n, f in enumerate([*known, *others][:count])
    ]


async def test_a_second_message_that_is_refused_leaves_the_first_its_answers(
    trio: list[Member],
) -> None:
    """Subjects beyond the quota are refused; those before it keep what was answered."""
    asker, owner, _ = trio
    owner.knows(asker, an_agreement(subject_quota_per_day=34))
    reasons = a_justification(case_reference="CASE-TWO-MESSAGES")
    # Under this id the order in which the subjects are sent begins with the known one.
    request = "00000000-0000-0000-0000-00000000000a"
    round_ = prepare(_askings(18), reasons, officer="officer-18", request=request)
    asker_verb = an_asker(asker, asker.application.line)
    try:
        [cells] = [c async for c in asker_verb.ask(round_, [_peer(asker, owner)])]
    finally:
        owner.knows(asker)

    by_state = [cell.state for cell in sorted(cells, key=lambda cell: cell.subject)]
    assert by_state[0] is CellState.HIT
    assert CellState.REFUSED in by_state
    assert {c.refusal for c in cells if c.state is CellState.REFUSED} == {Refusal.QUOTA}
    assert len(cells) == 18
    failed = {c.query_id for c in cells if c.state is CellState.REFUSED}
    queries = asker.node.ground.stores.queries
    assert {queries.get(each).state for each in failed} == {QueryState.FAILED}


def _peer(asker: Member, other: Member) -> Peer:
    return asker.application.records.peers.get(other.id)


class Broken(PeerLine):
    """A line that fails with what it is given at one peer, and works at the others."""

    def __init__(self, line: PeerLine, peer: NodeId, *, failures: list[Exception]) -> None:
        self._line = line
        self._peer = peer
        self._failures = failures

    async def announcement(self, peer: Peer, holding: EntityType | None = None) -> Announcement:
        """Pass on."""
        return await self._line.announcement(peer, holding)

    def forget(self, peer: NodeId) -> None:
        """Pass on."""
        self._line.forget(peer)

    async def evaluate(self, peer: Peer, **question: object) -> list[bytes]:
        """Pass on."""
        return await self._line.evaluate(peer, **question)  # type: ignore[arg-type] # passed on

    async def ask(self, peer: Peer, query: Query) -> tuple[Answer, Receipt]:
        """Fail as often as there are failures, at the one peer."""
        if peer.id == self._peer and self._failures:
            raise self._failures.pop(0)
        return await self._line.ask(peer, query)


async def _asked_over(
    trio: list[Member], failures: list[Exception], *, case: str
) -> dict[NodeId, Cell]:
    asker, owner, other = trio
    line = Broken(asker.application.line, other.id, failures=failures)
    round_ = prepare(_askings(1), a_justification(case_reference=case), officer=OFFICER)
    peers: Sequence[Peer] = [_peer(asker, owner), _peer(asker, other)]
    told = [cell async for cells in an_asker(asker, line).ask(round_, peers) for cell in cells]
    return {cell.peer: cell for cell in told}


async def test_a_fault_of_our_own_costs_one_peer_only(trio: list[Member]) -> None:
    """An error that nobody foresaw is a failed cell that repeats nothing of its message."""
    cells = await _asked_over(trio, [ZeroDivisionError("VALDESPINO")], case="CASE-FAULT")

    assert cells[trio[1].id].state is CellState.HIT
    failed = cells[trio[2].id]
    assert (failed.state, failed.error_code) == (CellState.FAILED, "INTERNAL")
    assert "VALDESPINO" not in failed.error


async def test_a_key_changed_in_between_is_asked_again(trio: list[Member]) -> None:
    """A peer that rotates its keys while it is asked answers at the second try."""
    cells = await _asked_over(trio, [StaleKeyError("rotated")], case="CASE-ROTATED")

    assert {cell.state for cell in cells.values()} == {CellState.HIT}


async def test_a_key_that_stays_stale_is_a_failed_cell(trio: list[Member]) -> None:
    """Nobody tries for ever, and stale keys are never no hit."""
    cells = await _asked_over(trio, [StaleKeyError("a"), StaleKeyError("b")], case="CASE-STALE")

    assert cells[trio[2].id].state is CellState.FAILED


async def test_an_unknown_refusal_is_a_failed_cell(trio: list[Member]) -> None:
    """A newer peer may refuse for reasons that we do not know; the others are not disturbed."""
    newer = RefusedError("full-moon", "fiu refuses the query: full-moon")

    cells = await _asked_over(trio, [newer], case="CASE-NEWER")

    assert cells[trio[1].id].state is CellState.HIT
    assert (cells[trio[2].id].state, cells[trio[2].id].error_code) == (CellState.FAILED, "REFUSED")


async def test_an_expired_announcement_is_not_used(trio: list[Member]) -> None:
    """A clock that runs a day ahead finds every announcement out of force, and says so."""
    asker, owner, _ = trio
    asker.clock.ahead += timedelta(days=1)
    try:
        cells = await asker.ask(
            STRANGER,
            justification=replace(a_justification(), case_reference="CASE-CLOCK"),
            peers=(owner.id,),
        )
    finally:
        asker.clock.ahead -= timedelta(days=1)

    assert [cell.state for cell in cells] == [CellState.FAILED]


async def test_a_check_value_that_fails_makes_the_announcement_be_fetched_again(
    trio: list[Member],
) -> None:
    """A peer that evaluates under another key than it announced is asked what it announces now."""
    asker, owner, _ = trio
    line = asker.application.line
    peer = _peer(asker, owner)
    told = await line.announcement(peer)
    outdated = tuple(replace(epoch, check_value=bytes(16)) for epoch in told.epochs)
    heard = line._heard  # type: ignore[attr-defined]  # noqa: SLF001 - as if the keys had changed since
    heard[peer.id] = replace(heard[peer.id], announcement=replace(told, epochs=outdated))

    cells = await states(asker, "CASE-CHECK-VALUE")

    assert cells[owner.id].state is CellState.HIT
    assert await line.announcement(peer) != replace(told, epochs=outdated)


async def test_a_peer_that_keeps_failing_is_left_alone(trio: list[Member]) -> None:
    """After three failures nothing is sent to it, and the cell says why."""
    asker, owner, other = trio
    down: list[Exception] = [
        PeerUnavailableError(f"{other.id} cannot be reached") for _ in range(4)
    ]
    verb = an_asker(asker, Broken(asker.application.line, other.id, failures=down))
    round_ = prepare(_askings(1), a_justification(case_reference="CASE-ALONE"), officer=OFFICER)

    told = [
        [cell async for cells in verb.ask(round_, [_peer(asker, other)]) for cell in cells]
        for _ in range(4)
    ]

    assert [cells[0].error_code for cells in told] == ["PEER_UNAVAILABLE"] * 3 + ["CIRCUIT_OPEN"]
    assert f"{other.id} cannot be reached" in told[3][0].error
    assert len(down) == 1
    again = [cell async for cells in verb.ask(round_, [_peer(asker, owner)]) for cell in cells]
    assert [cell.state for cell in again] == [CellState.HIT]


class Slow(Broken):
    """A line that never brings the answer of one peer."""

    async def ask(self, peer: Peer, query: Query) -> tuple[Answer, Receipt]:
        """Wait for ever at the one peer."""
        if peer.id == self._peer:
            await asyncio.Event().wait()
        return await self._line.ask(peer, query)


async def test_a_peer_has_its_own_deadline(trio: list[Member]) -> None:
    """One that never answers costs its own cells after its time, and nobody else's."""
    asker, owner, other = trio
    line = Slow(asker.application.line, other.id, failures=[])
    round_ = prepare(_askings(1), a_justification(case_reference="CASE-SLOW"), officer=OFFICER)
    verb = an_asker(asker, line, peer_deadline_s=2.0)

    peers = [_peer(asker, owner), _peer(asker, other)]
    told = [cell async for cells in verb.ask(round_, peers) for cell in cells]

    assert [(cell.peer, cell.state) for cell in told] == [
        (owner.id, CellState.HIT),
        (other.id, CellState.FAILED),
    ]
    assert "within 2 s" in told[1].error
