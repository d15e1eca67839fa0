"""Once a day: forget what has been kept long enough, and tidy away what answers no more.

Message ids and given answers go when they have expired, quota counts when their day is over,
contents of the journal after their retention (an entry vouches for the tombstones), and old
generations of a register when newer ones stand before them.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from traceback import extract_tb

import structlog

from node.domain.journal import Entry, Event
from node.domain.ports import Clock
from node.store.guard import GuardCounts
from node.store.journal import Journal
from node.store.notices import Notices
from node.store.queries import Queries
from node.store.quota import Quota
from node.store.registers import Registers
from node.store.replay import Replay
from node.store.shelf import Shelf

log = structlog.get_logger()

INTERVAL_S = 24 * 60 * 60.0
LONGEST_WINDOW = timedelta(days=8)
"""A guard counts over a week at most, and the hour in which it began."""
BY_ITSELF = "node"
"""Whom the journal names where nobody gave a command."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything in which something outlives its use."""

    replay: Replay
    queries: Queries
    quota: Quota
    journal: Journal
    registers: Registers
    guard: GuardCounts
    notices: Notices
    shelf: Shelf


@dataclass(frozen=True, slots=True)
class Tidied:
    """How much is gone."""

    messages: int
    answers: int
    counts: int
    notices: int
    entries: int


class Housekeeping:
    """Keeps one node tidy."""

    def __init__(self, kept: Kept, *, clock: Clock, generations: int, noticed: timedelta) -> None:
        """Keep what is tidied, how many generations of a register stay, how long notices do."""
        self._kept = kept
        self._clock = clock
        self._generations = generations
        self._noticed = noticed

    def tidy(self) -> Tidied:
        """Forget everything that is due.

        Raises:
            LedgerError: Something could not be forgotten; what came before it is gone.
        """
        now = self._clock.now()
        self._kept.shelf.tidy(self._kept_generations())
        guarded = self._kept.guard.forget(now - LONGEST_WINDOW)
        return Tidied(
            messages=self._kept.replay.forget(now),
            answers=self._kept.queries.forget_answers(now),
            counts=self._kept.quota.forget(now.date()) + guarded,
            notices=self._kept.notices.forget(now - self._noticed),
            entries=self._kept.journal.erase(now.date(), self._erasing(now.date())),
        )

    async def run(self, interval_s: float = INTERVAL_S) -> None:
        """Tidy now and then at every interval, until cancelled; a failure waits for the next."""
        while True:
            try:
                tidied = await asyncio.to_thread(self.tidy)
            except Exception as error:  # noqa: BLE001 - a node that cannot tidy still answers
                frame = extract_tb(error.__traceback__)[-1]
                place = f"{frame.filename}:{frame.lineno}"
                log.error("housekeeping failed", error=type(error).__name__, place=place)  # noqa: TRY400 - no message
            else:
                log.info("housekeeping done", **asdict(tidied))
            await asyncio.sleep(interval_s)

    def _erasing(self, today: date) -> Entry:
        return Entry(
            Event.ERASE,
            self._clock.now(),
            officer=BY_ITSELF,
            detail={"erased_before": today.isoformat()},
        )

    def _kept_generations(self) -> Iterator[str]:
        registers = self._kept.registers
        for current in registers.all():
            for generation in registers.history(current.register)[: self._generations]:
                yield generation.id
