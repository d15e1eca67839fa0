"""A model is trained from labelled registers by a script that anyone can run again."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from benchmarks.generated import labelled, write
from matching import train as trainer
from matching.linking import keyed_hash
from matching.model import read_model
from matching.observe import Observed, observe
from matching.subject import EntityType
from matching.train import Provenance, starting_document, train

MADE = Provenance("2026-01-31", ("invented",), 7)


@cache
def observed(entity_type: EntityType) -> Observed:
    """Return what was observed on a small invented set."""
    return observe(labelled(entity_type, 80, crowd=150, seed=31), evaluate=keyed_hash())


@pytest.mark.parametrize("entity_type", [EntityType.PERSON, EntityType.COMPANY, EntityType.VESSEL])
def test_trains_a_valid_model(entity_type: EntityType) -> None:
    """What comes out is a model that says where its numbers come from."""
    seen = observed(entity_type)

    model = read_model(train(entity_type, [seen], made=MADE), entity_type)

    assert model.version == f"{entity_type}-7"
    assert model.training.data == ("invented",)
    assert model.training.matches == seen.is_true.sum()
    assert model.training.non_matches == (~seen.is_true).sum()


def test_the_same_observations_give_the_same_file() -> None:
    """There is no chance in training."""
    seen = [observed(EntityType.COMPANY)]

    assert train(EntityType.COMPANY, seen, made=MADE) == train(EntityType.COMPANY, seen, made=MADE)


def test_identifiers_keep_their_starting_weights() -> None:
    """No list is long enough to count how rarely two strangers share a number."""
    document = json.loads(train(EntityType.PERSON, [observed(EntityType.PERSON)], made=MADE))

    trained, start = (
        next(c for c in each["splink"]["comparisons"] if c["output_column_name"] == "identifier")
        for each in (document, starting_document(EntityType.PERSON))
    )
    assert trained["comparison_levels"][1]["m_probability"] == pytest.approx(
        start["comparison_levels"][1]["m_probability"], rel=1e-5
    )


def test_a_subject_without_counterpart_has_a_new_best_name() -> None:
    """Without its true candidate the gap of a query is that among the others."""
    seen = observed(EntityType.PERSON)
    alone = seen.without_counterparts()

    table = alone.table(
        read_model(train(EntityType.PERSON, [seen], made=MADE), EntityType.PERSON).name
    )

    assert not alone.is_true.any()
    for query in np.unique(alone.query):
        gaps = table["gap"][alone.query == query]
        assert np.isnan(gaps).all() or np.nanmin(gaps) <= 0


def test_runs_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders, a date and a file are all that it takes."""
    folder, out = tmp_path / "companies_invented", tmp_path / "company.json"
    write(folder, EntityType.COMPANY, links=40, crowd=60, seed=32)
    words = ("company", "--data", str(folder), "--date", "2026-01-31", "--out", str(out))
    monkeypatch.setattr("sys.argv", ["train", *words])

    trainer.main()

    model = read_model(out.read_text(encoding="utf-8"), EntityType.COMPANY)
    assert model.training.data == ("companies_invented",)
