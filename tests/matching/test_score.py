"""The prepared statement scores exactly as Splink does, for any candidates in any order."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker

from matching.agreement import COLUMNS, MISSING, Comparison
from matching.comparator import NULL_GAMMA, Scored
from matching.model import load_model
from matching.score import Scorer
from matching.subject import EntityType

CONTINUOUS = {"name": (-14.0, 8.0), "gap": (-8.0, 15.0), "place": (0.0, 3.0), "address": (0.0, 3.0)}
TOP = {"birth_date": 7, "incorporation_date": 7}


@cache
def scorer(entity_type: EntityType) -> Scorer:
    """Return the scorer of a shipped model, made once."""
    return Scorer(load_model(entity_type))


def a_column(column: str, size: int, chance: np.random.Generator) -> NDArray[np.float64]:
    """Return random values of a column, some of them missing."""
    if column not in CONTINUOUS:
        return chance.integers(MISSING, TOP.get(column, 2) + 1, size).astype(np.float64)
    values = chance.uniform(*CONTINUOUS[column], size)
    missing = np.nan if column in {"name", "gap"} else float(MISSING)
    return np.where(chance.random(size) < 0.1, missing, values)


def a_comparison(entity_type: EntityType, size: int, *, seed: int = 0) -> Comparison:
    """Return random candidates with random record numbers."""
    chance = np.random.default_rng(seed)
    columns = {column: a_column(column, size, chance) for column in COLUMNS[entity_type]}
    numbers = chance.permutation(10 * size)[:size].astype(np.int64)
    return Comparison(numbers, columns, (b"r" * 16,) * size)


def changed(comparison: Comparison, **columns: NDArray[np.float64]) -> Comparison:
    """Return the same candidates with some columns replaced."""
    return Comparison(
        comparison.numbers,
        comparison.columns | columns,
        comparison.references,
    )


def predicted(entity_type: EntityType, comparison: Comparison) -> dict[str, NDArray[np.float64]]:
    """Return what Splink's own predict says of the same rows, in their order."""
    size = len(comparison.numbers)
    right = {"side": ["right"] * size, "number": np.arange(size), "subject": np.zeros(size, int)}
    left = {"side": ["left"], "number": [0], "subject": [0]}
    left |= {column: [None] for column in comparison.columns}
    schema = pa.schema(
        [("side", pa.string()), ("number", pa.int64()), ("subject", pa.int64())]
        + [(column, pa.float64()) for column in comparison.columns]
    )
    with duckdb.connect(":memory:") as database:
        api = DuckDBAPI(connection=database)
        tables = [
            api.register(pa.table(left, schema=schema), table_name="left_side"),
            api.register(
                pa.table(right | comparison.columns, schema=schema), table_name="right_side"
            ),
        ]
        linker = Linker(tables, json.loads(load_model(entity_type).splink), log_level=None)
        table = linker.inference.predict().physical_name
        answer: dict[str, NDArray[np.float64]] = database.execute(
            f"SELECT * FROM {table} ORDER BY number_r"  # noqa: S608 - Splink's own name
        ).fetchnumpy()
    return answer


@pytest.mark.parametrize("entity_type", EntityType)
def test_equals_splinks_own_predict(entity_type: EntityType) -> None:
    """Weights agree with Splink's predict on the same rows to a thousand-millionth of a bit."""
    comparison = a_comparison(entity_type, 300)

    weights = scorer(entity_type).score(comparison).weights

    expected = predicted(entity_type, comparison)["match_weight"]
    np.testing.assert_allclose(weights, expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("entity_type", EntityType)
def test_levels_add_up_to_the_weight(entity_type: EntityType) -> None:
    """The prior and the weights of the model's levels are what Splink added."""
    model = load_model(entity_type)
    scored = scorer(entity_type).score(a_comparison(entity_type, 200, seed=1))

    sums = np.full(200, model.prior)
    for comparator in model.comparators:
        gammas = scored.gammas[comparator.column].tolist()
        sums += np.array([comparator.level(gamma).weight for gamma in gammas])

    np.testing.assert_allclose(scored.weights, sums, rtol=0, atol=1e-9)


@pytest.mark.parametrize("sizes", [(1, 200, 3), (200, 1, 200), (5, 0, 5)])
def test_remembers_nothing_of_the_query_before(sizes: tuple[int, ...]) -> None:
    """A statement prepared once scores the rows that are there now, not those of another query."""
    fresh = Scorer(load_model(EntityType.PERSON))

    for seed, size in enumerate(sizes):
        comparison = a_comparison(EntityType.PERSON, size, seed=seed)
        expected = Scorer(load_model(EntityType.PERSON)).score(comparison)

        assert_equal(fresh.score(comparison), expected)


def assert_equal(actual: Scored, expected: Scored) -> None:
    """Compare weights and levels bit by bit."""
    np.testing.assert_array_equal(actual.weights, expected.weights)
    assert actual.gammas.keys() == expected.gammas.keys()
    for column, gammas in expected.gammas.items():
        np.testing.assert_array_equal(actual.gammas[column], gammas)


def test_finds_rows_that_no_earlier_query_had() -> None:
    """Values outside the range of all rows before are scored as they are (duckdb PR 23712)."""
    own = Scorer(load_model(EntityType.IDENTIFIER))
    base = a_comparison(EntityType.IDENTIFIER, 50)

    low = own.score(changed(base, identifier=np.zeros(50)))
    high = own.score(changed(base, identifier=np.full(50, 2.0)))
    none = own.score(changed(base, identifier=np.full(50, -1.0)))

    assert {*low.gammas["identifier"]} == {0}
    assert {*high.gammas["identifier"]} == {2}
    assert {*none.gammas["identifier"]} == {NULL_GAMMA}


def test_keeps_the_order_of_the_candidates() -> None:
    """Each weight stands where its candidate stood, whatever the record numbers."""
    comparison = a_comparison(EntityType.PERSON, 100)
    back = np.arange(100)[::-1]
    columns = {column: values[back] for column, values in comparison.columns.items()}
    turned = Comparison(comparison.numbers, columns, comparison.references)

    forwards = scorer(EntityType.PERSON).score(comparison)
    backwards = scorer(EntityType.PERSON).score(turned)

    np.testing.assert_array_equal(forwards.weights, backwards.weights[back])


def test_scores_no_candidates() -> None:
    """No candidate, no score."""
    scored = scorer(EntityType.VESSEL).score(a_comparison(EntityType.VESSEL, 0))

    assert scored.weights.shape == (0,)
    assert {len(gammas) for gammas in scored.gammas.values()} == {0}


def test_misses_no_column_silently() -> None:
    """A comparison without one of the model's columns is refused."""
    comparison = a_comparison(EntityType.PERSON, 3)
    del comparison.columns["birth_date"]

    with pytest.raises(KeyError, match="birth_date"):
        scorer(EntityType.PERSON).score(comparison)


def test_serves_many_threads() -> None:
    """Threads that share a scorer never see each other's candidates."""
    comparisons = [a_comparison(EntityType.PERSON, 20 + seed, seed=seed) for seed in range(40)]
    own = Scorer(load_model(EntityType.PERSON))

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(own.score, comparisons))

    for comparison, scored in zip(comparisons, together, strict=True):
        assert_equal(scored, own.score(comparison))


@pytest.mark.parametrize("entity_type", EntityType)
def test_weighs_nothing_that_is_missing(entity_type: EntityType) -> None:
    """A candidate with which nothing could be compared keeps the prior."""
    nothing = {column: np.array([float(MISSING)]) for column in COLUMNS[entity_type]}
    if "name" in nothing:
        nothing |= {"name": np.array([np.nan]), "gap": np.array([np.nan])}
    comparison = changed(a_comparison(entity_type, 1), **nothing)

    scored = scorer(entity_type).score(comparison)

    assert scored.weights[0] == pytest.approx(load_model(entity_type).prior)
    assert {gammas[0] for gammas in scored.gammas.values()} == {NULL_GAMMA}


@pytest.mark.parametrize(
    ("entity_type", "column"),
    [
        (entity_type, column)
        for entity_type, columns in COLUMNS.items()
        for column in columns
        if column not in CONTINUOUS and column != "weak_identifier"
    ],
)
def test_gives_each_agreement_its_own_level(entity_type: str, column: str) -> None:
    """Members of an enumeration of agreements are the numbers of Splink's levels."""
    kind = EntityType(entity_type)
    members = np.arange(MISSING, TOP.get(column, 2) + 1).astype(np.float64)
    comparison = changed(a_comparison(kind, len(members)), **{column: members})

    gammas = scorer(kind).score(comparison).gammas[column]

    assert gammas.tolist() == members.tolist()


def test_counts_call_signs_only_when_they_agree() -> None:
    """A different call sign or MMSI weighs as little as an unknown one."""
    base = a_comparison(EntityType.VESSEL, 1)
    weights = [
        scorer(EntityType.VESSEL).score(changed(base, weak_identifier=np.array([value]))).weights[0]
        for value in (-1.0, 0.0, 1.0, 2.0)
    ]

    unknown, different, typo, equal = weights
    assert unknown == different < typo < equal


def in_range(column: str, values: list[float]) -> NDArray[np.float64]:
    """Return the values in rising order, as the column could have them."""
    ordered = np.sort(np.array(values))
    if column in {"name", "gap"}:
        return ordered
    return np.clip(ordered if column in CONTINUOUS else np.round(ordered), 0, TOP.get(column, 2))


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from([(kind, column) for kind in EntityType for column in COLUMNS[kind]]),
    st.lists(st.floats(-12, 8), min_size=2, max_size=30),
    st.integers(0, 99),
)
def test_more_agreement_never_weighs_less(
    where: tuple[EntityType, str], values: list[float], seed: int
) -> None:
    """All else equal, more agreement never lowers the weight; a gap is agreement turned round."""
    entity_type, column = where
    rising = in_range(column, values)
    first = a_comparison(entity_type, 1, seed=seed)
    repeated = {name: np.repeat(value, len(values)) for name, value in first.columns.items()}
    comparison = changed(a_comparison(entity_type, len(values)), **repeated | {column: rising})

    weights = scorer(entity_type).score(comparison).weights

    steps = np.diff(weights)
    assert ((steps <= 0) if column == "gap" else (steps >= 0)).all()
