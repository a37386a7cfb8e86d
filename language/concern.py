"""What a message is concerned with: nothing grave, or which trouble of its author's own (a linear model)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import repeat

from chat.people import Language
from language.remembered import remembered
from language.traits import TENTH, Traits, traits

UNIT = 64
"""Weights are stored as whole numbers of this part of one."""

_BITS = 32
_HALF = 1 << (_BITS - 1)
"""Room for one weight's sum in tenths: 400 characters show at most 2,000 traits of at most 10,000 tenths."""


class Concern(StrEnum):
    """What a message calls for, in the order of the stored weights."""

    CALM = "calm"
    COMPLAINT = "complaint"
    HUMAN = "human"
    MONEY = "money"
    REPEAT = "repeat"
    SAFETY = "safety"


_CONCERNS = tuple(Concern)
_CALM = _CONCERNS.index(Concern.CALM)
_TROUBLES = tuple(place for place in range(len(_CONCERNS)) if place != _CALM)


@dataclass(frozen=True, slots=True)
class Reading:
    """How likely each concern is (together they make one), and what follows from that.

    `trouble` is how likely it is that the message needs a human at all, `gravest` the likeliest concern but calm.
    """

    chances: Mapping[Concern, float]
    trouble: float
    gravest: Concern


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """The weights of each trait, one for each concern, side by side in one whole number: they add up all at once."""

    weights: Mapping[str, int]
    heads: frozenset[str]

    def sums(self, shown: Traits) -> list[float]:
        """How much speaks for each concern, in units."""
        known = self.weights.get
        seen = _apart(sum(map(known, ("", *shown.shape), repeat(0))))
        said = sum(tenths * sum(map(known, names, repeat(0))) for tenths, names in shown.said)
        scale = shown.scale / TENTH
        return [one + other * scale for one, other in zip(seen, _apart(said), strict=True)]


def _together(weights: Iterable[int]) -> int:
    return sum(weight << (_BITS * place) for place, weight in enumerate(weights))


def _apart(together: int) -> list[int]:
    found = []
    for _ in _CONCERNS:
        one = ((together + _HALF) & (2 * _HALF - 1)) - _HALF
        found.append(one)
        together = (together - one) >> _BITS
    return found


@remembered
def concern_of(text: str, language: Language | None) -> Reading:
    """Read a text; without a known language, by whichever model sees more trouble."""
    if language is None:
        return max((_read(text, one) for one in ("zh", "en")), key=lambda reading: reading.trouble)
    return _read(text, language)


def _read(text: str, language: Language) -> Reading:
    model = _model(language)
    sums = model.sums(traits(text, language, model.heads))
    top = max(sums)
    raised = [math.exp((one - top) / UNIT) for one in sums]
    whole = sum(raised)
    gravest = max(_TROUBLES, key=raised.__getitem__)
    chances = dict(zip(_CONCERNS, [part / whole for part in raised], strict=True))
    return Reading(chances, 1 - raised[_CALM] / whole, _CONCERNS[gravest])


@cache
def _model(language: Language) -> _Model:
    """The weights of each trait; those of the empty trait are what every text begins with."""
    rows = files("language").joinpath(f"concern.{language}.tsv").read_text("utf-8").splitlines()
    weights: dict[str, int] = {}
    shared: dict[int, int] = {}  # half of all traits weigh what another does: the number is held once
    for row in rows:
        trait, *parts = row.split("\t")
        together = _together(map(int, parts))
        weights[trait] = shared.setdefault(together, together)
    return _Model(weights, frozenset(one[:2] for one in weights if len(one) >= 2))
