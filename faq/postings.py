"""An inverted index of weighted terms over rows, in numpy arrays; and the weights that BM25 and TF-IDF give."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.int32]

_CROWD = 500
"""A term that more rows than this and than an eighth of all hold tells rows apart no more; it only costs time."""

K1, B = 1.2, 0.5
"""BM25's saturation and share of length, as usual for questions."""


class Postings:
    """Rows of weighted terms. It does not change."""

    def __init__(self, rows: Sequence[Mapping[str, float]]) -> None:
        self.size = len(rows)
        self._place: dict[str, int] = {}
        terms, holders, weights = [], [], []
        for number, row in enumerate(rows):
            for term, weight in row.items():
                terms.append(self._place.setdefault(term, len(self._place)))
                holders.append(number)
                weights.append(weight)
        order = np.argsort(np.asarray(terms, np.int32), kind="stable")
        self._holders: Numbers = np.asarray(holders, np.int32)[order]
        self._weights: Floats = np.asarray(weights, np.float32)[order]
        self._crowd = max(_CROWD, self.size // 8)
        counts = np.bincount(np.asarray(terms, np.int64), minlength=len(self._place))
        self._bounds: list[int] = np.concatenate(([0], np.cumsum(counts))).tolist()

    def __contains__(self, term: str) -> bool:
        return term in self._place

    def score(self, query: Mapping[str, float]) -> NDArray[np.float64]:
        """For each row the sum over shared terms of the query's weight times the row's."""
        holders, weights = [], []
        for term, weight in query.items():
            place = self._place.get(term)
            if place is not None:
                stretch = slice(self._bounds[place], self._bounds[place + 1])
                if stretch.stop - stretch.start > self._crowd:
                    continue
                holders.append(self._holders[stretch])
                weights.append(self._weights[stretch] * weight)
        if not holders:
            return np.zeros(self.size)
        found = np.bincount(np.concatenate(holders), np.concatenate(weights), self.size)
        return np.asarray(found, np.float64)

    def only_in(self, term: str, row: int) -> bool:
        """Whether no other row has the term."""
        place = self._place.get(term)
        if place is None:
            return False
        begin, end = self._bounds[place], self._bounds[place + 1]
        return end - begin == 1 and int(self._holders[begin]) == row


class Bm25:
    """BM25 over rows of terms; a query scores by the share of what it could reach, so that 1 is a perfect row.

    Written here rather than taken from a library because the libraries load scipy, 27 MB of the serving process.
    """

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        counted = [Counter(one) for one in rows]
        holding = Counter(term for one in counted for term in one)
        total = len(rows)
        self._rarity = {term: _rarity(held, total) for term, held in holding.items()}
        self.unknown = _rarity(0, total)
        mean = sum(map(len, rows)) / total if total else 1.0
        self.rows = [
            {
                term: self._rarity[term] * count / (count + K1 * (1 - B + B * len(row) / mean))
                for term, count in one.items()
            }
            for row, one in zip(rows, counted, strict=True)
        ]
        self.postings = Postings(self.rows)
        self.known = Postings([dict.fromkeys(one, 1.0) for one in counted])

    def rarity(self, term: str) -> float:
        """How much a term tells."""
        return self._rarity.get(term, self.unknown)

    def told(self, term: str) -> float:
        """The same of a term that some row has; 0 of any other."""
        return self._rarity.get(term, 0.0)

    def score(self, terms: Iterable[str], strange: frozenset[str] = frozenset()) -> NDArray[np.float64]:
        """The rows' scores; `strange` terms count as unknown."""
        asked = frozenset(terms)
        reach = sum(self.unknown if one in strange else self.rarity(one) for one in asked) / (1 + K1 * 0.9)
        return self.postings.score(dict.fromkeys(sorted(asked - strange), 1.0)) / (reach or 1.0)

    def cover(self, terms: Iterable[str], strange: frozenset[str] = frozenset()) -> NDArray[np.float64]:
        """For each row the share of the query, by rarity, that the row has at all."""
        asked = frozenset(terms)
        reach = sum(self.unknown if one in strange else self.rarity(one) for one in asked)
        return self.known.score({one: self.rarity(one) for one in sorted(asked - strange)}) / (reach or 1.0)


class Tfidf:
    """Lengths-free weights of counted terms, on the unit sphere."""

    def __init__(self, rows: Sequence[Mapping[str, int]]) -> None:
        holding = Counter(term for one in rows for term in one)
        total = len(rows)
        self.rarity = {term: math.log((1 + total) / (1 + held)) + 1 for term, held in holding.items()}
        self._unknown = math.log(1 + total) + 1

    def weigh(self, counted: Mapping[str, int]) -> dict[str, float]:
        """Each term's weight; unknown terms count in the length, and are then of no use to anybody."""
        raw = {
            term: (1 + math.log(count)) * self.rarity.get(term, self._unknown)
            for term, count in counted.items()
        }
        length = math.sqrt(sum(one * one for one in raw.values())) or 1.0
        return {term: weight / length for term, weight in raw.items() if term in self.rarity}


def _rarity(holding: int, total: int) -> float:
    return math.log1p((total - holding + 0.5) / (holding + 0.5))
