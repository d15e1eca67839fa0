"""Turn the features of two names into one number: the log-odds that they name the same."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NAME_FEATURES = (
    "coverage",
    "coverage_min",
    "coverage_max",
    "matched",
    "rarest_matched",
    "unmatched_min",
    "unmatched_max",
    "conflict",
    "number_conflict",
    "whole_equal",
    "whole_rarity",
    "exact_parts",
    "both_primary",
    "primary_equal",
    "alias_pairs",
    "equal_names",
)
"""Names of the features of a pair of names, in the order of the columns."""


@dataclass(frozen=True, slots=True)
class NameScore:
    """A logistic regression over `NAME_FEATURES`."""

    intercept: float
    weights: NDArray[np.float64]
    """One weight per feature, in the order of `NAME_FEATURES`."""

    @classmethod
    def of(cls, intercept: float, weights: Mapping[str, float]) -> "NameScore":
        """Take weights by name; a feature that is not named weighs nothing.

        Raises:
            ValueError: a name is no feature.
        """
        unknown = set(weights) - set(NAME_FEATURES)
        if unknown:
            raise ValueError(f"no such name feature: {', '.join(sorted(unknown))}")
        return cls(intercept, np.array([weights.get(name, 0.0) for name in NAME_FEATURES]))

    def score(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log-odds of each row of features."""
        return self.intercept + features @ self.weights
