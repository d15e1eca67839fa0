"""Work is done in order, here or elsewhere, and a lost worker is an error of the build."""

import gc
import os
from collections.abc import Iterator

import pytest

from matching.errors import IndexBuildError
from matching.index.pool import Pool


def square(number: int) -> int:
    """Return a square."""
    return number * number


def end_process(number: int) -> int:
    """End the process at the third task."""
    if number == 3:
        os._exit(1)
    return number


def searches(_rows: list[list[int]]) -> tuple[int, int]:
    """Tell in which process this is, and how often it has looked for cycles of objects."""
    return os.getpid(), gc.get_stats()[0]["collections"]


def test_workers_do_not_look_for_cycles() -> None:
    """However many objects the rows of tasks are, no worker looks through them."""
    with Pool(2) as pool:
        seen = set(pool.map(searches, [[[number] for number in range(5_000)]] * 12))

    assert len(seen) == len({process for process, _ in seen})
    assert gc.isenabled()


@pytest.mark.parametrize("workers", [1, 2])
def test_results_keep_the_order(workers: int) -> None:
    """Results come in the order of the tasks."""
    with Pool(workers) as pool:
        assert list(pool.map(square, range(20))) == [number * number for number in range(20)]


def test_tasks_are_drawn_as_needed() -> None:
    """A few tasks are under way, not all: rows of a register may be more than memory holds."""
    drawn: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(100):
            drawn.append(number)
            yield number

    with Pool(2) as pool:
        next(iter(pool.map(square, tasks())))

        assert len(drawn) < 10


def test_lost_worker_ends_the_build() -> None:
    """A worker that dies, as for lack of memory, is told as such."""
    with Pool(2) as pool, pytest.raises(IndexBuildError, match="worker process"):
        list(pool.map(end_process, range(6)))


def test_no_worker_is_a_mistake() -> None:
    """A pool without workers could do nothing."""
    with pytest.raises(ValueError, match="at least one"):
        Pool(0)
