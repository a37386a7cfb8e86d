"""How alike a question and each wording are in their parts: what they share against what only one says (pure)."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from faq.corpus import Corpus
from faq.postings import Postings
from faq.wordings import features

_RARITY = 1.5
_UNSAID = 0.5
"""What a wording says and the query does not counts half: people ask in fewer words than editors write."""

_NEW_PAIR = 0.25
"""An unknown pair of Chinese characters, each perhaps known, is weaker evidence against an entry than a new word."""

_STRETCH = {"zh": 0.75, "en": 1.0}


class Shape:
    """The parts of all wordings of a corpus, and what each part tells."""

    def __init__(self, corpus: Corpus) -> None:
        self._stretch, self._starts = _STRETCH[corpus.language], corpus.starts
        holding: Counter[str] = Counter()
        for entry in range(len(corpus.ids)):
            holding.update({part for wording in corpus.of(entry) for part in features(wording)})
        total = len(corpus.ids)
        rarity = {part: _rarity(entries, total) for part, entries in holding.items()}
        self._unknown = _rarity(0, total)
        weights = array("d")

        def bare() -> Iterator[Mapping[str, float]]:
            for wording in corpus.wordings:
                made_of = features(wording)
                weights.append(sum(weight * rarity[part] for part, weight in made_of.items()))
                yield dict.fromkeys(made_of, 1.0)

        self._parts = Postings(bare())
        self._weights = np.asarray(weights)
        self._rarity = np.zeros(len(rarity))
        self._rarity[self._parts.places(rarity)] = [*rarity.values()]

    def alike(self, asked: Mapping[str, float], without: int | None = None) -> NDArray[np.float64]:
        """For each entry, of its wording most alike, Tversky's ratio of what it shares with the parts of a question to
        that plus what only one of both says, 0 to 1; `without` leaves that wording out, and what only it has.
        """
        places = self._parts.places(asked)
        if without is not None:
            places[self._parts.alone(places, without)] = -1
        known, weights = places >= 0, np.fromiter(asked.values(), np.float64, len(places))
        weights[known] *= self._rarity[places[known]]
        weights[~known] *= self._unknown
        parts = tuple(asked)
        for place in np.flatnonzero(~known).tolist():
            part = parts[place]
            weights[place] *= _NEW_PAIR if len(part) == 2 and not part.isascii() else 1.0
        whole = float(weights.sum())
        common = self._parts.shared(places[known], weights[known])
        unsaid = self._weights - common
        np.maximum(unsaid, 0, out=unsaid)
        unsaid *= _UNSAID
        missed = whole - common
        np.maximum(missed, 0, out=missed)
        missed += unsaid
        missed += common
        missed += 1e-9
        common /= missed
        if without is not None:
            common[without] = 0.0
        return np.asarray(np.maximum.reduceat(common, self._starts) ** self._stretch, np.float64)


def _rarity(holding: int, total: int) -> float:
    return math.pow(math.log1p((total - holding + 0.5) / (holding + 0.5)), _RARITY)
