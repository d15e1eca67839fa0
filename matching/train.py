"""Train the model of one entity type from labelled registers and write its file.

    python -m benchmarks.generated SETS/persons_generated --entity person \
        --links 400 --others 8000 --seed 11
    python -m benchmarks.generated SETS/vessels_generated --entity vessel \
        --links 730 --others 20000 --seed 1
    python -m matching.train company --data LABELLED/companies_un18_uk18 \
        --data LABELLED/companies_ofac24_au26 --date 2026-11-29 --version 4 \
        --out matching/models/company.json
    python -m matching.train person --data LABELLED/persons_un18_uk18 \
        --data LABELLED/persons_ofac24_au26 --data SETS/persons_generated \
        --date 2026-11-29 --version 3 --out matching/models/person.json

Each folder holds `a.csv`, `b.csv` and `truth.csv` (see `matching.labelled`). The file that comes
out begins as the one in `matching/models/starting`, which states levels, words, thresholds, the
rule of minimum evidence, and weights that hold where nothing could be counted.

1. Candidates are found as a node finds them, under a fresh key, with identifiers hidden.
2. A logistic regression turns the features of two names into a number, which is cut into levels.
3. m and u of every level are counted. All queries are counted twice, once with their counterpart
   taken away: u must hold for subjects that the register does not have.
4. Weights are tempered until they mean what they say (see `matching.temper`).
"""

import argparse
import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypedDict, cast

import numpy as np
from numpy.typing import NDArray

from matching.agreement import COLUMNS
from matching.fit import Counts, Probabilities, fit_name_score, level_of, name_edges
from matching.labelled import read_folder
from matching.linking import keyed_hash
from matching.model import read_model
from matching.namescore import NAME_FEATURES, NameScore
from matching.observe import Observed, observe
from matching.subject import EntityType
from matching.temper import RIDGE, temper

FloatArray = NDArray[np.float64]
METHOD = (
    "Names: logistic regression on the best pair of names of each candidate. m and u: counted from "
    "labelled pairs among the candidates that a node finds, each query once with and once without "
    "its counterpart, smoothed towards the starting weights, monotone over levels, tempered for "
    "dependence by one factor per comparison (factors: {factors})."
)
_SMOOTHING = 10.0
"""Pairs by which the starting weights of an attribute count."""
_LEVEL_SHARE = 0.5
"""Pairs by which each level of name and gap counts before anything is counted."""
_DIGITS = 9
_FALL_BITS = 1e-6
_IDENTIFIERS = frozenset({"identifier", "weak_identifier"})
"""Comparisons that always keep their starting weights: no list is long enough to count how rarely
two strangers share a number, and two entries that do are mostly one subject listed twice."""
_STATED = {EntityType.VESSEL: frozenset(COLUMNS[EntityType.VESSEL]) - {"name", "gap"}}
"""Comparisons that keep theirs besides: no list of ships may be trained on, and how often invented
ships change their flag is an assumption, not an observation."""
_RIDGE = {EntityType.COMPANY: 100.0}
"""Strength by which tempering is drawn to none, where it is not `matching.temper.RIDGE`. The lists
of companies that may be trained on have 227 pairs, and most of their addresses are the name of a
city: they say little of what a street is worth elsewhere."""
_COUNTED_AFRESH = frozenset({"name", "gap"})
_STATED_CHANCE = {'"birth_date_r" = 7': 2e-4}
"""u that is stated, by condition. Two strangers share a date of birth once in 16,000 pairs, more
often where registers write 1 January for a year. Counted among candidates it is five times as
much, because the date is how some of them were found, and lists name persons twice."""
NAME_POINT_BITS = {0.5: 0.0, 1.0: 2.0, 1.5: 8.0}
"""Bits that a name must weigh, before tempering, to give so many points of evidence."""
_ROLES = frozenset({"both_primary", "primary_equal"})
_LEFT_OUT: dict[EntityType, frozenset[str]] = {
    EntityType.PERSON: _ROLES | {"alias_pairs"},
    EntityType.COMPANY: _ROLES,
}
"""Features whose worth differs from list to list. What the first name of a person or company is
depends on who keeps the list; a ship's present name is painted on it. How many aliases agree says
more of how many there are."""


class LevelDocument(TypedDict, total=False):
    """One level as a model file has it."""

    sql_condition: str
    label_for_charts: str
    is_null_level: bool
    m_probability: float
    u_probability: float


class ComparisonDocument(TypedDict):
    """One comparison as a model file has it."""

    output_column_name: str
    comparison_description: str
    comparison_levels: list[LevelDocument]


class SettingsDocument(TypedDict):
    """The part of the Splink settings that training changes."""

    probability_two_random_records_match: float
    comparisons: list[ComparisonDocument]


class NameDocument(TypedDict):
    """Weights of name features."""

    intercept: float
    coefficients: dict[str, float]


class StepDocument(TypedDict):
    """One step of a witness."""

    at_least: float
    points: float


class EvidenceDocument(TypedDict):
    """The part of the rule of minimum evidence that training changes."""

    attributes: dict[str, list[StepDocument]]


class Document(TypedDict):
    """The parts of a model file that training changes."""

    version: str
    trained: dict[str, object]
    name: NameDocument
    splink: SettingsDocument
    minimum_evidence: EvidenceDocument


@dataclass(frozen=True, slots=True)
class Sample:
    """All pairs that are counted, with and without counterparts."""

    is_true: NDArray[np.bool_]
    columns: Mapping[str, FloatArray]

    @classmethod
    def of(cls, sets: Sequence[Observed], score: NameScore) -> "Sample":
        """Lay sets one after the other, then the same without their counterparts."""
        every = (*sets, *(each.without_counterparts() for each in sets))
        tables = [each.table(score) for each in every]
        return cls(
            np.concatenate([each.is_true for each in every]),
            {name: np.concatenate([table[name] for table in tables]) for name in tables[0]},
        )


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a model file says of its making."""

    date: str
    """ISO 8601."""
    data: tuple[str, ...]
    version: int


def starting_document(entity_type: EntityType) -> Document:
    """Read the model that training starts from."""
    path = files("matching").joinpath("models", "starting", f"{entity_type}.json")
    return cast("Document", json.loads(path.read_text(encoding="utf-8")))


def train(entity_type: EntityType, sets: Sequence[Observed], *, made: Provenance) -> str:
    """Train a model and return the text of its file.

    Args:
        entity_type: person, company or vessel.
        sets: what was observed on each labelled set.
        made: what the file shall say of its making.

    Raises:
        ModelError: what came out is no valid model: the sets are too small or one-sided.
    """
    document = starting_document(entity_type)
    score = _fit_names(document, entity_type, sets=sets)
    sample = Sample.of(sets, score)
    comparisons = document["splink"]["comparisons"]
    stated = _IDENTIFIERS | _STATED.get(entity_type, frozenset())
    for comparison in comparisons:
        if comparison["output_column_name"] not in stated:
            _count(comparison, sample)
    _set_evidence(document, comparisons)
    ridge = _RIDGE.get(entity_type, RIDGE)
    factors = _temper(document["splink"], sample, fixed=stated, ridge=ridge)
    described = ", ".join(f"{name} {factor:.2f}" for name, factor in factors.items())
    true = sum(int(each.is_true.sum()) for each in sets)
    document["version"] = f"{entity_type}-{made.version}"
    document["trained"] = {
        "date": made.date,
        "method": METHOD.format(factors=described),
        "data": list(made.data),
        "matches": true,
        "non_matches": sum(len(each.query) for each in sets) - true,
    }
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    read_model(text, entity_type)
    return text


def _fit_names(
    document: Document, entity_type: EntityType, *, sets: Sequence[Observed]
) -> NameScore:
    start = NameScore.of(document["name"]["intercept"], document["name"]["coefficients"])
    left_out = _LEFT_OUT.get(entity_type, frozenset())
    fitted = fit_name_score(sets, start, left_out=left_out)
    weights = {
        name: round(weight, 4)
        for name, weight in zip(NAME_FEATURES, fitted.weights.tolist(), strict=True)
        if name not in left_out
    }
    document["name"] = {"intercept": round(fitted.intercept, 4), "coefficients": weights}
    return NameScore.of(document["name"]["intercept"], weights)


def _count(comparison: ComparisonDocument, sample: Sample) -> None:
    """Count m and u of one comparison."""
    column, levels = comparison["output_column_name"], comparison["comparison_levels"]
    values = sample.columns[column]
    if column == "name":
        _cut_names(levels, values, is_true=sample.is_true)
    counts = Counts.of(level_of(_conditions(levels), values), sample.is_true, size=len(levels) - 1)
    if column in _COUNTED_AFRESH:
        even = np.full(len(levels) - 1, 1 / (len(levels) - 1))
        start, strength = Probabilities(even, even), _LEVEL_SHARE * len(even)
    else:
        start, strength = _probabilities(levels), _SMOOTHING
    found = start.estimate(counts, strength=strength)
    for at, condition in enumerate(_conditions(levels)[1:]):
        if condition in _STATED_CHANCE:
            found = found.with_chance(at, _STATED_CHANCE[condition])
    _write(levels, found)


def _cut_names(
    levels: list[LevelDocument], scores: FloatArray, *, is_true: NDArray[np.bool_]
) -> None:
    known = ~np.isnan(scores)
    edges = name_edges(scores[known], is_true[known], levels=len(levels) - 1)
    for level, edge in zip(levels[1:-1], edges, strict=True):
        level["sql_condition"] = f'"name_r" >= {edge}'


def _conditions(levels: list[LevelDocument]) -> list[str]:
    return [level["sql_condition"] for level in levels]


def _probabilities(levels: list[LevelDocument]) -> Probabilities:
    m = np.array([level["m_probability"] for level in levels[1:]])
    return Probabilities(m, np.array([level["u_probability"] for level in levels[1:]]))


def _write(levels: list[LevelDocument], found: Probabilities) -> None:
    # Levels of equal weight stay in their order whatever the rounding does.
    m_falling = found.m * 2 ** (-_FALL_BITS * np.arange(len(found.m)))
    for level, m, u in zip(levels[1:], m_falling.tolist(), found.u.tolist(), strict=True):
        level["m_probability"] = float(f"{m:.{_DIGITS}g}")
        level["u_probability"] = float(f"{u:.{_DIGITS}g}")


def _set_evidence(document: Document, comparisons: list[ComparisonDocument]) -> None:
    """Let a name give its points from the score at which it says so much.

    Scores have another scale after each training, bits have not.
    """
    levels = next(c for c in comparisons if c["output_column_name"] == "name")["comparison_levels"]
    bits = _probabilities(levels).bits
    attributes = document["minimum_evidence"]["attributes"]
    # Of steps that begin at one score the last, which gives most, remains.
    steps: dict[float, StepDocument] = {}
    for step in attributes["name"]:
        reached = np.flatnonzero(bits[:-1] >= NAME_POINT_BITS[step["points"]])
        if len(reached):
            condition = levels[1 + int(reached[-1])]["sql_condition"]
            step["at_least"] = float(condition.rpartition(" ")[2])
        steps[step["at_least"]] = step
    attributes["name"] = list(steps.values())


def _temper(
    settings: SettingsDocument, sample: Sample, *, fixed: Collection[str], ridge: float
) -> dict[str, float]:
    """Temper all comparisons; return the factor of each that was tempered."""
    comparisons = settings["comparisons"]
    columns = [comparison["output_column_name"] for comparison in comparisons]
    is_fixed = np.array([column in fixed for column in columns])
    # Identifiers stand aside: they decide alone, and would leave the prior nothing to explain.
    bits = np.column_stack(
        [
            _bits(comparison, sample) * (comparison["output_column_name"] not in _IDENTIFIERS)
            for comparison in comparisons
        ]
    )
    found = temper(bits, sample.is_true, fixed=is_fixed, ridge=ridge)
    for comparison, factor in zip(comparisons, found.factors.tolist(), strict=True):
        levels = comparison["comparison_levels"]
        whole = _probabilities(levels)
        _write(levels, Probabilities(whole.u * 2 ** (factor * whole.bits), whole.u))
    prior = 1 / (1 + math.exp(-found.intercept))
    settings["probability_two_random_records_match"] = float(f"{prior:.{_DIGITS}g}")
    return {
        column: factor
        for column, factor in zip(columns, found.factors.tolist(), strict=True)
        if column not in fixed
    }


def _bits(comparison: ComparisonDocument, sample: Sample) -> FloatArray:
    levels = comparison["comparison_levels"]
    place = level_of(_conditions(levels), sample.columns[comparison["output_column_name"]])
    return np.append(_probabilities(levels).bits, 0.0)[place]


def main() -> None:
    """Read the command line, train, and write the file."""
    parser = argparse.ArgumentParser(description="Train the model of one entity type.")
    parser.add_argument("entity", type=EntityType)
    parser.add_argument("--data", type=Path, action="append", required=True, metavar="FOLDER")
    parser.add_argument("--date", required=True, help="date that the file shall say, ISO 8601")
    parser.add_argument("--version", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    asked = parser.parse_args()
    # A candidate that only a number found says nothing about names, and would teach the opposite.
    hidden = (read_folder(folder).without_identifiers() for folder in asked.data)
    sets = [observe(labelled, evaluate=keyed_hash()) for labelled in hidden]
    made = Provenance(asked.date, tuple(each.name for each in sets), asked.version)
    asked.out.write_text(train(asked.entity, sets, made=made), encoding="utf-8")


if __name__ == "__main__":
    main()
