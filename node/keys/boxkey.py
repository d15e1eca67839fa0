"""Short-lived X25519 keys to which peers seal envelopes: a key stolen today opens no older traffic.

A key is current for `LIFE`, still opens messages for as long again, and is then destroyed.
Python cannot wipe memory, and a disk may keep old blocks: destroyed means that no file of the node
and no live object holds it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from nacl.public import PrivateKey
from nacl.utils import random

LIFE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class BoxKey:
    """One key with the times that rule its use."""

    id: str
    """Random, 16 hexadecimal digits: says nothing of how many keys there were."""
    created: datetime
    expires: datetime
    """Until then messages sealed to it are opened; twice its time as current key."""
    secret: bytes = field(repr=False)

    @classmethod
    def generate(cls, now: datetime, life: timedelta = LIFE) -> Self:
        """Make a key that is current from now on."""
        return cls(random(8).hex(), now, now + 2 * life, bytes(PrivateKey.generate()))

    @property
    def public(self) -> bytes:
        """The X25519 public key, 32 bytes."""
        return bytes(PrivateKey(self.secret).public_key)

    @property
    def _life(self) -> timedelta:
        return (self.expires - self.created) / 2

    def is_current(self, now: datetime) -> bool:
        """Tell whether peers should seal to it.

        A key from a future that a corrected clock has taken back is not current for ever.
        """
        return abs(now - self.created) < self._life

    def is_live(self, now: datetime) -> bool:
        """Tell whether messages sealed to it are still opened."""
        return now < self.expires and self.created - now < self._life


def current(keys: Iterable[BoxKey], now: datetime) -> BoxKey | None:
    """Return the newest current key, if there is one."""
    candidates = [key for key in keys if key.is_current(now)]
    return max(candidates, key=lambda key: key.created, default=None)


def live(keys: Iterable[BoxKey], now: datetime) -> tuple[BoxKey, ...]:
    """Return the keys that may still be used; the others are to be destroyed."""
    return tuple(key for key in keys if key.is_live(now))
