"""The ledger's tables. Each column is immutable once its row is written unless it says `mutable`.

No column holds a name, a value, a token or a key in clear; subjects are sealed before they come.
A change here needs a revision in `migrations/versions`; a test compares the two.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from node.domain.journal import timestamp


class UtcTime(TypeDecorator[datetime]):
    """An aware time as text: both databases keep it exactly, and it sorts and reads well."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 -- given by the library
        """Write RFC 3339 in UTC with microseconds."""
        return None if value is None else timestamp(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- given by the library
        """Read it as an aware time."""
        return None if value is None else datetime.fromisoformat(value).astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives the fast row number only to the type it calls INTEGER.
_Position = BigInteger().with_variant(Integer(), "sqlite")
_Id = String(64)
_Code = String(64)
_Line = String(200)


def _column(name: str, kind: object, comment: str, **options: object) -> Column[object]:  # noqa: PLR0917 -- a table reads as name, type, meaning
    options.setdefault("nullable", False)
    return Column(name, kind, comment=comment, **options)  # type: ignore[arg-type] # as Column takes them


# ------------------------------------------------------------------------------------- journal

journal_entry = Table(
    "journal_entry",
    metadata,
    _column("position", _Position, "index in the tree, from 0", primary_key=True),
    _column("leaf", LargeBinary(32), "RFC 9162 leaf hash of the content; survives erasure"),
    _column("content", LargeBinary, "canonical entry; mutable: null once erased", nullable=True),
    _column("retention_until", Date, "last day of keeping; null keeps for ever", nullable=True),
    _column("legal_hold", _Line, "mutable: named procedure that forbids erasure, or empty"),
    _column(
        "erased_by", _Position, "mutable: position of the entry vouching for it", nullable=True
    ),
    Index(None, "retention_until"),
)

journal_tree = Table(
    "journal_tree",
    metadata,
    _column("id", Integer, "always 1; locking this row is a writer's turn", primary_key=True),
    _column("size", _Position, "mutable: entries so far"),
    _column("frontier", LargeBinary, "mutable: roots of the perfect subtrees, largest first"),
)

journal_head = Table(
    "journal_head",
    metadata,
    _column("size", _Position, "entries under this head", primary_key=True),
    _column("root", LargeBinary(32), "root hash"),
    _column("note", Text, "C2SP signed note of this head"),
)

peer_head = Table(
    "peer_head",
    metadata,
    _column("peer", _Id, "whose journal", primary_key=True),
    _column("size", _Position, "entries under that head", primary_key=True),
    _column(
        "root",
        LargeBinary(32),
        "root; two for one size prove a rewritten journal",
        primary_key=True,
    ),
    _column("note", Text, "signed note as received"),
    _column("received_at", UtcTime, "when it came first"),
    _column("cosigned_at", UtcTime, "mutable once: when this node cosigned it", nullable=True),
)

cosignature = Table(
    "cosignature",
    metadata,
    _column("peer", _Id, "who cosigned a head of this node's journal", primary_key=True),
    _column("size", _Position, "entries under that head", primary_key=True),
    _column("line", Text, "mutable once: signature line; empty where its message was lost"),
    _column("received_at", UtcTime, "when it was written here"),
)

receipt = Table(
    "receipt",
    metadata,
    _column("direction", _Code, "given or received", primary_key=True),
    _column("query_hash", LargeBinary(32), "hash of the query's envelope", primary_key=True),
    _column("peer", _Id, "the other side"),
    _column("query_id", _Id, "query that it is about"),
    _column("answer_hash", LargeBinary(32), "hash of the answer"),
    _column("checkpoint", Text, "signed note of the answering journal"),
    _column("signature", LargeBinary(64), "answering identity over all of it"),
    _column("kept_at", UtcTime, "when it was written here"),
    Index(None, "query_id"),
)

# --------------------------------------------------------------------------------------- peers

peer = Table(
    "peer",
    metadata,
    _column("id", _Id, "short name of the member", primary_key=True),
    _column("name", _Line, "mutable: full name"),
    _column("kind", _Code, "mutable: kind of agency"),
    _column("country", String(2), "mutable: ISO 3166-1 alpha-2"),
    _column("address", _Line, "mutable: host:port"),
    _column("identity_key", LargeBinary(32), "Ed25519 public key; another key is another member"),
    _column("certificate", LargeBinary, "mutable: PEM of the TLS certificate"),
    _column("contact_points", JSON, "mutable: desks to call"),
    _column("issued_at", UtcTime, "mutable, only forward: when the member signed the entry"),
    _column("paused", Boolean, "mutable: nothing is exchanged while true"),
)

agreement = Table(
    "agreement",
    metadata,
    _column("peer", _Id, "with whom; all else is mutable by a new agreement", primary_key=True),
    _column("reference", _Line, "mutable: reference of the document"),
    _column("legal_basis", _Line, "mutable: legal basis"),
    _column("purposes", JSON, "mutable: purposes it covers"),
    _column("entity_types", JSON, "mutable: entity types it covers"),
    _column("valid_from", Date, "mutable: first day"),
    _column("expires_on", Date, "mutable: last day"),
    _column("token_quota_per_day", Integer, "mutable: tokens the peer may have evaluated"),
    _column("subject_quota_per_day", Integer, "mutable: subjects the peer may ask about"),
    ForeignKeyConstraint(["peer"], ["peer.id"], ondelete="CASCADE"),
)

# --------------------------------------------------------------------------------------- cases

case_file = Table(
    "case_file",
    metadata,
    _column("reference", _Line, "the agency's own reference", primary_key=True),
    _column("legal_basis", _Line, "justification"),
    _column("purpose", _Code, "justification"),
    _column("offence", _Line, "justification"),
    _column("category", _Code, "justification"),
    _column("aim", _Code, "justification"),
    _column("urgency", _Code, "justification"),
    _column("urgency_reason", _Line, "justification"),
    _column("officer", _Line, "who opened it, pseudonymous"),
    _column("created_at", UtcTime, "when it was opened"),
    _column("sealed_title", LargeBinary, "title under the ledger key, or empty"),
)

case_subject = Table(
    "case_subject",
    metadata,
    Column("case_reference", ForeignKey("case_file.reference"), primary_key=True),
    _column("id", _Id, "number within the case", primary_key=True),
    _column("position", Integer, "order of adding, from 0"),
    _column("role", _Line, "what the subject is to the seizure"),
    _column("entity_type", _Code, "person, vessel, company, identifier"),
    _column("category", _Code, "suspect, witness, ..."),
    _column("sealed", LargeBinary, "clear record under the ledger key, never opened here"),
)

case_run = Table(
    "case_run",
    metadata,
    _column("id", _Id, "UUID", primary_key=True),
    Column("case_reference", ForeignKey("case_file.reference"), nullable=False),
    _column("officer", _Line, "who asked, pseudonymous"),
    _column("started_at", UtcTime, "when it began"),
    _column("finished_at", UtcTime, "mutable: when no cell was pending", nullable=True),
    Index(None, "case_reference", "started_at"),
)

case_cell = Table(
    "case_cell",
    metadata,
    Column("run_id", ForeignKey("case_run.id"), primary_key=True),
    _column("subject", _Id, "subject within the case", primary_key=True),
    _column("peer", _Id, "who was asked", primary_key=True),
    _column("state", _Code, "mutable once: pending, then what came of it"),
    _column("query_id", _Id, "mutable once: the query that asked"),
    _column("refusal", _Code, "mutable once: coded reason"),
    _column("band", _Code, "mutable once: quality of a hit"),
    _column("contact_point", _Code, "mutable once: desk to call"),
    _column("reference", _Line, "mutable once: number by which that desk finds the file"),
    _column("handling", _Code, "mutable once: handling code"),
    _column("fresh_at", UtcTime, "mutable once: when that register was loaded", nullable=True),
    _column("model", _Code, "mutable once: model and profile version"),
    _column("error_code", _Code, "mutable once: stable code of a failure"),
    _column("error", Text, "mutable once: sentence about a failure"),
)

# ------------------------------------------------------------------------------------- queries

outgoing_query = Table(
    "outgoing_query",
    metadata,
    _column("id", _Id, "UUID; the same when sent again", primary_key=True),
    _column("request_id", _Id, "operator's id of the request; repeating it asks nothing anew"),
    _column("peer", _Id, "to whom"),
    _column("case_reference", _Line, "for which case"),
    _column("entity_type", _Code, "about what"),
    _column("officer", _Line, "who asks, pseudonymous"),
    _column("state", _Code, "mutable: sent, answered or failed"),
    _column("sent_at", UtcTime, "when it was written, before it left"),
    _column("settled_at", UtcTime, "mutable: when its answer or failure came", nullable=True),
    UniqueConstraint("request_id", "peer", "entity_type"),
)

incoming_query = Table(
    "incoming_query",
    metadata,
    _column("peer", _Id, "who asked", primary_key=True),
    _column("id", _Id, "the peer's id of the query", primary_key=True),
    _column("content_hash", LargeBinary(32), "hash of the query; pseudonyms are not kept"),
    _column("answer", LargeBinary, "the answer given, for the same query sent again"),
    _column("answered_at", UtcTime, "when it was given"),
    _column("expires_at", UtcTime, "when the answer is forgotten"),
    Index(None, "expires_at"),
)

seen_message = Table(
    "seen_message",
    metadata,
    _column("sender", _Id, "who sent it", primary_key=True),
    _column("message_id", LargeBinary(16), "UUIDv7 of an envelope", primary_key=True),
    _column("expires_at", UtcTime, "after that the time window refuses it anyway"),
    Index(None, "expires_at"),
)

quota_use = Table(
    "quota_use",
    metadata,
    _column("peer", _Id, "who asks", primary_key=True),
    _column("day", Date, "day, UTC", primary_key=True),
    _column("officer", _Line, "asking officer", primary_key=True),
    _column("case_reference", _Line, "asking agency's case", primary_key=True),
    _column("tokens", BigInteger, "mutable, only up: tokens evaluated"),
    _column("subjects", BigInteger, "mutable, only up: subjects asked about"),
)

# ------------------------------------------------------------------------ guard against fishing

guard_count = Table(
    "guard_count",
    metadata,
    _column("peer", _Id, "who asks", primary_key=True),
    _column("hour", UtcTime, "beginning of the hour", primary_key=True),
    _column("officer", _Line, "asking officer", primary_key=True),
    _column("case_reference", _Line, "asking agency's case", primary_key=True),
    _column("subjects", Integer, "mutable, only up: subjects asked about"),
    _column("single_attribute", Integer, "mutable, only up: those with one attribute alone"),
    _column("near_variants", Integer, "mutable, only up: those near another of their query"),
    Index(None, "hour"),
)

guard_streak = Table(
    "guard_streak",
    metadata,
    _column("peer", _Id, "who asks", primary_key=True),
    _column("scope", _Code, "peer, officer or case", primary_key=True),
    _column("name", _Line, "the officer or case; empty for the peer", primary_key=True),
    _column("misses", Integer, "mutable: subjects without a hit since the last hit"),
    _column("seen_at", UtcTime, "mutable: when it was last asked"),
    Index(None, "seen_at"),
)

guard_throttle = Table(
    "guard_throttle",
    metadata,
    _column("peer", _Id, "who is refused", primary_key=True),
    _column("scope", _Code, "peer, officer or case", primary_key=True),
    _column("name", _Line, "the officer or case; empty for the peer", primary_key=True),
    _column("until", UtcTime, "mutable: when the refusals end"),
    _column("alarm", _Id, "mutable: the alarm that says why"),
)

alarm = Table(
    "alarm",
    metadata,
    _column("id", _Id, "UUID", primary_key=True),
    _column("sign", _Code, "what looked like fishing"),
    _column("scope", _Code, "peer, officer or case"),
    _column("peer", _Id, "who asked, or whose guard told"),
    _column("officer", _Line, "asking officer"),
    _column("case_reference", _Line, "asking agency's case"),
    _column("count", Integer, "mutable: what was counted"),
    _column("state", _Code, "mutable: open or closed"),
    _column("raised_at", UtcTime, "when it was raised"),
    _column("until", UtcTime, "mutable: when the refusals end", nullable=True),
    _column("times", Integer, "mutable, only up: how often it was seen while open"),
    _column("closed_by", _Line, "mutable once: who dealt with it"),
    _column("reason", _Line, "mutable once: what was found"),
    Index(None, "state", "raised_at"),
)

# ------------------------------------------------------------------------------ gate, disclosure

assurance = Table(
    "assurance",
    metadata,
    _column("peer", _Id, "who gave it", primary_key=True),
    _column("case_reference", _Line, "the asking agency's case", primary_key=True),
    _column("rule", _Code, "rule of the gate", primary_key=True),
    _column("officer", _Line, "senior officer who recorded it"),
    _column("statement", _Line, "reference of the assurance"),
    _column("recorded_at", UtcTime, "when it was recorded"),
)

disclosure = Table(
    "disclosure",
    metadata,
    _column("record_key", _Code, "keyed hash of register and record id", primary_key=True),
    _column("register", _Id, "register of the record"),
    _column("sealed_id", LargeBinary, "the record's own id, under the vault key"),
    _column("setting", _Code, "mutable: approved disclosure; empty for that of the register"),
    _column("wished", _Code, "mutable: proposed disclosure; empty when nothing waits"),
    _column("reason", _Line, "mutable: why it was proposed"),
    _column("proposed_by", _Line, "mutable: officer"),
    _column("proposed_at", UtcTime, "mutable: when"),
    _column("approved_by", _Line, "mutable: the second officer, or empty"),
    _column("approved_at", UtcTime, "mutable: when", nullable=True),
    _column("review_on", Date, "mutable: when it must be looked at again", nullable=True),
    Index(None, "register"),
)

# -------------------------------------------------------------------------- alerts and registers

alert = Table(
    "alert",
    metadata,
    _column("id", _Id, "UUID", primary_key=True),
    _column("direction", _Code, "incoming or outgoing"),
    _column("peer", _Id, "who asked, or who answered"),
    _column("reference", _Line, "number told to the asker"),
    _column("record", _Code, "mutable: our own record in the vault; empty when outgoing"),
    _column("case_reference", _Line, "the asking agency's case"),
    _column("entity_type", _Code, "person, vessel, company, identifier"),
    _column("state", _Code, "mutable: open, claimed, confirmed, dismissed"),
    _column("zone", _Code, "mutable, only stronger: hit or possible"),
    _column("band", _Code, "mutable, only stronger: quality"),
    _column("query_id", _Id, "mutable: the query that shows the present strength"),
    _column("subject_number", Integer, "mutable: position in that query"),
    _column("contact_point", _Code, "mutable: desk to call"),
    _column("model", _Code, "mutable: model and profile version"),
    _column("explanation", Text, "mutable: JSON of fields, levels and weights"),
    _column("created_at", UtcTime, "when it was seen first"),
    _column("times", Integer, "mutable, only up: how often it was seen"),
    _column("hold", _Code, "mutable: rule of the gate that holds it, or empty"),
    UniqueConstraint("direction", "peer", "reference", "case_reference", "entity_type"),
    Index(None, "state", "created_at"),
)

generation = Table(
    "generation",
    metadata,
    _column("id", _Id, "name of the build", primary_key=True),
    _column("register", _Id, "register that was built"),
    _column("entity_type", _Code, "person, vessel, company, identifier"),
    _column("epoch", Integer, "epoch of its keys"),
    _column("profile", Integer, "profile version of its tokens"),
    _column("records", _Position, "records in it"),
    _column("rejects", _Position, "rows that were rejected"),
    _column("loaded_at", UtcTime, "when it was put in use"),
    _column("source", _Line, "name of the file it was loaded from, without its folder"),
    Index(None, "register", "loaded_at"),
)

register = Table(
    "register",
    metadata,
    _column("name", _Id, "name of the register", primary_key=True),
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
    _column("number", Integer, "order of finding, from 0", primary_key=True),
    _column("line", _Position, "line of the source"),
    _column("column_name", _Line, "column, or empty for the whole row"),
    _column("reason", Text, "why; never the value"),
)
