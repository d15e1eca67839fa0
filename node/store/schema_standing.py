"""Tables of standing queries: those we hold for others, and those that others hold for us."""

from sqlalchemy import (
    JSON,
    Boolean,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
)

from node.store.column import CODE, ID, LINE, UtcTime, column, metadata

held_query = Table(
    "held_query",
    metadata,
    column("peer", ID, "for whom it is kept", primary_key=True),
    column("id", ID, "the query that began it", primary_key=True),
    column("entity_type", CODE, "person, vessel, company, identifier"),
    column("epoch", Integer, "mutable: epoch of our keys that its pseudonyms are under"),
    column("justification", JSON, "mutable by renewal: why it is asked; codes and references"),
    column("case_reference", LINE, "the asking agency's case"),
    column("officer", LINE, "mutable by renewal: who asks, pseudonymous"),
    column("overlap", Boolean, "mutable by renewal: whether its asker hears of others"),
    column("begun_at", UtcTime, "when it began"),
    column("until", UtcTime, "mutable by renewal: when it is deleted"),
    column("generations", JSON, "mutable: generations it has been matched against"),
    Index(None, "entity_type"),
    Index(None, "until"),
)

held_subject = Table(
    "held_subject",
    metadata,
    column("peer", ID, "for whom it is kept", primary_key=True),
    column("query_id", ID, "the query that began it", primary_key=True),
    column("number", Integer, "position of the subject in it, from 0", primary_key=True),
    column("sealed", LargeBinary, "pseudonyms under our own key, under the ledger key"),
    ForeignKeyConstraint(
        ["peer", "query_id"], ["held_query.peer", "held_query.id"], ondelete="CASCADE"
    ),
)

held_seen = Table(
    "held_seen",
    metadata,
    column("peer", ID, "for whom it is kept", primary_key=True),
    column("query_id", ID, "the query that began it", primary_key=True),
    column("number", Integer, "position of the subject in it, from 0", primary_key=True),
    column("reference", LINE, "number by which the asker would know the record", primary_key=True),
    column("zone", CODE, "mutable, only stronger: hit or possible"),
    ForeignKeyConstraint(
        ["peer", "query_id"], ["held_query.peer", "held_query.id"], ondelete="CASCADE"
    ),
)

overlap_told = Table(
    "overlap_told",
    metadata,
    column("reference", LINE, "number that both agencies are told", primary_key=True),
    column("told_at", UtcTime, "when they were told"),
    Index(None, "told_at"),
)

standing_query = Table(
    "standing_query",
    metadata,
    column("id", ID, "the query of ours that began it", primary_key=True),
    column("peer", ID, "who keeps it"),
    column("case_reference", LINE, "for which case"),
    column("entity_type", CODE, "person, vessel, company, identifier"),
    column("officer", LINE, "mutable by renewal: who asks, pseudonymous"),
    column("epoch", Integer, "mutable: epoch of the peer's keys that it was sent under last"),
    column("overlap", Boolean, "mutable by renewal: whether we hear of others"),
    column("begun_at", UtcTime, "when it began"),
    column("until", UtcTime, "mutable by renewal: when it ends"),
    column("state", CODE, "mutable: standing, or how it ended"),
    column("ended_at", UtcTime, "mutable once: when it ended", nullable=True),
    Index(None, "state", "until"),
    Index(None, "case_reference"),
)
