"""Which identifier sets an agreement allows.

Revision ID: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; agreements so far allow none."""
    comment = "mutable: classes of identifiers in published sets"
    op.add_column("agreement", sa.Column("blind_check", sa.JSON(), nullable=True, comment=comment))
