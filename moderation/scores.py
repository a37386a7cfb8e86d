"""From signals to a score: weighed by kind, with each share of the result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from moderation.breaches import View
from moderation.lexicon import Found, Kind

WEAK = frozenset({View.SOUND, View.PINYIN, View.LEET, View.VOWELS, View.SPELLING})
"""Readings that hit innocent words too: they may add weight, never decide alone."""

AUDIBLE = 0.3
"""A share from which on a kind of signal speaks."""

_FURTHER = (1.0, 0.4, 0.25, 0.15, 0.1)
"""How much of its weight the first, second ... signal of a kind keeps."""

MOST = {Kind.RELIEF: 2.2, Kind.TRADE: 4.0, Kind.DISGUISE: 1.4, Kind.MODEL: 2.8}
_DEFAULT_MOST = 2.6
"""What all signals of a kind add at most."""


class Share(NamedTuple):
    """A signal and what it adds to the score."""

    found: Found
    share: float


class Score(NamedTuple):
    """The sum of the shares; `firm` is what is left without the weak readings, `kinds` how many kinds speak for it."""

    value: float
    firm: float
    shares: tuple[Share, ...]
    kinds: int = 0

    def joined_by(self, weak: Found) -> Score:
        """With what a weak reading adds: nothing firm."""
        share = Share(weak, round(weak.weight, 4))
        return self._replace(value=round(self.value + share.share, 4), shares=(*self.shares, share))


NOTHING = Score(0.0, 0.0, ())


def combine(found: Sequence[Found]) -> Score:
    """Of one place the strongest signal of a kind counts; further ones of a kind count less and less."""
    by_kind: dict[Kind, list[Found]] = {}
    for one in sorted(found, key=_rank):
        mine = by_kind.get(one.kind)
        if mine is None:
            by_kind[one.kind] = [one]
        elif len(mine) < len(_FURTHER) and not _is_counted(one, mine):
            mine.append(one)
    shares: list[Share] = []
    value = firm = 0.0
    for kind, mine in by_kind.items():
        left = MOST.get(kind, _DEFAULT_MOST)
        for one, factor in zip(mine, _FURTHER, strict=False):
            share = max(-left, min(left, one.weight * factor))
            left -= abs(share)
            share = round(share, 4)
            if share:
                shares.append(Share(one, share))
                value += share
                if one.view not in WEAK:
                    firm += share
    return Score(round(value, 4), round(firm, 4), tuple(shares), _speaking(shares))


def _speaking(shares: Sequence[Share]) -> int:
    """How many kinds speak for it; what stands inside a stronger signal of another kind says nothing of its own."""
    kinds: set[Kind] = set()
    taken: list[Found] = []
    for one, share in sorted(shares, key=lambda share: -share.share):
        if share < AUDIBLE or one.kind is Kind.MODEL:
            continue
        if one.kind is not Kind.DISGUISE:
            if any(
                other.start <= one.start and one.end <= other.end and other.kind is not one.kind
                for other in taken
            ):
                continue
            taken.append(one)
        kinds.add(one.kind)
    return len(kinds)


def _rank(one: Found) -> tuple[float, int, int, str]:
    signal, _, _, start, end, _, weight = one
    return -abs(weight), start, end, signal


def _is_counted(one: Found, mine: Sequence[Found]) -> bool:
    """Whether one of these stands in the same place, or is the same signal by the same term."""
    signal, kind, term, start, end, _, _ = one
    for other, _, same, begin, stop, _, _ in mine:
        if start < stop and begin < end and kind is not Kind.DISGUISE:
            return True
        if signal == other and term == same:
            return True
    return False


def at_most(found: Sequence[Found]) -> tuple[float, int]:
    """No score of these is higher, the model left out; and no more kinds speak for it."""
    weights: dict[Kind, float] = {}
    for one in found:
        if one.weight > 0:
            weights[one.kind] = weights.get(one.kind, 0.0) + one.weight
    most = sum(min(weight, MOST.get(kind, _DEFAULT_MOST)) for kind, weight in weights.items())
    return most, sum(weight >= AUDIBLE for weight in weights.values())
