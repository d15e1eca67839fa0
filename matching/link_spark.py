"""Splink's predict over the tables of a link, on Spark; import it only where Spark was asked for.

Spark runs in this process' own machine and opens no port beyond the loopback interface.
"""

import json
import multiprocessing
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from matching.comparator import NUMBER
from matching.errors import EngineUnavailableError, LinkError
from matching.link_table import LEFT_SIDE, RIGHT_SIDE, WEIGHT, Tables

try:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession
    from splink import Linker
    from splink.backends.spark import SparkAPI
except ImportError as error:
    raise EngineUnavailableError(
        "Spark is not installed.", hint="Install it with: pip install 'heliograph[spark]'"
    ) from error

_LOOPBACK = "127.0.0.1"


def predict(tables: Tables, settings: str, *, threshold: float) -> None:
    """Score all pairs and write those of at least so many bits; see `link_table.Predict`.

    Raises:
        EngineUnavailableError: there is no Java for Spark to run on.
        LinkError: Spark failed.
    """
    require_java()
    # In a process of its own, because a virtual machine lives as long as the process that started
    # it and keeps its first settings: a second link would write into the folder of the first.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context) as alone:
        try:
            alone.submit(
                _predict_alone, tables, in_spark_sql(settings), threshold=threshold
            ).result()
        except BrokenProcessPool as error:
            raise _failure() from error


def _predict_alone(tables: Tables, settings: str, *, threshold: float) -> None:
    try:
        with _session(tables.folder) as spark:
            _predict(spark, tables, settings=settings, threshold=threshold)
    except (PySparkException, Py4JError, OSError) as error:
        raise _failure() from error


def _failure() -> LinkError:
    return LinkError(
        "Spark could not score the pairs.",
        hint="Its log on standard error says why; --engine duckdb gives the same pairs.",
    )


def require_java() -> None:
    """Look for the Java that Spark would start.

    Raises:
        EngineUnavailableError: there is none.
    """
    home = os.environ.get("JAVA_HOME")
    program = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if program is None:
        raise EngineUnavailableError(
            "Spark needs Java, which is not installed.",
            hint="Install a Java runtime of version 17 or 21, or set JAVA_HOME.",
        )


def in_spark_sql(settings: str) -> str:
    """Write the conditions of a model for Spark, where double quotes hold text, not a name.

    A model's conditions hold quoted columns, numbers and operators, and nothing else.
    """
    document = json.loads(settings)
    for comparison in document["comparisons"]:
        for level in comparison["comparison_levels"]:
            level["sql_condition"] = level["sql_condition"].replace('"', "`")
    return json.dumps(document)


@contextmanager
def _session(folder: Path) -> Iterator[SparkSession]:
    # Before the virtual machine starts, because Spark's services ask the environment first.
    os.environ.setdefault("SPARK_LOCAL_IP", _LOOPBACK)
    builder = SparkSession.builder.master("local[*]").appName("heliograph")
    options = {
        "spark.driver.host": _LOOPBACK,
        "spark.driver.bindAddress": _LOOPBACK,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.local.dir": str(folder / "spark"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        # One machine: Spark's 200 partitions would be 200 tiny tasks.
        "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
    }
    for name, value in options.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        # Splink cuts the lineage of its steps by writing them down, and refuses to guess where.
        spark.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
        yield spark
    finally:
        spark.stop()


def _predict(spark: SparkSession, tables: Tables, *, settings: str, threshold: float) -> None:
    # Splink's own functions for Spark compare texts, and here are numbers only.
    api = SparkAPI(spark_session=spark, register_udfs_automatically=False)
    sides = [
        api.register(spark.read.parquet(str(path)), table_name=name)
        for name, path in ((LEFT_SIDE, tables.subjects), (RIGHT_SIDE, tables.candidates))
    ]
    linker = Linker(sides, json.loads(settings), log_level=None)
    found = linker.inference.predict(threshold_match_weight=threshold)
    scored = found.as_spark_dataframe().selectExpr(f"{NUMBER}_r AS {NUMBER}", WEIGHT)
    scored.write.parquet(str(tables.scored))
