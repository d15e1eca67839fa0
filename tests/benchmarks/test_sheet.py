"""The sheet of quality says what was measured and how to read it."""

from functools import cache

from benchmarks.generated import labelled
from benchmarks.sheet import sheet
from matching.evaluate import Evaluation, evaluate
from matching.linking import keyed_hash, link
from matching.model import load_model
from matching.subject import EntityType


@cache
def judged() -> Evaluation:
    """Return figures of a small invented set."""
    few = labelled(EntityType.PERSON, 12, crowd=40, seed=3).without_identifiers()
    model = load_model(EntityType.PERSON)
    return evaluate(link(few, model, evaluate=keyed_hash()), model)


def test_pairs_never_looked_at_have_a_section() -> None:
    """Each pair is a row with its sizes and the precision of its hits."""
    text = sheet([], {"persons_here_there": judged()}, febrl={})

    assert "| persons_here_there | 52 | 12 | 12 |" in text
    assert "FEBRL" not in text


def test_febrl_stands_beside_what_was_published() -> None:
    """Where the package is there, its lists are a section of their own."""
    text = sheet([], {}, febrl={"names, birth date": judged()})

    (row,) = [line for line in text.splitlines() if line.startswith("| names, birth date |")]
    assert row.endswith("| 0.932 | 0.843 to 0.916 |")
