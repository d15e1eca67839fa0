"""Deliver notices that wait, until their peers have acknowledged them.

A peer that cannot be reached is tried again after half a minute, a minute, two, and so on up to an
hour; what waits for other peers does not wait for it.
After days it is given up, and the officer hears of it: then somebody has to call.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from traceback import extract_tb

import structlog

from matching.errors import MatchingError
from node.domain.errors import NodeError, RefusedError
from node.domain.exchange import Receipt
from node.domain.notice import ALWAYS_HEARD, Notice, NoticeRefusal
from node.domain.peer import NodeId, Peer
from node.domain.ports import Clock
from node.noticebook import NoticeBook
from node.store.notices import Outgoing
from node.store.peers import Peers

log = structlog.get_logger()

FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)
KEPT_TRYING = timedelta(days=7)
_DOUBLINGS = 7
"""After so many the longest pause is reached; more would only make large numbers."""

Send = Callable[[Peer, Notice], Awaitable[Receipt]]
"""Sends a notice and returns the verified receipt of its acknowledgement."""


class Notifier:
    """Sends what waits."""

    def __init__(self, book: NoticeBook, peers: Peers, *, send: Send, clock: Clock) -> None:
        """Keep where notices wait and how they are sent."""
        self._book = book
        self._peers = peers
        self._send = send
        self._clock = clock
        # One round at a time, so that a notice is not sent twice at once.
        self._turn = asyncio.Lock()

    async def deliver(self) -> int:
        """Send everything that is due; return how many notices were acknowledged.

        Raises:
            LedgerError: What waits cannot be read.
        """
        async with self._turn:
            due = await asyncio.to_thread(self._book.stores.notices.due, self._clock.now())
            ordered = sorted(due, key=attrgetter("peer"))
            by_peer = [(peer, list(waiting)) for peer, waiting in groupby(ordered, _peer_of)]
            delivered = await asyncio.gather(*(self._deliver_to(*each) for each in by_peer))
        return sum(delivered)

    async def run(self, interval_s: float) -> None:
        """Deliver for ever; what fails waits for the next round."""
        while True:
            try:
                await self.deliver()
            except Exception as error:  # noqa: BLE001 - a node that cannot tell still answers
                frame = extract_tb(error.__traceback__)[-1]
                place = f"{frame.filename}:{frame.lineno}"
                log.error("notices not delivered", error=type(error).__name__, place=place)  # noqa: TRY400 - no message
            await asyncio.sleep(interval_s)

    async def _deliver_to(self, peer_id: NodeId, waiting: Sequence[Outgoing]) -> int:
        """Send one peer what waits for it, in the order it was written; stop at a failure."""
        delivered = 0
        for each in waiting:
            try:
                await self._deliver(each)
            except RefusedError as error:
                if error.reason not in set(NoticeRefusal):
                    await asyncio.to_thread(self._put_off, each, error)
                    break
                await asyncio.to_thread(self._book.note_refused, each, reason=error.reason)
                log.warning("notice refused", peer=peer_id, kind=each.kind, reason=error.reason)
            except (NodeError, MatchingError) as error:
                await asyncio.to_thread(self._put_off, each, error)
                break
            else:
                delivered += 1
        return delivered

    async def _deliver(self, waiting: Outgoing) -> None:
        peer = await asyncio.to_thread(self._peers.get, waiting.peer)
        self._require_agreement(peer, waiting)
        notice = self._book.opened(waiting)
        receipt = await self._send(peer, notice)
        await asyncio.to_thread(self._book.note_delivered, peer, waiting, receipt=receipt)

    def _require_agreement(self, peer: Peer, waiting: Outgoing) -> None:
        if waiting.kind in ALWAYS_HEARD:
            return
        now = self._clock.now()
        peer.agreement.require(now.date())
        peer.require_open(now)

    def _put_off(self, failed: Outgoing, error: NodeError | MatchingError) -> None:
        now = self._clock.now()
        if now - failed.written_at >= KEPT_TRYING:
            self._book.note_given_up(failed, error_code=error.code)
            log.error("notice given up", peer=failed.peer, kind=failed.kind, error=error.code)
        pause = min(FIRST_RETRY * 2 ** min(failed.attempts, _DOUBLINGS), LONGEST_RETRY)
        self._book.stores.notices.put_off(failed.peer, now + pause, error_code=error.code)


def _peer_of(waiting: Outgoing) -> NodeId:
    return waiting.peer
