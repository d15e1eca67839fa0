"""One thing that was looked at while looking for what would keep a node from its work."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """What came of looking."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, what was found, and what to do about it."""

    name: str
    result: Health
    finding: str
    remedy: str = ""
