"""Which entry a question asks for, by its words: an inverted index over all wordings, zh and en (pure).

The score is Tversky's: what query and wording share, over that plus what only the query says and half of what only
the wording says, each feature weighed by its rarity among the entries. A verbatim wording therefore scores 1, a
question with words that no entry knows scores low, and the scale does not depend on the number of entries.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chat.people import Language
from faq.wordings import Wording, essence, features
from language.lanes import language_of

__all__ = ["Candidate", "Matcher", "Step", "Wording", "confidence", "decide"]

_RARITY = 1.5
"""Exponent of the inverse document frequency: a rare word decides, chosen on BANKING77 and CLINC150 entries."""

_UNSAID = 0.5
"""What a wording says and the query does not counts half: people ask in fewer words than editors write."""

_NEW_PAIR = 0.25
"""An unknown pair of Chinese characters, each perhaps known, is weaker evidence against an entry than a new word."""

_STRETCH: Mapping[Language, float] = {"zh": 0.75, "en": 1.0}
"""Exponents that bring both languages to one scale: fewer pairs than letter runs survive a rewording."""

_FOREIGN = 0.9
"""Factor on wordings of another language than the query's."""

_RIVAL = 0.25
"""Share of the second entry's score that is taken from the confidence in the first."""

_ALMOST = 0.995
"""The most that a wording scores which is not verbatim the query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry that may be meant: 0 (nothing in common) to 1 (asked verbatim), and its nearest wording."""

    entry_id: str
    score: float
    wording: Wording


class Step(StrEnum):
    """What to do with the candidates."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    SILENT = "silent"


class Matcher:
    """All wordings of the FAQ, ready to be asked. It does not change: another set of wordings is another matcher."""

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self._wordings = tuple(wordings)
        made_of = [features(wording.text) for wording in self._wordings]
        self._rarity = _rarities(self._wordings, made_of)
        self._unknown = _rarity_of(0, len({wording.entry_id for wording in self._wordings}))
        self._holders: dict[str, list[int]] = {}
        self._weights: list[float] = []
        self._verbatim: dict[str, list[int]] = {}
        for number, (wording, parts) in enumerate(zip(self._wordings, made_of, strict=True)):
            for part in parts:
                self._holders.setdefault(part, []).append(number)
            self._weights.append(sum(weight * self._rarity[part] for part, weight in parts.items()))
            self._verbatim.setdefault(essence(wording.text), []).append(number)

    def __len__(self) -> int:
        return len(self._wordings)

    def best(self, query: str, k: int = 3) -> tuple[Candidate, ...]:
        """The `k` likeliest entries, each once with its nearest wording, best first; fewer when little is shared."""
        scores = self._scores(query, language_of(query))
        for number in self._verbatim.get(essence(query), ()):
            if self._weights[number]:
                scores[number] = 1.0
        nearest: dict[str, int] = {}
        for number, score in scores.items():
            entry = self._wordings[number].entry_id
            if entry not in nearest or score > scores[nearest[entry]]:
                nearest[entry] = number
        first = sorted(nearest.values(), key=lambda number: (-scores[number], number))[:k]
        return tuple(
            Candidate(
                entry_id=self._wordings[number].entry_id, score=scores[number], wording=self._wordings[number]
            )
            for number in first
        )

    def _scores(self, query: str, language: Language | None) -> dict[int, float]:
        shared = [0.0] * len(self._wordings)
        asked = 0.0
        for part, weight in features(query).items():
            holders = self._holders.get(part)
            if holders is None:
                asked += (
                    weight * self._unknown * (_NEW_PAIR if len(part) == 2 and not part.isascii() else 1.0)
                )
                continue
            worth = weight * self._rarity[part]
            asked += worth
            for number in holders:
                shared[number] += worth
        return {
            number: self._score(number, common, asked, language)
            for number, common in enumerate(shared)
            if common
        }

    def _score(self, number: int, common: float, asked: float, language: Language | None) -> float:
        missed = max(asked - common, 0.0) + _UNSAID * max(self._weights[number] - common, 0.0)
        spoken = self._wordings[number].language
        score = min(math.pow(common / (common + missed), _STRETCH[spoken]), _ALMOST)
        return score if language in (None, spoken) else score * _FOREIGN


def confidence(candidates: Sequence[Candidate]) -> float:
    """How sure the first candidate is: its score, less a share of the second's."""
    if not candidates:
        return 0.0
    rival = candidates[1].score if len(candidates) > 1 else 0.0
    return max(candidates[0].score - _RIVAL * rival, 0.0)


def decide(candidates: Sequence[Candidate], *, answer: float, suggest: float) -> Step:
    """Answer from one threshold of confidence, offer the candidates from a lower one, else say nothing."""
    sure = confidence(candidates)
    if not candidates or sure < min(answer, suggest):
        return Step.SILENT
    return Step.ANSWER if sure >= answer else Step.SUGGEST


def _rarities(wordings: Sequence[Wording], made_of: Sequence[dict[str, float]]) -> dict[str, float]:
    """How rare each feature is, counted in entries: ten wordings of one entry make no word common."""
    entries: dict[str, set[str]] = {}
    for wording, parts in zip(wordings, made_of, strict=True):
        for part in parts:
            entries.setdefault(part, set()).add(wording.entry_id)
    total = len({wording.entry_id for wording in wordings})
    return {part: _rarity_of(len(names), total) for part, names in entries.items()}


def _rarity_of(holding: int, total: int) -> float:
    return math.pow(math.log1p((total - holding + 0.5) / (holding + 0.5)), _RARITY)
