"""The ledger's tables of retractions, and of records whose correctness is disputed.

As in `schema`, a column is immutable once its row is written unless it says `mutable`.
"""

from sqlalchemy import Index, Table

from node.store.column import CODE, ID, LINE, UtcTime, column, metadata

retraction = Table(
    "retraction",
    metadata,
    column("id", ID, "id of the notice that says it", primary_key=True),
    column("direction", CODE, "outgoing: we take back; incoming: we were told", primary_key=True),
    column("peer", ID, "recipient, or owner"),
    column("alert_id", ID, "the alert of what was told"),
    column("reference", LINE, "number that was told with the hit"),
    column("case_reference", LINE, "the asking agency's case"),
    column("entity_type", CODE, "person, vessel, company, identifier"),
    column("change", CODE, "corrected, deleted, contested"),
    column("sentence", CODE, "code that says more, or empty"),
    column("raised_at", UtcTime, "when it was said"),
    column("raised_by", LINE, "officer of ours, node, or empty"),
    column("acknowledged_at", UtcTime, "mutable once: when it was confirmed", nullable=True),
    column("acknowledged_by", LINE, "mutable once: officer of ours, or empty"),
    column("outcome", CODE, "mutable once: what the recipient has done"),
    Index(None, "peer", "reference"),
    Index(None, "alert_id"),
)

contest = Table(
    "contest",
    metadata,
    column("record_key", CODE, "keyed hash of register and record id", primary_key=True),
    column("register", ID, "register of the record"),
    column("raised_at", UtcTime, "since when"),
    column("raised_by", LINE, "officer"),
)
