"""Lists of alerts are read in the order of an index, and counts from an index alone.

Revision ID: 0018
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_MORE = ("zone", "entity_type", "peer")
_NEW = (
    ("direction", "weight", "id", *_MORE),
    ("direction", "created_at", "id", *_MORE),
    ("direction", "due_at", "id", *_MORE),
    ("direction", "state", "weight", "id", *_MORE),
    ("direction", "state", "created_at", "id", *_MORE),
    ("direction", "state", "due_at", "id", *_MORE),
    ("direction", "state", *_MORE, "outcome"),
    ("due_at", "clock", "escalated_at"),
    ("claimed_by", "direction"),
    ("flag", "direction"),
    ("record_key", "peer", "created_at"),
)


def upgrade() -> None:
    """Make the indexes, and drop those that they do the work of."""
    for old in (("state", "weight"), ("due_at",), ("record_key",)):
        op.drop_index(_name("alert", old), table_name="alert")
    for columns in _NEW:
        op.create_index(_name("alert", columns), "alert", list(columns))
    op.drop_index(_name("label", ("entity_type",)), table_name="label")
    counted = ("entity_type", "is_match", "source")
    op.create_index(_name("label", counted), "label", list(counted))


def _name(table: str, columns: tuple[str, ...]) -> str:
    return op.f(f"ix_{table}_{'_'.join(columns)}")
