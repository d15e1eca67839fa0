"""Valid things to store; each test overrides what it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime

from matching.subject import EntityType
from node.domain.alert import Alert, AlertState, Direction, Zone
from node.domain.checkpoint import NoteSigner, origin_of
from node.domain.exchange import Band, ContactPoint
from node.domain.journal import Entry, Event, Scalar
from node.domain.justification import Category, Justification, Purpose
from node.domain.peer import AgencyKind, Agreement, DirectoryEntry, NodeId, Peer
from node.keys.identity import Identity

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = NOON.date()
NODE = NodeId("customs-es")
PEER = NodeId("fiu-nl")
IDENTITY = Identity(bytes(range(32)))
PEER_IDENTITY = Identity(bytes(32))
SIGNER: NoteSigner = IDENTITY.note_signer(origin_of(NODE))
PEER_SIGNER: NoteSigner = PEER_IDENTITY.note_signer(origin_of(PEER))

JUSTIFICATION = Justification(
    "PCC-2026-0117",
    "agreement 4/2025, article 3",
    Purpose.DRUG_TRAFFICKING,
    "drugs.trafficking",
    Category.SUSPECT,
)


def an_entry(
    event: Event = Event.READ, *, retention_until: date | None = None, **detail: Scalar
) -> Entry:
    """Make a journal entry with some detail."""
    return Entry(event, NOON, officer="officer-7", retention_until=retention_until, detail=detail)


def an_alert(**changes: object) -> Alert:
    """Make an incoming alert: a probable hit, not yet seen by anybody."""
    alert = Alert(
        id="alert-1",
        direction=Direction.INCOMING,
        state=AlertState.OPEN,
        zone=Zone.HIT,
        band=Band.PROBABLE,
        peer=PEER,
        entity_type=EntityType.PERSON,
        query_id="query-1",
        subject_number=0,
        case_reference="PCC-2026-0117",
        reference="ES-ADU-2026-00417",
        contact_point="desk-1",
        model="person-1/1",
        explanation="[]",
        created_at=NOON,
    )
    return replace(alert, **changes)  # type: ignore[arg-type] # a test says what it changes


def a_peer(**changes: object) -> Peer:
    """Make a peer with an agreement in force."""
    entry = DirectoryEntry(
        id=PEER,
        name="Financial Intelligence Unit",
        kind=AgencyKind.FINANCIAL_INTELLIGENCE,
        country="NL",
        address="127.0.0.1:7402",
        identity_key=PEER_IDENTITY.public_key,
        certificate=b"-----BEGIN CERTIFICATE-----",
        contact_points=(
            ContactPoint("desk-1", "FIU", "Desk", "SIENA", "NL-FIU", languages=("nl", "en")),
        ),
        issued_at=NOON,
    )
    agreement = Agreement(
        reference="4/2025",
        legal_basis="article 3",
        purposes=frozenset({Purpose.DRUG_TRAFFICKING, Purpose.MONEY_LAUNDERING}),
        entity_types=frozenset(EntityType),
        valid_from=date(2025, 1, 1),
        expires_on=date(2027, 12, 31),
    )
    return Peer(replace(entry, **changes), agreement)  # type: ignore[arg-type] # a test says what it changes
