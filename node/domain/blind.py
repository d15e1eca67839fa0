"""Blind checks of strong identifiers: sets that peers publish, and requests for their pages."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from matching.subject import EntityType
from node.domain.journal import timestamp
from node.domain.justification import Justification
from node.domain.peer import NodeId

KINDS = frozenset(
    {
        "aircraft",
        "container",
        "crypto",
        "document",
        "email",
        "iban",
        "imei",
        "imo",
        "lei",
        "phone",
        "plate",
        "vin",
    }
)
"""Classes of identifiers that an agreement may name; `document` is any passport, identity, tax or
register number, which registers do not tell apart."""
SET_LIFE = timedelta(hours=1)
"""How long a set is told and used before it is made anew, so that what is withdrawn leaves it."""
PAGES_MAX = 2_500
"""Ten million identifiers."""


@dataclass(frozen=True, slots=True)
class SetName:
    """Which set it is."""

    entity_type: EntityType
    kind: str
    """One of `KINDS`."""
    epoch: int


@dataclass(frozen=True, slots=True)
class SetHead:
    """What a node signs of one of its sets."""

    node: NodeId
    name: SetName
    issued_at: datetime
    pages: int
    digest: bytes
    """SHA-256 of all pages, one after the other."""

    def signed(self) -> bytes:
        """Write it as the one part that its signature covers."""
        lines = (
            self.node,
            self.name.entity_type,
            self.name.kind,
            str(self.name.epoch),
            timestamp(self.issued_at),
            str(self.pages),
            self.digest.hex(),
        )
        return "\n".join(lines).encode()


@dataclass(frozen=True, slots=True)
class SetPage:
    """One page with the signed head of its set."""

    head: SetHead
    signature: bytes
    number: int
    """From 0."""
    tags: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SetRequest:
    """Which page is wanted, by whom and why."""

    name: SetName
    page: int
    justification: Justification
    officer: str


def digest_of(joined: bytes) -> bytes:
    """SHA-256 of the pages of a set, 32 bytes."""
    return hashlib.sha256(joined).digest()
