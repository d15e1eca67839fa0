"""Verbs that block run in threads."""

import threading

import pytest

from node.wire.port import in_thread


async def test_a_blocking_call_leaves_the_loop_alone() -> None:
    """The call runs in another thread, with its arguments, and its result comes back."""

    def call(number: int, *, factor: int) -> tuple[int, bool]:
        return number * factor, threading.current_thread() is threading.main_thread()

    assert await in_thread(call)(6, factor=7) == (42, False)


async def test_its_errors_come_back() -> None:
    """What the call raises is raised where it is awaited."""

    def call() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await in_thread(call)()
