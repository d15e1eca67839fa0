"""A member that calls all day to be refused fills no disk: its calls have a number."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from node import callbook
from node.assemble.answering import Parts, answering
from node.callbook import CallBook, calls_within
from node.domain.errors import RefusedError
from node.domain.exchange import Refusal
from node.domain.journal import Event
from node.domain.quota import Limit
from tests.factories import an_agreement
from tests.node.federation import Member, make_folder, opened

AGREED = an_agreement(token_quota_per_day=32, subject_quota_per_day=3)
FREE = 5


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Member, Member]]:
    """Open two nodes; ten calls a day are all that the agreement takes."""
    monkeypatch.setattr(callbook, "FREE_CALLS", FREE)
    with (
        opened(make_folder(tmp_path / "a", "customs-es")) as asker,
        opened(make_folder(tmp_path / "b", "fiu-nl")) as owner,
    ):
        owner.knows(asker, AGREED)
        yield asker, owner


def a_book(owner: Member) -> CallBook:
    """Return what counts calls at a node."""
    ground = owner.node.ground
    stores = ground.stores
    return CallBook(
        stores.peers, stores.journal, policy=lambda: ground.policy.policy, clock=owner.clock
    )


def alarms(owner: Member) -> list[object]:
    """Return of which calls the journal says that they were too many."""
    return [entry.detail.get("count") for entry in owner.entries(Event.ALARM)]


def test_what_an_agreement_takes_is_never_turned_away(pair: tuple[Member, Member]) -> None:
    """Every token in the smallest batch and every subject in a query of its own, and some more."""
    assert calls_within(Limit(32, 3)) == FREE + 2 + 3
    asker, owner = pair
    book = a_book(owner)

    for _ in range(FREE + 2 + 3):
        book.count(asker.id)

    assert alarms(owner) == []


def test_past_that_a_member_is_turned_away_and_written_of_once(
    pair: tuple[Member, Member],
) -> None:
    """However often it calls, the journal grows by one entry; the next day it may call again."""
    asker, owner = pair
    book, before = a_book(owner), len(owner.entries())
    for _ in range(FREE + 2 + 3):
        book.count(asker.id)

    for _ in range(20):
        with pytest.raises(RefusedError) as refused:
            book.count(asker.id)
        assert refused.value.reason == Refusal.UNAVAILABLE

    assert alarms(owner) == [FREE + 2 + 3]
    assert len(owner.entries()) == before + 1
    owner.clock.ahead = timedelta(days=1)
    book.count(asker.id)


async def test_calls_of_every_kind_are_counted(pair: tuple[Member, Member]) -> None:
    """The wire's verbs count before they do anything else: a flood leaves no entries behind."""
    asker, owner = pair
    node = owner.node
    parts = Parts(node.hearer, node._host, node.publisher)  # noqa: SLF001 - as the node's server has it
    verbs = answering(node.ground, node.sight, parts=parts)
    flood: list[Callable[..., Awaitable[object]]]
    flood = [verbs.evaluate, verbs.ask, verbs.notify, verbs.meet, verbs.tell_set]
    book = len(owner.entries())

    reasons = set()
    for verb in flood * 10:
        try:
            # Nothing is looked at once too many came, so that nothing need be sent.
            await verb(asker.id)
        except RefusedError as refused:
            reasons.add(refused.reason)
        except TypeError:
            reasons.add("served")

    assert reasons == {"served", Refusal.UNAVAILABLE}
    assert len(owner.entries()) == book + 1
