"""Cases, their subjects and what peers said of them.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_TIME = sa.String(27)


def upgrade() -> None:
    """Make the tables."""
    _create_case_file()
    _create_case_subject()
    _create_case_run()
    _create_case_cell()


def _create_case_file() -> None:
    op.create_table(
        "case_file",
        sa.Column(
            "reference", sa.String(length=200), nullable=False, comment="the agency's own reference"
        ),
        sa.Column("legal_basis", sa.String(length=200), nullable=False, comment="justification"),
        sa.Column("purpose", sa.String(length=64), nullable=False, comment="justification"),
        sa.Column("offence", sa.String(length=200), nullable=False, comment="justification"),
        sa.Column("category", sa.String(length=64), nullable=False, comment="justification"),
        sa.Column("aim", sa.String(length=64), nullable=False, comment="justification"),
        sa.Column("urgency", sa.String(length=64), nullable=False, comment="justification"),
        sa.Column("urgency_reason", sa.String(length=200), nullable=False, comment="justification"),
        sa.Column(
            "officer", sa.String(length=200), nullable=False, comment="who opened it, pseudonymous"
        ),
        sa.Column("created_at", _TIME, nullable=False, comment="when it was opened"),
        sa.Column(
            "sealed_title",
            sa.LargeBinary(),
            nullable=False,
            comment="title under the ledger key, or empty",
        ),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_case_file")),
    )


def _create_case_subject() -> None:
    op.create_table(
        "case_subject",
        sa.Column("case_reference", sa.String(length=200), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False, comment="number within the case"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of adding, from 0"),
        sa.Column(
            "role",
            sa.String(length=200),
            nullable=False,
            comment="what the subject is to the seizure",
        ),
        sa.Column(
            "entity_type",
            sa.String(length=64),
            nullable=False,
            comment="person, vessel, company, identifier",
        ),
        sa.Column(
            "category", sa.String(length=64), nullable=False, comment="suspect, witness, ..."
        ),
        sa.Column(
            "sealed",
            sa.LargeBinary(),
            nullable=False,
            comment="clear record under the ledger key, never opened here",
        ),
        sa.ForeignKeyConstraint(
            ["case_reference"], ["case_file.reference"], name=op.f("fk_case_subject_case_file")
        ),
        sa.PrimaryKeyConstraint("case_reference", "id", name=op.f("pk_case_subject")),
    )


def _create_case_run() -> None:
    op.create_table(
        "case_run",
        sa.Column("id", sa.String(length=64), nullable=False, comment="UUID"),
        sa.Column("case_reference", sa.String(length=200), nullable=False),
        sa.Column(
            "officer", sa.String(length=200), nullable=False, comment="who asked, pseudonymous"
        ),
        sa.Column("started_at", _TIME, nullable=False, comment="when it began"),
        sa.Column("finished_at", _TIME, nullable=True, comment="mutable: when no cell was pending"),
        sa.ForeignKeyConstraint(
            ["case_reference"], ["case_file.reference"], name=op.f("fk_case_run_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_run")),
    )
    op.create_index(
        op.f("ix_case_run_case_reference_started_at"),
        "case_run",
        ["case_reference", "started_at"],
        unique=False,
    )


def _create_case_cell() -> None:
    op.create_table(
        "case_cell",
        sa.Column("run_id", sa.String(length=64), nullable=False),
        sa.Column(
            "subject", sa.String(length=64), nullable=False, comment="subject within the case"
        ),
        sa.Column("peer", sa.String(length=64), nullable=False, comment="who was asked"),
        sa.Column(
            "state",
            sa.String(length=64),
            nullable=False,
            comment="mutable once: pending, then what came of it",
        ),
        sa.Column(
            "query_id",
            sa.String(length=64),
            nullable=False,
            comment="mutable once: the query that asked",
        ),
        *_outcome(),
        sa.ForeignKeyConstraint(["run_id"], ["case_run.id"], name=op.f("fk_case_cell_case_run")),
        sa.PrimaryKeyConstraint("run_id", "subject", "peer", name=op.f("pk_case_cell")),
    )


def _outcome() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column(
            "refusal", sa.String(length=64), nullable=False, comment="mutable once: coded reason"
        ),
        sa.Column(
            "band", sa.String(length=64), nullable=False, comment="mutable once: quality of a hit"
        ),
        sa.Column(
            "contact_point",
            sa.String(length=64),
            nullable=False,
            comment="mutable once: desk to call",
        ),
        sa.Column(
            "reference",
            sa.String(length=200),
            nullable=False,
            comment="mutable once: number by which that desk finds the file",
        ),
        sa.Column(
            "handling", sa.String(length=64), nullable=False, comment="mutable once: handling code"
        ),
        sa.Column(
            "fresh_at", _TIME, nullable=True, comment="mutable once: when that register was loaded"
        ),
        sa.Column(
            "model",
            sa.String(length=64),
            nullable=False,
            comment="mutable once: model and profile version",
        ),
        sa.Column(
            "error_code",
            sa.String(length=64),
            nullable=False,
            comment="mutable once: stable code of a failure",
        ),
        sa.Column(
            "error", sa.Text(), nullable=False, comment="mutable once: sentence about a failure"
        ),
    )
