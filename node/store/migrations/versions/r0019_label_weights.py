"""What was decided about the pairs of one model is read and counted from an index alone.

Revision ID: 0019
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_OLD = "ix_label_entity_type_is_match_source"
_NEW = "ix_label_entity_type_model_is_match_source_weight"


def upgrade() -> None:
    """Make the index that also holds model and weight, in the place of the one without."""
    op.drop_index(op.f(_OLD), table_name="label")
    op.create_index(op.f(_NEW), "label", ["entity_type", "model", "is_match", "source", "weight"])
