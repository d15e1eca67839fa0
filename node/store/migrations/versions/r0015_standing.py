"""Standing queries, of others here and of ours elsewhere, and what agreements say of them.

Revision ID: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_TIME = sa.String(27)
_ID = _CODE = sa.String(64)
_LINE = sa.String(200)


def upgrade() -> None:
    """Make the tables, and the columns of agreements; what was agreed before lets nothing stand."""
    for name, kind, comment, default in (
        ("standing", sa.Boolean(), "mutable: whether queries may stand", sa.false()),
        ("standing_days", sa.Integer(), "mutable: longest life of a standing query", "90"),
        ("overlap", sa.Boolean(), "mutable: whether overlaps may be told", sa.false()),
    ):
        op.add_column("agreement", _column(name, kind, comment, server_default=default))
    _create_held()
    _create_beside_held()
    _create_standing()


def _column(name: str, kind: object, comment: str, **options: object) -> sa.Column[object]:  # noqa: PLR0917 -- a table reads as name, type, meaning
    options.setdefault("nullable", False)
    return sa.Column(name, kind, comment=comment, **options)  # type: ignore[arg-type] # as Column takes them


def _create_held() -> None:
    op.create_table(
        "held_query",
        _column("peer", _ID, "for whom it is kept"),
        _column("id", _ID, "the query that began it"),
        _column("entity_type", _CODE, "person, vessel, company, identifier"),
        _column("epoch", sa.Integer(), "mutable: epoch of our keys that its pseudonyms are under"),
        _column(
            "justification",
            sa.JSON(),
            "mutable by renewal: why it is asked; codes and references",
        ),
        _column("case_reference", _LINE, "the asking agency's case"),
        _column("officer", _LINE, "mutable by renewal: who asks, pseudonymous"),
        _column("overlap", sa.Boolean(), "mutable by renewal: whether its asker hears of others"),
        _column("begun_at", _TIME, "when it began"),
        _column("until", _TIME, "mutable by renewal: when it is deleted"),
        _column("generations", sa.JSON(), "mutable: generations it has been matched against"),
        sa.PrimaryKeyConstraint("peer", "id", name=op.f("pk_held_query")),
    )
    op.create_index(op.f("ix_held_query_entity_type"), "held_query", ["entity_type"])
    op.create_index(op.f("ix_held_query_until"), "held_query", ["until"])


def _create_beside_held() -> None:
    for table, last, key in (
        (
            "held_subject",
            [
                _column(
                    "sealed",
                    sa.LargeBinary(),
                    "pseudonyms under our own key, under the ledger key",
                )
            ],
            ("peer", "query_id", "number"),
        ),
        (
            "held_seen",
            [
                _column("reference", _LINE, "number by which the asker would know the record"),
                _column("zone", _CODE, "mutable, only stronger: hit or possible"),
            ],
            ("peer", "query_id", "number", "reference"),
        ),
    ):
        op.create_table(
            table,
            _column("peer", _ID, "for whom it is kept"),
            _column("query_id", _ID, "the query that began it"),
            _column("number", sa.Integer(), "position of the subject in it, from 0"),
            *last,
            sa.ForeignKeyConstraint(
                ["peer", "query_id"],
                ["held_query.peer", "held_query.id"],
                name=op.f(f"fk_{table}_held_query"),
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
        )
    op.create_table(
        "overlap_told",
        _column("reference", _LINE, "number that both agencies are told"),
        _column("told_at", _TIME, "when they were told"),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_overlap_told")),
    )
    op.create_index(op.f("ix_overlap_told_told_at"), "overlap_told", ["told_at"])


def _create_standing() -> None:
    op.create_table(
        "standing_query",
        _column("id", _ID, "the query of ours that began it"),
        _column("peer", _ID, "who keeps it"),
        _column("case_reference", _LINE, "for which case"),
        _column("entity_type", _CODE, "person, vessel, company, identifier"),
        _column("officer", _LINE, "mutable by renewal: who asks, pseudonymous"),
        _column(
            "epoch",
            sa.Integer(),
            "mutable: epoch of the peer's keys that it was sent under last",
        ),
        _column("overlap", sa.Boolean(), "mutable by renewal: whether we hear of others"),
        _column("begun_at", _TIME, "when it began"),
        _column("until", _TIME, "mutable by renewal: when it ends"),
        _column("state", _CODE, "mutable: standing, or how it ended"),
        _column("ended_at", _TIME, "mutable once: when it ended", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_query")),
    )
    op.create_index(op.f("ix_standing_query_state_until"), "standing_query", ["state", "until"])
    op.create_index(op.f("ix_standing_query_case_reference"), "standing_query", ["case_reference"])
