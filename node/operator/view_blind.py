"""Blind checks as plain values, beside those of `view`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BlindCheck:
    """What a blind check found."""

    kind: str
    known: tuple[bool, ...]
    issued_at: datetime | None
    pages: int
