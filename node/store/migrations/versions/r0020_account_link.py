"""Accounts that belong to people at the agency's identity provider.

Revision ID: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_TABLE = "account_link"


def upgrade() -> None:
    """Make the table; nobody is linked yet."""
    op.create_table(
        _TABLE,
        sa.Column(
            "subject_hash",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="SHA-256 of issuer and person",
        ),
        sa.Column(
            "issuer",
            sa.String(length=200),
            nullable=False,
            comment="identity provider, by its name for itself",
        ),
        sa.Column("account", sa.String(64), nullable=False, comment="whose account"),
        sa.Column("linked_at", sa.String(27), nullable=False, comment="since when"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_account_link_account")),
        sa.PrimaryKeyConstraint("subject_hash", name=op.f("pk_account_link")),
        sa.UniqueConstraint("account", "issuer", name=op.f("uq_account_link_account_issuer")),
    )
