"""The engines of a bulk link, by name: this costs nothing to import, unlike what they are."""

from enum import StrEnum


class Engine(StrEnum):
    """What runs Splink's SQL."""

    DUCKDB = "duckdb"
    SPARK = "spark"
