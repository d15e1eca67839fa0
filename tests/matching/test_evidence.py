"""The rule of minimum evidence: what counts as how much, for every entity type."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.agreement import (
    COLUMNS,
    MISSING,
    DateAgreement,
    FlagAgreement,
    IdentifierAgreement,
    NearAgreement,
    SetAgreement,
)
from matching.model import load_model
from matching.subject import EntityType

MODELS = {entity_type: load_model(entity_type) for entity_type in EntityType}
SURE = 9.0
"""Log-odds of a name that agrees as well as names can."""


def points(entity_type: EntityType, **values: float) -> float:
    """Return the points of one candidate in which only these columns were compared."""
    columns = {column: np.array([float(MISSING)]) for column in COLUMNS[entity_type]}
    columns |= {"name": np.array([np.nan]), "gap": np.array([np.nan])}
    columns |= {column: np.array([value]) for column, value in values.items()}
    return float(MODELS[entity_type].minimum_evidence.points(columns)[0])


PROVEN = [
    ("person", {"name": SURE, "birth_date": DateAgreement.FULL}),
    ("person", {"name": SURE, "birth_date": DateAgreement.YEAR_KNOWN}),
    ("person", {"name": SURE, "birth_date": DateAgreement.PARTLY}),
    ("person", {"name": SURE, "country": SetAgreement.EQUAL, "place": 0.7}),
    ("person", {"name": SURE, "address": 1.2}),
    ("person", {"name": -2.0, "birth_date": DateAgreement.FULL}),
    ("person", {"identifier": IdentifierAgreement.EQUAL}),
    ("person", {"name": SURE, "identifier": IdentifierAgreement.TYPO}),
    ("company", {"name": SURE, "address": 1.5}),
    ("company", {"name": SURE, "country": SetAgreement.EQUAL}),
    ("company", {"name": SURE, "incorporation_date": DateAgreement.FULL}),
    ("company", {"identifier": IdentifierAgreement.EQUAL}),
    ("company", {"name": 0.0, "identifier": IdentifierAgreement.TYPO}),
    (
        "vessel",
        {"name": SURE, "flag": FlagAgreement.PRESENT, "vessel_type": SetAgreement.EQUAL},
    ),
    ("vessel", {"name": SURE, "build_year": NearAgreement.EQUAL}),
    ("vessel", {"name": SURE, "flag": FlagAgreement.PRESENT, "tonnage": NearAgreement.EQUAL}),
    ("vessel", {"name": SURE, "weak_identifier": IdentifierAgreement.EQUAL}),
    ("vessel", {"identifier": IdentifierAgreement.EQUAL}),
    ("identifier", {"identifier": IdentifierAgreement.EQUAL}),
]
UNPROVEN = [
    ("person", {}),
    ("person", {"name": SURE}),
    ("person", {"name": SURE, "gap": -20.0}),
    ("person", {"name": SURE, "gender": SetAgreement.EQUAL}),
    ("person", {"name": SURE, "country": SetAgreement.EQUAL}),
    ("person", {"name": SURE, "country": SetAgreement.EQUAL, "gender": SetAgreement.EQUAL}),
    ("person", {"name": SURE, "birth_date": DateAgreement.SAME_YEAR}),
    ("person", {"name": SURE, "birth_date": DateAgreement.ONE_YEAR_APART}),
    ("person", {"name": -6.0, "birth_date": DateAgreement.FULL}),
    ("person", {"birth_date": DateAgreement.FULL, "country": SetAgreement.EQUAL}),
    ("person", {"identifier": IdentifierAgreement.TYPO}),
    ("company", {"name": SURE}),
    ("company", {"name": 0.5, "country": SetAgreement.EQUAL}),
    ("company", {"name": 0.5, "address": 0.7}),
    ("company", {"address": 2.5, "country": SetAgreement.EQUAL}),
    ("vessel", {"name": SURE}),
    ("vessel", {"name": SURE, "flag": FlagAgreement.PRESENT}),
    ("vessel", {"name": SURE, "vessel_type": SetAgreement.EQUAL}),
    ("vessel", {"name": SURE, "build_year": NearAgreement.NEAR}),
    ("vessel", {"weak_identifier": IdentifierAgreement.EQUAL}),
    ("identifier", {"identifier": IdentifierAgreement.TYPO}),
    ("identifier", {"identifier": IdentifierAgreement.DIFFERENT}),
]


@pytest.mark.parametrize(("entity_type", "values"), PROVEN)
def test_is_enough(entity_type: str, values: dict[str, float]) -> None:
    """Two independent attributes, or one strong identifier, are the minimum."""
    kind = EntityType(entity_type)

    assert MODELS[kind].minimum_evidence.is_met(points(kind, **values))


@pytest.mark.parametrize(("entity_type", "values"), UNPROVEN)
def test_is_too_little(entity_type: str, values: dict[str, float]) -> None:
    """A name alone, or a name with what half the register shares, is too little."""
    kind = EntityType(entity_type)

    assert not MODELS[kind].minimum_evidence.is_met(points(kind, **values))


@given(st.sampled_from(EntityType), st.floats(), st.floats())
def test_no_name_is_ever_enough(entity_type: EntityType, name: float, gap: float) -> None:
    """Whatever the name score and the rank, the name alone stays below the minimum."""
    values = {"name": name, "gap": gap} if "name" in COLUMNS[entity_type] else {}

    assert not MODELS[entity_type].minimum_evidence.is_met(points(entity_type, **values))


@pytest.mark.parametrize("entity_type", EntityType)
def test_nothing_compared_gives_no_points(entity_type: EntityType) -> None:
    """What is missing on one side proves nothing."""
    assert points(entity_type) == 0.0


def test_counts_each_candidate_for_itself() -> None:
    """Points stand in the order of the candidates."""
    columns = {column: np.full(3, float(MISSING)) for column in COLUMNS[EntityType.PERSON]}
    columns["name"] = np.array([SURE, -30.0, SURE])
    columns["birth_date"] = np.array([DateAgreement.FULL, DateAgreement.FULL, -1], float)

    given_points = MODELS[EntityType.PERSON].minimum_evidence.points(columns)

    assert given_points.tolist() == [2.0, 1.0, 1.0]
