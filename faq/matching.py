"""Which entry a question asks for, in one language: the views' evidence, weighed, with the chance that it is right."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.calibration import chance, likeliest, manner, traits
from faq.floors import Floors
from faq.grasp import Grasp
from faq.lane import VIEWS, Evidence, Lane, Query
from faq.learned import Learned
from faq.postings import Floats
from language.fold import fold

VERBATIM = 0.999
"""The chance of an entry whose wording was typed verbatim; shared by all entries that have it."""

_SOFT = 2.0
"""A rival's chance falls with the distance of its score, at this temperature."""

_TOPIC = 1.5
"""What a question counts that is read behind the one before, against itself alone."""

_ALONE = 0.8
"""A question that is as likely as this by itself needs no topic: most that are answered are likelier."""

_PLAIN = 0.6
"""From how much of what the entries know on (`Lane.told`) a question says itself what it is about."""

_ELLIPTIC = {"zh": 14, "en": 45}
"""Letters up to which a message may leave out what it is about."""


_TOUCHING = tuple(map(VIEWS.index, ("cover", "shape", "nearest")))
"""Rows of views of which one says something about a question that has anything to do with the entries."""

Behind = Callable[[], tuple[str, Floats | None]]
"""Gives a text and its vector when they are wanted: an encoder takes longer than all the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry that may be meant, and the chance that it is the answer wanted (0 to 1)."""

    entry_id: str
    chance: float
    settles: float
    """The chance that it settles the message, whoever answers: who calls for a person speaks of something, too."""


class Matcher:
    """A lane with the weights to read it. It does not change."""

    def __init__(self, lane: Lane, learned: Learned) -> None:
        self.lane = lane
        self.learned = learned
        self.floors = Floors.of(learned)

    def best(
        self, text: str, vector: Floats | None = None, k: int = 3, behind: Behind | None = None
    ) -> tuple[Candidate, ...]:
        """The likeliest entries, best first; `behind` is the question read behind the one before, with its vector."""
        query = self.lane.query(text, vector)
        named = self.lane.verbatim(text)
        if not query.features and not named:
            return ()
        known = self.lane.grasp(query)
        evidence = self.lane.evidence(query, known=known)
        found = self._ranked(query, evidence, known, named, k)
        if behind is None or named or len(fold(text)) > _ELLIPTIC[self.lane.corpus.language]:
            return found
        if found and found[0].chance >= _ALONE and self.lane.told(query) >= _PLAIN:
            return found
        whole = self.lane.query(*behind())
        topic = self.lane.grasp(whole)
        before = self.lane.evidence(whole, known=topic)
        leaning = self._ranked(
            query, (evidence + _TOPIC * before) / (1 + _TOPIC), known, named, k, (whole, topic)
        )
        return leaning if leaning and self._speaks_of(leaning[0], evidence) else found

    def _ranked(
        self,
        query: Query,
        evidence: Evidence,
        known: Grasp,
        named: frozenset[int],
        k: int,
        topic: tuple[Query, Grasp] | None = None,
    ) -> tuple[Candidate, ...]:
        ids = self.lane.corpus.ids
        scores = self.learned.views @ evidence
        if not named and not any(evidence[row].any() for row in _TOUCHING):
            return ()
        said = manner(query.text, self.lane.corpus.language, self.lane.told(query))
        first = likeliest(scores)
        whole, grasped = topic or (query, known)
        held = grasped.of(first, self.lane.worded(whole, first))
        row = traits(evidence, scores, said, held, self.learned.asking)
        sure, settled = chance(row, self.learned.traits)
        order = _first(scores, k + len(named))
        behind = {one: math.exp((scores[one] - scores[first]) / _SOFT) for one in order}
        chances = {one: sure * share for one, share in behind.items()}
        if named:
            chances = {one: min(value, 1 - VERBATIM) for one, value in chances.items()}
            chances |= dict.fromkeys(sorted(named), VERBATIM / len(named))
        ranked = sorted(chances, key=lambda one: (-chances[one], one))[:k]
        return tuple(
            Candidate(
                entry_id=ids[one],
                chance=chances[one],
                settles=max(chances[one], settled * behind.get(one, 0.0)),
            )
            for one in ranked
        )

    def _speaks_of(self, one: Candidate, evidence: Evidence) -> bool:
        """Whether the entry has anything of the question itself: “and on Mars?” is about none of them."""
        entry = self.lane.corpus.ids.index(one.entry_id)
        return bool(evidence[VIEWS.index("cover"), entry] > 0) or bool(evidence[VIEWS.index("nearest")].any())


def _first(scores: NDArray[np.float64], k: int) -> Sequence[int]:
    """The places of the highest, best first; equal ones in their order."""
    if len(scores) > 4 * k:
        few = np.argpartition(-scores, k)[:k].tolist()
        return sorted(few, key=lambda one: (-scores[one], one))
    return np.argsort(-scores, kind="stable")[:k].tolist()  # type: ignore[no-any-return]
