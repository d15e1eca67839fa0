"""The columns of the Heliograph CSV and an empty row of them."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Final

COLUMNS: Final = (
    "id", "source", "type", "name", "aliases", "weak_aliases", "original_script", "first_name",
    "last_name", "birth_date", "birth_place", "nationality", "nationality_raw", "country",
    "gender", "title", "position", "passport", "id_number", "tax_number", "reg_number", "lei",
    "address", "imo", "mmsi", "call_sign", "flag", "former_flags", "vessel_type", "gross_tonnage",
    "dwt", "build_year", "incorporation_date", "program", "listed_on", "phone", "email", "imei",
    "iban", "container", "vin", "plate", "crypto", "aircraft", "seal", "engine", "imsi",
    "identifier_type",
    "category", "disclosure", "file_reference",
)  # fmt: skip
"""Header of every register; several values in one cell stand apart by `SEPARATOR`."""

CASE_COLUMNS: Final = (*COLUMNS, "role")

IDENTIFIER_COLUMNS: Final = (
    "phone", "email", "imei", "iban", "container", "vin", "plate", "crypto", "aircraft", "seal",
    "passport", "engine", "imsi",
)  # fmt: skip
"""Columns of which a row of type Identifier fills exactly one."""

SEPARATOR = " | "

Row = dict[str, str]
"""One record as a CSV knows it: every column, empty where nothing is known."""

_EMPTY: Final = dict.fromkeys(COLUMNS, "")
cells = itemgetter(*COLUMNS)
"""The cells of a row in the order of `COLUMNS`."""


def new_row() -> Row:
    """Give a row with all columns empty."""
    return _EMPTY.copy()


def join(values: Sequence[str]) -> str:
    """Put several values into one cell, each once and no empty ones."""
    if len(values) == 1:
        return values[0]
    return SEPARATOR.join(dict.fromkeys(value for value in values if value))
