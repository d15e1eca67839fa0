"""Notices that wait for their peers, those that peers have told, and subjects of queries.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_TIME = sa.String(27)
_ID = _CODE = sa.String(64)
_LINE = sa.String(200)


def upgrade() -> None:
    """Make the tables."""
    _create_outgoing()
    _create_subjects()
    _create_incoming()


def _column(name: str, kind: object, comment: str, **options: object) -> sa.Column[object]:  # noqa: PLR0917 -- a table reads as name, type, meaning
    options.setdefault("nullable", False)
    return sa.Column(name, kind, comment=comment, **options)  # type: ignore[arg-type] # as Column takes them


def _create_outgoing() -> None:
    op.create_table(
        "outgoing_notice",
        _column("id", _ID, "UUID; the same when sent again"),
        _column("peer", _ID, "to whom"),
        _column("kind", _CODE, "what it is about"),
        _column(
            "sealed_body",
            sa.LargeBinary(),
            "mutable: body under the ledger key; empty once settled",
        ),
        _column("case_reference", _LINE, "case that it is about, or empty"),
        _column("written_at", _TIME, "when it was written, with what caused it"),
        _column("attempts", sa.Integer(), "mutable, only up: how often the line was tried"),
        _column("next_at", _TIME, "mutable: not tried again before"),
        _column("state", _CODE, "mutable: waiting, delivered, refused, given up"),
        _column("settled_at", _TIME, "mutable once: when it left that state", nullable=True),
        _column("error_code", _CODE, "mutable: why it was not delivered at the last attempt"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_notice")),
    )
    op.create_index(
        op.f("ix_outgoing_notice_state_peer_next_at"),
        "outgoing_notice",
        ["state", "peer", "next_at"],
    )
    op.create_index(op.f("ix_outgoing_notice_written_at"), "outgoing_notice", ["written_at"])


def _create_subjects() -> None:
    op.create_table(
        "outgoing_subject",
        _column("query_id", _ID, "query of ours"),
        _column("number", sa.Integer(), "position of the subject in it, from 0"),
        _column(
            "subject", _ID, "the officer's own number of the subject; it did not leave the node"
        ),
        sa.ForeignKeyConstraint(
            ["query_id"],
            ["outgoing_query.id"],
            name=op.f("fk_outgoing_subject_outgoing_query"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("query_id", "number", name=op.f("pk_outgoing_subject")),
    )


def _create_incoming() -> None:
    op.create_table(
        "incoming_notice",
        _column("peer", _ID, "who told it"),
        _column("id", _ID, "the peer's id of the notice"),
        _column("kind", _CODE, "what it is about"),
        _column("content_hash", sa.LargeBinary(32), "hash of the notice; its body is not kept"),
        _column("case_reference", _LINE, "case that it is about, or empty"),
        _column("received_at", _TIME, "when it took effect"),
        sa.PrimaryKeyConstraint("peer", "id", name=op.f("pk_incoming_notice")),
    )
    op.create_index(op.f("ix_incoming_notice_received_at"), "incoming_notice", ["received_at"])
