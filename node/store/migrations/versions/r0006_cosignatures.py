"""Cosignatures of peers over our heads, and ours over theirs.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_TIME = sa.String(27)
_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table, and the column beside the heads of peers."""
    op.add_column(
        "peer_head",
        sa.Column(
            "cosigned_at", _TIME, nullable=True, comment="mutable once: when this node cosigned it"
        ),
    )
    op.create_table(
        "cosignature",
        sa.Column(
            "peer",
            sa.String(length=64),
            nullable=False,
            comment="who cosigned a head of this node's journal",
        ),
        sa.Column("size", _POSITION, nullable=False, comment="entries under that head"),
        sa.Column(
            "line",
            sa.Text(),
            nullable=False,
            comment="mutable once: signature line; empty where its message was lost",
        ),
        sa.Column("received_at", _TIME, nullable=False, comment="when it was written here"),
        sa.PrimaryKeyConstraint("peer", "size", name=op.f("pk_cosignature")),
    )
