"""Tables of notices: what waits to be told, what was told to us, and what that may be about."""

from sqlalchemy import ForeignKeyConstraint, Index, Integer, LargeBinary, Table

from node.store.column import CODE, ID, LINE, UtcTime, column, metadata

outgoing_notice = Table(
    "outgoing_notice",
    metadata,
    column("id", ID, "UUID; the same when sent again", primary_key=True),
    column("peer", ID, "to whom"),
    column("kind", CODE, "what it is about"),
    column("sealed_body", LargeBinary, "mutable: body under the ledger key; empty once settled"),
    column("case_reference", LINE, "case that it is about, or empty"),
    column("written_at", UtcTime, "when it was written, with what caused it"),
    column("attempts", Integer, "mutable, only up: how often the line was tried"),
    column("next_at", UtcTime, "mutable: not tried again before"),
    column("state", CODE, "mutable: waiting, delivered, refused, given up"),
    column("settled_at", UtcTime, "mutable once: when it left that state", nullable=True),
    column("error_code", CODE, "mutable: why it was not delivered at the last attempt"),
    Index(None, "state", "peer", "next_at"),
    Index(None, "written_at"),
)

outgoing_subject = Table(
    "outgoing_subject",
    metadata,
    column("query_id", ID, "query of ours", primary_key=True),
    column("number", Integer, "position of the subject in it, from 0", primary_key=True),
    column("subject", ID, "the officer's own number of the subject; it did not leave the node"),
    ForeignKeyConstraint(["query_id"], ["outgoing_query.id"], ondelete="CASCADE"),
)

incoming_notice = Table(
    "incoming_notice",
    metadata,
    column("peer", ID, "who told it", primary_key=True),
    column("id", ID, "the peer's id of the notice", primary_key=True),
    column("kind", CODE, "what it is about"),
    column("content_hash", LargeBinary(32), "hash of the notice; its body is not kept"),
    column("case_reference", LINE, "case that it is about, or empty"),
    column("received_at", UtcTime, "when it took effect"),
    Index(None, "received_at"),
)
