"""A register as the node knows it: which generation answers, and which rows did not make it."""

from dataclasses import dataclass
from datetime import datetime

from matching.subject import EntityType


@dataclass(frozen=True, slots=True)
class Generation:
    """One immutable build of a register's sealed index."""

    id: str
    register: str
    entity_type: EntityType
    epoch: int
    """Epoch of the keys under which it was built."""
    records: int
    rejects: int
    loaded_at: datetime
    profile: int = 1
    source: str = ""
    """Name of the file it was loaded from, without its folder."""


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that could not be loaded; says where and why, never what stood there."""

    line: int
    column: str
    reason: str
