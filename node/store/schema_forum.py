"""Tables of rooms: those that this node hosts, and the seats that it has in others'.

As in `schema`, a column is immutable once its row is written unless it says `mutable`.
"""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from node.store.column import CODE, ID, LINE, UtcTime, column, metadata

forum_room = Table(
    "forum_room",
    metadata,
    column("id", ID, "name of the room", primary_key=True),
    column("purpose", CODE, "what it is for"),
    column("agreement", LINE, "reference of the document under which the members meet"),
    column("officer", LINE, "who opened it, pseudonymous"),
    column("opened_at", UtcTime, "when it was opened"),
    column("ends_at", UtcTime, "when it closes by itself"),
    column("check_value", LargeBinary, "label of the check token under its key"),
    column("sealed_key", LargeBinary, "mutable: OPRF key under the ledger key; empty once closed"),
    column("matched_at", UtcTime, "mutable: when it was matched last", nullable=True),
    column("closed_at", UtcTime, "mutable once: when it was closed", nullable=True),
    column("certificate", Text, "mutable once: what was deleted, or empty"),
    column("signature", LargeBinary, "mutable once: this node's signature over it, or empty"),
)

forum_member = Table(
    "forum_member",
    metadata,
    Column("room", ForeignKey("forum_room.id"), primary_key=True),
    column("node", ID, "short name of the member", primary_key=True),
    column("state", CODE, "mutable: invited, joined, dropped"),
)

forum_drop = Table(
    "forum_drop",
    metadata,
    Column("room", ForeignKey("forum_room.id"), primary_key=True),
    column("node", ID, "who brought it", primary_key=True),
    column("number", Integer, "the member's own number of it", primary_key=True),
    column("entity_type", CODE, "person, vessel, company, identifier"),
    column("sealed", LargeBinary, "its pseudonyms under the ledger key"),
)

forum_shared = Table(
    "forum_shared",
    metadata,
    Column("room", ForeignKey("forum_room.id"), primary_key=True),
    column("node", ID, "whose subject it is", primary_key=True),
    column("number", Integer, "the member's own number of it", primary_key=True),
    column("other", ID, "who has brought it as well", primary_key=True),
    column("entity_type", CODE, "person, vessel, company, identifier"),
    column("band", CODE, "quality"),
)

forum_action = Table(
    "forum_action",
    metadata,
    column("id", ID, "UUID", primary_key=True),
    Column("room", ForeignKey("forum_room.id"), nullable=False),
    column("who", ID, "who does it"),
    column("by_node", ID, "who wrote it"),
    column("due", CODE, "day, ISO 8601"),
    column("sealed", LargeBinary, "what is to be done, under the ledger key"),
)

forum_seat = Table(
    "forum_seat",
    metadata,
    column("room", ID, "name of the room", primary_key=True),
    column("host", ID, "who keeps it"),
    column("officer", LINE, "who took the seat, pseudonymous"),
    column("case_reference", LINE, "mutable: case whose subjects were brought, or empty"),
    column("sealed_view", LargeBinary, "mutable: the room as seen last, under the ledger key"),
    column("certificate", Text, "mutable once: what the host has deleted, or empty"),
    column("signature", LargeBinary, "mutable once: the host's signature over it, or empty"),
)

forum_seat_subject = Table(
    "forum_seat_subject",
    metadata,
    Column("room", ForeignKey("forum_seat.room"), primary_key=True),
    column("number", Integer, "number in the room", primary_key=True),
    column("subject", ID, "subject within the case"),
)
