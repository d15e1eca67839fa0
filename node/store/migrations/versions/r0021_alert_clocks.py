"""What the clocks of alerts look at every minute is a range of an index each.

Revision ID: 0021
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_NEW = (("claimed_until",), ("clock", "escalated_at", "due_at"), ("clock", "reminded_at", "due_at"))


def upgrade() -> None:
    """Make the indexes."""
    for columns in _NEW:
        op.create_index(op.f(f"ix_alert_{'_'.join(columns)}"), "alert", list(columns))
