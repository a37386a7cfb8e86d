"""An inverted index of weighted terms over rows, in numpy arrays; and the weights that BM25 and TF-IDF give."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import repeat
from sys import intern

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.int32]

Spelt = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Terms by their places, and their weights."""

_CROWD = 500
"""A term that more rows than this and than an eighth of all hold tells rows apart no more; it only costs time."""

K1, B = 1.2, 0.5
"""BM25's saturation and share of length, as usual for questions."""


class Postings:
    """Rows of weighted terms. It does not change."""

    def __init__(self, rows: Iterable[Mapping[str, float]]) -> None:
        self._place: dict[str, int] = {}
        terms, weights, lengths = array("i"), array("f"), array("i")
        for row in rows:
            lengths.append(len(row))
            weights.extend(row.values())
            for term in row:
                place = self._place.get(term)
                if place is None:
                    place = self._place[intern(term)] = len(self._place)
                terms.append(place)
        self.size = len(lengths)
        self._crowd = max(_CROWD, self.size // 8)
        named: Numbers = np.asarray(terms, np.int32)
        order = np.argsort(named, kind="stable").astype(np.int32)
        holders = np.repeat(np.arange(self.size, dtype=np.int32), np.asarray(lengths, np.int32))
        self._holders: Numbers = holders[order]
        self._rows = self._holders.data  # the same numbers: one at a time is read from here far sooner
        self._weights: Floats = np.asarray(weights, np.float32)[order]
        self.held: Numbers = np.bincount(named, minlength=len(self._place)).astype(np.int32)
        """How many rows hold each term, by its place."""
        self._bounds = array("i", [0, *np.cumsum(self.held).tolist()])
        self._ends = np.asarray(self._bounds, np.int64)

    def place(self, term: str) -> int | None:
        """Where a term stands among all terms."""
        return self._place.get(term)

    def raise_by(self, factors: NDArray[np.float64]) -> None:
        """While being made: multiply the weights by a factor for each term."""
        self._weights = (self._weights * np.repeat(factors, self.held)).astype(np.float32)

    def score(self, places: Iterable[int]) -> NDArray[np.float64]:
        """For each row the sum of its weights over the terms at these places."""
        holders, weights = list[Numbers](), list[Floats]()
        for place in places:
            begin, end = self._bounds[place], self._bounds[place + 1]
            if end - begin <= self._crowd:
                holders.append(self._holders[begin:end])
                weights.append(self._weights[begin:end])
        if not holders:
            return np.zeros(self.size)
        found = np.bincount(np.concatenate(holders), np.concatenate(weights), self.size)
        return np.asarray(found, np.float64)

    def places(self, terms: Collection[str]) -> NDArray[np.int64]:
        """Where the terms stand, -1 for one that no row has."""
        return np.fromiter(map(self._place.get, terms, repeat(-1)), np.int64, len(terms))

    def alone(self, places: NDArray[np.int64], row: int) -> NDArray[np.bool_]:
        """Whether no other row has the terms at these places."""
        begins, ends = self._ends[places], self._ends[places + 1]
        only: NDArray[np.bool_] = (places >= 0) & (ends - begins == 1)
        only[only] = self._holders[begins[only]] == row
        return only

    def shared(self, places: NDArray[np.int64], asked: NDArray[np.float64]) -> NDArray[np.float64]:
        """For each row the sum of what was asked over the terms at these places (none of them -1) that it has."""
        begins, lengths = self._ends[places], self.held[places]
        telling = lengths <= self._crowd
        begins, lengths, asked = begins[telling], lengths[telling], asked[telling]
        first = np.cumsum(lengths) - lengths
        stretch = np.repeat(begins - first, lengths)
        stretch += np.arange(len(stretch))
        found = np.bincount(self._holders[stretch], np.repeat(asked, lengths), self.size)
        return np.asarray(found, np.float64)

    def holders(self, term: str) -> Numbers:
        """The rows that have a term."""
        place = self._place.get(term)
        begin, end = (0, 0) if place is None else (self._bounds[place], self._bounds[place + 1])
        return self._holders[begin:end]

    def has(self, term: str, row: int) -> bool:
        """Whether a row has a term."""
        place = self._place.get(term)
        if place is None:
            return False
        begin, end = self._bounds[place], self._bounds[place + 1]
        at = bisect_left(self._rows, row, begin, end)
        return at < end and self._rows[at] == row

    def between(self, term: str, first: int, end: int, without: int | None = None) -> bool:
        """Whether one of the rows from `first` up to `end`, other than `without`, has a term."""
        place = self._place.get(term)
        if place is None:
            return False
        begin, after = self._bounds[place], self._bounds[place + 1]
        begin = bisect_left(self._rows, first, begin, after)
        if without is None:
            return begin < after and self._rows[begin] < end
        return bisect_left(self._rows, end, begin, after) - begin > self.has(term, without)

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
        total = len(rows)
        self._mean = mean = sum(map(len, rows)) / total if total else 1.0
        self.postings = Postings(
            {term: n / (n + K1 * (1 - B + B * len(row) / mean)) for term, n in Counter(row).items()}
            for row in rows
        )
        rarity = [_rarity(held, total) for held in self.postings.held.tolist()]
        self.postings.raise_by(np.asarray(rarity, np.float64))
        self._rarity = array("d", rarity)
        self.unknown, self._telling = _rarity(0, total), _rarity(1, total)

    def rarity(self, term: str) -> float:
        """How much a term tells."""
        place = self.postings.place(term)
        return self.unknown if place is None else self._rarity[place]

    def told(self, term: str) -> float:
        """The share of what a term of one row alone tells; 0 of a term that no row has."""
        place = self.postings.place(term)
        return 0.0 if place is None else self._rarity[place] / self._telling

    def score(self, terms: Iterable[str], strange: frozenset[str] = frozenset()) -> NDArray[np.float64]:
        """The rows' scores; `strange` terms count as unknown."""
        asked = sorted(frozenset(terms))
        places = [None if one in strange else self.postings.place(one) for one in asked]
        known = [one for one in places if one is not None]
        reach = sum(self.unknown if one is None else self._rarity[one] for one in places) / (1 + K1 * 0.9)
        return self.postings.score(known) / (reach or 1.0)

    def once(
        self, row: Mapping[str, int], terms: Iterable[str], strange: frozenset[str] = frozenset()
    ) -> float:
        """What a row of these counted terms would score, were it one of the rows."""
        asked = frozenset(terms)
        reach = sum(self.unknown if one in strange else self.rarity(one) for one in asked) / (1 + K1 * 0.9)
        long = K1 * (1 - B + B * sum(row.values()) / self._mean)
        held = [(one, row[one]) for one in sorted(asked - strange) if row.get(one)]
        return sum(self.rarity(one) * count / (count + long) for one, count in held) / (reach or 1.0)


class Tfidf:
    """Lengths-free weights of counted terms, on the unit sphere."""

    def __init__(self, rows: Iterable[Mapping[str, int]]) -> None:
        holding: Counter[str] = Counter()
        total = 0
        for total, row in enumerate(rows, 1):  # noqa: B007  (their number is wanted afterwards)
            holding.update(row.keys())
        self.places = {intern(term): place for place, term in enumerate(holding)}
        """Where each term stands, in the order of their first rows."""
        rarity = [math.log((1 + total) / (1 + held)) + 1 for held in holding.values()]
        self._rarity = np.asarray(
            [*rarity, math.log(1 + total) + 1]
        )  # the last, at -1, is that of unknown terms

    def spell(self, counted: Mapping[str, int]) -> Spelt:
        """The known terms' places and weights; unknown terms count in the length, and are then of no use to anybody."""
        places = np.fromiter(map(self.places.get, counted, repeat(-1)), np.int64, len(counted))
        counts = np.fromiter(counted.values(), np.float64, len(counted))
        raw = (1 + np.log(counts)) * self._rarity[places]
        known = places >= 0
        return places[known], raw[known] / (math.sqrt(float(raw @ raw)) or 1.0)

    def weigh(self, counted: Mapping[str, int]) -> dict[str, float]:
        """Each known term's weight."""
        known = [term for term in counted if term in self.places]
        return dict(zip(known, self.spell(counted)[1].tolist(), strict=True))


def _rarity(holding: int, total: int) -> float:
    return math.log1p((total - holding + 0.5) / (holding + 0.5))
