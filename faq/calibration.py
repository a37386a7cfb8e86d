"""How sure is sure: the chance that the likeliest entry is right, and the chance from which on to answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chat.people import Language
from faq.fitting import Row, fit_chance
from faq.lane import VIEWS, Evidence
from language.concern import concern_of
from language.cues import asks_for_human, looks_like_question

TRAITS = (
    "one", "chance", "margin", "height", "cover", "document", "shape", "linear", "nearest", "whole", "context",
    "untold", "asking", "calm", "content", "told",
)  # fmt: skip
"""What the chance is read from; all but the first are made so that more of it never means less sure."""

_HOLD = 0.3
_WIDEST = 6.0
_CONFIDENCE = 0.6
"""Of the bound on the rate of wrong answers: surer bounds would silence a community with few wordings for months."""

_HALF = 0.5
_SURE = 0.999
"""The chance of a wording typed verbatim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a text is said: whether it asks, complains, calls for a person, says anything; 0 to 1 each."""

    asking: float
    complaint: float
    calling: float
    told: float


def manner(text: str, language: Language, told: float) -> Manner:
    """The manner of a text; `told` is how much of it the entries know (`Lane.told`)."""
    return Manner(
        asking=float(looks_like_question(text, language)),
        complaint=concern_of(text, language).trouble,
        calling=float(asks_for_human(text, language) is not None),
        told=told,
    )


def traits(evidence: Evidence, scores: Row, said: Manner, asking: float) -> tuple[int, Row]:
    """The likeliest entry and what speaks for it; `asking` is the share of the entries' wordings that are questions."""
    first = int(np.argmax(scores))
    chances = np.exp(scores - scores[first])
    rivals = np.delete(scores, first)
    margin = min(float(scores[first] - rivals.max()), _WIDEST) / 5 if len(rivals) else 1.0
    cover = evidence[VIEWS.index("cover")]
    at = {view: float(evidence[place, first]) for place, view in enumerate(VIEWS)}
    return first, np.asarray(
        (
            1.0,
            -math.log(float(chances.sum())),
            margin,
            float(scores[first]) / 10,
            at["cover"],
            at["document"],
            at["shape"],
            at["linear"],
            at["nearest"],
            at["whole"],
            at["context"],
            at["cover"] - float(cover.max()),
            (said.asking - 1.0) * asking,
            -said.complaint,
            -said.calling,
            said.told - 1.0,
        )
    )


def fit(rows: NDArray[np.float64], right: Row, worth: Row) -> Row:
    """The weights of the traits. `rows` has a row of traits for each answer that might have been given."""
    return fit_chance(rows, right, worth, _HOLD)


def chance(row: Row, weights: Row) -> float:
    """The chance that the entry with these traits is right, never quite certain, and less of what tells little."""
    told = 1.0 + float(row[-1])
    return min(1 / (1 + math.exp(-float(row @ weights))), _SURE) * min(1.0, told / _HALF)


def answer_from(chances: Row, right: Row, worth: Row, rate: float) -> float:
    """The lowest chance from which on answers are wrong in at most `rate` of the cases, by an exact binomial bound.

    Examples count by `worth`; with too few for any bound, from the chance that leaves exactly that rate.
    """
    order = np.argsort(-chances, kind="stable")
    given, wrong, lowest = 0.0, 0.0, None
    for number, place in enumerate(order, 1):
        given += worth[place]
        wrong += worth[place] * (1 - right[place])
        if number < len(order) and chances[order[number]] == chances[place]:
            continue  # who answers from this chance on answers all that have it
        if wrong / given <= rate and upper_bound(wrong, given) <= rate:
            lowest = float(chances[place])
    return max(lowest, 1 - 8 * rate) if lowest is not None else 1 - rate / 2


def upper_bound(wrong: float, given: float) -> float:
    """Clopper and Pearson's one-sided upper bound of a rate, at `_CONFIDENCE`; counts may be weighted."""
    if wrong >= given:
        return 1.0
    low, high = wrong / given, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        if _at_most(wrong, given, middle) > 1 - _CONFIDENCE:
            low = middle
        else:
            high = middle
    return high


def _at_most(wrong: float, given: float, rate: float) -> float:
    """The chance of so few wrong answers at that rate (binomial, read between whole numbers by the gamma function)."""
    total, count = 0.0, 0
    while count <= wrong:
        choices = math.lgamma(given + 1) - math.lgamma(count + 1) - math.lgamma(max(given - count, 0) + 1)
        total += math.exp(choices + count * math.log(rate) + (given - count) * math.log1p(-rate))
        count += 1
    return min(total, 1.0)


def reliability(
    chances: Sequence[float], right: Sequence[bool]
) -> list[tuple[float, float, int, float, float]]:
    """For each tenth: from, to, answers, mean chance told, share right."""
    table = []
    for tenth in range(10):
        low, high = tenth / 10, (tenth + 1) / 10
        inside = [(c, r) for c, r in zip(chances, right, strict=True) if low <= c < high or c == high == 1]
        if inside:
            told = sum(c for c, _ in inside) / len(inside)
            table.append((low, high, len(inside), told, sum(r for _, r in inside) / len(inside)))
    return table
