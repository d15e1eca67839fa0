"""Explanations add up to the weight, speak in the words of the model, and hold no value."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from matching.agreement import COLUMNS, MISSING, Comparison, DateAgreement, SetAgreement
from matching.comparator import Comparator, Level, Scored
from matching.explain import (
    NEGLIGIBLE,
    PRIOR,
    Direction,
    Finding,
    Suggestion,
    advise,
    explain,
)
from matching.model import Model, load_model
from matching.score import Scorer
from matching.subject import EntityType


@cache
def scorer(entity_type: EntityType) -> Scorer:
    """Return the scorer of a shipped model, made once."""
    return Scorer(load_model(entity_type))


def scored_randomly(entity_type: EntityType, size: int) -> Scored:
    """Score random candidates, many of their attributes missing."""
    chance = np.random.default_rng(7)
    columns: dict[str, NDArray[np.float64]] = {
        column: chance.integers(MISSING, 3, size).astype(np.float64)
        for column in COLUMNS[entity_type]
    }
    references = (b"r" * 16,) * size
    return scorer(entity_type).score(Comparison(np.arange(size), columns, references))


def scored_person(**values: float) -> tuple[Model, Scored]:
    """Score one person of whom only these attributes were compared."""
    columns = {column: np.array([float(MISSING)]) for column in COLUMNS[EntityType.PERSON]}
    columns |= {"name": np.array([np.nan]), "gap": np.array([np.nan])}
    columns |= {column: np.array([float(value)]) for column, value in values.items()}
    comparison = Comparison(np.arange(1), columns, (b"r" * 16,))
    return load_model(EntityType.PERSON), scorer(EntityType.PERSON).score(comparison)


@pytest.mark.parametrize("entity_type", EntityType)
def test_findings_add_up_to_the_weight(entity_type: EntityType) -> None:
    """The prior and what every attribute says make the match weight, nothing is left out."""
    model, scored = load_model(entity_type), scored_randomly(entity_type, 50)

    for row, weight in enumerate(scored.weights.tolist()):
        findings = explain(model, scored, row=row)

        assert sum(finding.weight for finding in findings) == pytest.approx(weight, abs=1e-9)
        assert {f.column for f in findings} == {PRIOR, *COLUMNS[entity_type]}


def test_says_what_speaks_for_and_against() -> None:
    """The prior comes first, then what weighs most, and what was not compared comes last."""
    model, scored = scored_person(birth_date=DateAgreement.FULL, country=SetAgreement.DISJOINT)

    findings = explain(model, scored, row=0)

    assert [f.column for f in findings[:3]] == [PRIOR, "birth_date", "country"]
    assert [f.direction for f in findings[:3]] == [
        Direction.AGAINST,
        Direction.FOR,
        Direction.AGAINST,
    ]
    assert findings[1].level == "full date equal"
    assert {finding.direction for finding in findings[3:]} == {Direction.NOT_COMPARED}


def test_says_how_rare_the_subject_is_among_candidates() -> None:
    """The prior is told as a share of candidates, which people understand better than bits."""
    model, scored = scored_person()

    prior = explain(model, scored, row=0)[0]

    share = round(1 + 2**-model.prior)
    assert prior.level.endswith(f"one candidate in {share} is the subject")
    assert prior.weight == model.prior


def test_says_what_was_not_compared() -> None:
    """An attribute that one side lacks is named, weighs nothing, and is said to be unknown."""
    model, scored = scored_person(birth_date=DateAgreement.FULL)

    findings = {finding.column: finding for finding in explain(model, scored, row=0)}

    assert findings["country"] == Finding(
        "country", "countries", "unknown on one side", 0.0, Direction.NOT_COMPARED
    )


def test_says_what_speaks_neither_way() -> None:
    """A level that is as frequent among others as among the same says nothing."""
    level = Level(0, "partly the same", NEGLIGIBLE / 2)
    model = replace(
        load_model(EntityType.IDENTIFIER), comparators=(Comparator("gender", "gender", (level,)),)
    )
    scored = Scored(np.zeros(1), {"gender": np.zeros(1, np.int8)})

    finding = explain(model, scored, row=0)[1]

    assert finding.direction is Direction.NEITHER


def test_speaks_in_words_of_the_model_only() -> None:
    """Every word of an explanation stands in the model file, so no value can be in it."""
    model = load_model(EntityType.PERSON)
    words = {level.label for c in model.comparators for level in c.levels}
    words |= {c.description for c in model.comparators}

    for row in range(20):
        _, *findings = explain(model, scored_randomly(EntityType.PERSON, 20), row=row)

        assert {f.level for f in findings} | {f.attribute for f in findings} <= words


def test_advises_what_would_tell_most() -> None:
    """Of what is unknown, the attribute that could add most comes first."""
    model, scored = scored_person(name=3.0, country=SetAgreement.EQUAL)

    suggestions = advise(model, scored, row=0)

    assert {s.column for s in suggestions} == {"identifier", "birth_date", "address", "place"}
    gains = [suggestion.gain for suggestion in suggestions]
    assert gains == sorted(gains, reverse=True)


def test_advises_to_complete_a_date() -> None:
    """A year that agrees gains what the full date would add to it."""
    model, scored = scored_person(birth_date=DateAgreement.YEAR_KNOWN)

    suggestions = {each.column: each for each in advise(model, scored, row=0)}

    weight = {level.gamma: level.weight for level in model.comparator("birth_date").levels}
    gain = weight[DateAgreement.FULL] - weight[DateAgreement.YEAR_KNOWN]
    assert suggestions["birth_date"] == Suggestion("birth_date", "the full date of birth", gain)


@pytest.mark.parametrize("agreement", [DateAgreement.FULL, DateAgreement.DIFFERENT])
def test_advises_nothing_about_what_is_known(agreement: DateAgreement) -> None:
    """A date that was compared in full is not asked for again."""
    model, scored = scored_person(birth_date=agreement)

    assert "birth_date" not in {each.column for each in advise(model, scored, row=0)}
