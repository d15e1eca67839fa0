"""Rows of unequal length in one flat array."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Where each row begins in a flat array, and how long it is."""

    start: IntArray
    size: IntArray

    @classmethod
    def of(cls, sizes: NDArray[np.integer]) -> "Ragged":
        """Lay rows one after the other."""
        size = sizes.astype(np.int64)
        return cls(np.cumsum(size) - size, size)

    def head(self, most: int) -> "Ragged":
        """Keep at most the first entries of each row."""
        return Ragged(self.start, np.minimum(self.size, most))

    def take(self, rows: IntArray) -> "Ragged":
        """Choose rows."""
        return Ragged(self.start[rows], self.size[rows])

    def places(self) -> IntArray:
        """Return the places of all entries, row by row."""
        before = np.cumsum(self.size) - self.size
        places: IntArray = np.repeat(self.start - before, self.size)
        places += np.arange(len(places))
        return places
