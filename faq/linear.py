"""The linear classifier over all wordings: learned elsewhere, scored here without the library that learned it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from faq.postings import Floats, Spelt


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """One row of `terms` for each term, one of `meaning` for each dimension of a sentence vector; a column an entry."""

    vocabulary: Mapping[str, int]
    terms: Floats
    meaning: Floats
    bias: Floats

    def score(self, weighed: Mapping[str, float], vector: Floats | None) -> NDArray[np.float64]:
        """Each entry's distance from the plane that divides it from all the others."""
        places = np.fromiter(map(self.vocabulary.get, weighed, repeat(-1)), np.int64, len(weighed))
        return self.score_at((places, np.fromiter(weighed.values(), np.float64, len(weighed))), vector)

    def rows(self, places: Mapping[str, int]) -> NDArray[np.int64]:
        """For each place of a vocabulary the row of `terms`, -1 where it has none."""
        return np.fromiter(map(self.vocabulary.get, places, repeat(-1)), np.int64, len(places))

    def score_at(self, spelt: Spelt, vector: Floats | None) -> NDArray[np.float64]:
        """The same for terms given by their rows, -1 for an unknown one."""
        rows, weights = spelt
        known = rows >= 0
        total = self.bias.astype(np.float64)
        if known.any():
            total = total + weights[known].astype(np.float32) @ self.terms[rows[known]]
        if vector is not None and len(self.meaning):
            total = total + vector @ self.meaning
        return total
