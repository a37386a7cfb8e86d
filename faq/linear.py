"""The linear classifier over all wordings: learned elsewhere, scored here without the library that learned it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from faq.postings import Floats, Spelt

_SHARPNESS = 3.0
"""Of a likeness: it falls by so much of its logarithm with the cosine."""

_Row = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """One row of `terms` for each term, one of `meaning` for each dimension of a sentence vector or else one of `alike`
    for each wording; a column an entry.
    """

    vocabulary: Mapping[str, int]
    terms: Floats
    meaning: Floats
    alike: Floats
    bias: Floats

    def score(
        self, weighed: Mapping[str, float], vector: Floats | None = None, near: Floats | None = None
    ) -> _Row:
        """How far each entry is from the plane between it and the others; `near` has the cosine to each wording."""
        places = np.fromiter(map(self.vocabulary.get, weighed, repeat(-1)), np.int64, len(weighed))
        return self.score_at((places, np.fromiter(weighed.values(), np.float64, len(weighed))), vector, near)

    def rows(self, places: Mapping[str, int]) -> NDArray[np.int64]:
        """For each place of a vocabulary the row of `terms`, -1 where it has none."""
        return np.fromiter(map(self.vocabulary.get, places, repeat(-1)), np.int64, len(places))

    def score_at(self, spelt: Spelt, vector: Floats | None = None, near: Floats | None = None) -> _Row:
        """The same for terms given by their rows, -1 for an unknown one."""
        rows, weights = spelt
        known = rows >= 0
        total = self.bias.astype(np.float64)
        if known.any():
            total += _sum(weights[known].astype(np.float32), self.terms[rows[known]])
        if vector is not None and len(self.meaning):
            total += _sum(vector, self.meaning)
        if near is not None and len(self.alike):
            total += _sum(likeness(near.copy()), self.alike)
        return total


def _sum(weights: Floats, rows: Floats) -> Floats:
    """The weighed sum of rows; a BLAS would wake every core for it, which takes ten times as long."""
    found: Floats = np.einsum("i,ij->j", weights, rows)
    return found


def likeness(cosines: Floats) -> Floats:
    """How alike wordings are, 1 for the same, in the place of their cosines."""
    cosines -= np.float32(1)
    cosines *= np.float32(_SHARPNESS)
    return np.exp(cosines, out=cosines)
