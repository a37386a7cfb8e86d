"""The linear classifier over all wordings: learned elsewhere, scored here without the library that learned it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.postings import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """One row of `terms` for each term, one of `meaning` for each dimension of a sentence vector; a column an entry."""

    vocabulary: Mapping[str, int]
    terms: Floats
    meaning: Floats
    bias: Floats

    def score(self, weighed: Mapping[str, float], vector: Floats | None) -> NDArray[np.float64]:
        """Each entry's distance from the plane that divides it from all the others."""
        known = [
            (self.vocabulary[term], weight) for term, weight in weighed.items() if term in self.vocabulary
        ]
        total = self.bias.astype(np.float64)
        if known:
            places, weights = zip(*known, strict=True)
            total = total + np.asarray(weights, np.float32) @ self.terms[list(places)]
        if vector is not None and len(self.meaning):
            total = total + vector @ self.meaning
        return total
