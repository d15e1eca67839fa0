"""What decided pairs say of thresholds, with and without reading what was compared."""

from pathlib import Path

from matching.advise import FEWEST
from matching.model import load_model
from matching.subject import EntityType
from matching.zone import Zone
from node.store.labels import Label, Labels, LabelSource
from node.store.ledger import Ledger, sqlite_url
from node.teach import Teacher
from tests.node.store.factories import NOON


def test_weights_alone_say_the_same_of_thresholds(tmp_path: Path) -> None:
    """The page of a model and the command advise alike; pairs of other models are left out."""
    model = load_model(EntityType.VESSEL)
    name = f"{model.version}/{model.profile}"
    ledger = Ledger.open(sqlite_url(tmp_path / "ledger.sqlite"))
    labels = Labels(ledger)
    teacher = Teacher(labels, load_model)
    for number in range(FEWEST + 10):
        labels.put(
            Label(
                alert_id=f"alert-{number}",
                entity_type=EntityType.VESSEL,
                model=name if number else "another/1",
                zone=Zone.HIT,
                weight=float(number),
                levels={},
                is_match=number > 5,
                reason="",
                source=LabelSource.REVIEW,
                decided_at=NOON,
            )
        )

    decided = labels.weighed(EntityType.VESSEL, name)
    thresholds = teacher.thresholds(EntityType.VESSEL, decided)

    assert thresholds == teacher.advise(EntityType.VESSEL).thresholds
    assert (thresholds.matches, thresholds.others) == (34, 5)
    assert thresholds.advised_hit == 6.0
    ledger.close()
