"""Carry the rows of a load from the socket to the thread that ingests them, and its progress back.

The queue between them is short: who sends rows waits until they are used, so that a register of any
size takes little memory.
"""

import asyncio
import queue
from collections.abc import AsyncIterator, Iterator

from node.domain.errors import LoadError
from node.ingest import Ingest, Load, Loaded
from node.operator.message import entity_type_of, fields_of
from node.pb.operator.v1 import operator_pb2 as pb
from node.register.row import RawRow, RowFault

_BATCHES_WAITING = 4
_END = None


class Loading:
    """One load under way."""

    def __init__(self, ingest: Ingest) -> None:
        """Keep who ingests."""
        self._ingest = ingest
        self._rows: queue.Queue[pb.RowBatch | None] = queue.Queue(_BATCHES_WAITING)
        self._steps: asyncio.Queue[pb.LoadRegisterResponse | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._is_broken = False

    async def run(
        self, requests: AsyncIterator[pb.LoadRegisterRequest]
    ) -> AsyncIterator[pb.LoadRegisterResponse]:
        """Load what the requests carry; yield how far it is, and at the end what came of it.

        Raises:
            LoadError: The requests do not begin with a start, or nothing could be loaded.
        """
        first = await anext(requests, None)
        if first is None or not first.HasField("start"):
            raise LoadError("a load begins with what is to be loaded")
        feeding = asyncio.create_task(self._feed(requests))
        work = asyncio.create_task(asyncio.to_thread(self._load, first.start))
        work.add_done_callback(lambda _: self._steps.put_nowait(None))
        try:
            while (step := await self._steps.get()) is not None:
                yield step
            loaded = await work
            yield pb.LoadRegisterResponse(
                stage="done",
                done=loaded.records,
                total=loaded.records,
                records=loaded.records,
                rejected=loaded.rejected,
                generation=loaded.generation,
            )
        finally:
            # The caller may have gone: the thread must not wait for rows that never come.
            self._is_broken = not work.done()
            feeding.cancel()
            await asyncio.to_thread(self._drain)

    async def _feed(self, requests: AsyncIterator[pb.LoadRegisterRequest]) -> None:
        try:
            async for request in requests:
                await asyncio.to_thread(self._rows.put, request.batch)
        except BaseException:
            self._is_broken = True
            raise
        finally:
            await asyncio.shield(asyncio.to_thread(self._rows.put, _END))

    def _drain(self) -> None:
        """Make room, so that whoever waits to put a batch or the end can."""
        while True:
            try:
                self._rows.get_nowait()
            except queue.Empty:
                break
        self._rows.put(_END)

    def _load(self, start: pb.LoadStart) -> Loaded:
        wanted = Load(
            start.register,
            entity_type_of(start.entity_type),
            start.source,
            start.officer,
            start.dry_run,
        )
        return self._ingest.load(wanted, self._received(), progress=self._tell)

    def _received(self) -> Iterator[RawRow | RowFault]:
        while (batch := self._rows.get()) is not None:
            for fault in batch.faults:
                yield RowFault(fault.line, fault.column or None, fault.reason)
            for row in batch.rows:
                yield RawRow(row.line, fields_of(row.fields))
        if self._is_broken:
            raise LoadError("the rows ended before their end; nothing was loaded")

    def _tell(self, stage: str, done: int, total: int) -> None:  # noqa: PLR0917 - as builds tell it
        step = pb.LoadRegisterResponse(stage=stage, done=done, total=total)
        self._loop.call_soon_threadsafe(self._steps.put_nowait, step)
