"""Who takes part in a demonstration, and with which registers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from matching.subject import EntityType


@dataclass(frozen=True, slots=True)
class Desk:
    """The contact point that a member names to its peers."""

    name: str
    channel: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class Member:
    """One agency; `registers` says which file holds which type of entity."""

    id: str
    name: str
    country: str
    kind: str
    desk: Desk
    registers: Mapping[EntityType, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seizure:
    """The case that is asked about, and what the answers should be."""

    reference: str
    description: Path
    """TOML with the reference and the reasons."""
    subjects: Path
    """CSV of the subjects."""
    expected: frozenset[tuple[str, str]]
    """Subject and member, wherever the member is known to hold the subject."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One demonstration."""

    title: str
    asker: Member
    owners: tuple[Member, ...]
    seizure: Seizure

    @property
    def members(self) -> tuple[Member, ...]:
        """All that take part; the asker comes last."""
        return (*self.owners, self.asker)
