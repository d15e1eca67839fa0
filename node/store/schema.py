"""The ledger's tables. Each column is immutable once its row is written unless it says `mutable`.

No column holds a name, a value, a token or a key in clear; subjects are sealed before they come.
A change here needs a revision in `migrations/versions`; a test compares the two.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from node.store import schema_alert, schema_case, schema_forum, schema_notice
from node.store.column import CODE, ID, LINE, POSITION, UtcTime, column, metadata

BESIDE = (schema_alert, schema_case, schema_forum, schema_notice)
"""Modules with further tables of the ledger; whoever imports this one knows them all."""
ledger_tables = metadata
"""All tables of the ledger, as SQLAlchemy and the migrations know them."""

# ------------------------------------------------------------------------------------- journal

journal_entry = Table(
    "journal_entry",
    metadata,
    column("position", POSITION, "index in the tree, from 0", primary_key=True),
    column("leaf", LargeBinary(32), "RFC 9162 leaf hash of the content; survives erasure"),
    column("content", LargeBinary, "canonical entry; mutable: null once erased", nullable=True),
    column("retention_until", Date, "last day of keeping; null keeps for ever", nullable=True),
    column("legal_hold", LINE, "mutable: named procedure that forbids erasure, or empty"),
    column("erased_by", POSITION, "mutable: position of the entry vouching for it", nullable=True),
    Index(None, "retention_until"),
)

journal_tree = Table(
    "journal_tree",
    metadata,
    column("id", Integer, "always 1; locking this row is a writer's turn", primary_key=True),
    column("size", POSITION, "mutable: entries so far"),
    column("frontier", LargeBinary, "mutable: roots of the perfect subtrees, largest first"),
)

journal_head = Table(
    "journal_head",
    metadata,
    column("size", POSITION, "entries under this head", primary_key=True),
    column("root", LargeBinary(32), "root hash"),
    column("note", Text, "C2SP signed note of this head"),
)

peer_head = Table(
    "peer_head",
    metadata,
    column("peer", ID, "whose journal", primary_key=True),
    column("size", POSITION, "entries under that head", primary_key=True),
    column(
        "root",
        LargeBinary(32),
        "root; two for one size prove a rewritten journal",
        primary_key=True,
    ),
    column("note", Text, "signed note as received"),
    column("received_at", UtcTime, "when it came first"),
    column("cosigned_at", UtcTime, "mutable once: when this node cosigned it", nullable=True),
)

cosignature = Table(
    "cosignature",
    metadata,
    column("peer", ID, "who cosigned a head of this node's journal", primary_key=True),
    column("size", POSITION, "entries under that head", primary_key=True),
    column("line", Text, "mutable once: signature line; empty where its message was lost"),
    column("received_at", UtcTime, "when it was written here"),
)

receipt = Table(
    "receipt",
    metadata,
    column("direction", CODE, "given or received", primary_key=True),
    column("query_hash", LargeBinary(32), "hash of the query's envelope", primary_key=True),
    column("peer", ID, "the other side"),
    column("query_id", ID, "query that it is about"),
    column("answer_hash", LargeBinary(32), "hash of the answer"),
    column("checkpoint", Text, "signed note of the answering journal"),
    column("signature", LargeBinary(64), "answering identity over all of it"),
    column("kept_at", UtcTime, "when it was written here"),
    Index(None, "query_id"),
)

# --------------------------------------------------------------------------------------- peers

peer = Table(
    "peer",
    metadata,
    column("id", ID, "short name of the member", primary_key=True),
    column("name", LINE, "mutable: full name"),
    column("kind", CODE, "mutable: kind of agency"),
    column("country", String(2), "mutable: ISO 3166-1 alpha-2"),
    column("address", LINE, "mutable: host:port"),
    column("identity_key", LargeBinary(32), "Ed25519 public key; another key is another member"),
    column("certificate", LargeBinary, "mutable: PEM of the TLS certificate"),
    column("contact_points", JSON, "mutable: desks to call"),
    column("issued_at", UtcTime, "mutable, only forward: when the member signed the entry"),
    column("revoked", Boolean, "mutable: nothing is exchanged while true"),
    column("relay", JSON, "mutable: what it is reached through, or null", nullable=True),
    column("pause", JSON, "mutable: why and until when nothing is exchanged", nullable=True),
)

peer_revision = Table(
    "peer_revision",
    metadata,
    column("id", Integer, "always 1", primary_key=True),
    column("number", POSITION, "mutable, only up: changes to peers and agreements so far"),
)

agreement = Table(
    "agreement",
    metadata,
    column("peer", ID, "with whom; all else is mutable by a new agreement", primary_key=True),
    column("reference", LINE, "mutable: reference of the document"),
    column("legal_basis", LINE, "mutable: legal basis"),
    column("purposes", JSON, "mutable: purposes it covers"),
    column("entity_types", JSON, "mutable: entity types it covers"),
    column("valid_from", Date, "mutable: first day"),
    column("expires_on", Date, "mutable: last day"),
    column("token_quota_per_day", Integer, "mutable: tokens the peer may have evaluated"),
    column("subject_quota_per_day", Integer, "mutable: subjects the peer may ask about"),
    column("standing", Boolean, "mutable: whether queries may stand"),
    column("standing_days", Integer, "mutable: longest life of a standing query"),
    column("overlap", Boolean, "mutable: whether overlaps may be told"),
    column("forum", Boolean, "mutable: whether both may sit in a room of the other"),
    column("blind_check", JSON, "mutable: classes of identifiers in published sets", nullable=True),
    ForeignKeyConstraint(["peer"], ["peer.id"], ondelete="CASCADE"),
)

# ------------------------------------------------------------------------------------- queries

outgoing_query = Table(
    "outgoing_query",
    metadata,
    column("id", ID, "UUID; the same when sent again", primary_key=True),
    column("request_id", ID, "operator's id of the request; repeating it asks nothing anew"),
    column("peer", ID, "to whom"),
    column("case_reference", LINE, "for which case"),
    column("entity_type", CODE, "about what"),
    column("officer", LINE, "who asks, pseudonymous"),
    column("state", CODE, "mutable: sent, answered or failed"),
    column("sent_at", UtcTime, "when it was written, before it left"),
    column("settled_at", UtcTime, "mutable: when its answer or failure came", nullable=True),
    UniqueConstraint("request_id", "peer", "entity_type"),
)

incoming_query = Table(
    "incoming_query",
    metadata,
    column("peer", ID, "who asked", primary_key=True),
    column("id", ID, "the peer's id of the query", primary_key=True),
    column("content_hash", LargeBinary(32), "hash of the query; pseudonyms are not kept"),
    column("answer", LargeBinary, "the answer given, for the same query sent again"),
    column("answered_at", UtcTime, "when it was given"),
    column("expires_at", UtcTime, "when the answer is forgotten"),
    Index(None, "expires_at"),
)

seen_message = Table(
    "seen_message",
    metadata,
    column("sender", ID, "who sent it", primary_key=True),
    column("message_id", LargeBinary(16), "UUIDv7 of an envelope", primary_key=True),
    column("expires_at", UtcTime, "after that the time window refuses it anyway"),
    Index(None, "expires_at"),
)

quota_use = Table(
    "quota_use",
    metadata,
    column("peer", ID, "who asks", primary_key=True),
    column("day", Date, "day, UTC", primary_key=True),
    column("officer", LINE, "asking officer", primary_key=True),
    column("case_reference", LINE, "asking agency's case", primary_key=True),
    column("tokens", BigInteger, "mutable, only up: tokens evaluated"),
    column("subjects", BigInteger, "mutable, only up: subjects asked about"),
)

# ------------------------------------------------------------------------ guard against fishing

guard_count = Table(
    "guard_count",
    metadata,
    column("peer", ID, "who asks", primary_key=True),
    column("hour", UtcTime, "beginning of the hour", primary_key=True),
    column("officer", LINE, "asking officer", primary_key=True),
    column("case_reference", LINE, "asking agency's case", primary_key=True),
    column("subjects", Integer, "mutable, only up: subjects asked about"),
    column("single_attribute", Integer, "mutable, only up: those with one attribute alone"),
    column("near_variants", Integer, "mutable, only up: those near another of their query"),
    Index(None, "hour"),
)

guard_streak = Table(
    "guard_streak",
    metadata,
    column("peer", ID, "who asks", primary_key=True),
    column("scope", CODE, "peer, officer or case", primary_key=True),
    column("name", LINE, "the officer or case; empty for the peer", primary_key=True),
    column("misses", Integer, "mutable: subjects without a hit since the last hit"),
    column("seen_at", UtcTime, "mutable: when it was last asked"),
    Index(None, "seen_at"),
)

guard_throttle = Table(
    "guard_throttle",
    metadata,
    column("peer", ID, "who is refused", primary_key=True),
    column("scope", CODE, "peer, officer or case", primary_key=True),
    column("name", LINE, "the officer or case; empty for the peer", primary_key=True),
    column("until", UtcTime, "mutable: when the refusals end"),
    column("alarm", ID, "mutable: the alarm that says why"),
)

alarm = Table(
    "alarm",
    metadata,
    column("id", ID, "UUID", primary_key=True),
    column("sign", CODE, "what looked like fishing"),
    column("scope", CODE, "peer, officer or case"),
    column("peer", ID, "who asked, or whose guard told"),
    column("officer", LINE, "asking officer"),
    column("case_reference", LINE, "asking agency's case"),
    column("count", Integer, "mutable: what was counted"),
    column("state", CODE, "mutable: open or closed"),
    column("raised_at", UtcTime, "when it was raised"),
    column("until", UtcTime, "mutable: when the refusals end", nullable=True),
    column("times", Integer, "mutable, only up: how often it was seen while open"),
    column("closed_by", LINE, "mutable once: who dealt with it"),
    column("reason", LINE, "mutable once: what was found"),
    Index(None, "state", "raised_at"),
)

# ------------------------------------------------------------------------------ gate, disclosure

assurance = Table(
    "assurance",
    metadata,
    column("peer", ID, "who gave it", primary_key=True),
    column("case_reference", LINE, "the asking agency's case", primary_key=True),
    column("rule", CODE, "rule of the gate", primary_key=True),
    column("officer", LINE, "senior officer who recorded it"),
    column("statement", LINE, "reference of the assurance"),
    column("recorded_at", UtcTime, "when it was recorded"),
)

disclosure = Table(
    "disclosure",
    metadata,
    column("record_key", CODE, "keyed hash of register and record id", primary_key=True),
    column("register", ID, "register of the record"),
    column("sealed_id", LargeBinary, "the record's own id, under the vault key"),
    column("setting", CODE, "mutable: approved disclosure; empty for that of the register"),
    column("wished", CODE, "mutable: proposed disclosure; empty when nothing waits"),
    column("reason", LINE, "mutable: why it was proposed"),
    column("proposed_by", LINE, "mutable: officer"),
    column("proposed_at", UtcTime, "mutable: when"),
    column("approved_by", LINE, "mutable: the second officer, or empty"),
    column("approved_at", UtcTime, "mutable: when", nullable=True),
    column("review_on", Date, "mutable: when it must be looked at again", nullable=True),
    Index(None, "register"),
)

# ------------------------------------------------------------------------------------ registers

generation = Table(
    "generation",
    metadata,
    column("id", ID, "name of the build", primary_key=True),
    column("register", ID, "register that was built"),
    column("entity_type", CODE, "person, vessel, company, identifier"),
    column("epoch", Integer, "epoch of its keys"),
    column("profile", Integer, "profile version of its tokens"),
    column("records", POSITION, "records in it"),
    column("rejects", POSITION, "rows that were rejected"),
    column("loaded_at", UtcTime, "when it was put in use"),
    column("source", LINE, "name of the file it was loaded from, without its folder"),
    Index(None, "register", "loaded_at"),
)

register = Table(
    "register",
    metadata,
    column("name", ID, "name of the register", primary_key=True),
    Column(
        "generation",
        ForeignKey("generation.id"),
        nullable=False,
        comment="mutable: the generation that answers",
    ),
)

reject = Table(
    "reject",
    metadata,
    Column("generation", ForeignKey("generation.id"), primary_key=True),
    column("number", Integer, "order of finding, from 0", primary_key=True),
    column("line", POSITION, "line of the source"),
    column("column_name", LINE, "column, or empty for the whole row"),
    column("reason", Text, "why; never the value"),
)
