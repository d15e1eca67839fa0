"""What the guard has counted, alarms, assurances of the gate, and who may be told of a record.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_TIME = sa.String(27)
_ID = _CODE = sa.String(64)
_LINE = sa.String(200)


def upgrade() -> None:
    """Make the tables, and the column beside the alerts."""
    op.add_column(
        "alert",
        _column(
            "hold", _CODE, "mutable: rule of the gate that holds it, or empty", server_default=""
        ),
    )
    _create_counts()
    _create_streaks()
    _create_throttles()
    _create_alarms()
    _create_assurances()
    _create_disclosures()


def _column(name: str, kind: object, comment: str, **options: object) -> sa.Column[object]:  # noqa: PLR0917 -- a table reads as name, type, meaning
    options.setdefault("nullable", False)
    return sa.Column(name, kind, comment=comment, **options)  # type: ignore[arg-type] # as Column takes them


def _create_counts() -> None:
    op.create_table(
        "guard_count",
        _column("peer", _ID, "who asks"),
        _column("hour", _TIME, "beginning of the hour"),
        _column("officer", _LINE, "asking officer"),
        _column("case_reference", _LINE, "asking agency's case"),
        _column("subjects", sa.Integer(), "mutable, only up: subjects asked about"),
        _column(
            "single_attribute", sa.Integer(), "mutable, only up: those with one attribute alone"
        ),
        _column(
            "near_variants", sa.Integer(), "mutable, only up: those near another of their query"
        ),
        sa.PrimaryKeyConstraint(
            "peer", "hour", "officer", "case_reference", name=op.f("pk_guard_count")
        ),
    )
    op.create_index(op.f("ix_guard_count_hour"), "guard_count", ["hour"])


def _create_streaks() -> None:
    op.create_table(
        "guard_streak",
        _column("peer", _ID, "who asks"),
        _column("scope", _CODE, "peer, officer or case"),
        _column("name", _LINE, "the officer or case; empty for the peer"),
        _column("misses", sa.Integer(), "mutable: subjects without a hit since the last hit"),
        _column("seen_at", _TIME, "mutable: when it was last asked"),
        sa.PrimaryKeyConstraint("peer", "scope", "name", name=op.f("pk_guard_streak")),
    )
    op.create_index(op.f("ix_guard_streak_seen_at"), "guard_streak", ["seen_at"])


def _create_throttles() -> None:
    op.create_table(
        "guard_throttle",
        _column("peer", _ID, "who is refused"),
        _column("scope", _CODE, "peer, officer or case"),
        _column("name", _LINE, "the officer or case; empty for the peer"),
        _column("until", _TIME, "mutable: when the refusals end"),
        _column("alarm", _ID, "mutable: the alarm that says why"),
        sa.PrimaryKeyConstraint("peer", "scope", "name", name=op.f("pk_guard_throttle")),
    )


def _create_alarms() -> None:
    op.create_table(
        "alarm",
        _column("id", _ID, "UUID"),
        _column("sign", _CODE, "what looked like fishing"),
        _column("scope", _CODE, "peer, officer or case"),
        _column("peer", _ID, "who asked, or whose guard told"),
        _column("officer", _LINE, "asking officer"),
        _column("case_reference", _LINE, "asking agency's case"),
        _column("count", sa.Integer(), "mutable: what was counted"),
        _column("state", _CODE, "mutable: open or closed"),
        _column("raised_at", _TIME, "when it was raised"),
        _column("until", _TIME, "mutable: when the refusals end", nullable=True),
        _column("times", sa.Integer(), "mutable, only up: how often it was seen while open"),
        _column("closed_by", _LINE, "mutable once: who dealt with it"),
        _column("reason", _LINE, "mutable once: what was found"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    op.create_index(op.f("ix_alarm_state_raised_at"), "alarm", ["state", "raised_at"])


def _create_assurances() -> None:
    op.create_table(
        "assurance",
        _column("peer", _ID, "who gave it"),
        _column("case_reference", _LINE, "the asking agency's case"),
        _column("rule", _CODE, "rule of the gate"),
        _column("officer", _LINE, "senior officer who recorded it"),
        _column("statement", _LINE, "reference of the assurance"),
        _column("recorded_at", _TIME, "when it was recorded"),
        sa.PrimaryKeyConstraint("peer", "case_reference", "rule", name=op.f("pk_assurance")),
    )


def _create_disclosures() -> None:
    op.create_table(
        "disclosure",
        _column("record_key", _CODE, "keyed hash of register and record id"),
        _column("register", _ID, "register of the record"),
        _column("sealed_id", sa.LargeBinary(), "the record's own id, under the vault key"),
        _column("setting", _CODE, "mutable: approved disclosure; empty for that of the register"),
        _column("wished", _CODE, "mutable: proposed disclosure; empty when nothing waits"),
        _column("reason", _LINE, "mutable: why it was proposed"),
        _column("proposed_by", _LINE, "mutable: officer"),
        _column("proposed_at", _TIME, "mutable: when"),
        _column("approved_by", _LINE, "mutable: the second officer, or empty"),
        _column("approved_at", _TIME, "mutable: when", nullable=True),
        _column("review_on", sa.Date(), "mutable: when it must be looked at again", nullable=True),
        sa.PrimaryKeyConstraint("record_key", name=op.f("pk_disclosure")),
    )
    op.create_index(op.f("ix_disclosure_register"), "disclosure", ["register"])
