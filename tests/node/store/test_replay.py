"""Message ids are let in once, across restarts."""

from datetime import timedelta

import pytest

from node.domain.peer import NodeId
from node.store.ledger import Ledger
from node.store.replay import Replay
from tests.node.store.factories import NOON, PEER

MESSAGE = bytes(range(16))
LATER = NOON + timedelta(minutes=5)


def test_a_message_is_new_once(ledger: Ledger) -> None:
    """The second time it is a replay."""
    replay = Replay(ledger)

    assert replay.first_seen(MESSAGE, LATER)
    assert not replay.first_seen(MESSAGE, LATER)
    assert replay.first_seen(bytes(16), LATER)


def test_a_restart_forgets_no_message(url: str) -> None:
    """Whoever makes a node restart cannot replay to it."""
    for expected in (True, False):
        ledger = Ledger.open(url)
        assert Replay(ledger).first_seen(MESSAGE, LATER) is expected
        ledger.close()


def test_senders_do_not_use_up_each_others_ids(ledger: Ledger) -> None:
    """A member cannot have another's message refused by sending its id first."""
    replay = Replay(ledger)

    assert replay.first_seen(MESSAGE, LATER, sender=PEER)
    assert replay.first_seen(MESSAGE, LATER, sender=NodeId("coastguard-cv"))
    assert not replay.first_seen(MESSAGE, LATER, sender=PEER)


@pytest.mark.parametrize(("minutes", "forgotten"), [(4, 0), (5, 1)])
def test_expired_ids_are_forgotten(ledger: Ledger, minutes: int, forgotten: int) -> None:
    """An id is kept until the time window refuses its message anyway."""
    replay = Replay(ledger)
    replay.first_seen(MESSAGE, LATER)

    assert replay.forget(NOON + timedelta(minutes=minutes)) == forgotten
    assert replay.first_seen(MESSAGE, LATER) is bool(forgotten)
