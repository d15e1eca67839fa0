"""Spread the work of a build over processes, in order and with a bounded amount under way."""

import gc
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Self, TypeVar

from matching.errors import IndexBuildError

T = TypeVar("T")
U = TypeVar("U")

_TASKS_PER_WORKER = 2
"""One task in work and one waiting keep a worker busy and bound what is held in memory."""


class Pool:
    """Worker processes for all stages of one build; with one worker, none but this process.

    What goes to a worker travels over a pipe: keys are never in an argument list or a file.
    """

    def __init__(self, workers: int) -> None:
        """Say how many processes there may be.

        Raises:
            ValueError: there is no worker.
        """
        if workers < 1:
            raise ValueError("at least one worker is needed")
        self._workers = workers
        # Spawned, because a forked child of a process with gRPC threads may hang.
        context = multiprocessing.get_context("spawn")
        # Workers do nothing but tasks, and never look for cycles, see `_uninterrupted`: the rows of
        # the next task are as many objects again, and looking took half as long as the work.
        self._executor = (
            ProcessPoolExecutor(workers, context, initializer=gc.disable) if workers > 1 else None
        )

    def __enter__(self) -> Self:
        """Return the pool; processes start with the first task."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes; tasks not yet begun are dropped."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    def map(self, work: Callable[[T], U], tasks: Iterable[T]) -> Iterator[U]:
        """Yield the results in the order of the tasks, which are drawn as they are needed.

        Raises:
            IndexBuildError: a worker process ended.
        """
        if self._executor is None:
            return map(partial(_uninterrupted, work), tasks)
        return self._spread(self._executor, work, tasks=tasks)

    def _spread(
        self, executor: ProcessPoolExecutor, work: Callable[[T], U], *, tasks: Iterable[T]
    ) -> Iterator[U]:
        waiting: deque[Future[U]] = deque()
        try:
            for task in tasks:
                waiting.append(executor.submit(work, task))
                if len(waiting) > self._workers * _TASKS_PER_WORKER:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise IndexBuildError(
                "A worker process of the build ended.",
                hint="Look for a lack of memory, or build with one worker.",
            ) from error


def _uninterrupted(work: Callable[[T], U], task: T) -> U:
    """Do a task in this process without looking for cycles of objects meanwhile.

    A task makes a million objects in half a second, all of which go by their counts; to look
    through them again and again took a third of the time of a build.
    """
    was_looking = gc.isenabled()
    gc.disable()
    try:
        return work(task)
    finally:
        # Of several threads only the one that stopped it starts it again.
        if was_looking:
            gc.enable()
