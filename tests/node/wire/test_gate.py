"""Each peer has its own places, and all together have some more."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from node.domain.peer import NodeId
from node.wire.errors import BusyError
from node.wire.gate import Gate, Places

ONE, OTHER = NodeId("customs-es"), NodeId("police-pt")


async def test_a_peer_runs_so_many_calls_and_no_more() -> None:
    """The call past the running ones waits until one of them ends."""
    gate = Gate(Places(running_per_peer=2, waiting_per_peer=1))
    async with AsyncExitStack() as first, AsyncExitStack() as second:
        await first.enter_async_context(gate.place(ONE))
        await second.enter_async_context(gate.place(ONE))
        entered = asyncio.Event()

        async def third() -> None:
            async with gate.place(ONE):
                entered.set()

        waiting = asyncio.create_task(third())
        await asyncio.sleep(0)
        assert not entered.is_set()
        await first.aclose()
        await waiting

    assert entered.is_set()


async def test_no_place_to_wait_is_busy() -> None:
    """A call that may not even wait is refused at once, another peer's is not."""
    gate = Gate(Places(running_per_peer=1, waiting_per_peer=0))

    async with gate.place(ONE):
        with pytest.raises(BusyError):
            await gate.place(ONE).__aenter__()
        async with gate.place(OTHER):
            pass


async def test_all_peers_together_have_a_limit() -> None:
    """Many peers with few calls each can fill the node too."""
    gate = Gate(Places(all_peers=1))

    async with gate.place(ONE):
        with pytest.raises(BusyError):
            await gate.place(OTHER).__aenter__()


async def test_places_come_back() -> None:
    """A call gives its place back, whether it succeeds or fails."""
    gate = Gate(Places(running_per_peer=1, waiting_per_peer=0, all_peers=1))
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            async with gate.place(ONE):
                raise ZeroDivisionError

    async with gate.place(OTHER):
        pass


async def test_a_call_that_gives_up_waiting_leaves_no_trace() -> None:
    """A caller whose deadline passes while it waits gives its waiting place back."""
    gate = Gate(Places(running_per_peer=1, waiting_per_peer=1))
    async with gate.place(ONE):
        for _ in range(3):
            waiting = asyncio.create_task(gate.place(ONE).__aenter__())
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting

    async with gate.place(ONE):
        pass


async def test_a_relay_that_invents_senders_leaves_half_to_others() -> None:
    """It may name as many as it likes; who calls without it, or by another, still has a place."""
    gate = Gate(Places(running_per_peer=1, waiting_per_peer=0, all_peers=8))
    async with AsyncExitStack() as held:
        for number in range(4):
            await held.enter_async_context(gate.brought(ONE, f"nobody-{number}"))
        with pytest.raises(BusyError):
            await gate.brought(ONE, "nobody-4").__aenter__()

        await held.enter_async_context(gate.place(OTHER))
        await held.enter_async_context(gate.brought(OTHER, "somebody"))

    async with gate.brought(ONE, "nobody-4"):
        pass


async def test_senders_behind_a_relay_do_not_wait_for_one_another() -> None:
    """One that fills its own places fills no other's, and gives them back."""
    gate = Gate(Places(running_per_peer=1, waiting_per_peer=0))

    async with gate.brought(ONE, "fiu-nl"):
        with pytest.raises(BusyError):
            await gate.brought(ONE, "fiu-nl").__aenter__()
        async with gate.brought(ONE, "pcc-pa"):
            pass
    async with gate.brought(ONE, "fiu-nl"):
        pass
