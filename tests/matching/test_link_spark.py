"""Spark as the engine of a link: the same pairs and the same weights as DuckDB."""

import importlib
import importlib.util
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from matching.agreement import COLUMNS, MISSING
from matching.comparator import NUMBER
from matching.errors import EngineUnavailableError
from matching.link import Link, Pair, link
from matching.link_engine import Engine
from matching.link_table import WEIGHT, Pairs, Tables, TableWriter
from matching.model import load_model
from matching.subject import EntityType
from tests.matching.linked import HELD, SOUGHT, rows

_HAS_JAVA = bool(os.environ.get("JAVA_HOME") or shutil.which("java"))
needs_pyspark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None,
    reason="pyspark is not installed: pip install 'heliograph[spark]'",
)
needs_java = pytest.mark.skipif(not _HAS_JAVA, reason="Java is not installed")
# Spark leaves the sockets of its bridge to Java to the end of the process.
tolerates_spark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::FutureWarning")

SUBJECTS, SIZE = 20, 400
CONTINUOUS = {"name": (-14.0, 8.0), "gap": (-8.0, 15.0), "place": (0.0, 3.0), "address": (0.0, 3.0)}


def a_column(column: str, chance: np.random.Generator) -> NDArray[np.float64]:
    """Return values of a column at random, some of them missing."""
    if column not in CONTINUOUS:
        return chance.integers(MISSING, 8, SIZE).astype(np.float64)
    missing = np.nan if column in {"name", "gap"} else float(MISSING)
    return np.where(chance.random(SIZE) < 0.1, missing, chance.uniform(*CONTINUOUS[column], SIZE))


def tables_of(entity_type: EntityType, folder: Path) -> Tables:
    """Write the tables of a link whose pairs agree at random."""
    chance = np.random.default_rng(7)
    folder.mkdir()
    tables, columns = Tables(folder), COLUMNS[entity_type]
    with TableWriter(tables, columns) as writer:
        for at in range(2):
            subject = np.sort(chance.integers(at * SUBJECTS // 2, SUBJECTS, SIZE))
            values = {column: a_column(column, chance) for column in columns}
            writer.add(Pairs(subject, np.arange(SIZE), values))
        writer.add_subjects(SUBJECTS)
    return tables


def scored(tables: Tables) -> dict[int, float]:
    """Return number and weight of each pair that an engine wrote."""
    table = pq.read_table(tables.scored)
    return dict(zip(table[NUMBER].to_pylist(), table[WEIGHT].to_pylist(), strict=True))


@pytest.mark.slow
@needs_pyspark
@needs_java
@tolerates_spark
@pytest.mark.timeout(600)
@pytest.mark.parametrize("entity_type", EntityType)
def test_both_engines_score_alike(entity_type: EntityType, tmp_path: Path) -> None:
    """Every level of a model, missing values and the threshold are the same on Spark."""
    settings = load_model(entity_type).splink
    found: list[dict[int, float]] = []
    for engine in Engine:
        tables = tables_of(entity_type, tmp_path / engine)
        predict = importlib.import_module(f"matching.link_{engine}").predict
        predict(tables, settings, threshold=-12.0)
        found.append(scored(tables))

    here, there = found
    assert 0 < len(here) < 2 * SIZE
    assert here.keys() == there.keys()
    assert here == pytest.approx(there, abs=1e-9)


@pytest.mark.slow
@needs_pyspark
@needs_java
@tolerates_spark
@pytest.mark.timeout(600)
def test_both_engines_link_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two registers have the same pairs, weights, zones and levels on Spark; nothing stays."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    model = load_model(EntityType.PERSON)
    told: dict[Engine, list[Pair]] = {}
    for engine in Engine:
        pairs: list[Pair] = []
        wanted = Link(model, engine=engine, explain=True)
        link(wanted, left=rows(HELD), right=rows(SOUGHT), take=pairs.append)
        told[engine] = pairs

    assert list(tmp_path.glob("heliograph-*")) == []
    here, there = told[Engine.DUCKDB], told[Engine.SPARK]
    assert len(here) >= 4
    assert [_without_weight(pair) for pair in here] == [_without_weight(pair) for pair in there]
    assert [p.weight for p in here] == pytest.approx([p.weight for p in there], abs=1e-9)


def _without_weight(pair: Pair) -> tuple[object, ...]:
    return pair.left, pair.right, pair.zone, pair.band, pair.levels


def test_missing_spark_is_told_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the optional extra the sentence says how to install it, before anything is read."""
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    monkeypatch.delitem(sys.modules, "matching.link_spark", raising=False)
    wanted = Link(load_model(EntityType.PERSON), engine=Engine.SPARK)

    with pytest.raises(EngineUnavailableError) as caught:
        link(wanted, left=iter(()), right=iter(()), take=print)

    assert "heliograph[spark]" in caught.value.hint


@needs_pyspark
def test_missing_java_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Java gets a sentence instead of a trace from a child process."""
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    with pytest.raises(EngineUnavailableError, match="Java"):
        importlib.import_module("matching.link_spark").require_java()
