"""Who the members are: what a node publishes of itself, and under which agreement it may ask."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NewType

from matching.subject import EntityType
from node.domain.errors import AgreementError, PeerPausedError
from node.domain.exchange import ContactPoint

NodeId = NewType("NodeId", str)
"""Short name of a member, such as `customs-es`: lower-case letters, digits and hyphens."""


class AgencyKind(StrEnum):
    """What kind of institution runs a node."""

    POLICE = "police"
    CUSTOMS = "customs"
    PROSECUTOR = "prosecutor"
    COAST_GUARD = "coast-guard"
    FINANCIAL_INTELLIGENCE = "financial-intelligence"
    COOPERATION_CENTRE = "cooperation-centre"


@dataclass(frozen=True, slots=True)
class Relay:
    """What stands before a member's door where it cannot be reached directly."""

    id: NodeId
    """Short name, in the form of a member's; no member has it."""
    address: str
    """host:port."""
    certificate: bytes
    """PEM of the relay's TLS certificate; no other one is accepted."""


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """One member as the directory publishes it; holds no secret."""

    id: NodeId
    name: str
    kind: AgencyKind
    country: str
    """ISO 3166-1 alpha-2, upper case."""
    address: str
    """host:port of the peer server."""
    identity_key: bytes
    """Ed25519 public key, 32 bytes."""
    certificate: bytes
    """PEM of the TLS certificate; its key hash is what peers pin."""
    contact_points: tuple[ContactPoint, ...] = ()
    issued_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    """When the member signed this entry; a later one replaces an earlier one."""
    relay: Relay | None = None
    """Through what the member is reached; nothing where it is reached at its address."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The legal ground on which two nodes exchange anything at all."""

    reference: str
    legal_basis: str
    purposes: frozenset[str]
    """Shipped purposes, and codes that both sides have agreed on beyond them."""
    entity_types: frozenset[EntityType]
    valid_from: date
    expires_on: date
    token_quota_per_day: int = 20_000
    subject_quota_per_day: int = 500
    standing: bool = False
    """Whether either side may keep the other's queries and match them when its registers change."""
    standing_days: int = 90
    """Longest life of a standing query before it needs a new reason, in days."""
    overlap: bool = False
    """Whether either side may tell the other that somebody else asks about the same subject."""
    forum: bool = False
    """Whether either side may sit in a room that the other hosts."""
    blind_check: frozenset[str] = frozenset()
    """Classes of identifiers whose sets each side publishes to the other; empty for none."""

    def require(self, on: date) -> None:
        """Raise `AgreementError` unless the agreement is in force on that day."""
        if not self.valid_from <= on <= self.expires_on:
            raise AgreementError(
                f"agreement {self.reference} is not in force on {on.isoformat()}",
                hint="Record its renewal with: heliograph peer add ENTRY --agreement FILE",
            )


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which nothing is exchanged with a peer, as while its node is being moved."""

    reason: str
    """One short line, for officers of this node alone."""
    until: datetime | None = None
    """When it ends by itself; None for when somebody ends it."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another member with whom this node has an agreement."""

    entry: DirectoryEntry
    agreement: Agreement
    revoked: bool = False
    """Whether the exchange has ended here until somebody restores it."""
    pause: Pause | None = None
    """The pause that was set last; it may be over."""

    def pause_at(self, now: datetime) -> Pause | None:
        """Return the pause that holds now."""
        if self.pause is None or (self.pause.until is not None and self.pause.until <= now):
            return None
        return self.pause

    def is_open(self, now: datetime) -> bool:
        """Tell whether anything is exchanged with it now, as far as it lies with this node."""
        return not self.revoked and self.pause_at(now) is None

    def require_open(self, now: datetime) -> None:
        """Raise `PeerPausedError` where nothing is exchanged with it now."""
        if self.revoked:
            raise PeerPausedError(
                f"the exchange with {self.id} was ended here",
                hint=f"Take it up again with: heliograph peer restore {self.id}",
            )
        pause = self.pause_at(now)
        if pause is not None:
            until = f" until {pause.until:%Y-%m-%d %H:%M} UTC" if pause.until else ""
            raise PeerPausedError(
                f"the exchange with {self.id} is paused{until}: {pause.reason}",
                hint=f"Take it up again with: heliograph peer resume {self.id}",
            )

    @property
    def id(self) -> NodeId:
        """Short name of the member."""
        return self.entry.id


@dataclass(frozen=True, slots=True)
class Epoch:
    """One live OPRF key of a peer as announced: what to ask under, and how to check it."""

    entity_type: EntityType
    number: int
    check_value: bytes
    """Label of the fixed check token under this key, 16 bytes."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a node says of itself for the next hours, signed by its identity."""

    node: NodeId
    protocol_versions: tuple[int, ...]
    box_key: bytes
    """X25519 public key for envelopes to this node, 32 bytes."""
    box_key_id: str
    issued_at: datetime
    expires_at: datetime
    epochs: tuple[Epoch, ...]
    """Empty for a node that holds no register."""

    def epoch(self, entity_type: EntityType) -> Epoch | None:
        """Return the newest epoch of that entity type, if the node holds such records."""
        live = [epoch for epoch in self.epochs if epoch.entity_type is entity_type]
        return max(live, key=lambda epoch: epoch.number, default=None)
