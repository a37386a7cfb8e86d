"""How sure is sure: the chance that the likeliest entry is right, and the chance from which on to answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chat.people import Language
from faq.fitting import Row, fit_chance
from faq.grasp import Held
from faq.lane import VIEWS, Evidence
from faq.seeking import seeking
from language.concern import concern_of
from language.cues import asks_for_human, looks_like_question

SETTLED = (
    "one", "chance", "margin", "height", "document", "shape", "linear", "nearest", "alike", "best", "whole", "clause",
    "nearer", "told", "cover", "worded", "strangest", "missed", "fits", "ahead", "telling", "akin", "alien", "apart",
    "sense", "lead_cover", "lead_akin",
)  # fmt: skip
"""What tells whether an entry settles a message; all but the first are made so that more is never less sure. A lead
says the more, the more of the question the entry has: among entries that have nothing of it one leads, too.
"""

SOUGHT = ("one", "seeking", "question", "calm", "content")
"""What tells whether the message wants an answer at all."""

TRAITS = SETTLED + SOUGHT
_SETTLED, _TOLD, _NEAREST = len(SETTLED), SETTLED.index("told"), VIEWS.index("nearest")

_ROUNDS = 25
"""Of dividing what went wrong between the two; further ones change no third digit."""

_WIDEST_WISH = 1.5
_WISH = 4.0
_ALIKE = 0.6
"""From this cosine on two wordings ask for the same more often than not."""

_TALK, _ASKING = 0.5, 0.75

_HOLD, _HOLD_SOUGHT = 0.3, 0.02
_WIDEST = 6.0
_CONFIDENCE = 0.6
"""Of the bound on the rate of wrong answers: surer bounds would silence a community with few wordings for months."""

_HALF = 0.5
_SURE = 0.999
"""The chance of a wording typed verbatim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a text is said: the odds that it wants an answer (logarithm); whether it is put as a question, complains,
    calls for a person, says anything (0 to 1 each).
    """

    seeking: float
    question: float
    complaint: float
    calling: float
    told: float


def manner(text: str, language: Language, told: float) -> Manner:
    """The manner of a text; `told` is how much of it the entries know (`Lane.told`)."""
    return Manner(
        seeking=seeking(text, language),
        question=float(looks_like_question(text, language)),
        complaint=concern_of(text, language).trouble,
        calling=float(asks_for_human(text, language) is not None),
        told=told,
    )


def asking_share(wordings: Sequence[str], language: Language) -> float:
    """How much the manner of a message says in a community: everything where its own wordings look as if they wanted
    an answer (three quarters on average), nothing where hardly half of them do, such as commands to an assistant.
    """
    wanted = float(np.mean([1 / (1 + math.exp(-seeking(one, language))) for one in wordings]))
    return min(max((wanted - _TALK) / (_ASKING - _TALK), 0.0), 1.0)


def likeliest(scores: Row) -> int:
    """The entry that speaks most for itself."""
    return int(np.argmax(scores))


def traits(evidence: Evidence, scores: Row, said: Manner, held: Held, asking: float) -> Row:
    """What speaks for the likeliest entry, of which `held` tells; `asking` as by `asking_share`.

    An entry whose score is minus infinity is not there.
    """
    first = likeliest(scores)
    chances = np.exp(scores - scores[first])
    lead = _lead(scores, scores, first)
    margin = min(lead, _WIDEST) / 5 if lead < math.inf else 1.0
    at = dict(zip(VIEWS, evidence[:, first].tolist(), strict=True))
    nearest = evidence[_NEAREST]
    return np.asarray(
        (
            1.0,
            -math.log(float(chances.sum())),
            margin,
            float(scores[first]) / 10,
            at["document"],
            at["shape"],
            at["linear"],
            at["nearest"],
            max(at["nearest"] - _ALIKE, 0.0),
            max(at["nearest"], at["context"], at["clause"]),
            at["whole"],
            at["clause"],
            _lead(nearest, scores, first) if lead < math.inf and nearest.any() else 0.0,
            said.told - 1.0,
            held.cover,
            held.worded,
            -held.strangest,
            -held.missed,
            held.fits,
            held.ahead,
            held.telling,
            held.akin,
            -held.alien,
            held.apart,
            at["sense"],
            margin * held.cover,
            margin * held.akin,
            1.0,
            min(max(said.seeking / _WISH, -_WIDEST_WISH), _WIDEST_WISH) * asking,
            (said.question - 1.0) * asking,
            -said.complaint * asking,
            -said.calling,
        )
    )


def _lead(row: Row, scores: Row, first: int) -> float:
    """By how much an entry is ahead of all others that are there; infinite where there is none."""
    others = np.where(scores > -math.inf, row, -math.inf)
    others[first] = -math.inf
    return float(row[first] - others.max())


def fit(rows: NDArray[np.float64], right: Row, worth: Row) -> Row:
    """The weights of the traits. `rows` has a row of traits for each answer that might have been given.

    An answer is right when an answer was wanted and the entry settles it: two chances that are multiplied. Which of
    the two failed is not known, so each wrong answer is divided between them by what is believed so far, and both are
    fitted again (expectation maximisation).
    """
    settled, sought = rows[:, :_SETTLED], rows[:, _SETTLED:]
    weights = np.zeros(rows.shape[1])
    weights[_SETTLED:] = 2.0
    for _ in range(_ROUNDS):
        one, other = _logistic(settled @ weights[:_SETTLED]), _logistic(sought @ weights[_SETTLED:])
        failed = np.maximum(1 - one * other, 1e-9)
        settles = np.where(right > 0, 1.0, one * (1 - other) / failed)
        wants = np.where(right > 0, 1.0, other * (1 - one) / failed)
        weights = np.concatenate(
            (
                fit_chance(settled, settles, worth, _HOLD, weights[:_SETTLED]),
                fit_chance(sought, wants, worth, _HOLD_SOUGHT, weights[_SETTLED:]),
            )
        )
    return weights


def chance(row: Row, weights: Row) -> tuple[float, float]:
    """The chance that the entry with these traits is right, as by `chances_of`; and that it settles the message,
    whether or not that wants an answer from us.
    """
    reaches = np.asarray((row[:_SETTLED] @ weights[:_SETTLED], row[_SETTLED:] @ weights[_SETTLED:]))
    settled, sought = _logistic(reaches).tolist()
    return min(settled * sought, _SURE) * min(1.0, (1.0 + float(row[_TOLD])) / _HALF), settled


def chances_of(rows: NDArray[np.float64], weights: Row) -> Row:
    """The chance of each row of traits to be right, never quite certain, and less of what tells little."""
    both = _logistic(rows[:, :_SETTLED] @ weights[:_SETTLED]) * _logistic(
        rows[:, _SETTLED:] @ weights[_SETTLED:]
    )
    return np.asarray(np.minimum(both, _SURE) * np.minimum(1.0, (1.0 + rows[:, _TOLD]) / _HALF), np.float64)


def _logistic(reach: Row) -> Row:
    return np.asarray(1 / (1 + np.exp(-reach)), np.float64)


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
