"""From which chance on to answer, by the rate that the operator set; for groups and for private chats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from faq.calibration import answer_from, chances_of
from faq.fitting import Row
from faq.learned import Learned

ENOUGH_VERDICTS = 30
"""People's verdicts on given answers that say something about the rate; fewer are chance."""

_INSIDE = {False: 0.5, True: 2 / 3}
"""The share of questions that an entry answers: in a group one half, in a private chat two thirds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Somebody said whether an answer helped: the chance that it was given with, and where."""

    chance: float
    right: bool
    private: bool


@dataclass(frozen=True, eq=False)
class Floors:
    """The chances of examples whose outcome is known. Without any, a chance speaks for itself."""

    chances: Row
    right: Row
    worth: Row
    inside: Row
    verdicts: tuple[Verdict, ...] = ()

    @classmethod
    def of(cls, learned: Learned, verdicts: Sequence[Verdict] = ()) -> Floors:
        """The floors of what was learned."""
        examples = learned.examples
        counts = examples.counts > 0
        chances = chances_of(examples.rows[counts], learned.traits)
        return cls(
            chances, examples.right[counts], examples.counts[counts], examples.inside[counts], tuple(verdicts)
        )

    def at(self, rate: float, *, private: bool) -> float:
        """The lowest chance to answer from, so that at most `rate` of the answers are wrong."""
        return _at(self, rate, private)


@cache
def _at(floors: Floors, rate: float, private: bool) -> float:
    share = _INSIDE[private]
    inside = float(floors.worth @ floors.inside) or 1.0
    outside = float(floors.worth @ (1 - floors.inside)) or 1.0
    total = inside + outside
    worth = floors.worth * np.where(floors.inside > 0, share * total / inside, (1 - share) * total / outside)
    chances, right = floors.chances, floors.right
    told = [one for one in floors.verdicts if one.private == private]
    if len(told) >= ENOUGH_VERDICTS:
        chances = np.concatenate((chances, [one.chance for one in told]))
        right = np.concatenate((right, [float(one.right) for one in told]))
        worth = np.concatenate((worth, np.ones(len(told))))
    return answer_from(chances, right, worth, rate)
