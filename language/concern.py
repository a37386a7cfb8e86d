"""What a message is concerned with: nothing grave, or which trouble of its author's own (a linear model)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from chat.people import Language
from language.traits import traits

UNIT = 64
"""Weights are stored as whole numbers of this part of one."""


class Concern(StrEnum):
    """What a message calls for, in the order of the stored weights."""

    CALM = "calm"
    COMPLAINT = "complaint"
    HUMAN = "human"
    MONEY = "money"
    REPEAT = "repeat"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How likely each concern is; together they make one."""

    chances: Mapping[Concern, float]

    @property
    def trouble(self) -> float:
        """How likely it is that the message needs a human at all."""
        return 1 - self.chances[Concern.CALM]

    @property
    def gravest(self) -> Concern:
        """The likeliest concern but calm."""
        return max((one for one in Concern if one is not Concern.CALM), key=lambda one: self.chances[one])


_Weights = tuple[int, ...]


def concern_of(text: str, language: Language | None) -> Reading:
    """Read a text; without a known language, by whichever model sees more trouble."""
    if language is None:
        return max((_read(text, one) for one in ("zh", "en")), key=lambda reading: reading.trouble)
    return _read(text, language)


def _read(text: str, language: Language) -> Reading:
    weights = _model(language)
    sums = [float(one) for one in weights[""]]
    for trait, strength in traits(text, language).items():
        known = weights.get(trait)
        if known:
            for at, weight in enumerate(known):
                sums[at] += weight * strength
    top = max(sums)
    raised = [math.exp((one - top) / UNIT) for one in sums]
    whole = sum(raised)
    return Reading(chances={one: part / whole for one, part in zip(Concern, raised, strict=True)})


@cache
def _model(language: Language) -> Mapping[str, _Weights]:
    """The weights of each trait; those of the empty trait are what every text begins with."""
    rows = files("language").joinpath(f"concern.{language}.tsv").read_text("utf-8").splitlines()
    shared: dict[_Weights, _Weights] = {}
    found: dict[str, _Weights] = {}
    for row in rows:
        trait, *parts = row.split("\t")
        weights = tuple(map(int, parts))
        found[trait] = shared.setdefault(weights, weights)
    return found
