"""What sentence vectors say: how near a question is to wordings, to clauses of answers, to an entry as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from faq.corpus import Corpus
from faq.postings import Floats

_MANY, _AXES = 2000, 192
"""From so many wordings on vectors are kept along so many principal axes: these held 97 % of the squares of 384 numbers
in an open set, cosines changed by .005, and reading them for every question takes half the time.
"""

_NEIGHBOURS = 30
_SHARPNESS = 12.0
"""Of a wording's vote: one that is .06 nearer counts twice."""

_Row = NDArray[np.float64]


class Meaning:
    """The vectors of a corpus."""

    def __init__(self, corpus: Corpus, vectors: Mapping[str, Floats]) -> None:
        self._corpus = corpus
        self._size = len(corpus.ids)
        self._vectors = vectors
        whole = _stack([vectors[one] for one in corpus.wordings])
        self._axes = _principal(whole) if len(whole) >= _MANY and whole.shape[1] > _AXES else None
        self._wordings = self.kept(whole)
        self._clauses, self._clause_of = self._gather(corpus.clauses, vectors)
        self._contexts, self._context_of = self._gather(corpus.contexts, vectors)
        self._centre = np.zeros((self._size, self._wordings.shape[1]), np.float32)
        np.add.at(self._centre, corpus.owners, self._wordings)
        self._whole = self._centre.copy()
        np.add.at(self._whole, self._context_of, self._contexts)
        self._lengths = {id(one): _lengths(one) for one in (self._centre, self._whole)}

    def _gather(
        self, pieces: Callable[[int], tuple[str, ...]], vectors: Mapping[str, Floats]
    ) -> tuple[Floats, NDArray[np.int64]]:
        found = [(entry, one) for entry in range(self._size) for one in pieces(entry)]
        owners = np.asarray([entry for entry, _ in found], np.int64)
        width = self._wordings.shape[1]
        return self.kept(_stack([vectors[one] for _, one in found], width)), owners

    def kept(self, vectors: Floats) -> Floats:
        """Vectors, or one, as those of the wordings are kept; what is so already stays."""
        if self._axes is None or not len(vectors) or vectors.shape[-1] == _AXES:
            return vectors
        found: Floats = (
            vectors @ self._axes if vectors.ndim > 1 else np.einsum("i,ij->j", vectors, self._axes)
        )
        return found

    def vector(self, wording: int) -> Floats:
        """The vector of a wording."""
        return self._vectors[self._corpus.wordings[wording]]

    def near(self, vector: Floats) -> Floats:
        """The cosine to each wording."""
        return _along(self._wordings, self.kept(vector))

    def evidence(self, vector: Floats, near: Floats, without: int | None = None) -> dict[str, _Row]:
        """For each view a number for each entry, `near` being the cosines to the wordings; `without` leaves one wording
        out as if nobody had written it.
        """
        if without is not None:
            near[without] = -1.0
        vector = self.kept(vector)
        nearest = np.maximum.reduceat(near, self._corpus.starts)
        return {
            "nearest": nearest.astype(np.float64),
            "votes": self._votes(near, nearest),
            "centre": self._towards(self._centre, vector, without),
            "whole": self._towards(self._whole, vector, without),
            "clause": self._best(self._clauses, self._clause_of, vector),
            "context": self._best(self._contexts, self._context_of, vector),
        }

    def _votes(self, near: Floats, nearest: Floats) -> _Row:
        first = np.arange(len(near))
        if len(nearest) > _NEIGHBOURS:  # as many wordings are as near as the nearest of so many entries
            first = np.flatnonzero(near >= np.partition(nearest, -_NEIGHBOURS)[-_NEIGHBOURS])
        if len(first) > _NEIGHBOURS:
            first = first[np.argpartition(near[first], -_NEIGHBOURS)[-_NEIGHBOURS:]]
        weights = np.exp((near[first].astype(np.float64) - 1) * _SHARPNESS)
        votes = np.bincount(self._corpus.owners[first], weights, self._size)
        return np.asarray(votes / (votes.sum() + 1e-9), np.float64)

    def _best(self, pieces: Floats, owners: NDArray[np.int64], vector: Floats) -> _Row:
        found = np.zeros(self._size)
        if len(pieces):
            first = np.flatnonzero(np.diff(owners, prepend=-1))
            found[owners[first]] = np.maximum(np.maximum.reduceat(_along(pieces, vector), first), 0)
        return found

    def _towards(self, sums: Floats, vector: Floats, without: int | None) -> _Row:
        found = _along(sums, vector) / self._lengths[id(sums)]
        if without is not None:
            entry = int(self._corpus.owners[without])
            left = sums[entry] - self._wordings[without]
            found[entry] = float(left @ vector) / float(_lengths(left[None])[0])
        return np.asarray(found, np.float64)


def _principal(vectors: Floats) -> Floats:
    """The axes along which vectors differ most, a column each, longest first."""
    _, axes = np.linalg.eigh((vectors.T @ vectors).astype(np.float64))
    return np.ascontiguousarray(axes[:, : -_AXES - 1 : -1], np.float32)


def _along(rows: Floats, vector: Floats) -> Floats:
    """Each row's product with a vector, row by row: a BLAS that has all of them wakes every core, which
    takes longer on a busy machine.
    """
    found: Floats = np.vecdot(rows, vector)
    return found


def _lengths(rows: Floats) -> _Row:
    squares = np.einsum("ij,ij->i", rows, rows).astype(np.float64)
    return np.asarray(np.sqrt(np.maximum(squares, 1e-9)), np.float64)


def _stack(rows: list[Floats], width: int = 1) -> Floats:
    return np.asarray(rows, np.float32) if rows else np.zeros((0, width), np.float32)
