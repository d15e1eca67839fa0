"""What officers do with alerts: claims, verdicts, clocks, flags, outcomes; pairs not to hear of.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_TIME = sa.String(27)
_ID = _CODE = sa.String(64)
_LINE = sa.String(200)


def upgrade() -> None:
    """Give alerts their new columns, and make the tables beside them."""
    with op.batch_alter_table("alert") as alert:
        for column in _new_columns():
            alert.add_column(column)
        alert.alter_column(
            "state",
            comment="mutable: open, held, claimed, decided in one way or another",
            existing_type=_CODE,
            existing_nullable=False,
        )
        alert.create_index(op.f("ix_alert_state_weight"), ["state", "weight"])
        alert.create_index(op.f("ix_alert_due_at"), ["due_at"])
        alert.create_index(op.f("ix_alert_record_key"), ["record_key"])
    _create_suppressions()
    _create_labels()


def _column(name: str, kind: object, comment: str, **options: object) -> sa.Column[object]:  # noqa: PLR0917 -- a table reads as name, type, meaning
    options.setdefault("nullable", False)
    return sa.Column(name, kind, comment=comment, **options)  # type: ignore[arg-type] # as Column takes them


def _text(name: str, kind: object, comment: str) -> sa.Column[object]:  # noqa: PLR0917 -- as above
    return _column(name, kind, comment, server_default="")


def _time(name: str, comment: str) -> sa.Column[object]:
    return _column(name, _TIME, comment, nullable=True)


def _new_columns() -> list[sa.Column[object]]:
    return [
        _text("purpose", _CODE, "mutable: of the query"),
        _text("offence", _CODE, "mutable: of the query"),
        _text("category", _CODE, "mutable: what the asker says the person is"),
        _text("urgency", _CODE, "mutable: of the query"),
        _column("weight", sa.Float(), "mutable: bits, prior included", server_default="0"),
        _text("record_key", _CODE, "keyed hash that names our record across loads"),
        _text("shows", _CODE, "mutable: digest of what was compared and how it agreed"),
        _column(
            "revision", sa.Integer(), "mutable, only up: counts every change", server_default="1"
        ),
        _text("claimed_by", _LINE, "mutable: officer who works on it"),
        _time("claimed_at", "mutable: since when"),
        _time("claimed_until", "mutable: when the claim lapses"),
        _text("verdict", _CODE, "mutable: decided, or proposed for a second review"),
        _text("reason", _CODE, "mutable: code of the decision"),
        _column(
            "note",
            sa.LargeBinary(),
            "mutable: words for colleagues, under the ledger key",
            server_default=sa.text("''"),
        ),
        _text("decided_by", _LINE, "mutable: officer"),
        _time("decided_at", "mutable: when"),
        _text("second_by", _LINE, "mutable: the second officer, or empty"),
        _time("told_at", "mutable once: when the asker was told of a hit"),
        _time("due_at", "mutable: when the running duty ends"),
        _text("clock", _CODE, "mutable: the duty that runs, or empty"),
        _time("escalated_at", "mutable: when the senior desk was told"),
        _time("reminded_at", "mutable: when it was found overdue"),
        _text("flag", _CODE, "mutable: contested, corrected, deleted, or empty"),
        _text("outcome", _CODE, "mutable: what it led to at the asking agency"),
        _time("outcome_at", "mutable: when that was told"),
    ]


def _create_suppressions() -> None:
    op.create_table(
        "suppression",
        _column("record_key", _CODE, "our record"),
        _column("peer", _ID, "who asks about it"),
        _column("owner", _LINE, "mutable: officer who wants to hear no more of the pair"),
        _column("reason", _CODE, "mutable: code of a dismissal"),
        _column("since", _TIME, "mutable: from when"),
        _column("until", _TIME, "mutable: to when"),
        _column("strength", sa.Integer(), "mutable: of what was seen; stronger evidence is shown"),
        sa.PrimaryKeyConstraint("record_key", "peer", name=op.f("pk_suppression")),
    )


def _create_labels() -> None:
    op.create_table(
        "label",
        _column("alert_id", _ID, "the alert that was decided"),
        _column("entity_type", _CODE, "person, vessel, company, identifier"),
        _column("model", _CODE, "mutable: model and profile version that scored the pair"),
        _column("zone", _CODE, "mutable: hit or possible"),
        _column("weight", sa.Float(), "mutable: bits, prior included"),
        _column(
            "levels",
            sa.Text(),
            "mutable: JSON of comparison to level of agreement; never a value",
        ),
        _column("is_match", sa.Boolean(), "mutable: whether both are the same subject"),
        _column("reason", _CODE, "mutable: code of the decision"),
        _column("source", _CODE, "mutable: review or feedback"),
        _column("decided_at", _TIME, "mutable: when"),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_label")),
    )
    op.create_index(op.f("ix_label_entity_type"), "label", ["entity_type"])
