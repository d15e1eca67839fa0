"""The journal, its tree, its heads and those of peers.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_TIME = sa.String(27)
_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _create_journal_entry()
    _create_journal_tree()
    _create_journal_head()
    _create_peer_head()
    _create_receipt()
    op.bulk_insert(
        sa.table(
            "journal_tree",
            sa.column("id"),
            sa.column("size"),
            sa.column("frontier", sa.LargeBinary),
        ),
        [{"id": 1, "size": 0, "frontier": b""}],
    )


def _create_journal_entry() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("position", _POSITION, nullable=False, comment="index in the tree, from 0"),
        sa.Column(
            "leaf",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="RFC 9162 leaf hash of the content; survives erasure",
        ),
        sa.Column(
            "content",
            sa.LargeBinary(),
            nullable=True,
            comment="canonical entry; mutable: null once erased",
        ),
        sa.Column(
            "retention_until",
            sa.Date(),
            nullable=True,
            comment="last day of keeping; null keeps for ever",
        ),
        sa.Column(
            "legal_hold",
            sa.String(length=200),
            nullable=False,
            comment="mutable: named procedure that forbids erasure, or empty",
        ),
        sa.Column(
            "erased_by",
            _POSITION,
            nullable=True,
            comment="mutable: position of the entry vouching for it",
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_journal_entry")),
    )
    op.create_index(
        op.f("ix_journal_entry_retention_until"), "journal_entry", ["retention_until"], unique=False
    )


def _create_journal_tree() -> None:
    op.create_table(
        "journal_tree",
        sa.Column(
            "id",
            sa.Integer(),
            nullable=False,
            comment="always 1; locking this row is a writer's turn",
        ),
        sa.Column("size", _POSITION, nullable=False, comment="mutable: entries so far"),
        sa.Column(
            "frontier",
            sa.LargeBinary(),
            nullable=False,
            comment="mutable: roots of the perfect subtrees, largest first",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_tree")),
    )


def _create_journal_head() -> None:
    op.create_table(
        "journal_head",
        sa.Column("size", _POSITION, nullable=False, comment="entries under this head"),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False, comment="root hash"),
        sa.Column("note", sa.Text(), nullable=False, comment="C2SP signed note of this head"),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_journal_head")),
    )


def _create_peer_head() -> None:
    op.create_table(
        "peer_head",
        sa.Column("peer", sa.String(length=64), nullable=False, comment="whose journal"),
        sa.Column("size", _POSITION, nullable=False, comment="entries under that head"),
        sa.Column(
            "root",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="root; two for one size prove a rewritten journal",
        ),
        sa.Column("note", sa.Text(), nullable=False, comment="signed note as received"),
        sa.Column("received_at", _TIME, nullable=False, comment="when it came first"),
        sa.PrimaryKeyConstraint("peer", "size", "root", name=op.f("pk_peer_head")),
    )


def _create_receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column("direction", sa.String(length=64), nullable=False, comment="given or received"),
        sa.Column(
            "query_hash",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="hash of the query's envelope",
        ),
        sa.Column("peer", sa.String(length=64), nullable=False, comment="the other side"),
        sa.Column(
            "query_id", sa.String(length=64), nullable=False, comment="query that it is about"
        ),
        sa.Column(
            "answer_hash", sa.LargeBinary(length=32), nullable=False, comment="hash of the answer"
        ),
        sa.Column(
            "checkpoint", sa.Text(), nullable=False, comment="signed note of the answering journal"
        ),
        sa.Column(
            "signature",
            sa.LargeBinary(length=64),
            nullable=False,
            comment="answering identity over all of it",
        ),
        sa.Column("kept_at", _TIME, nullable=False, comment="when it was written here"),
        sa.PrimaryKeyConstraint("direction", "query_hash", name=op.f("pk_receipt")),
    )
    op.create_index(op.f("ix_receipt_query_id"), "receipt", ["query_id"], unique=False)
