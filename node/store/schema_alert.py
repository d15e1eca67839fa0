"""The ledger's tables of alerts and of what officers do with them.

As in `schema`, a column is immutable once its row is written unless it says `mutable`, and none
holds a name, a value, a token or a key in clear.
"""

from sqlalchemy import (
    Boolean,
    Float,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from node.store.column import CODE, ID, LINE, UtcTime, column, metadata

alert = Table(
    "alert",
    metadata,
    column("id", ID, "UUID", primary_key=True),
    column("direction", CODE, "incoming or outgoing"),
    column("peer", ID, "who asked, or who answered"),
    column("reference", LINE, "number told to the asker"),
    column("record", CODE, "mutable: our own record in the vault; empty when outgoing"),
    column("case_reference", LINE, "the asking agency's case"),
    column("entity_type", CODE, "person, vessel, company, identifier"),
    column("state", CODE, "mutable: open, held, claimed, decided in one way or another"),
    column("zone", CODE, "mutable, only stronger: hit or possible"),
    column("band", CODE, "mutable, only stronger: quality"),
    column("query_id", ID, "mutable: the query that shows the present strength"),
    column("subject_number", Integer, "mutable: position in that query"),
    column("contact_point", CODE, "mutable: desk to call"),
    column("model", CODE, "mutable: model and profile version"),
    column("explanation", Text, "mutable: JSON of fields, levels and weights"),
    column("created_at", UtcTime, "when it was seen first"),
    column("times", Integer, "mutable, only up: how often it was seen"),
    column("hold", CODE, "mutable: rule of the gate that holds it, or empty"),
    column("purpose", CODE, "mutable: of the query"),
    column("offence", CODE, "mutable: of the query"),
    column("category", CODE, "mutable: what the asker says the person is"),
    column("urgency", CODE, "mutable: of the query"),
    column("weight", Float, "mutable: bits, prior included"),
    column("record_key", CODE, "keyed hash that names our record across loads"),
    column("shows", CODE, "mutable: digest of what was compared and how it agreed"),
    column("revision", Integer, "mutable, only up: counts every change"),
    column("claimed_by", LINE, "mutable: officer who works on it"),
    column("claimed_at", UtcTime, "mutable: since when", nullable=True),
    column("claimed_until", UtcTime, "mutable: when the claim lapses", nullable=True),
    column("verdict", CODE, "mutable: decided, or proposed for a second review"),
    column("reason", CODE, "mutable: code of the decision"),
    column("note", LargeBinary, "mutable: words for colleagues, under the ledger key"),
    column("decided_by", LINE, "mutable: officer"),
    column("decided_at", UtcTime, "mutable: when", nullable=True),
    column("second_by", LINE, "mutable: the second officer, or empty"),
    column("told_at", UtcTime, "mutable once: when the asker was told of a hit", nullable=True),
    column("due_at", UtcTime, "mutable: when the running duty ends", nullable=True),
    column("clock", CODE, "mutable: the duty that runs, or empty"),
    column("escalated_at", UtcTime, "mutable: when the senior desk was told", nullable=True),
    column("reminded_at", UtcTime, "mutable: when it was found overdue", nullable=True),
    column("flag", CODE, "mutable: contested, corrected, deleted, or empty"),
    column("outcome", CODE, "mutable: what it led to at the asking agency"),
    column("outcome_at", UtcTime, "mutable: when that was told", nullable=True),
    UniqueConstraint("direction", "peer", "reference", "case_reference", "entity_type"),
    Index(None, "state", "created_at"),
    # Each order of a list, within a state and over all of them; what else lists are filtered by
    # stands behind it, so that an alert which is not wanted is passed over without being read.
    Index(None, "direction", "weight", "id", "zone", "entity_type", "peer"),
    Index(None, "direction", "created_at", "id", "zone", "entity_type", "peer"),
    Index(None, "direction", "due_at", "id", "zone", "entity_type", "peer"),
    Index(None, "direction", "state", "weight", "id", "zone", "entity_type", "peer"),
    Index(None, "direction", "state", "created_at", "id", "zone", "entity_type", "peer"),
    Index(None, "direction", "state", "due_at", "id", "zone", "entity_type", "peer"),
    # For counts, which read no alert at all.
    Index(None, "direction", "state", "zone", "entity_type", "peer", "outcome"),
    Index(None, "due_at", "clock", "escalated_at"),
    # For what is looked at every minute: which claims lapse, which duties end soon or have ended.
    Index(None, "claimed_until"),
    Index(None, "clock", "escalated_at", "due_at"),
    Index(None, "clock", "reminded_at", "due_at"),
    Index(None, "claimed_by", "direction"),
    Index(None, "flag", "direction"),
    Index(None, "record_key", "peer", "created_at"),
)

suppression = Table(
    "suppression",
    metadata,
    column("record_key", CODE, "our record", primary_key=True),
    column("peer", ID, "who asks about it", primary_key=True),
    column("owner", LINE, "mutable: officer who wants to hear no more of the pair"),
    column("reason", CODE, "mutable: code of a dismissal"),
    column("since", UtcTime, "mutable: from when"),
    column("until", UtcTime, "mutable: to when"),
    column("strength", Integer, "mutable: of what was seen; stronger evidence is shown"),
)

label = Table(
    "label",
    metadata,
    column("alert_id", ID, "the alert that was decided", primary_key=True),
    column("entity_type", CODE, "person, vessel, company, identifier"),
    column("model", CODE, "mutable: model and profile version that scored the pair"),
    column("zone", CODE, "mutable: hit or possible"),
    column("weight", Float, "mutable: bits, prior included"),
    column("levels", Text, "mutable: JSON of comparison to level of agreement; never a value"),
    column("is_match", Boolean, "mutable: whether both are the same subject"),
    column("reason", CODE, "mutable: code of the decision"),
    column("source", CODE, "mutable: review or feedback"),
    column("decided_at", UtcTime, "mutable: when"),
    Index(None, "entity_type", "model", "is_match", "source", "weight"),
)
