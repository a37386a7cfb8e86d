"""Which entry a question asks for, in one language: the views' evidence, weighed, with the chance that it is right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.calibration import chance, manner, traits
from faq.floors import Floors
from faq.lane import Evidence, Lane
from faq.learned import Learned
from faq.postings import Floats
from language.cues import looks_like_question
from language.fold import fold

VERBATIM = 0.999
"""The chance of an entry whose wording was typed verbatim; shared by all entries that have it."""

_SOFT = 2.0
"""A rival's chance falls with the distance of its score, at this temperature."""

_TOPIC = 0.6
"""What the topic before adds to a question that follows it up."""

_ELLIPTIC = {"zh": 14, "en": 45}
"""Letters up to which a question may leave out what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry that may be meant, and the chance that it is (0 to 1)."""

    entry_id: str
    chance: float


class Matcher:
    """A lane with the weights to read it. It does not change."""

    def __init__(self, lane: Lane, learned: Learned) -> None:
        self.lane = lane
        self.learned = learned
        self.floors = Floors.of(learned)

    def best(
        self,
        text: str,
        vector: Floats | None = None,
        topic: tuple[str, Floats | None] | None = None,
        k: int = 3,
    ) -> tuple[Candidate, ...]:
        """The likeliest entries, best first; `topic` is what the same person asked before, with its vector."""
        ids = self.lane.corpus.ids
        query = self.lane.query(text, vector)
        named = self.lane.verbatim(text)
        if not query.features and not named:
            return ()
        evidence = self.lane.evidence(query)
        scores = self.learned.views @ evidence
        if topic is not None and self._follows(text):
            evidence, scores = self._with_topic(evidence, scores, topic)
        if not named and not scores.any():
            return ()
        first, row = traits(evidence, scores, manner(text, self.lane.corpus.language), self.learned.asking)
        sure = chance(row, self.learned.traits)
        order = [int(one) for one in _first(scores, k + len(named))]
        chances = {one: sure * math.exp((scores[one] - scores[first]) / _SOFT) for one in order}
        if named:
            chances = {one: min(value, 1 - VERBATIM) for one, value in chances.items()}
            chances |= dict.fromkeys(sorted(named), VERBATIM / len(named))
        ranked = sorted(chances, key=lambda one: (-chances[one], one))[:k]
        return tuple(Candidate(entry_id=ids[one], chance=chances[one]) for one in ranked)

    def _follows(self, text: str) -> bool:
        """Whether a question is short enough to lean on what was said before."""
        language = self.lane.corpus.language
        return len(fold(text)) <= _ELLIPTIC[language] and looks_like_question(text, language)

    def _with_topic(
        self, evidence: Evidence, scores: NDArray[np.float64], topic: tuple[str, Floats | None]
    ) -> tuple[Evidence, NDArray[np.float64]]:
        before = self.lane.evidence(self.lane.query(topic[0], topic[1]))
        share = _TOPIC / (1 + _TOPIC)
        mixed = (1 - share) * evidence + share * before
        return np.maximum(mixed, 0), scores + _TOPIC * (self.learned.views @ before)


def _first(scores: NDArray[np.float64], k: int) -> Sequence[int]:
    """The places of the highest, best first; equal ones in their order."""
    if len(scores) > 4 * k:
        few = np.sort(np.argpartition(-scores, k)[:k])
        return few[np.argsort(-scores[few], kind="stable")].tolist()  # type: ignore[no-any-return]
    return np.argsort(-scores, kind="stable")[:k].tolist()  # type: ignore[no-any-return]
