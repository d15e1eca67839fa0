"""Notices between real nodes: they arrive once, whatever the line does, and only from who may."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from node.assemble.noticing import hearer
from node.domain.alert import Direction
from node.domain.case import CellState
from node.domain.errors import EnvelopeError, EnvelopeFault, RefusedError
from node.domain.guard import Sign
from node.domain.journal import Event
from node.domain.notice import Feedback, LateHit, Notice, NoticeRefusal, NoticeState
from node.notify import KEPT_TRYING, LONGEST_RETRY
from node.operator import view_notice as view
from node.operator.client import OperatorClient
from tests.factories import STRANGER, a_justification, a_register_of_people
from tests.node.federation import Member, StillClock, federation, make_folder, running
from tests.node.notices import HIT, a_late_hit, posted

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Pair:
    """One that asked without a hit, and one that has something to add."""

    def __init__(self, asker: Member, owner: Member) -> None:
        """Keep both."""
        self.asker = asker
        self.owner = owner

    async def query(self, case: str) -> str:
        """Ask about somebody whom the owner does not hold; return the id of the query."""
        reasons = a_justification(case_reference=case)
        (cell,) = await self.asker.ask(STRANGER, justification=reasons)
        assert cell.state is CellState.NO_HIT
        return cell.query_id


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pair(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Pair]:
    """Run two nodes; the owner holds a register without the stranger."""
    folder = tmp_path_factory.mktemp("notify")
    async with federation(folder, "customs-es", "fiu-nl") as (asker, owner):
        owner.load("persons", a_register_of_people())
        yield Pair(asker, owner)


def sent(member: Member, notice: Notice) -> NoticeState:
    """Return where a notice stands."""
    stores = member.node.ground.stores
    return next(each.state for each in stores.notices.sent(500) if each.id == notice.id)


def heard(member: Member) -> list[str]:
    """Return the ids of the notices that took effect."""
    return [each.id for each in member.node.ground.stores.notices.received(500)]


async def test_a_notice_arrives_and_is_acknowledged(pair: Pair) -> None:
    """What was written leaves, takes effect, and both journals and receipts tell of it."""
    query_id = await pair.query("CASE-arrives")
    notice = a_late_hit(pair.owner, pair.asker.id, query_id=query_id)

    await pair.owner.node.notifier.deliver()

    assert sent(pair.owner, notice) is NoticeState.DELIVERED
    assert notice.id in heard(pair.asker)
    [alert] = pair.asker.alerts(Direction.OUTGOING, case="CASE-arrives")
    assert (alert.reference, alert.query_id) == (HIT.reference, query_id)
    for member, events in (
        (pair.owner, [Event.NOTICE_OUT, Event.NOTICE_ACKNOWLEDGED]),
        (pair.asker, [Event.NOTICE_IN]),
    ):
        entries = [each for each in member.entries() if each.message_id == notice.id]
        assert [each.event for each in entries] == events
        assert member.node.ground.stores.heads.receipts(notice.id)
    assert pair.asker.entries(Event.NOTICE_IN)[-1].case_reference == "CASE-arrives"


async def test_a_repeated_notice_is_acknowledged_without_effect(pair: Pair) -> None:
    """A peer that never saw the acknowledgement gets another one; nothing happens twice."""
    query_id = await pair.query("CASE-repeated")
    notice = a_late_hit(pair.owner, pair.asker.id, query_id=query_id)
    [peer] = pair.owner.application.records.peers.all()
    send = pair.owner.node.line.notify

    first, again = [await send(peer, notice) for _ in range(2)]

    assert first.answer_hash == again.answer_hash
    assert heard(pair.asker).count(notice.id) == 1
    [alert] = pair.asker.alerts(Direction.OUTGOING, case="CASE-repeated")
    assert alert.times == 1
    entries = [each for each in pair.asker.entries() if each.message_id == notice.id]
    assert [each.event for each in entries] == [Event.NOTICE_IN]
    await pair.owner.node.notifier.deliver()


async def test_an_id_serves_one_notice(pair: Pair) -> None:
    """The id of a notice that took effect cannot carry another."""
    query_id = await pair.query("CASE-one-id")
    [peer] = pair.owner.application.records.peers.all()
    first = Notice(str(uuid.uuid4()), pair.owner.clock.now(), LateHit(query_id, HIT))
    other = replace(first, body=LateHit(query_id, replace(HIT, reference="ZZZZ-ZZZZ")))
    await pair.owner.node.line.notify(peer, first)

    hearing = pair.asker.node.hearer
    with pytest.raises(EnvelopeError) as refused:
        hearing.hear(pair.owner.id, other, notice_hash=bytes(32), checkpoint="")

    assert refused.value.fault is EnvelopeFault.REPLAY


@pytest.mark.parametrize("number", [0, 1])
async def test_a_late_hit_is_about_a_query_of_ours(pair: Pair, number: int) -> None:
    """A late hit about no query, or about a subject not asked, is refused and journalled."""
    query_id = await pair.query("CASE-forged") if number else str(uuid.uuid4())
    notice = posted(pair.owner, pair.asker.id, LateHit(query_id, replace(HIT, number=number)))

    await pair.owner.node.notifier.deliver()

    assert sent(pair.owner, notice) is NoticeState.REFUSED
    assert notice.id not in heard(pair.asker)
    assert pair.asker.alerts(Direction.OUTGOING, case="CASE-forged") == []
    told = [each for each in pair.asker.entries(Event.NOTICE_IN) if each.message_id == notice.id]
    assert [each.results for each in told] == [(f"refused:{NoticeRefusal.NOT_AWAITED}",)]


async def test_nobody_speaks_of_another_peers_query(tmp_path: Path) -> None:
    """A member that learns the id of a query to somebody else can say nothing about it."""
    async with federation(tmp_path, "customs-es", "fiu-nl", "guard-pt") as (asker, owner, third):
        owner.load("persons", a_register_of_people())
        cells = await asker.ask(STRANGER, peers=(owner.id,))

        with pytest.raises(RefusedError) as refused:
            asker.node.hearer.hear(
                third.id,
                Notice(str(uuid.uuid4()), third.clock.now(), LateHit(cells[0].query_id, HIT)),
                notice_hash=bytes(32),
                checkpoint="",
            )

        assert refused.value.reason == NoticeRefusal.NOT_AWAITED
        assert asker.alerts(Direction.OUTGOING) == []


async def test_a_kind_that_concerns_nobody_is_refused(pair: Pair) -> None:
    """A notice that no part of a node is concerned with is refused with a code."""
    hearing = hearer(pair.asker.node.ground, {})
    body = Feedback(HIT.reference, "confirmed")
    notice = Notice(str(uuid.uuid4()), pair.owner.clock.now(), body)

    with pytest.raises(RefusedError) as refused:
        hearing.hear(pair.owner.id, notice, notice_hash=bytes(32), checkpoint="")

    assert refused.value.reason == NoticeRefusal.UNKNOWN_KIND
    assert notice.id not in heard(pair.asker)


async def test_a_peer_that_was_down_is_told_later(tmp_path: Path) -> None:
    """What could not be delivered waits, longer each time, and arrives when the peer is back."""
    settings = make_folder(tmp_path / "asker", "customs-es")
    clock = StillClock()
    async with running(make_folder(tmp_path / "owner", "fiu-nl"), clock) as owner:
        owner.load("persons", a_register_of_people())
        async with running(settings, clock) as asker:
            owner.knows(asker)
            asker.knows(owner)
            (cell,) = await asker.ask(STRANGER)
        notice = a_late_hit(owner, asker.id, query_id=cell.query_id)
        await owner.node.notifier.deliver()
        waiting = owner.node.ground.stores.notices.sent(1)[0]
        assert (waiting.state, waiting.attempts) == (NoticeState.WAITING, 1)
        assert waiting.error_code == "PEER_UNAVAILABLE"
        assert waiting.next_at > clock.now()
        assert await owner.node.notifier.deliver() == 0

        async with running(settings, clock) as asker:
            for _ in range(50):
                clock.ahead += LONGEST_RETRY
                if await owner.node.notifier.deliver():
                    break
                # gRPC itself waits a moment before it connects again.
                await asyncio.sleep(0.1)
            assert heard(asker) == [notice.id]


async def test_a_peer_that_stays_away_is_given_up(tmp_path: Path) -> None:
    """After days of trying the officer hears of it, and what waited is gone."""
    clock = StillClock()
    async with running(make_folder(tmp_path / "owner", "fiu-nl"), clock) as owner:
        async with running(make_folder(tmp_path / "asker", "customs-es"), clock) as asker:
            owner.knows(asker)
        for _ in range(2):
            a_late_hit(owner, asker.id, query_id=str(uuid.uuid4()))
        clock.ahead += KEPT_TRYING + timedelta(seconds=1)
        await owner.node.notifier.deliver()
        clock.ahead += LONGEST_RETRY
        await owner.node.notifier.deliver()

        states = [each.state for each in owner.node.ground.stores.notices.sent()]
        assert states == [NoticeState.GIVEN_UP, NoticeState.GIVEN_UP]
        [alarm] = owner.application.safeguards.guard.alarms.all()
        assert (alarm.sign, alarm.asker.peer) == (Sign.UNDELIVERED, asker.id)
        assert owner.entries(Event.ALARM)[-1].detail["reason"] == Sign.UNDELIVERED


async def test_notices_are_listed(pair: Pair) -> None:
    """The operator's socket tells kind, peer, state and times of both directions alone."""
    query_id = await pair.query("CASE-listed")
    a_late_hit(pair.owner, pair.asker.id, query_id=query_id)
    await pair.owner.node.notifier.deliver()

    told = await asyncio.to_thread(_listed, pair.owner)
    received = await asyncio.to_thread(_listed, pair.asker)

    assert (told.sent[0].kind, told.sent[0].state) == ("late-hit", "delivered")
    assert (received.received[0].peer, received.received[0].kind) == ("fiu-nl", "late-hit")
    assert HIT.reference not in repr(told)


def _listed(member: Member) -> view.Notices:
    with OperatorClient(member.node.settings.folder) as client:
        return client.notices.all(limit=5)
