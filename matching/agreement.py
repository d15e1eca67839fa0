"""How a candidate agrees with a subject, attribute by attribute: what the model scores.

A comparison never holds a value. Each attribute is one column with one number per candidate:
`name` and `gap` are continuous and not-a-number where one side has no name, the others are members
of the enumerations below, `MISSING` where one of the two sides has nothing to compare.
The numbers stand in model files: never reuse one.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

MISSING = -1
"""One side has no such attribute: no evidence either way."""


class DateAgreement(IntEnum):
    """Agreement of two dates of birth or of incorporation."""

    DIFFERENT = 0
    TWO_YEARS_APART = 1
    ONE_YEAR_APART = 2
    SAME_YEAR = 3
    """Month and day differ."""
    PARTLY = 4
    """Year and month agree and the day differs, or day and month are exchanged."""
    YEAR_KNOWN = 5
    """Years agree, and one side knows no more than the year."""
    MONTH_KNOWN = 6
    """Year and month agree, and one side knows no more than these."""
    FULL = 7


class SetAgreement(IntEnum):
    """Agreement of two sets: countries, flags, vessel types, genders."""

    DISJOINT = 0
    OVERLAP = 1
    EQUAL = 2


class FlagAgreement(IntEnum):
    """Agreement of a vessel's flags, present and former."""

    DISJOINT = 0
    FORMER = 1
    """A former flag of one is a flag of the other."""
    PRESENT = 2


class NearAgreement(IntEnum):
    """Agreement of a number: build year, tonnage band."""

    DIFFERENT = 0
    NEAR = 1
    EQUAL = 2


class IdentifierAgreement(IntEnum):
    """Agreement of strong identifiers of the same scheme."""

    DIFFERENT = 0
    """Both have one of the same scheme, and none agrees."""
    TYPO = 1
    """One error apart."""
    EQUAL = 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """All candidates of one subject, one row each; every array has the same length."""

    numbers: NDArray[np.int64]
    """Record number of each candidate in its generation."""
    columns: dict[str, NDArray[np.float64]]
    """Column name to values; see `COLUMNS` for the columns of each entity type."""
    references: tuple[bytes, ...]
    """Reference of each candidate, 16 bytes, as the register gave it."""


COLUMNS: dict[str, tuple[str, ...]] = {
    "person": (
        "name",
        "gap",
        "birth_date",
        "country",
        "gender",
        "place",
        "address",
        "identifier",
    ),
    "company": ("name", "gap", "country", "address", "incorporation_date", "identifier"),
    "vessel": (
        "name",
        "gap",
        "flag",
        "vessel_type",
        "build_year",
        "tonnage",
        "identifier",
        "weak_identifier",
    ),
    "identifier": ("identifier",),
}
"""Columns per entity type.

`name`: log-odds of the name score, higher is likelier. `gap`: the subject's best name score minus
this candidate's; for the best, the second's minus its own. `place`, `address`: summed rarity weight
of shared words, -1 where missing. The rest: members of the enumerations above, or -1.
"""
