"""Which entries hold words like those of a Chinese question, and whose wordings mean the like (pure)."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from faq.corpus import Corpus
from faq.kin import NOTHING, WHOLE, Floats, sense, taken_apart, words

_SHORTLIST = 200
"""Entries whose wordings are compared by sense; of others it would change nothing."""


class Kin:
    """Rows of known words. It does not change."""

    def __init__(self, rows: Sequence[Collection[int]]) -> None:
        self.size = len(rows)
        held = np.fromiter((word for row in rows for word in row), np.int32)
        holders = np.repeat(np.arange(self.size, dtype=np.int32), [len(row) for row in rows])
        order = np.argsort(held, kind="stable")
        self._holders = holders[order]
        ends = np.searchsorted(held[order], np.arange(len(words().place) + 1))
        self._ends, self._held = ends[:-1], np.diff(ends)

    def has(self, asked: Sequence[int]) -> Floats:
        """For each word that is asked a row: how like to it the likest word of each row is."""
        known, found = words(), np.zeros(len(asked) * self.size, np.float32)
        rows = list(asked)
        near = known.like[rows, ::-1].astype(np.int64)  # the likest last: it is what stays
        begins, lengths = self._ends[near].ravel(), self._held[near].ravel()
        first = np.cumsum(lengths) - lengths
        at = np.repeat(begins - first, lengths)
        at += np.arange(len(at), dtype=at.dtype)
        starts = np.repeat(np.arange(len(rows)) * self.size, near.shape[1])
        found[np.repeat(starts, lengths) + self._holders[at]] = np.repeat(
            known.alike[rows, ::-1].ravel() / np.float32(WHOLE), lengths
        )
        return found.reshape(len(rows), self.size)


def likeness(asked: Sequence[int], held: Collection[int]) -> Floats:
    """For each word that is asked how like to it the likest of others is."""
    known, kept = words(), np.asarray(tuple(held), np.int32)
    there = np.isin(known.like[list(asked)], kept)
    return np.asarray(
        (known.alike[list(asked)] * there).max(axis=1, initial=0) / np.float32(WHOLE), np.float32
    )


@dataclass(frozen=True, eq=False)
class Kindred:
    """The words of a question, a row each: what each tells by itself, and how like it each entry's likest word is."""

    weights: Floats
    has: Floats
    told: Floats
    """The same of the words of its answer alone."""

    @cached_property
    def tells(self) -> Floats:
        """What each word tells, by how few entries have anything like it."""
        size, held = self.has.shape[1], self.has.sum(axis=1)
        rarest = math.log1p((size + 0.5) / 0.5)
        return np.asarray(self.weights * np.log1p((size - held + 0.5) / (held + 0.5)) / rarest, np.float32)

    @cached_property
    def cover(self) -> Floats:
        """For each entry the share of the question that it has."""
        return self._share(self.has)

    @cached_property
    def said(self) -> Floats:
        """For each entry the share of the question that its answer has."""
        return self._share(self.told)

    def _share(self, has: Floats) -> Floats:
        tells = self.tells
        return np.asarray(tells @ has / max(float(tells.sum()), NOTHING), np.float32)

    def instead(self, row: int, has: Floats | float) -> Kindred:
        """The same where that entry has only so much of each word; its answer stays."""
        changed = self.has.copy()
        changed[:, row] = has
        return Kindred(self.weights, changed, self.told)

    def less(self, row: int) -> Kindred:
        """The same as if that entry had never been written."""
        has, told = self.has.copy(), self.told.copy()
        has[:, row] = told[:, row] = 0.0
        return Kindred(self.weights, has, told)

    def row(self, row: int) -> tuple[float, float, float]:
        """What that entry has, the most telling of what it lacks, and by how much it has more than any other."""
        if not len(self.weights):
            return 0.0, 0.0, 0.0
        cover, lacks = float(self.cover[row]), self.tells * (1 - self.has[:, row])
        return cover, float(lacks.max()), ahead(self.cover, row)


def ahead(cover: NDArray[np.floating], row: int) -> float:
    """By how much an entry has more than any other; of shares of a question, a column each."""
    others = cover.copy()
    others[row] = 0.0
    return float(cover[row]) - float(others.max())


class Kinship:
    """The known words of a Chinese corpus. It does not change."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus, self._counts = corpus, corpus.counts
        taken = [taken_apart(one) for one in corpus.wordings]
        self._asked = tuple(map(frozenset, taken))
        self.senses = np.asarray([sense(one) for one in taken], np.float32)
        """A row for each wording."""

        told = [taken_apart(one) for one in corpus.answers]
        self._told = tuple(map(frozenset, told))
        self._gists = np.asarray([sense(one) for one in told], np.float32)
        entries = range(len(corpus.ids))
        self._kin = Kin([*(self._worded(entry) for entry in entries), *self._told])

    def of(self, asked: Sequence[int], without: int | None = None) -> Kindred:
        """What all entries have of the words; `without` as if that wording had never been written."""
        worded, told = np.split(self._kin.has(asked), 2, axis=1)
        found = Kindred(words().tells[list(asked)], np.maximum(worded, told), told)
        if without is None:
            return found
        entry = int(self._corpus.owners[without])
        return found.instead(entry, likeness(asked, self._worded(entry, without) | self._told[entry]))

    def near(
        self, meant: Floats, fit: NDArray[np.float64], without: int | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How near each entry's nearest wording, and its answer, are by sense; of entries that `fit` best otherwise."""
        found, gist, starts = np.zeros(len(fit)), np.zeros(len(fit)), self._corpus.starts
        first = np.arange(len(fit))
        if len(fit) > _SHORTLIST:
            first = np.flatnonzero(fit >= np.partition(fit, -_SHORTLIST)[-_SHORTLIST])
        counts = self._counts[first]
        ends = np.cumsum(counts)
        asked = np.repeat(starts[first] - ends + counts, counts) + np.arange(int(ends[-1]))
        along = np.einsum("ij,j->i", self.senses[asked], meant)
        if without is not None:
            along[asked == without] = 0.0
        found[first] = np.maximum(np.maximum.reduceat(along, ends - counts), 0.0)
        gist[first] = np.maximum(np.einsum("ij,j->i", self._gists[first], meant), 0.0)
        return found, gist

    def _worded(self, entry: int, without: int | None = None) -> frozenset[int]:
        """The known words of an entry's wordings, without one of them."""
        begin = int(self._corpus.starts[entry])
        asked = (self._asked[at] for at in range(begin, begin + len(self._corpus.of(entry))) if at != without)
        return frozenset[int]().union(*asked)
