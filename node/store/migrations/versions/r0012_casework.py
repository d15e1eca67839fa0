"""Cases get a team, links, facts, a deadline and an end; their cells may wait for a peer.

Revision ID: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_TIME = sa.String(27)
_ID = _CODE = sa.String(64)
_LINE = sa.String(200)


def upgrade() -> None:
    """Add the columns, make the tables, and make who opened a case its lead."""
    for added in (
        _column(
            "handling",
            _CODE,
            "mutable: what others may do with what they hear of it",
            server_default="H1",
        ),
        _column("deadline", _TIME, "mutable: when answers are needed", nullable=True),
        _column(
            "sealed_facts",
            sa.LargeBinary(),
            "mutable: facts of the seizure, sealed, or empty",
            server_default="",
        ),
        _column("closed_at", _TIME, "mutable once: when it was closed", nullable=True),
        _column("closed_by", _LINE, "mutable once: who closed it, or empty", server_default=""),
        _column("closing", _CODE, "mutable once: why it was closed, or empty", server_default=""),
    ):
        op.add_column("case_file", added)
    op.add_column(
        "case_run",
        _column("until", _TIME, "mutable: how long peers that are down are asked", nullable=True),
    )
    op.add_column(
        "case_cell",
        _column(
            "attempts",
            sa.Integer(),
            "mutable until settled: how often the peer was down",
            server_default="0",
        ),
    )
    op.add_column(
        "case_cell",
        _column("retry_at", _TIME, "mutable until settled: when it is asked again", nullable=True),
    )
    _create_officers()
    _create_links()


def _column(name: str, kind: object, comment: str, **options: object) -> sa.Column[object]:  # noqa: PLR0917 -- a table reads as name, type, meaning
    options.setdefault("nullable", False)
    return sa.Column(name, kind, comment=comment, **options)  # type: ignore[arg-type] # as Column takes them


def _create_officers() -> None:
    op.create_table(
        "case_officer",
        sa.Column("case_reference", _LINE, nullable=False),
        _column("officer", _LINE, "who works on it, pseudonymous"),
        _column("role", _CODE, "mutable: lead or member"),
        sa.ForeignKeyConstraint(
            ["case_reference"], ["case_file.reference"], name=op.f("fk_case_officer_case_file")
        ),
        sa.PrimaryKeyConstraint("case_reference", "officer", name=op.f("pk_case_officer")),
    )
    op.execute(
        "INSERT INTO case_officer (case_reference, officer, role) "
        "SELECT reference, officer, 'lead' FROM case_file"
    )


def _create_links() -> None:
    op.create_table(
        "case_link",
        sa.Column("case_reference", _LINE, nullable=False),
        _column("source", _ID, "subject within the case"),
        _column("relation", _CODE, "what the first is to the second"),
        _column("target", _ID, "subject within the case"),
        sa.ForeignKeyConstraint(
            ["case_reference"], ["case_file.reference"], name=op.f("fk_case_link_case_file")
        ),
        sa.PrimaryKeyConstraint(
            "case_reference", "source", "relation", "target", name=op.f("pk_case_link")
        ),
    )
