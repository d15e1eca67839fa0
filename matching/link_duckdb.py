"""Splink's predict over the tables of a link, on DuckDB."""

import json

import duckdb
from splink import DuckDBAPI, Linker

from matching.comparator import NUMBER
from matching.errors import LinkError
from matching.link_table import LEFT_SIDE, RIGHT_SIDE, WEIGHT, Tables

MEMORY_LIMIT = "2GB"
"""Beyond it DuckDB uses the link's own folder."""


def predict(tables: Tables, settings: str, *, threshold: float) -> None:
    """Score all pairs and write those of at least so many bits; see `link_table.Predict`.

    Raises:
        LinkError: DuckDB failed, most likely for want of space.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(tables.folder),
        "autoload_known_extensions": False,
        "autoinstall_known_extensions": False,
    }
    tables.scored.mkdir()
    try:
        with duckdb.connect(str(tables.folder / "scoring.duckdb"), config=config) as database:
            _predict(database, tables, settings=settings, threshold=threshold)
    except (duckdb.Error, OSError) as error:
        raise LinkError(
            "DuckDB could not score the pairs.",
            hint="Look for space in the folder for temporary files, or name another with TMPDIR.",
        ) from error


def _predict(
    database: duckdb.DuckDBPyConnection, tables: Tables, *, settings: str, threshold: float
) -> None:
    api = DuckDBAPI(connection=database)
    sides = []
    for name, path in ((LEFT_SIDE, tables.subjects), (RIGHT_SIDE, tables.candidates)):
        database.read_parquet(str(path)).create_view(f"file_{name}")
        sides.append(api.register(f"file_{name}", table_name=name))
    linker = Linker(sides, json.loads(settings), log_level=None)
    found = linker.inference.predict(threshold_match_weight=threshold).physical_name
    scored = database.table(found).project(f"{NUMBER}_r AS {NUMBER}, {WEIGHT}")
    scored.write_parquet(str(tables.scored / "all.parquet"))
