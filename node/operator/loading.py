"""Carry the rows of a load from the socket to the thread that ingests them, and its progress back.

The queue between them is short: who sends rows waits until they are used, so that a register of any
size takes little memory.
Rows that end without the message that says so were cut off: a caller that is killed looks like one
that has finished, and half a register must not answer.
"""

import asyncio
import queue
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor

from node.domain.errors import LoadError
from node.ingest import Ingest, Load, Loaded
from node.operator.message import fields_of, load_of
from node.pb.operator.v1 import operator_pb2 as pb
from node.register.row import RawRow, RowFault

_REQUESTS_WAITING = 4


class Loading:
    """One load under way."""

    def __init__(self, ingest: Ingest) -> None:
        """Keep who ingests."""
        self._ingest = ingest
        self._loop = asyncio.get_running_loop()
        self._room = asyncio.Semaphore(_REQUESTS_WAITING)
        self._requests: queue.SimpleQueue[pb.LoadRegisterRequest] = queue.SimpleQueue()
        self._steps: asyncio.Queue[pb.LoadRegisterResponse | None] = asyncio.Queue()
        self._is_stopped = False

    async def run(
        self, requests: AsyncIterator[pb.LoadRegisterRequest]
    ) -> AsyncGenerator[pb.LoadRegisterResponse, None]:
        """Load what the requests carry; yield how far it is, and at the end what came of it.

        Raises:
            LoadError: The requests do not begin with a start or were cut off, or nothing could be
                loaded.
            JustificationError: The start does not say what is loaded, or who loads it.
        """
        first = await anext(requests, None)
        if first is None or not first.HasField("start"):
            raise LoadError("a load begins with what is to be loaded")
        wanted = load_of(first.start)
        # A thread of its own: a load takes long, and waits for rows.
        threads = ThreadPoolExecutor(1, "load")
        work = self._loop.run_in_executor(threads, self._load, wanted)
        work.add_done_callback(lambda _: self._steps.put_nowait(None))
        feeding = asyncio.create_task(self._feed(requests))
        try:
            while (step := await self._steps.get()) is not None:
                yield step
            yield _done(await work)
        finally:
            # The caller may have gone. The thread hears of it, and ends before this does.
            self._is_stopped = True
            feeding.cancel()
            await asyncio.gather(work, feeding, return_exceptions=True)
            threads.shutdown()

    async def _feed(self, requests: AsyncIterator[pb.LoadRegisterRequest]) -> None:
        try:
            async for request in requests:
                await self._room.acquire()
                self._requests.put(request)
        finally:
            # Nothing in it: where no end came before, the rows were cut off.
            self._requests.put(pb.LoadRegisterRequest())

    def _load(self, wanted: Load) -> Loaded:
        return self._ingest.load(wanted, self._received(), progress=self._tell)

    def _received(self) -> Iterator[RawRow | RowFault]:
        received = 0
        while (request := self._requests.get()).HasField("batch"):
            self._loop.call_soon_threadsafe(self._room.release)
            received += len(request.batch.rows) + len(request.batch.faults)
            yield from _rows(request.batch)
        if not request.HasField("end") or request.end.rows != received:
            raise LoadError("the rows were cut off before their end; nothing was loaded")

    def _tell(self, stage: str, done: int, total: int) -> None:  # noqa: PLR0917 - as builds tell it
        if self._is_stopped:
            raise LoadError("the load was stopped; nothing was loaded")
        step = pb.LoadRegisterResponse(stage=stage, done=done, total=total)
        self._loop.call_soon_threadsafe(self._steps.put_nowait, step)


def _done(loaded: Loaded) -> pb.LoadRegisterResponse:
    return pb.LoadRegisterResponse(
        stage="done",
        done=loaded.records,
        total=loaded.records,
        records=loaded.records,
        rejected=loaded.rejected,
        generation=loaded.generation,
    )


def _rows(batch: pb.RowBatch) -> Iterator[RawRow | RowFault]:
    for fault in batch.faults:
        yield RowFault(fault.line, fault.column or None, fault.reason)
    for row in batch.rows:
        yield RawRow(row.line, fields_of(row.fields))
