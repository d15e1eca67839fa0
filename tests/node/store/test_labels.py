"""Labels are counted without being read."""

from matching.subject import EntityType
from matching.zone import Zone
from node.store.labels import Label, LabelCount, Labels, LabelSource
from node.store.ledger import Ledger
from tests.node.store.factories import NOON


def test_labels_are_counted_by_kind_result_and_source(ledger: Ledger) -> None:
    """Each combination that there is has its count."""
    labels = Labels(ledger)
    made = [
        (EntityType.PERSON, True, LabelSource.REVIEW),
        (EntityType.PERSON, True, LabelSource.REVIEW),
        (EntityType.PERSON, False, LabelSource.FEEDBACK),
        (EntityType.VESSEL, True, LabelSource.REVIEW),
    ]
    for number, (kind, is_match, source) in enumerate(made):
        labels.put(
            Label(
                alert_id=f"alert-{number}",
                entity_type=kind,
                model="person-1/1",
                zone=Zone.HIT,
                weight=12.0,
                levels={},
                is_match=is_match,
                reason="same-document",
                source=source,
                decided_at=NOON,
            )
        )

    model, person, vessel = "person-1/1", EntityType.PERSON, EntityType.VESSEL
    assert set(labels.counts()) == {
        LabelCount(person, model, is_match=True, source=LabelSource.REVIEW, count=2),
        LabelCount(person, model, is_match=False, source=LabelSource.FEEDBACK, count=1),
        LabelCount(vessel, model, is_match=True, source=LabelSource.REVIEW, count=1),
    }
    assert sorted(labels.weighed(person, model)) == [(12.0, False), (12.0, True), (12.0, True)]
    assert labels.weighed(person, "person-2/1") == []
