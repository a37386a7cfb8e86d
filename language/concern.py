"""What a message is concerned with: nothing grave, or which trouble of its author's own (a linear model)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import repeat
from math import exp
from operator import mul
from struct import Struct
from typing import Protocol

from ahocorasick_rs import AhoCorasick

from chat.people import Language
from language.marks import matches
from language.remembered import remembered
from language.traits import ALONE, SHAPES, TENTH, letters_square, line_of, look, scale_of, words

UNIT = 64
"""Weights are stored as whole numbers of this part of one."""

_BITS = 32
_HALF = 1 << (_BITS - 1)
"""Room for one weight's sum in tenths: 400 characters show at most 2,000 traits of at most 10,000 tenths."""


class Concern(StrEnum):
    """What a message calls for, in the order of the stored weights; company is nothing that the staff could give."""

    CALM = "calm"
    COMPANY = "company"
    COMPLAINT = "complaint"
    HUMAN = "human"
    MONEY = "money"
    REPEAT = "repeat"
    SAFETY = "safety"


_CONCERNS = tuple(Concern)
_COMPANY = _CONCERNS.index(Concern.COMPANY)
_TROUBLES = _COMPANY + 1
"""From here on."""
_PLACES = tuple(1 << (_BITS * place) for place in range(len(_CONCERNS)))
_RAISED = _HALF * sum(_PLACES)
_ROOM = Struct(f"<{len(_CONCERNS)}I")


@dataclass(frozen=True, slots=True)
class Reading:
    """How likely each concern is against the others, in their order, and what follows from that.

    `trouble` is how likely it is that the message needs one of the staff at all, `company` that it longs for people,
    `gravest` the likeliest trouble.
    """

    shares: tuple[float, ...]
    trouble: float
    company: float
    gravest: Concern

    @property
    def chances(self) -> Mapping[Concern, float]:
        """How likely each concern is."""
        whole = sum(self.shares)
        return {concern: share / whole for concern, share in zip(_CONCERNS, self.shares, strict=True)}


class _Said(Protocol):
    """The weights of words and letters, each text's added up with their strengths in tenths."""

    def sum(self, spelt: str) -> tuple[int, float]:
        """The sum for a folded text, and the scale that it is to be taken times."""
        ...


class _Letters:
    """Chinese: one automaton finds all known runs of characters."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self._runs = AhoCorasick(list(weights))
        shared: dict[int, int] = {}
        whole = (weight * (ALONE if len(run) == 1 else TENTH) for run, weight in weights.items())
        self._weights = [shared.setdefault(weight, weight) for weight in whole]

    def sum(self, spelt: str) -> tuple[int, float]:
        line = line_of(spelt)
        found = {run for run, _, _ in matches(self._runs, line)}
        return sum(map(self._weights.__getitem__, found)), scale_of(letters_square(line))


class _Words:
    """English."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self._weights = weights

    def sum(self, spelt: str) -> tuple[int, float]:
        said, square = words(spelt)
        known = self._weights.get
        together = sum(tenths * sum(map(known, names, repeat(0))) for tenths, names in said)
        return together, scale_of(square)


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """The weights of each trait, one for each concern, side by side in one whole number: they add up all at once."""

    shape: Mapping[str, int]
    said: _Said

    def sums(self, text: str, language: Language) -> list[float]:
        """How much speaks for each concern, in units."""
        shown = look(text, language)
        known = self.shape.get
        seen = _apart(sum(map(known, ("", *shown.shape), repeat(0))))
        together, scale = self.said.sum(shown.spelt)
        scale /= TENTH
        return [one + other * scale for one, other in zip(seen, _apart(together), strict=True)]


def _together(weights: Iterable[int]) -> int:
    return sum(map(mul, weights, _PLACES))


def _apart(together: int) -> list[int]:
    """The sums of the concerns out of the one number, each raised by half its room so that none is below zero."""
    raised = (together + _RAISED).to_bytes(_ROOM.size, "little")
    return [one - _HALF for one in _ROOM.unpack(raised)]


@remembered
def concern_of(text: str, language: Language | None) -> Reading:
    """Read a text; without a known language, by whichever model sees more trouble."""
    if language is None:
        return max((_read(text, one) for one in ("zh", "en")), key=lambda reading: reading.trouble)
    return _read(text, language)


def _read(text: str, language: Language) -> Reading:
    sums = _model(language).sums(text, language)
    top = max(sums)
    raised = [exp((one - top) / UNIT) for one in sums]
    whole = sum(raised)
    troubles = raised[_TROUBLES:]
    gravest = _CONCERNS[_TROUBLES + troubles.index(max(troubles))]
    return Reading(tuple(raised), 1 - sum(raised[:_TROUBLES]) / whole, raised[_COMPANY] / whole, gravest)


@cache
def _model(language: Language) -> _Model:
    """The weights of each trait; those of the empty trait are what every text begins with."""
    shape: dict[str, int] = {}
    said: dict[str, int] = {}
    shared: dict[int, int] = {}  # half of all traits weigh what another does: the number is held once
    with files("language").joinpath(f"concern.{language}.tsv").open(encoding="utf-8") as rows:
        for row in rows:
            trait, *parts = row.split("\t")
            together = _together(map(int, parts))
            weights = shape if not trait or trait.startswith(SHAPES) else said
            weights[trait] = shared.setdefault(together, together)
    return _Model(shape, _Letters(said) if language == "zh" else _Words(said))
