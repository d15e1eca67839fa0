"""What reviewed pairs teach: levels of agreement, weight, and what a person said of the pair."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Row, delete, func, insert, select

from matching.subject import EntityType
from matching.zone import Zone
from node.store.ledger import Ledger
from node.store.schema_alert import label as table


class LabelSource(StrEnum):
    """Who said so."""

    REVIEW = "review"
    """An analyst of ours, who compared with the file."""
    FEEDBACK = "feedback"
    """The agency that asked, after both desks had spoken."""


@dataclass(frozen=True, slots=True)
class Label:
    """One pair about which somebody has decided; nothing in it tells whose pair it is."""

    alert_id: str
    entity_type: EntityType
    model: str
    zone: Zone
    weight: float
    """Bits, prior included."""
    levels: Mapping[str, str]
    """Comparison to its level in the model's words; what was not compared is not there."""
    is_match: bool
    reason: str
    source: LabelSource
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class LabelCount:
    """So many pairs that one model scored were decided in one way."""

    entity_type: EntityType
    model: str
    is_match: bool
    source: LabelSource
    count: int


class Labels:
    """The reviewed pairs of this node."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def put(self, label: Label) -> None:
        """Keep what was decided; a later decision about the same alert replaces an earlier one."""
        with self._ledger.transaction() as connection:
            connection.execute(delete(table).where(table.c.alert_id == label.alert_id))
            connection.execute(insert(table).values(**_columns(label)))

    def remove(self, alert_id: str) -> None:
        """Forget a decision that was undone."""
        with self._ledger.transaction() as connection:
            connection.execute(delete(table).where(table.c.alert_id == alert_id))

    def counts(self) -> list[LabelCount]:
        """Count what was decided, by kind, model, result and source."""
        c = table.c
        kinds = (c.entity_type, c.model, c.is_match, c.source)
        counted = select(*kinds, func.count().label("count")).group_by(*kinds)
        with self._ledger.reading() as connection:
            return [
                LabelCount(EntityType(kind), model, is_match, LabelSource(source), n)
                for kind, model, is_match, source, n in connection.execute(counted)
            ]

    def weighed(self, entity_type: EntityType, model: str) -> list[tuple[float, bool]]:
        """Return weight and result of the pairs that one model scored, in no order."""
        wanted = select(table.c.weight, table.c.is_match).where(
            table.c.entity_type == entity_type, table.c.model == model
        )
        with self._ledger.reading() as connection:
            return [(weight, is_match) for weight, is_match in connection.execute(wanted)]

    def all(self, entity_type: EntityType | None = None) -> list[Label]:
        """Return what was decided, oldest first."""
        wanted = select(table).order_by(table.c.decided_at, table.c.alert_id)
        if entity_type is not None:
            wanted = wanted.where(table.c.entity_type == entity_type)
        with self._ledger.reading() as connection:
            return [_label(row) for row in connection.execute(wanted)]


def _columns(label: Label) -> dict[str, object]:
    plain = {column.name: getattr(label, column.name) for column in table.columns}
    return plain | {"levels": json.dumps(dict(label.levels), sort_keys=True)}


def _label(row: Row[tuple[object, ...]]) -> Label:
    return Label(
        row.alert_id,
        EntityType(row.entity_type),
        row.model,
        Zone(row.zone),
        row.weight,
        json.loads(row.levels),
        row.is_match,
        row.reason,
        LabelSource(row.source),
        row.decided_at,
    )
