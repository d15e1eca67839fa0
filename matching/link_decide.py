"""Read what an engine scored, and decide about each pair."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa

from matching.agreement import COLUMNS, Comparison
from matching.comparator import NUMBER, SUBJECT
from matching.decide import decide
from matching.errors import LinkError
from matching.index.layout import REFERENCE_BYTES
from matching.link_table import RECORD, WEIGHT, Tables
from matching.model import Model
from matching.score import Scorer
from matching.zone import Band, Zone

_PAIRS_AT_ONCE = 10_000
# Engines may differ in the last digit of a weight; equal ones are told in the left one's order.
_RANKED = f"""
    SELECT * FROM scored JOIN candidates USING ({NUMBER})
    ORDER BY {SUBJECT}, round({WEIGHT}, 6) DESC, {RECORD}
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Pair:
    """A record of the left and one of the right register, and what is thought of them."""

    left: str = field(repr=False)
    right: str = field(repr=False)
    weight: float
    """Match weight in bits, prior included."""
    zone: Zone
    band: Band
    levels: tuple[str, ...] = ()
    """Level of agreement in words of each comparator of the model, where it was asked for."""


def decided(
    tables: Tables, model: Model, *, ids: tuple[Sequence[str], Sequence[str]], explain: bool
) -> Iterator[Pair]:
    """Yield the scored pairs, by the order of the right register and the best first.

    Args:
        tables: with what the engine wrote.
        model: by which it was scored.
        ids: of the left and of the right register, by number.
        explain: whether to tell the levels.

    Raises:
        LinkError: the tables cannot be read.
    """
    explainer = _Explainer(model) if explain else None
    for batch in _ranked(tables):
        yield from _decided(batch, model, ids=ids, explainer=explainer)


class _Explainer:
    """Tells the levels of pairs by the scorer of queries, which has Splink number them."""

    def __init__(self, model: Model) -> None:
        self._comparators = model.comparators
        self._scorer = Scorer(model)

    def levels(self, comparison: Comparison) -> list[tuple[str, ...]]:
        """Return the levels of each row in words."""
        gammas = self._scorer.score(comparison).gammas
        columns = [
            [comparator.level(gamma).label for gamma in gammas[comparator.column].tolist()]
            for comparator in self._comparators
        ]
        return list(zip(*columns, strict=True))


def _ranked(tables: Tables) -> Iterator[pa.Table]:
    config: dict[str, str | bool | int | float | list[str]] = {"temp_directory": str(tables.folder)}
    try:
        with duckdb.connect(":memory:", config=config) as database:
            database.read_parquet(str(tables.scored / "*.parquet")).create_view("scored")
            database.read_parquet(str(tables.candidates)).create_view("candidates")
            for batch in database.sql(_RANKED).to_arrow_reader(_PAIRS_AT_ONCE):
                yield pa.table(batch)
    except (duckdb.Error, OSError) as error:
        raise LinkError("The scored pairs cannot be read.") from error


def _decided(
    batch: pa.Table,
    model: Model,
    *,
    ids: tuple[Sequence[str], Sequence[str]],
    explainer: _Explainer | None,
) -> Iterator[Pair]:
    comparison = _comparison(batch, model)
    weights = batch[WEIGHT].to_numpy()
    levels = explainer.levels(comparison) if explainer else [()] * batch.num_rows
    decisions = decide(model, comparison, weights=weights)
    subjects = batch[SUBJECT].to_pylist()
    for made, subject, told in zip(decisions, subjects, levels, strict=True):
        left, right = ids[0][made.number], ids[1][subject]
        yield Pair(left, right, made.weight, made.zone, made.band, told)


def _comparison(batch: pa.Table, model: Model) -> Comparison:
    records = batch[RECORD].to_numpy()
    return Comparison(
        records,
        {name: _numbers(batch, name) for name in COLUMNS[model.entity_type]},
        tuple(number.to_bytes(REFERENCE_BYTES, "big") for number in records.tolist()),
    )


def _numbers(batch: pa.Table, name: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    values: np.ndarray[tuple[int], np.dtype[np.float64]] = batch[name].to_numpy()
    return values
