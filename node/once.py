"""Keep for a short while what may be taken once: challenges, and sign-ins that are under way."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from node.domain.ports import Clock

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

MOST: Final = 10_000
"""Things that wait at a time: who asks for more pushes out the oldest, not the node's memory."""


class Once(Generic[Key, Value]):
    """Things by their keys, each of which is given out once and before its time is over."""

    def __init__(self, clock: Clock, *, life: timedelta) -> None:
        """Keep how long things wait."""
        self._clock = clock
        self._life = life
        self._waiting: OrderedDict[Key, tuple[datetime, Value]] = OrderedDict()
        # Guards the things that wait, which two requests may look for at once.
        self._turn = threading.Lock()

    def put(self, key: Key, value: Value) -> None:
        """Have something wait; the oldest goes where too much does."""
        with self._turn:
            self._waiting[key] = (self._clock.now(), value)
            while len(self._waiting) > MOST:
                self._waiting.popitem(last=False)

    def take(self, key: Key) -> Value | None:
        """Return what waits under a key, or None where nothing does, or not any more."""
        with self._turn:
            put_at, value = self._waiting.pop(key, (None, None))
        if put_at is None or self._clock.now() - put_at > self._life:
            return None
        return value
