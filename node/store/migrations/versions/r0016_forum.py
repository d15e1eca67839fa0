"""Rooms that this node hosts, seats in others', and whether an agreement allows either.

Revision ID: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_TIME = sa.String(27)
_ID = _CODE = sa.String(64)
_LINE = sa.String(200)
_BYTES = sa.LargeBinary()


def upgrade() -> None:
    """Add the column, make the tables."""
    op.add_column(
        "agreement",
        _column(
            "forum",
            sa.Boolean(),
            "mutable: whether both may sit in a room of the other",
            server_default=sa.false(),
        ),
    )
    _create_room()
    _create_in_room()
    _create_seat()


def _column(name: str, kind: object, comment: str, **options: object) -> sa.Column[object]:  # noqa: PLR0917 -- a table reads as name, type, meaning
    options.setdefault("nullable", False)
    return sa.Column(name, kind, comment=comment, **options)  # type: ignore[arg-type] # as Column takes them


def _room(table: str, *, to: str = "forum_room", key: str = "id") -> list[object]:
    """Return the column that names the room, and where it leads."""
    return [
        sa.Column("room", _ID, nullable=False),
        sa.ForeignKeyConstraint(["room"], [f"{to}.{key}"], name=op.f(f"fk_{table}_{to}")),
    ]


def _create_room() -> None:
    op.create_table(
        "forum_room",
        _column("id", _ID, "name of the room"),
        _column("purpose", _CODE, "what it is for"),
        _column("agreement", _LINE, "reference of the document under which the members meet"),
        _column("officer", _LINE, "who opened it, pseudonymous"),
        _column("opened_at", _TIME, "when it was opened"),
        _column("ends_at", _TIME, "when it closes by itself"),
        _column("check_value", _BYTES, "label of the check token under its key"),
        _column("sealed_key", _BYTES, "mutable: OPRF key under the ledger key; empty once closed"),
        _column("matched_at", _TIME, "mutable: when it was matched last", nullable=True),
        _column("closed_at", _TIME, "mutable once: when it was closed", nullable=True),
        _column("certificate", sa.Text(), "mutable once: what was deleted, or empty"),
        _column("signature", _BYTES, "mutable once: this node's signature over it, or empty"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_room")),
    )


def _create_in_room() -> None:
    op.create_table(
        "forum_member",
        *_room("forum_member"),  # type: ignore[arg-type] # columns and constraints
        _column("node", _ID, "short name of the member"),
        _column("state", _CODE, "mutable: invited, joined, dropped"),
        sa.PrimaryKeyConstraint("room", "node", name=op.f("pk_forum_member")),
    )
    op.create_table(
        "forum_drop",
        *_room("forum_drop"),  # type: ignore[arg-type] # columns and constraints
        _column("node", _ID, "who brought it"),
        _column("number", sa.Integer(), "the member's own number of it"),
        _column("entity_type", _CODE, "person, vessel, company, identifier"),
        _column("sealed", _BYTES, "its pseudonyms under the ledger key"),
        sa.PrimaryKeyConstraint("room", "node", "number", name=op.f("pk_forum_drop")),
    )
    op.create_table(
        "forum_shared",
        *_room("forum_shared"),  # type: ignore[arg-type] # columns and constraints
        _column("node", _ID, "whose subject it is"),
        _column("number", sa.Integer(), "the member's own number of it"),
        _column("other", _ID, "who has brought it as well"),
        _column("entity_type", _CODE, "person, vessel, company, identifier"),
        _column("band", _CODE, "quality"),
        sa.PrimaryKeyConstraint("room", "node", "number", "other", name=op.f("pk_forum_shared")),
    )
    op.create_table(
        "forum_action",
        _column("id", _ID, "UUID"),
        *_room("forum_action"),  # type: ignore[arg-type] # columns and constraints
        _column("who", _ID, "who does it"),
        _column("by_node", _ID, "who wrote it"),
        _column("due", _CODE, "day, ISO 8601"),
        _column("sealed", _BYTES, "what is to be done, under the ledger key"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_action")),
    )


def _create_seat() -> None:
    op.create_table(
        "forum_seat",
        _column("room", _ID, "name of the room"),
        _column("host", _ID, "who keeps it"),
        _column("officer", _LINE, "who took the seat, pseudonymous"),
        _column("case_reference", _LINE, "mutable: case whose subjects were brought, or empty"),
        _column("sealed_view", _BYTES, "mutable: the room as seen last, under the ledger key"),
        _column("certificate", sa.Text(), "mutable once: what the host has deleted, or empty"),
        _column("signature", _BYTES, "mutable once: the host's signature over it, or empty"),
        sa.PrimaryKeyConstraint("room", name=op.f("pk_forum_seat")),
    )
    op.create_table(
        "forum_seat_subject",
        *_room("forum_seat_subject", to="forum_seat", key="room"),  # type: ignore[arg-type] # columns and constraints
        _column("number", sa.Integer(), "number in the room"),
        _column("subject", _ID, "subject within the case"),
        sa.PrimaryKeyConstraint("room", "number", name=op.f("pk_forum_seat_subject")),
    )
