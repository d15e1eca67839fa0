"""Observe how labelled pairs agree: what the parameters of a model are counted from.

Candidates are found as a node finds them, so that u is what a query really meets: random pairs
overstate agreement on a birth date by three bits.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.agreement import COLUMNS
from matching.index.build import Evaluate
from matching.index.compare import Raw, compare
from matching.index.find import find
from matching.index.resolve import Limits
from matching.labelled import Labelled, Link
from matching.lead import NO_NAME, gap, standing, unled
from matching.linking import asked, sealed
from matching.namescore import NAME_FEATURES, NameScore
from matching.subject import EntityType

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
NAME_COLUMNS = ("name", "gap")
"""Columns that follow from the name score, so that they are known once it is fitted."""


@dataclass(frozen=True, slots=True)
class Observed:
    """The candidates of all queries of one labelled set; one entry per candidate."""

    name: str
    entity_type: EntityType
    links: tuple[Link, ...] = field(repr=False)
    query: IntArray
    """Number of the query, rising."""
    is_true: NDArray[np.bool_]
    is_named: NDArray[np.bool_]
    """Whether both sides have a name."""
    columns: dict[str, FloatArray]
    """Every column but those of the name."""
    features: FloatArray = field(repr=False)
    """One row per pair of names that share anything."""
    owner: IntArray = field(repr=False)
    """The candidate of each row of features."""

    def best(self, score: NameScore) -> tuple[FloatArray, FloatArray]:
        """Return the features of each candidate's best pair of names, and its log-odds."""
        scores = score.score(self.features)
        best, order = np.full(len(self.query), -1), np.argsort(scores, kind="stable")
        best[self.owner[order]] = order
        found = best >= 0
        features = np.where(found[:, None], self.features[best], 0.0)
        return features, np.where(found, scores[best], NO_NAME)

    def keep(self, kept: NDArray[np.bool_]) -> "Observed":
        """Keep some candidates."""
        number = np.cumsum(kept) - 1
        rows = kept[self.owner]
        return Observed(
            self.name,
            self.entity_type,
            tuple(link for link, is_kept in zip(self.links, kept, strict=True) if is_kept),
            self.query[kept],
            self.is_true[kept],
            self.is_named[kept],
            {name: values[kept] for name, values in self.columns.items()},
            self.features[rows],
            number[self.owner[rows]],
        )

    def without_counterparts(self) -> "Observed":
        """Drop the true candidates: what a query meets whose subject is not in the register."""
        return self.keep(~self.is_true)

    def table(self, score: NameScore) -> dict[str, FloatArray]:
        """Return all columns, given the weights of the name features."""
        _, names = self.best(score)
        ends = np.flatnonzero(np.diff(self.query, append=-1)) + 1
        standings = standing(self.entity_type, names, columns=self.columns)
        gaps = [gap(each) for each in np.split(standings, ends[:-1])]
        gap_column = unled(np.concatenate([np.empty(0), *gaps]), names)
        named = {"name": names, "gap": gap_column}
        return self.columns | {
            name: np.where(self.is_named, values, np.nan) for name, values in named.items()
        }


def observe(labelled: Labelled, *, evaluate: Evaluate, limits: Limits | None = None) -> Observed:
    """Find and compare the candidates of every right record."""
    blank = NameScore.of(0.0, {})
    with sealed(labelled.entity_type, labelled.left, evaluate=evaluate) as register:
        rows = _Rows(labelled)
        for name, subject in asked(labelled, evaluate=evaluate):
            found = find(register.index, subject, limits=limits or Limits())
            comparison, raw = compare(register.index, found, score=blank)
            lefts = [register.id_of(reference) for reference in comparison.references]
            rows.add(name, lefts, columns=comparison.columns, raw=raw)
    return rows.observed()


@dataclass(slots=True)
class _Rows:
    labelled: Labelled
    query: list[IntArray] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    columns: list[dict[str, FloatArray]] = field(default_factory=list)
    features: list[FloatArray] = field(default_factory=list)
    owner: list[IntArray] = field(default_factory=list)
    size: int = 0

    def add(
        self, right: str, lefts: list[str], *, columns: dict[str, FloatArray], raw: Raw
    ) -> None:
        self.query.append(np.full(len(lefts), len(self.query)))
        self.links += [(left, right) for left in lefts]
        self.columns.append(columns)
        self.features.append(raw.features)
        self.owner.append(raw.candidate + self.size)
        self.size += len(lefts)

    def observed(self) -> Observed:
        wanted = COLUMNS[self.labelled.entity_type]
        columns = {
            name: np.concatenate([np.empty(0), *(each[name] for each in self.columns)])
            for name in wanted
        }
        width = len(NAME_FEATURES)
        return Observed(
            self.labelled.name,
            self.labelled.entity_type,
            tuple(self.links),
            np.concatenate([np.empty(0, np.int64), *self.query]),
            np.array([link in self.labelled.truth for link in self.links], np.bool_),
            ~np.isnan(columns["name"]),
            {name: columns[name] for name in wanted if name not in NAME_COLUMNS},
            np.concatenate([np.empty((0, width)), *self.features]),
            np.concatenate([np.empty(0, np.int64), *self.owner]),
        )
