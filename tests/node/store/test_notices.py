"""Notices wait until they are settled, and are known again when they come twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from node.domain.errors import EnvelopeError, EnvelopeFault
from node.domain.journal import Event
from node.domain.notice import NoticeKind, NoticeState
from node.domain.peer import NodeId
from node.store.ledger import Ledger
from node.store.notices import Incoming, Notices, Outgoing
from tests.node.store.conftest import Told
from tests.node.store.factories import NOON, PEER, an_entry

WAITING = Outgoing(
    "n-1", PEER, NoticeKind.LATE_HIT, "PCC-2026-0117", NOON, NOON, sealed_body=b"sealed"
)
HEARD = Incoming(PEER, "n-9", NoticeKind.RETRACTION, bytes(32), "PCC-2026-0117", NOON)
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def notices(ledger: Ledger) -> Notices:
    """Open the notices of the ledger under test."""
    return Notices(ledger)


def test_what_waits_is_due_in_the_order_written(notices: Notices, told: Told) -> None:
    """A notice is there with its entry, and stays until its time, oldest first."""
    younger = replace(WAITING, id="n-2", written_at=LATER, next_at=LATER)
    notices.post(younger, entry=an_entry(Event.NOTICE_OUT))
    notices.post(WAITING, entry=an_entry(Event.NOTICE_OUT))

    assert [each.id for each in notices.due(NOON)] == ["n-1"]
    assert notices.due(LATER) == [WAITING, younger]
    assert told.events() == [Event.NOTICE_OUT, Event.NOTICE_OUT]


def test_a_settled_notice_keeps_no_body(notices: Notices, told: Told) -> None:
    """What was delivered or refused is settled once, and its body is gone."""
    notices.post(WAITING, entry=an_entry(Event.NOTICE_OUT))
    entry = an_entry(Event.NOTICE_ACKNOWLEDGED)

    first, again = [
        notices.settle("n-1", NoticeState.DELIVERED, now=LATER, entry=entry, error_code="")
        for _ in range(2)
    ]

    assert (first, again) == (True, False)
    [sent] = notices.sent()
    assert (sent.state, sent.sealed_body, sent.attempts) == (NoticeState.DELIVERED, b"", 1)
    assert notices.due(LATER) == []
    assert told.events() == [Event.NOTICE_OUT, Event.NOTICE_ACKNOWLEDGED]


def test_a_peer_that_is_down_is_left_alone(notices: Notices) -> None:
    """Everything that waits for it waits longer, and nothing that waits for others."""
    other = NodeId("guard-pt")
    for waiting in (WAITING, replace(WAITING, id="n-2"), replace(WAITING, id="n-3", peer=other)):
        notices.post(waiting, entry=an_entry(Event.NOTICE_OUT))

    notices.put_off(PEER, LATER, error_code="PEER_UNAVAILABLE")

    assert [each.peer for each in notices.due(NOON)] == [other]
    assert [each.attempts for each in notices.due(LATER) if each.peer == PEER] == [1, 1]


def test_a_notice_is_known_again(notices: Notices) -> None:
    """The same notice of the same peer is known; another's of that id is not, and no other."""
    notices.take(HEARD, entry=an_entry(Event.NOTICE_IN))

    assert notices.is_known(PEER, "n-9", content_hash=bytes(32))
    assert not notices.is_known(NodeId("guard-pt"), "n-9", content_hash=bytes(32))
    assert not notices.is_known(PEER, "n-8", content_hash=bytes(32))
    with pytest.raises(EnvelopeError) as refused:
        notices.is_known(PEER, "n-9", content_hash=b"\x01" * 32)
    assert refused.value.fault is EnvelopeFault.REPLAY


def test_old_notices_are_forgotten_but_none_that_waits(notices: Notices) -> None:
    """After their time settled and received notices go; what waits stays however old it is."""
    notices.post(WAITING, entry=an_entry(Event.NOTICE_OUT))
    notices.post(replace(WAITING, id="n-2"), entry=an_entry(Event.NOTICE_OUT))
    notices.take(HEARD, entry=an_entry(Event.NOTICE_IN))
    entry = an_entry(Event.NOTICE_ACKNOWLEDGED)
    notices.settle("n-2", NoticeState.REFUSED, now=NOON, entry=entry, error_code="x")

    assert notices.forget(NOON) == 0
    assert notices.forget(LATER) == 2
    assert [each.id for each in notices.sent()] == ["n-1"]
    assert notices.received() == []
