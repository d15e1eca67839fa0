"""How many calls of one peer, and of all peers together, may be under way at a time.

A peer that stalls or floods takes places from itself only: gRPC's own limit counts everybody
together, and one peer with 32 stalled calls shut all others out when it was tried.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from node.domain.peer import NodeId
from node.wire.errors import BusyError


@dataclass(frozen=True, slots=True)
class Places:
    """How many calls may run and wait."""

    running_per_peer: int = 8
    waiting_per_peer: int = 32
    all_peers: int = 512
    """Running and waiting calls of all peers together; what one relay brings has half of them."""


@dataclass(slots=True)
class _Lane:
    """The calls of one peer."""

    running: asyncio.Semaphore
    calls: int = field(default=0)


class Gate:
    """Hands out places; used by one event loop, so that counting needs no lock."""

    def __init__(self, places: Places) -> None:
        """Start with every place free."""
        self._places = places
        self._lanes: dict[NodeId, _Lane] = {}
        self._calls = 0
        self._brought: Counter[NodeId] = Counter()

    @asynccontextmanager
    async def brought(self, relay: NodeId, sender: str) -> AsyncIterator[None]:
        """Wait for a place of a sender behind a relay, and hold it.

        The relay says who the sender is, and may say anything: all that it brings has a limit.

        Raises:
            BusyError: There is no place to wait in either, or the relay has brought too much.
        """
        if self._brought[relay] >= self._places.all_peers // 2:
            raise BusyError(f"too many calls that {relay} brings are waiting")
        self._brought[relay] += 1
        try:
            async with self.place(NodeId(f"{relay}/{sender}")):
                yield
        finally:
            self._brought[relay] -= 1

    @asynccontextmanager
    async def place(self, peer: NodeId) -> AsyncIterator[None]:
        """Wait for a place to run in, and hold it.

        Raises:
            BusyError: There is no place to wait in either.
        """
        lane = self._enter(peer)
        try:
            async with lane.running:
                yield
        finally:
            self._leave(peer, lane)

    def _enter(self, peer: NodeId) -> _Lane:
        places = self._places
        lane = self._lanes.get(peer) or _Lane(asyncio.Semaphore(places.running_per_peer))
        if lane.calls >= places.running_per_peer + places.waiting_per_peer:
            raise BusyError(f"too many calls of {peer} are waiting")
        if self._calls >= places.all_peers:
            raise BusyError("too many calls of all peers are waiting")
        lane.calls += 1
        self._calls += 1
        self._lanes[peer] = lane
        return lane

    def _leave(self, peer: NodeId, lane: _Lane) -> None:
        lane.calls -= 1
        self._calls -= 1
        if not lane.calls:
            del self._lanes[peer]
