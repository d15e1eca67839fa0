"""Alerts, registers and their generations.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_TIME = sa.String(27)
_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _create_alert()
    _create_generation()
    _create_register()
    _create_reject()


def _create_alert() -> None:
    op.create_table(
        "alert",
        *_origin(),
        *_standing(),
        sa.Column("created_at", _TIME, nullable=False, comment="when it was seen first"),
        sa.Column(
            "times", sa.Integer(), nullable=False, comment="mutable, only up: how often it was seen"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint(
            "direction",
            "peer",
            "reference",
            "case_reference",
            "entity_type",
            name=op.f("uq_alert_direction_peer_reference_case_reference_entity_type"),
        ),
    )
    op.create_index(
        op.f("ix_alert_state_created_at"), "alert", ["state", "created_at"], unique=False
    )


def _origin() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.String(length=64), nullable=False, comment="UUID"),
        sa.Column(
            "direction", sa.String(length=64), nullable=False, comment="incoming or outgoing"
        ),
        sa.Column(
            "peer", sa.String(length=64), nullable=False, comment="who asked, or who answered"
        ),
        sa.Column(
            "reference",
            sa.String(length=200),
            nullable=False,
            comment="number told to the asker",
        ),
        sa.Column(
            "record",
            sa.String(length=64),
            nullable=False,
            comment="mutable: our own record in the vault; empty when outgoing",
        ),
        sa.Column(
            "case_reference",
            sa.String(length=200),
            nullable=False,
            comment="the asking agency's case",
        ),
        sa.Column(
            "entity_type",
            sa.String(length=64),
            nullable=False,
            comment="person, vessel, company, identifier",
        ),
    )


def _standing() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column(
            "state",
            sa.String(length=64),
            nullable=False,
            comment="mutable: open, claimed, confirmed, dismissed",
        ),
        sa.Column(
            "zone",
            sa.String(length=64),
            nullable=False,
            comment="mutable, only stronger: hit or possible",
        ),
        sa.Column(
            "band", sa.String(length=64), nullable=False, comment="mutable, only stronger: quality"
        ),
        sa.Column(
            "query_id",
            sa.String(length=64),
            nullable=False,
            comment="mutable: the query that shows the present strength",
        ),
        sa.Column(
            "subject_number",
            sa.Integer(),
            nullable=False,
            comment="mutable: position in that query",
        ),
        sa.Column(
            "contact_point", sa.String(length=64), nullable=False, comment="mutable: desk to call"
        ),
        sa.Column(
            "model",
            sa.String(length=64),
            nullable=False,
            comment="mutable: model and profile version",
        ),
        sa.Column(
            "explanation",
            sa.Text(),
            nullable=False,
            comment="mutable: JSON of fields, levels and weights",
        ),
    )


def _create_generation() -> None:
    op.create_table(
        "generation",
        sa.Column("id", sa.String(length=64), nullable=False, comment="name of the build"),
        sa.Column(
            "register", sa.String(length=64), nullable=False, comment="register that was built"
        ),
        sa.Column(
            "entity_type",
            sa.String(length=64),
            nullable=False,
            comment="person, vessel, company, identifier",
        ),
        sa.Column("epoch", sa.Integer(), nullable=False, comment="epoch of its keys"),
        sa.Column("profile", sa.Integer(), nullable=False, comment="profile version of its tokens"),
        sa.Column("records", _POSITION, nullable=False, comment="records in it"),
        sa.Column("rejects", _POSITION, nullable=False, comment="rows that were rejected"),
        sa.Column("loaded_at", _TIME, nullable=False, comment="when it was put in use"),
        sa.Column(
            "source",
            sa.String(length=200),
            nullable=False,
            comment="name of the file it was loaded from, without its folder",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_generation")),
    )
    op.create_index(
        op.f("ix_generation_register_loaded_at"),
        "generation",
        ["register", "loaded_at"],
        unique=False,
    )


def _create_register() -> None:
    op.create_table(
        "register",
        sa.Column("name", sa.String(length=64), nullable=False, comment="name of the register"),
        sa.Column(
            "generation",
            sa.String(length=64),
            nullable=False,
            comment="mutable: the generation that answers",
        ),
        sa.ForeignKeyConstraint(
            ["generation"], ["generation.id"], name=op.f("fk_register_generation")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_register")),
    )


def _create_reject() -> None:
    op.create_table(
        "reject",
        sa.Column("generation", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="order of finding, from 0"),
        sa.Column("line", _POSITION, nullable=False, comment="line of the source"),
        sa.Column(
            "column_name",
            sa.String(length=200),
            nullable=False,
            comment="column, or empty for the whole row",
        ),
        sa.Column("reason", sa.Text(), nullable=False, comment="why; never the value"),
        sa.ForeignKeyConstraint(
            ["generation"], ["generation.id"], name=op.f("fk_reject_generation")
        ),
        sa.PrimaryKeyConstraint("generation", "number", name=op.f("pk_reject")),
    )
