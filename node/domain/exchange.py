"""What passes between two nodes about a subject, in terms of pseudonyms and outcomes only."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matching import zone
from matching.subject import EntityType, Pseudonym, Subject
from node.domain.justification import Justification


class Outcome(StrEnum):
    """The only outcomes of a subject in an answer."""

    HIT = "hit"
    NO_HIT = "no hit"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Coded reasons of a refusal (cf. Directive (EU) 2023/977, Article 6)."""

    NONE = ""
    AGREEMENT = "no-agreement"
    PURPOSE = "purpose-not-covered"
    OFFENCE = "offence-not-covered"
    ENTITY_TYPE = "entity-type-not-covered"
    CATEGORY = "category-not-covered"
    QUOTA = "quota-exhausted"
    GUARD = "quota-guard"
    """The guard against fishing refuses the asker for a time; officers of both sides hear of it."""
    STANDING = "standing-not-covered"
    """The agreement does not allow queries to stand, or not so long, or no overlap alerts."""
    EVIDENCE = "too-little-evidence-asked"
    """A query must bring two independent attributes or one strong identifier."""
    UNAVAILABLE = "not-available-now"


Band = zone.Band
"""How good a hit is, in words; no number leaves the node."""


class Handling(StrEnum):
    """Europol handling codes: what the receiver may do with an answer."""

    H0 = "H0"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"


@dataclass(frozen=True, slots=True)
class Channel:
    """One more way to reach a desk."""

    name: str
    """SIENA, I-24/7, secure mail, fax, ..."""
    address: str


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """The desk to call about a hit."""

    id: str
    agency: str
    desk: str
    channel: str
    """The official channel: SIENA, I-24/7, mutual legal assistance, e-mail, phone."""
    address: str
    phone: str = ""
    email: str = ""
    languages: tuple[str, ...] = ()
    hours: str = "24/7"
    """`24/7`, or spans such as `Mon-Fri 08:00-18:00; Sat 09:00-13:00`."""
    time_zone: str = ""
    """IANA name of the zone in which the hours are meant, such as `Europe/Madrid`."""
    channels: tuple[Channel, ...] = ()
    """Further official channels."""
    substitute: str = ""
    """Id of the desk that answers while this one is closed."""
    entity_types: tuple[str, ...] = ()
    """What the desk answers for; empty for everything."""
    offences: tuple[str, ...] = ()
    """Codes, or the beginning of codes with a star; empty for all."""
    urgencies: tuple[str, ...] = ()
    """normal, urgent; empty for both."""


@dataclass(frozen=True, slots=True)
class AskedSubject:
    """One subject of a query as the peer receives it."""

    number: int
    """Position in the query, from 0; the answer uses the same."""
    category: str
    subject: Subject[Pseudonym] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """The wish that a query be kept, and matched again when a register changes."""

    query_id: str
    """The query that began it, which may be the query itself; renewed under that id."""
    until: datetime
    overlap: bool = False
    """Whether the asker wants to hear of others who ask about the same, and be told to them."""
    reason: str = ""
    """Why it is still needed, where it is renewed; the holder journals it."""


@dataclass(frozen=True, slots=True)
class Query:
    """What one node sends to one peer about one or more subjects of one case."""

    id: str
    """UUID; repeated unchanged when the same query is sent again."""
    justification: Justification
    officer: str
    """Pseudonymous id of the asking officer at the asking agency."""
    epoch: int
    subjects: tuple[AskedSubject, ...] = field(repr=False)
    standing: Standing | None = None
    """Set where the query is to be kept; otherwise nothing of its subjects is."""

    @property
    def entity_types(self) -> frozenset[EntityType]:
        """The entity types asked about."""
        return frozenset(asked.subject.entity_type for asked in self.subjects)


@dataclass(frozen=True, slots=True)
class SubjectAnswer:
    """The closed answer about one subject; nothing else may be added."""

    number: int
    outcome: Outcome
    refusal: Refusal = Refusal.NONE
    band: Band = Band.NONE
    contact_point: str = ""
    """Id of a contact point in the answering node's directory entry."""
    reference: str = ""
    """Opaque number by which that desk finds the file."""
    handling: Handling = Handling.H1
    fresh_at: datetime | None = None
    """When the asked register was last loaded, UTC."""
    model: str = ""
    """Model and profile version, such as `person-1/1`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back: one answer for each subject asked, in the same order."""

    query_id: str
    subjects: tuple[SubjectAnswer, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answering node's signature over an exchange and its journal head."""

    query_hash: bytes
    """SHA-256 of the query message as received."""
    answer_hash: bytes
    """SHA-256 of the answer message as sent."""
    checkpoint: str
    """C2SP signed note of the answering node's journal after its entry."""
    signature: bytes
    """Ed25519 over label, query hash, answer hash and checkpoint."""
    cosignature: str = ""
    """What the answering node says of the asker's submitted head; proves itself."""
