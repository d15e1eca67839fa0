"""Desks to call as plain values, beside those of `view`."""

from dataclasses import dataclass

from node.domain.exchange import ContactPoint


@dataclass(frozen=True, slots=True)
class MemberContact:
    """One desk of one member."""

    node: str
    agency: str
    contact_point: ContactPoint
    is_own: bool
    faults: tuple[str, ...]
    """What is wrong with it; empty where an officer elsewhere would reach somebody."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The desk that a member names, and who stands in for it."""

    contact_point: ContactPoint | None
    substitute: ContactPoint | None
