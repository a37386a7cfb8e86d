"""A linear model of lessons, fitted in a process of its own: `python -m moderation.refit` reads lessons, writes it.

It is used only where it proves better than naive Bayes on lessons that it was not taught with.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt

from moderation.breaches import Mode
from moderation.learning import FEW, Bayes, Lesson, counted, folds, traits

STRICT = 0.0015
"""The share of good messages that may be acted on by mistake, on held-out lessons."""

LENIENT = 0.02
"""The share of good messages that a moderator may be asked about in vain."""

_NEVER = 1e9
"""The odds from which to act while lessons of one kind are missing."""

_STRENGTH, _STRENGTH_OF_SIDES, _SMOOTHED = 30.0, 3.0, 0.5
_SHARE_OF_BAYES = 0.01
"""What naive Bayes still adds to the linear model: its odds are much larger. Chosen by cross-validation."""
_KEPT = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What lessons came to: the odds from which to act and to ask, and linear weights (None = naive Bayes)."""

    act: float
    review: float
    bias: float = 0.0
    weights: Mapping[str, float] | None = None


class Classifier:
    """Tells the log odds of a text by what was taught."""

    def __init__(self, taught: Taught, bayes: Bayes) -> None:
        self.taught = taught
        self._bayes = bayes

    @property
    def is_strong(self) -> bool:
        """Whether it proved itself on enough lessons to have a say in what the shipped signals found."""
        return self.taught.weights is not None

    def verdict(self, text: str) -> Mode:
        """Enforce, review or off, by the limits that held-out lessons set."""
        odds = self.odds(text)
        if odds >= self.taught.act:
            return Mode.ENFORCE
        return Mode.REVIEW if odds >= self.taught.review else Mode.OFF

    def odds(self, text: str) -> float:
        """How much a text looks like the spam of the lessons."""
        found = traits(text)
        if self.taught.weights is None:
            return self._bayes.odds(found)
        return _linear(found, self.taught.weights, self.taught.bias) + _SHARE_OF_BAYES * self._bayes.odds(
            found
        )


def _linear(found: set[str], weights: Mapping[str, float], bias: float) -> float:
    return sum(filter(None, map(weights.get, sorted(found)))) / sqrt(max(len(found), 1)) + bias


def learn(lessons: Sequence[Lesson], *, linear: bool = True) -> Classifier:
    """Learn from lessons; both models are asked about lessons they did not see, and the better one is kept.

    Few lessons only ever call a moderator. `linear` False = naive Bayes alone, which costs a millisecond a lesson.
    """
    kept = counted(lessons)
    known = [(traits(one.text), one.spam) for one in kept]
    spam = sum(one.spam for one in kept)
    bayes = Bayes(known)
    odds = _held_out_bayes(known)
    taught = Taught(act=_NEVER, review=_limit(odds, known, LENIENT))
    if min(spam, len(kept) - spam) >= FEW:
        taught = replace(taught, act=_limit(odds, known, STRICT))
        taught = _better(known, odds, taught) if linear else taught
    return Classifier(taught, bayes)


def _better(known: Sequence[tuple[set[str], bool]], odds: Sequence[float], taught: Taught) -> Taught:
    both = zip(_held_out_linear(known), odds, strict=True)
    mixed = [one + _SHARE_OF_BAYES * other for one, other in both]
    limit = _limit(mixed, known, STRICT)
    if _found(mixed, known, limit) <= _found(odds, known, taught.act):
        return taught
    weights, bias = _fit(known)
    return Taught(act=limit, review=_limit(mixed, known, LENIENT), bias=bias, weights=weights)


def _limit(odds: Sequence[float], known: Sequence[tuple[set[str], bool]], share: float) -> float:
    """The lowest odds that few enough good lessons reach; in the middle of the gap above the last of these."""
    good = sorted((one for one, (_, spam) in zip(odds, known, strict=True) if not spam), reverse=True)
    if not good or len(good) == len(known):
        return _NEVER
    most = good[min(int(share * len(good)), len(good) - 1)]
    above = [one for one, (_, spam) in zip(odds, known, strict=True) if spam and one > most]
    return (most + min(above)) / 2 if above else most + 1.0


def _found(odds: Sequence[float], known: Sequence[tuple[set[str], bool]], limit: float) -> int:
    return sum(spam and one >= limit for one, (_, spam) in zip(odds, known, strict=True))


def _held_out_bayes(known: Sequence[tuple[set[str], bool]]) -> list[float]:
    """Each lesson is taken out, asked about, and put back: exact, and cheap."""
    bayes = Bayes(known)
    odds = []
    for found, spam in known:
        bayes.unlearn(found, spam=spam)
        odds.append(bayes.odds(found))
        bayes.learn(found, spam=spam)
    return odds


def _held_out_linear(known: Sequence[tuple[set[str], bool]]) -> list[float]:
    odds = [0.0] * len(known)
    for taught, asked in folds(len(known)):
        weights, bias = _fit([known[n] for n in taught])
        for n in asked:
            odds[n] = _linear(known[n][0], weights, bias)
    return odds


def _fit(known: Sequence[tuple[set[str], bool]]) -> tuple[dict[str, float], float]:
    """Two logistic regressions over traits, each text scaled to the same length, added up as equals.

    One weighs all traits alike; the other those more that are said by one side only, as naive Bayes counts them
    (Wang and Manning, Baselines and Bigrams, 2012). They err on different texts.
    """
    import numpy as np
    from scipy.sparse import diags
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = DictVectorizer()
    counts = vectors.fit_transform([dict.fromkeys(sorted(found), 1.0) for found, _ in known]).tocsr()
    spam = np.array([one for _, one in known])
    table = diags(1 / np.sqrt(np.maximum(counts.getnnz(axis=1), 1))) @ counts
    bad, good = (np.asarray(counts[side].sum(axis=0)).ravel() + _SMOOTHED for side in (spam, ~spam))
    sides = np.abs(np.log((bad / bad.sum()) / (good / good.sum())))
    names = vectors.get_feature_names_out()
    weights, bias = np.zeros(len(names)), 0.0
    for scale, strength in ((np.ones(len(names)), _STRENGTH), (sides, _STRENGTH_OF_SIDES)):
        model = LogisticRegression(C=strength, max_iter=400).fit(table @ diags(scale), spam)
        mine = model.coef_[0] * scale
        spread = float(np.std(table @ mine)) or 1.0
        weights += mine / spread
        bias += float(model.intercept_[0]) / spread
    largest = np.argsort(-np.abs(weights))[:_KEPT]
    return {str(names[n]): float(weights[n]) for n in largest}, bias


def main() -> None:
    """Lessons as JSON lines on standard input, what they came to as JSON on standard output."""
    rows = [json.loads(line) for line in sys.stdin]
    lessons = [Lesson(text=row["text"], spam=row["spam"], by=row.get("by", "")) for row in rows]
    taught = learn(lessons).taught
    json.dump(
        {"act": taught.act, "review": taught.review, "bias": taught.bias, "weights": taught.weights},
        sys.stdout,
        ensure_ascii=False,
    )


if __name__ == "__main__":
    main()
