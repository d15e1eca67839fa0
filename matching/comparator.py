"""The comparisons of a model: attributes, their levels of agreement, and what each level weighs.

They stand in the model as a Splink settings dictionary, so that Splink itself scores with them.
Every level is a condition on one column of the right side, such as `"birth_date_r" = 7`: a
comparison of two pseudonymised subjects is a number per attribute already (see
`matching.agreement`), and Splink weighs it. The null level comes first, then the others in the
order of their weights, the strongest first and `ELSE` last.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching.agreement import COLUMNS
from matching.document import Part
from matching.subject import EntityType

NULL_GAMMA = -1
"""Splink's number of the level in which one side has nothing to compare."""
NUMBER, SIDE, SUBJECT = "number", "side", "subject"
"""Columns beside those compared: number of the row, name of its side, and on the right the number
of the left row that it belongs to. Splink's own predict on whole lists blocks on the last."""
_FIXED: dict[str, object] = {
    "link_type": "link_only",
    "unique_id_column_name": NUMBER,
    "source_dataset_column_name": SIDE,
    "blocking_rules_to_generate_predictions": [f"l.{NUMBER} = r.{SUBJECT}"],
    "retain_matching_columns": False,
    "retain_intermediate_calculation_columns": True,
}
"""Settings that the scorer relies on."""
_TOLERANCE = 1e-6
"""How far sums may lie from their bounds: files round to nine digits."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of agreement of one attribute."""

    gamma: int
    """Splink's number of the level: -1 for null, else from 0, rising with the weight."""
    label: str
    """The level in words, as an analyst reads it."""
    weight: float
    """log2(m/u) in bits; 0 for the null level."""
    chance: float = 0.0
    """u: the probability that somebody else's record has this level; 0 for the null level."""


@dataclass(frozen=True, slots=True)
class Comparator:
    """One compared attribute: its column, its name in words, and its levels."""

    column: str
    description: str
    levels: tuple[Level, ...]
    """The null level, then the strongest first."""

    def level(self, gamma: int) -> Level:
        """Return the level that Splink numbers `gamma`.

        Raises:
            KeyError: the comparator has no such level.
        """
        for level in self.levels:
            if level.gamma == gamma:
                return level
        raise KeyError(gamma)

    @property
    def strongest(self) -> Level:
        """The level that weighs most."""
        return self.levels[1]


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of all candidates of one subject, in the order of the comparison."""

    weights: NDArray[np.float64]
    """Match weight in bits, prior included: log2 of the odds that it is the subject."""
    gammas: Mapping[str, NDArray[np.int8]]
    """Column to Splink's number of the level of each candidate, -1 for not compared."""


def read_prior(settings: Part) -> float:
    """Read the log2 odds that a candidate is the subject before anything is compared."""
    prior = settings.at("probability_two_random_records_match").number(1e-12, 1 - 1e-12)
    return math.log2(prior / (1 - prior)) if prior else 0.0


def read_comparators(settings: Part, entity_type: EntityType) -> tuple[Comparator, ...]:
    """Read Splink settings; every fault is noted, none is raised."""
    settings.only(*_FIXED, "probability_two_random_records_match", "comparisons")
    for key, expected in _FIXED.items():
        member = settings.at(key)
        if not member.is_missing and member.value != expected:
            member.note(f"must be {expected}")
    comparisons = settings.at("comparisons")
    comparators = tuple(_comparator(part) for part in comparisons.each())
    if sorted(c.column for c in comparators) != sorted(COLUMNS[entity_type]):
        comparisons.note(f"must compare exactly {', '.join(COLUMNS[entity_type])}")
    return comparators


def _comparator(part: Part) -> Comparator:
    part.only("output_column_name", "comparison_description", "comparison_levels")
    column = part.at("output_column_name").text()
    levels = part.at("comparison_levels")
    parts = list(levels.each())
    read = tuple(_level(each, column, gamma=len(parts) - 1 - at) for at, each in enumerate(parts))
    _check_order(levels, parts)
    _check_weights(levels, read)
    _check_sums(levels, parts)
    return Comparator(column, part.at("comparison_description").text(), read)


def _level(part: Part, column: str, *, gamma: int) -> Level:
    """Read a level; `gamma` is its number unless it is the null level."""
    part.only("sql_condition", "label_for_charts", "is_null_level", *_probabilities(part))
    label = part.at("label_for_charts").text()
    condition = part.at("sql_condition")
    if not _may_ask(condition.text(), column) and not condition.is_missing:
        condition.note(f'may only compare "{column}_r" with numbers')
    if _is_null(part):
        return Level(NULL_GAMMA, label, 0.0)
    m, u = (part.at(key).number(1e-12, 1.0) for key in ("m_probability", "u_probability"))
    return Level(gamma, label, math.log2(m / u) if m and u else 0.0, u)


def _is_null(part: Part) -> bool:
    return isinstance(part.value, dict) and part.value.get("is_null_level") is True


def _probabilities(part: Part) -> tuple[str, ...]:
    return () if _is_null(part) else ("m_probability", "u_probability")


def _may_ask(condition: str, column: str) -> bool:
    """Tell whether a condition compares the column with numbers and does nothing else.

    A model file is data, and may come from outside: it must not become any other SQL.
    """
    name = rf'"{re.escape(column)}_r"'
    clause = rf"(?:{name} (?:=|<=|>=|<|>) -?\d+(?:\.\d+)?|{name} IS NULL|isnan\({name}\))"
    return re.fullmatch(rf"ELSE|{clause}(?: (?:OR|AND) {clause})*", condition) is not None


def _check_order(levels: Part, parts: list[Part]) -> None:
    null = [at for at, part in enumerate(parts) if _is_null(part)]
    if null != [0]:
        levels.note("must begin with the one null level")
    otherwise = [at for at, part in enumerate(parts) if _condition(part) == "ELSE"]
    if len(parts) < 2 or otherwise != [len(parts) - 1]:  # noqa: PLR2004 - null and ELSE
        levels.note("must end with the one level ELSE")


def _condition(part: Part) -> object:
    return part.value.get("sql_condition") if isinstance(part.value, dict) else None


def _check_weights(levels: Part, read: tuple[Level, ...]) -> None:
    """Note levels out of order: more agreement must never weigh less."""
    weights = [level.weight for level in read[1:]]
    if any(after > before + _TOLERANCE for before, after in pairwise(weights)):
        levels.note("must stand in the order of their weights, the strongest first")
    if len({level.label for level in read}) < len(read):
        levels.note("must have different labels")


def _check_sums(levels: Part, parts: list[Part]) -> None:
    """Note probabilities that add up to more than one.

    Less than one is right where a level is left to the null level on purpose, because only
    agreement is evidence.
    """
    for key in ("m_probability", "u_probability"):
        if math.fsum(_numbers(parts, key)) > 1 + _TOLERANCE:
            levels.note(f"{key} must not add up to more than 1")


def _numbers(parts: list[Part], key: str) -> Iterator[float]:
    for part in parts:
        value = part.value.get(key) if isinstance(part.value, dict) else None
        if isinstance(value, int | float):
            yield value
