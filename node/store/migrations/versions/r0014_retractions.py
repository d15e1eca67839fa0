"""What was taken back and who has confirmed it, and records whose correctness is disputed.

Revision ID: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_TIME = sa.String(27)
_ID = _CODE = sa.String(64)
_LINE = sa.String(200)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "retraction",
        _column("id", _ID, "id of the notice that says it"),
        _column("direction", _CODE, "outgoing: we take back; incoming: we were told"),
        _column("peer", _ID, "recipient, or owner"),
        _column("alert_id", _ID, "the alert of what was told"),
        _column("reference", _LINE, "number that was told with the hit"),
        _column("case_reference", _LINE, "the asking agency's case"),
        _column("entity_type", _CODE, "person, vessel, company, identifier"),
        _column("change", _CODE, "corrected, deleted, contested"),
        _column("sentence", _CODE, "code that says more, or empty"),
        _column("raised_at", _TIME, "when it was said"),
        _column("raised_by", _LINE, "officer of ours, node, or empty"),
        _column("acknowledged_at", _TIME, "mutable once: when it was confirmed", nullable=True),
        _column("acknowledged_by", _LINE, "mutable once: officer of ours, or empty"),
        _column("outcome", _CODE, "mutable once: what the recipient has done"),
        sa.PrimaryKeyConstraint("id", "direction", name=op.f("pk_retraction")),
    )
    op.create_index(op.f("ix_retraction_peer_reference"), "retraction", ["peer", "reference"])
    op.create_index(op.f("ix_retraction_alert_id"), "retraction", ["alert_id"])
    op.create_table(
        "contest",
        _column("record_key", _CODE, "keyed hash of register and record id"),
        _column("register", _ID, "register of the record"),
        _column("raised_at", _TIME, "since when"),
        _column("raised_by", _LINE, "officer"),
        sa.PrimaryKeyConstraint("record_key", name=op.f("pk_contest")),
    )


def _column(name: str, kind: object, comment: str, **options: object) -> sa.Column[object]:  # noqa: PLR0917 -- a table reads as name, type, meaning
    options.setdefault("nullable", False)
    return sa.Column(name, kind, comment=comment, **options)  # type: ignore[arg-type] # as Column takes them
