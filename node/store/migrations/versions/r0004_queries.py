"""Queries in both directions, messages seen, and what was spent.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_TIME = sa.String(27)


def upgrade() -> None:
    """Make the tables."""
    _create_outgoing_query()
    _create_incoming_query()
    _create_seen_message()
    _create_quota_use()


def _create_outgoing_query() -> None:
    op.create_table(
        "outgoing_query",
        sa.Column(
            "id", sa.String(length=64), nullable=False, comment="UUID; the same when sent again"
        ),
        sa.Column(
            "request_id",
            sa.String(length=64),
            nullable=False,
            comment="operator's id of the request; repeating it asks nothing anew",
        ),
        sa.Column("peer", sa.String(length=64), nullable=False, comment="to whom"),
        sa.Column(
            "case_reference", sa.String(length=200), nullable=False, comment="for which case"
        ),
        sa.Column("entity_type", sa.String(length=64), nullable=False, comment="about what"),
        sa.Column(
            "officer", sa.String(length=200), nullable=False, comment="who asks, pseudonymous"
        ),
        sa.Column(
            "state",
            sa.String(length=64),
            nullable=False,
            comment="mutable: sent, answered or failed",
        ),
        sa.Column("sent_at", _TIME, nullable=False, comment="when it was written, before it left"),
        sa.Column(
            "settled_at", _TIME, nullable=True, comment="mutable: when its answer or failure came"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_query")),
        sa.UniqueConstraint(
            "request_id",
            "peer",
            "entity_type",
            name=op.f("uq_outgoing_query_request_id_peer_entity_type"),
        ),
    )


def _create_incoming_query() -> None:
    op.create_table(
        "incoming_query",
        sa.Column("peer", sa.String(length=64), nullable=False, comment="who asked"),
        sa.Column("id", sa.String(length=64), nullable=False, comment="the peer's id of the query"),
        sa.Column(
            "content_hash",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="hash of the query; pseudonyms are not kept",
        ),
        sa.Column(
            "answer",
            sa.LargeBinary(),
            nullable=False,
            comment="the answer given, for the same query sent again",
        ),
        sa.Column("answered_at", _TIME, nullable=False, comment="when it was given"),
        sa.Column("expires_at", _TIME, nullable=False, comment="when the answer is forgotten"),
        sa.PrimaryKeyConstraint("peer", "id", name=op.f("pk_incoming_query")),
    )
    op.create_index(
        op.f("ix_incoming_query_expires_at"), "incoming_query", ["expires_at"], unique=False
    )


def _create_seen_message() -> None:
    op.create_table(
        "seen_message",
        sa.Column("sender", sa.String(length=64), nullable=False, comment="who sent it"),
        sa.Column(
            "message_id", sa.LargeBinary(length=16), nullable=False, comment="UUIDv7 of an envelope"
        ),
        sa.Column(
            "expires_at",
            _TIME,
            nullable=False,
            comment="after that the time window refuses it anyway",
        ),
        sa.PrimaryKeyConstraint("sender", "message_id", name=op.f("pk_seen_message")),
    )
    op.create_index(
        op.f("ix_seen_message_expires_at"), "seen_message", ["expires_at"], unique=False
    )


def _create_quota_use() -> None:
    op.create_table(
        "quota_use",
        sa.Column("peer", sa.String(length=64), nullable=False, comment="who asks"),
        sa.Column("day", sa.Date(), nullable=False, comment="day, UTC"),
        sa.Column("officer", sa.String(length=200), nullable=False, comment="asking officer"),
        sa.Column(
            "case_reference", sa.String(length=200), nullable=False, comment="asking agency's case"
        ),
        sa.Column(
            "tokens", sa.BigInteger(), nullable=False, comment="mutable, only up: tokens evaluated"
        ),
        sa.Column(
            "subjects",
            sa.BigInteger(),
            nullable=False,
            comment="mutable, only up: subjects asked about",
        ),
        sa.PrimaryKeyConstraint(
            "peer", "day", "officer", "case_reference", name=op.f("pk_quota_use")
        ),
    )
