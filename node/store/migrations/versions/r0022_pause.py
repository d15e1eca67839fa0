"""Peers with whom nothing is exchanged for a time; what was called paused is revoked.

Revision ID: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give the flag the name of what it says, and add the pause; nobody is paused yet."""
    op.alter_column("peer", "paused", new_column_name="revoked")
    comment = "mutable: why and until when nothing is exchanged"
    op.add_column("peer", sa.Column("pause", sa.JSON(), nullable=True, comment=comment))
