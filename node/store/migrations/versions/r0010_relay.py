"""The relay through which a peer is reached.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; peers so far are reached directly."""
    comment = "mutable: what it is reached through, or null"
    op.add_column("peer", sa.Column("relay", sa.JSON(), nullable=True, comment=comment))
