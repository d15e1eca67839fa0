"""Two labelled registers are linked as nodes would, and judged."""

from functools import cache

import numpy as np
import pytest

from benchmarks.generated import labelled, others
from matching.evaluate import Evaluation, evaluate
from matching.labelled import Labelled
from matching.linking import Linked, keyed_hash, link, oblivious
from matching.model import load_model
from matching.plaintext import best_in_plain_text
from matching.subject import EntityType

PERSON = load_model(EntityType.PERSON)


@cache
def persons() -> Labelled:
    """Return 60 invented persons as two agencies write them, in a crowd of 200."""
    return labelled(EntityType.PERSON, 60, crowd=200, seed=21)


@cache
def linked() -> Linked:
    """Return them linked."""
    return link(persons(), PERSON, evaluate=keyed_hash())


@cache
def judged() -> Evaluation:
    """Return what is said of them."""
    return evaluate(linked(), PERSON)


def test_a_keyed_hash_says_the_same_as_the_oblivious_function() -> None:
    """Both tell which tokens are equal, so every weight is the same."""
    small = labelled(EntityType.PERSON, 8, crowd=10, seed=22)

    blind = link(small, PERSON, evaluate=oblivious())
    hashed = link(small, PERSON, evaluate=keyed_hash())

    assert dict(zip(blind.links, blind.weight.tolist(), strict=True)) == pytest.approx(
        dict(zip(hashed.links, hashed.weight.tolist(), strict=True))
    )


def test_says_how_good_a_linkage_is() -> None:
    """Invented persons are found, and almost none wrongly."""
    assert judged().candidate_recall > 0.95
    assert judged().best.f1 > 0.9
    assert judged().hit.precision > 0.97
    assert judged().possible.recall >= judged().hit.recall


def test_the_document_has_the_promised_keys() -> None:
    """What other programs read is where it was said to be."""
    document = judged().as_dict()

    for part in ("best", "hit", "possible"):
        figures = document[part]
        assert isinstance(figures, dict)
        assert figures.keys() == {"precision", "recall", "f1", "threshold"}
    candidates = document["candidates"]
    assert isinstance(candidates, dict)
    assert "recall" in candidates
    assert {"average_precision", "pairs_scored", "splits", "calibration"} <= document.keys()


def test_splits_by_script_gender_country_and_fields() -> None:
    """Each split has groups, and none has fewer true pairs than mean anything."""
    splits = judged().splits

    assert splits.keys() == {"script", "gender", "country", "fields"}
    assert all(group.true_pairs >= 5 for groups in splits.values() for group in groups.values())
    assert "Latin" in splits["script"]


def test_measures_on_given_pairs_alone() -> None:
    """Where pairs are given, nothing else counts."""
    one = min(persons().truth)
    few = Labelled(
        "few",
        EntityType.PERSON,
        persons().left,
        persons().right,
        persons().truth,
        pairs=frozenset({one}),
    )

    assert evaluate(link(few, PERSON, evaluate=keyed_hash()), PERSON).pairs_scored <= 1


def test_a_crowd_makes_no_false_hits() -> None:
    """Most subjects are unknown in life; no stranger of similar name becomes a hit."""
    opened = persons().half_open().with_others(others(EntityType.PERSON, 300, seed=23))

    found = evaluate(link(opened, PERSON, evaluate=keyed_hash()), PERSON)

    assert found.hit.precision > 0.97


def test_estimates_coincidences_for_what_is_shown() -> None:
    """Every hit and possible one has an estimate, and true hits are no coincidence."""
    seen = linked().is_hit | linked().is_possible

    assert not np.isnan(linked().chance[seen]).any()
    assert np.isnan(linked().chance[~seen]).all()
    assert np.median(linked().chance[linked().is_hit & linked().is_true]) < 0.01


def test_blind_is_not_far_behind_the_sighted() -> None:
    """Splink on clear text, told the truth beforehand, is no more than a little better."""
    plain = best_in_plain_text(persons(), linked().links)

    assert judged().best.f1 > plain.f1 - 0.03
