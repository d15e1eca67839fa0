"""What a model weighs is drawn where its numbers say."""

from matching.model import load_model
from matching.subject import EntityType
from node.console.chart import shares, weigh


def test_every_level_has_a_bar_that_begins_or_ends_at_zero() -> None:
    """What speaks for it lies right of zero, what speaks against it left."""
    attributes, zero = weigh(load_model(EntityType.PERSON).comparators)

    for bar in [bar for each in attributes for bar in each.bars]:
        edge = bar.start if bar.bits > 0 else bar.start + bar.width
        assert abs(edge - zero) < 0.02


def test_bars_stay_within_the_width() -> None:
    """Nothing runs out of view, and something reaches each side."""
    attributes, _ = weigh(load_model(EntityType.VESSEL).comparators)

    bars = [bar for each in attributes for bar in each.bars]
    assert min(bar.start for bar in bars) == 0
    assert max(bar.start + bar.width for bar in bars) > 99.9


def test_decided_pairs_are_counted_by_weight() -> None:
    """A bound belongs to the class that begins there; what lies outside is not counted."""
    decided = [(-9.0, False), (0.0, False), (4.9, True), (5.0, True), (7.0, False), (10.0, True)]

    found = shares(decided, [0.0, 5.0, 10.0])

    assert [(each.confirmed, each.decided, each.percent) for each in found] == [
        (1, 2, 50.0),
        (1, 2, 50.0),
    ]
