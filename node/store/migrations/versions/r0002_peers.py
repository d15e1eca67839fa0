"""Peers and the agreements with them.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_TIME = sa.String(27)


def upgrade() -> None:
    """Make the tables."""
    _create_peer()
    _create_agreement()


def _create_peer() -> None:
    op.create_table(
        "peer",
        sa.Column("id", sa.String(length=64), nullable=False, comment="short name of the member"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="mutable: full name"),
        sa.Column("kind", sa.String(length=64), nullable=False, comment="mutable: kind of agency"),
        sa.Column(
            "country", sa.String(length=2), nullable=False, comment="mutable: ISO 3166-1 alpha-2"
        ),
        sa.Column("address", sa.String(length=200), nullable=False, comment="mutable: host:port"),
        sa.Column(
            "identity_key",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="Ed25519 public key; another key is another member",
        ),
        sa.Column(
            "certificate",
            sa.LargeBinary(),
            nullable=False,
            comment="mutable: PEM of the TLS certificate",
        ),
        sa.Column("contact_points", sa.JSON(), nullable=False, comment="mutable: desks to call"),
        sa.Column(
            "issued_at",
            _TIME,
            nullable=False,
            comment="mutable, only forward: when the member signed the entry",
        ),
        sa.Column(
            "paused",
            sa.Boolean(),
            nullable=False,
            comment="mutable: nothing is exchanged while true",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer")),
    )


def _create_agreement() -> None:
    op.create_table(
        "agreement",
        sa.Column(
            "peer",
            sa.String(length=64),
            nullable=False,
            comment="with whom; all else is mutable by a new agreement",
        ),
        sa.Column(
            "reference",
            sa.String(length=200),
            nullable=False,
            comment="mutable: reference of the document",
        ),
        sa.Column(
            "legal_basis", sa.String(length=200), nullable=False, comment="mutable: legal basis"
        ),
        sa.Column("purposes", sa.JSON(), nullable=False, comment="mutable: purposes it covers"),
        sa.Column(
            "entity_types", sa.JSON(), nullable=False, comment="mutable: entity types it covers"
        ),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="mutable: first day"),
        sa.Column("expires_on", sa.Date(), nullable=False, comment="mutable: last day"),
        sa.Column(
            "token_quota_per_day",
            sa.Integer(),
            nullable=False,
            comment="mutable: tokens the peer may have evaluated",
        ),
        sa.Column(
            "subject_quota_per_day",
            sa.Integer(),
            nullable=False,
            comment="mutable: subjects the peer may ask about",
        ),
        sa.ForeignKeyConstraint(
            ["peer"], ["peer.id"], name=op.f("fk_agreement_peer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("peer", name=op.f("pk_agreement")),
    )
