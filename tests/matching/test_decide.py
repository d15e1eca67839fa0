"""Three zones: weight and evidence together make a hit, weight alone a possible one."""

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.agreement import (
    COLUMNS,
    MISSING,
    Comparison,
    DateAgreement,
    IdentifierAgreement,
    SetAgreement,
)
from matching.decide import Band, Decision, Zone, best, decide
from matching.model import load_model
from matching.score import Scorer
from matching.subject import EntityType

PERSON = load_model(EntityType.PERSON)
LIMITS = PERSON.thresholds
PROVEN = {"name": 3.0, "birth_date": float(DateAgreement.FULL)}
A_BIT_LESS = 1e-9


def candidates(*rows: dict[str, float], entity_type: EntityType = EntityType.PERSON) -> Comparison:
    """Return candidates in which only these columns were compared, numbered from 10."""
    empty = {column: float(MISSING) for column in COLUMNS[entity_type]}
    empty |= {column: math.nan for column in ("name", "gap") if column in empty}
    filled = [empty | row for row in rows]
    columns = {column: np.array([row[column] for row in filled]) for column in empty}
    size = len(rows)
    references = tuple(bytes([row]) * 16 for row in range(size))
    return Comparison(np.arange(10, 10 + size), columns, references)


@pytest.mark.parametrize(
    ("weight", "zone", "band"),
    [
        (LIMITS.strong, Zone.HIT, Band.STRONG),
        (LIMITS.strong - A_BIT_LESS, Zone.HIT, Band.PROBABLE),
        (LIMITS.hit, Zone.HIT, Band.PROBABLE),
        (LIMITS.hit - A_BIT_LESS, Zone.POSSIBLE, Band.NONE),
        (LIMITS.possible, Zone.POSSIBLE, Band.NONE),
        (LIMITS.possible - A_BIT_LESS, Zone.NO_HIT, Band.NONE),
        (-math.inf, Zone.NO_HIT, Band.NONE),
    ],
)
def test_zones_begin_at_their_thresholds(weight: float, zone: Zone, band: Band) -> None:
    """With enough evidence, the thresholds of the model alone decide."""
    (decision,) = decide(PERSON, candidates(PROVEN), weights=np.array([weight]))

    assert (decision.zone, decision.band) == (zone, band)


@given(st.floats(min_value=-50, max_value=1000), st.floats(-30, 30))
def test_a_name_alone_is_never_a_hit(weight: float, name: float) -> None:
    """No weight makes a hit of a name alone: at most a human of the owning agency looks at it."""
    (decision,) = decide(PERSON, candidates({"name": name}), weights=np.array([weight]))

    expected = Zone.POSSIBLE if weight >= LIMITS.possible else Zone.NO_HIT
    assert (decision.zone, decision.band) == (expected, Band.NONE)


def test_says_what_it_decided_about() -> None:
    """A decision carries the row, the record number and the reference of its candidate."""
    comparison = candidates(PROVEN, {"name": 3.0})

    first, second = decide(PERSON, comparison, weights=np.array([12.5, 6.0]))

    assert first == Decision(0, 10, b"\0" * 16, 12.5, 2.0, Zone.HIT, Band.STRONG)
    assert second == Decision(1, 11, b"\1" * 16, 6.0, 1.0, Zone.POSSIBLE, Band.NONE)


def test_wants_a_weight_for_every_candidate() -> None:
    """Weights that are not those of the candidates are a programming mistake."""
    with pytest.raises(ValueError, match="shorter"):
        decide(PERSON, candidates(PROVEN, PROVEN), weights=np.array([1.0]))


def test_decides_about_nobody() -> None:
    """No candidate, no decision."""
    assert decide(PERSON, candidates(), weights=np.empty(0)) == ()
    assert best(()) is None


def test_best_is_the_best_zone_then_the_weight() -> None:
    """A hit stands before a possible one of more weight, and among hits the heavier."""
    comparison = candidates({"name": 3.0}, PROVEN, PROVEN)

    decisions = decide(PERSON, comparison, weights=np.array([20.0, 5.0, 6.0]))

    chosen = best(decisions)
    assert chosen is decisions[2]


@given(st.permutations(range(5)))
def test_best_of_equal_ones_is_the_smallest_number(order: list[int]) -> None:
    """Equal decisions are told apart by the record number, in whatever order they come."""
    decisions = decide(PERSON, candidates(*[PROVEN] * 5), weights=np.full(5, 7.0))

    chosen = best(decisions[row] for row in order)

    assert chosen is decisions[0]


FOUND = float(SetAgreement.EQUAL)
BORN = float(DateAgreement.FULL)
SAME = float(IdentifierAgreement.EQUAL)
BEST = {"name": 3.0, "gap": -5.0}
CHAIN = [
    ("person", BEST | {"birth_date": BORN, "country": FOUND}, Zone.HIT),
    ("person", BEST | {"country": FOUND}, Zone.POSSIBLE),
    ("person", BEST | {"birth_date": 0.0, "country": 0.0}, Zone.NO_HIT),
    ("person", {"identifier": SAME}, Zone.HIT),
    ("person", {"name": -9.0, "gap": -2.0}, Zone.NO_HIT),
    ("company", BEST | {"country": FOUND}, Zone.HIT),
    ("company", {"name": 1.0, "gap": -5.0, "country": FOUND}, Zone.POSSIBLE),
    ("vessel", {"identifier": SAME}, Zone.HIT),
    ("vessel", BEST | {"flag": FOUND}, Zone.POSSIBLE),
    ("vessel", BEST | {"build_year": FOUND}, Zone.HIT),
    ("identifier", {"identifier": SAME}, Zone.HIT),
    ("identifier", {"identifier": float(IdentifierAgreement.TYPO)}, Zone.POSSIBLE),
    ("identifier", {"identifier": float(IdentifierAgreement.DIFFERENT)}, Zone.NO_HIT),
]


@cache
def scorer(entity_type: EntityType) -> Scorer:
    """Return the scorer of a shipped model, made once."""
    return Scorer(load_model(entity_type))


@pytest.mark.parametrize(("entity_type", "values", "zone"), CHAIN)
def test_shipped_models_decide(entity_type: str, values: dict[str, float], zone: Zone) -> None:
    """The shipped models put plain cases where a person would put them."""
    kind = EntityType(entity_type)
    comparison = candidates(values, entity_type=kind)
    scored = scorer(kind).score(comparison)

    (decision,) = decide(load_model(kind), comparison, weights=scored.weights)

    assert decision.zone is zone
