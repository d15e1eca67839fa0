"""How far each candidate of a query is ahead of the others, or behind the best.

A register holds many records that resemble a subject, and at most a few that are the subject. So
it matters whether one stands out. What stands out is not the name alone: of two namesakes the one
with the date of birth asked for is ahead. The worth of the other attributes is stated here, in
natural log-odds, and coarse: it only ranks the candidates of one query. What a lead weighs is
counted when a model is trained.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matching.agreement import (
    MISSING,
    DateAgreement,
    FlagAgreement,
    NearAgreement,
    SetAgreement,
)
from matching.subject import EntityType

FloatArray: TypeAlias = NDArray[np.float64]
_Worth: TypeAlias = Callable[[FloatArray], FloatArray]

NO_NAME = -30.0
"""Log-odds of the name where both sides have one and no part meets."""
_COMMON_WORD, _RAREST_WORDS = 0.6, 2.3
"""Weight of shared address words that speaks neither way, and beyond which nothing is gained."""
_PER_WEIGHT = 2.0


def _levels(worth: Mapping[int, float]) -> _Worth:
    table = np.array([worth.get(value, 0.0) for value in range(MISSING, max(worth) + 1)])
    return lambda values: np.asarray(table[values.astype(np.int64) - MISSING])


def _words(values: FloatArray) -> FloatArray:
    worth = (np.minimum(values, _RAREST_WORDS) - _COMMON_WORD) * _PER_WEIGHT
    return np.asarray(np.where(values == MISSING, 0.0, worth))


_DATE = _levels(
    {
        DateAgreement.DIFFERENT: -4.0,
        DateAgreement.TWO_YEARS_APART: -2.0,
        DateAgreement.ONE_YEAR_APART: -1.5,
        DateAgreement.SAME_YEAR: -1.0,
        DateAgreement.PARTLY: 1.0,
        DateAgreement.YEAR_KNOWN: 1.5,
        DateAgreement.MONTH_KNOWN: 4.0,
        DateAgreement.FULL: 6.0,
    }
)
_COUNTRY = _levels({SetAgreement.DISJOINT: -1.5, SetAgreement.EQUAL: 0.7})
_WORTH: dict[EntityType, dict[str, _Worth]] = {
    EntityType.PERSON: {"birth_date": _DATE},
    EntityType.COMPANY: {"address": _words, "country": _COUNTRY},
    EntityType.VESSEL: {
        "flag": _levels(
            {FlagAgreement.DISJOINT: -0.7, FlagAgreement.FORMER: 0.3, FlagAgreement.PRESENT: 0.9}
        ),
        "build_year": _levels(
            {NearAgreement.DIFFERENT: -2.0, NearAgreement.NEAR: 0.5, NearAgreement.EQUAL: 2.0}
        ),
        "tonnage": _levels(
            {NearAgreement.DIFFERENT: -1.0, NearAgreement.NEAR: 0.3, NearAgreement.EQUAL: 1.0}
        ),
        "vessel_type": _levels(
            {SetAgreement.DISJOINT: -0.5, SetAgreement.OVERLAP: 0.1, SetAgreement.EQUAL: 0.4}
        ),
    },
    EntityType.IDENTIFIER: {},
}


def standing(
    entity_type: EntityType, names: FloatArray, *, columns: Mapping[str, FloatArray]
) -> FloatArray:
    """Return the log-odds by which candidates are ranked: of the name and of what singles out.

    Args:
        entity_type: of the query.
        names: log-odds of each candidate's name.
        columns: the other columns of the comparison, see `matching.agreement.COLUMNS`.
    """
    worth = [found(columns[name]) for name, found in _WORTH[entity_type].items()]
    return np.asarray(np.sum([names, *worth], axis=0), np.float64)


def gap(standings: FloatArray) -> FloatArray:
    """Say how far each candidate of one query is behind the best; below 0, how far ahead it is."""
    if not len(standings):
        return standings
    ordered = np.sort(standings)
    second = ordered[-2] if len(standings) > 1 else NO_NAME
    behind: FloatArray = ordered[-1] - standings
    return np.where(behind == 0, min(second, ordered[-1]) - ordered[-1], behind)


def unled(gaps: FloatArray, names: FloatArray) -> FloatArray:
    """Let nobody lead by a name of which no part meets.

    Such a candidate was found by a number. That nobody else was found says nothing of its name.
    """
    return np.where(names > NO_NAME, gaps, np.maximum(gaps, 0.0))
