"""What a request to the owner of a hit tells: both references, reasons, and by when.

Directive (EU) 2023/977, Article 4(5), says what a request for information must hold: what is asked,
the purpose with facts and offence, the objective reasons to believe that the information is there,
the link between subject and purpose, reasons of urgency, and restrictions on use.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from matching.subject import EntityType
from node.domain.case import Facts, Relation
from node.domain.deadline import Clock
from node.domain.exchange import Band, ContactPoint, Handling
from node.domain.justification import Justification, Purpose, Urgency
from node.domain.peer import AgencyKind, NodeId

_UNION = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"}
    | {"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)
_ASSOCIATED = frozenset({"CH", "IS", "LI", "NO"})
"""States that apply what builds upon the Schengen acquis, as Directive (EU) 2023/977 does."""
_WITHOUT_ORDERS = frozenset({"DK", "IE"})
"""Members of the Union that take no part in the European Investigation Order."""


class PackPart(StrEnum):
    """The papers of a follow-up pack."""

    REQUEST = "request"
    """Police to police, through the channel of the hit."""
    ASSISTANCE = "assistance"
    """Draft of a request for mutual legal assistance, for evidence."""
    TEAM = "team"
    """Draft of an agreement on a joint investigation team."""
    UMF = "umf"
    """The request for a machine, in the shape of the Universal Message Format."""


@dataclass(frozen=True, slots=True)
class Party:
    """One of the two agencies."""

    node: NodeId
    name: str
    kind: AgencyKind
    country: str
    """ISO 3166-1 alpha-2."""
    desk: ContactPoint | None
    """Whom to call there; nobody where the directory entry names none."""


@dataclass(frozen=True, slots=True)
class AnsweredHit:
    """What the owner's node has told."""

    alert: str
    """Our own alert."""
    reference: str
    """Number by which the owner's desk finds the file."""
    entity_type: EntityType
    band: Band
    query_id: str
    answered_at: datetime
    handling: Handling
    fresh_at: datetime | None = None
    """When the owner loaded the register; None where that is not kept."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What only the officer can say; each may be empty and is then left to be completed."""

    facts: str = field(default="", repr=False)
    link: str = field(default="", repr=False)
    question: str = field(default="", repr=False)
    restrictions: str = field(default="", repr=False)
    handling: Handling | None = None
    """Code under which this request itself is sent; None takes that of the case."""


@dataclass(frozen=True, slots=True)
class LinkedSubject:
    """One link of the subject to another of the case, which is told by number, type and role."""

    relation: Relation
    number: str
    entity_type: EntityType
    role: str = field(repr=False)
    is_source: bool = True
    """Whether the link is read from our subject to the other, or from the other to ours."""


@dataclass(frozen=True, slots=True)
class FollowUpRequest:
    """Everything that the papers of one pack are made of."""

    own_reference: str
    drafted_at: datetime
    asker: Party
    owner: Party
    justification: Justification
    hit: AnsweredHit
    particulars: Particulars = Particulars()
    handling: Handling = Handling.H1
    """Code under which the request is sent."""
    facts: Facts = field(default_factory=Facts, repr=False)
    """What the case file knows of the seizure."""
    links: tuple[LinkedSubject, ...] = ()
    """What the subject is to others of the case."""
    role: str = field(default="", repr=False)
    """What the subject is in the case."""
    subject: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    """The asker's own subject in clear text; empty unless the officer chose to put it in."""

    @property
    def clock(self) -> Clock:
        """Which time limit the request starts, where the owner can reach the record directly."""
        is_urgent = self.justification.urgency is Urgency.URGENT
        return Clock.URGENT_DIRECT if is_urgent else Clock.ORDINARY

    @property
    def due_at(self) -> datetime:
        """By when an answer is owed if the request is received when it was drafted."""
        return self.drafted_at + self.clock.length

    @property
    def countries(self) -> frozenset[str]:
        """Both states."""
        return frozenset({self.asker.country, self.owner.country})

    @property
    def is_bound(self) -> bool:
        """Whether both states keep the time limits of Directive (EU) 2023/977."""
        return self.countries <= _UNION | _ASSOCIATED

    @property
    def is_within_union(self) -> bool:
        """Whether both states are members of the Union."""
        return self.countries <= _UNION

    @property
    def may_be_ordered(self) -> bool:
        """Whether evidence is asked for by European Investigation Order (2014/41/EU)."""
        return self.countries <= _UNION - _WITHOUT_ORDERS

    @property
    def is_about_drugs(self) -> bool:
        """Whether the Vienna Convention of 1988 applies as well."""
        return self.justification.purpose == Purpose.DRUG_TRAFFICKING
