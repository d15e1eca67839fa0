"""A number that tells whether the peers are still those that were read.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table with its one row."""
    revision_table = op.create_table(
        "peer_revision",
        sa.Column("id", sa.Integer(), nullable=False, comment="always 1"),
        sa.Column(
            "number",
            _POSITION,
            nullable=False,
            comment="mutable, only up: changes to peers and agreements so far",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_revision")),
    )
    op.bulk_insert(revision_table, [{"id": 1, "number": 0}])
