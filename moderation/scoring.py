"""From signals to a score: what is found in all readings, weighed by kind, with each share of the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from language.disguise import joined, squeezed_out
from moderation.breaches import View
from moderation.lexicon import Found, Hit, Kind, Lexicon
from moderation.model import Model
from moderation.readings import readings
from moderation.traces import traces

WEAK = frozenset({View.SOUND, View.PINYIN, View.LEET, View.VOWELS})
"""Readings that hit innocent words too: they may add weight, never decide alone."""

_MARKED = {View.PINYIN: 0.9, View.PARTS: 0.9, View.VOWELS: 0.6, View.BACKWARDS: 0.8}
"""Readings that exist only where somebody hid something."""

_ENOUGH = 8.0
"""When plain signals weigh as much, nobody needs to look behind disguises."""

_MODEL, _CENTRE, _LEAST_ODDS, _MOST_ODDS = 0.5, 1.0, -1.0, 3.0
"""What the model may add: half of its log odds around where as many of our sentences are wanted as unwanted."""

_AUDIBLE = 0.3

_FURTHER = (1.0, 0.4, 0.25, 0.15, 0.1)
_MOST = {Kind.RELIEF: 2.2, Kind.TRADE: 4.0, Kind.DISGUISE: 1.4}
_DEFAULT_MOST = 2.6


class Share(NamedTuple):
    """A signal and what it adds to the score."""

    found: Found
    share: float


@dataclass(frozen=True, slots=True)
class Score:
    """The sum of the shares; `firm` is what is left without the weak readings, `kinds` how many kinds speak for it."""

    value: float
    firm: float
    shares: tuple[Share, ...]
    kinds: int = 0


NOTHING = Score(0.0, 0.0, ())


class Scorer:
    """Reads a text in all ways and weighs what it finds."""

    def __init__(self, lexicon: Lexicon, model: Model) -> None:
        self._lexicon = lexicon
        self._model = model

    def score(self, folded: str, original: str, *, disguised: bool = True) -> Score:
        """`disguised` = also look behind disguises, for people who are not trusted yet."""
        plain = squeezed_out(folded)
        hits = self._lexicon.hits(plain)
        found = [*self._joined(hits, folded, plain)] if hits else []
        found += traces(folded, original)
        odds = self._model.odds(folded)
        share = _MODEL * max(_LEAST_ODDS, min(_MOST_ODDS, odds + _CENTRE))
        sure = sum(one.weight for one in found) >= _ENOUGH
        if disguised and not sure:
            found += self._hidden(folded, original, plain)
        if not found and share <= 0:
            return NOTHING
        return combine([*found, Found("wording", Kind.MODEL, "", 0, len(folded), View.MODEL, share)])

    def loudest(self, folded: str) -> tuple[str, int, int]:
        """The wording that the model takes most offence at, with its place."""
        return self._model.loudest(folded)

    def _joined(self, hits: Sequence[Hit], folded: str, plain: str) -> Iterator[Found]:
        """What stands there plainly, and with something between its letters."""
        reading = joined(folded)
        for one in self._lexicon.find(hits, reading, folded, View.FOLDED, 1.0):
            inside = one.end - one.start - len(one.term)
            if inside == 0 or inside <= _spaces(one.term, folded[one.start : one.end]):
                yield one
            else:
                yield one._replace(view=View.JOINED, weight=one.weight * _parted(one, folded))

    def _hidden(self, folded: str, original: str, plain: str) -> Iterator[Found]:
        lexicon = self._lexicon
        for reading, view, factor in readings(folded, original, plain, lexicon.words):
            hits = lexicon.hits(reading.text)
            if hits:
                yield from lexicon.find(hits, reading, folded, view, factor)
            if view in _MARKED:
                yield Found(view.value, Kind.DISGUISE, "", 0, len(folded), View.FORM, _MARKED[view])


def _spaces(term: str, shown: str) -> int:
    """How many single spaces, hyphens and apostrophes between Latin words are ordinary writing."""
    if not term.isascii():
        return 0
    return sum(one in " -'’/.,+%$:" for one in shown)


def _parted(one: Found, folded: str) -> float:
    """A comma inside a Chinese term is most likely the end of a clause; anything else is strange."""
    between = [c for c in folded[one.start : one.end] if not c.isalnum()]
    if len(between) == 1 and between[0] in ",.。!?;:、 \n，":
        return 0.25 if len(one.term) <= 3 else 0.6
    return 1.0


def combine(found: Sequence[Found]) -> Score:
    """Of one place the strongest signal of a kind counts; further ones of a kind count less and less."""
    shares: list[Share] = []
    by_kind: dict[Kind, list[Found]] = {}
    for one in sorted(found, key=_strongest):
        mine = by_kind.get(one.kind)
        if mine is None:
            by_kind[one.kind] = [one]
        elif len(mine) < len(_FURTHER) and not any(_same(one, other) for other in mine):
            mine.append(one)
    for kind, mine in by_kind.items():
        shares.extend(_shares(mine, _MOST.get(kind, _DEFAULT_MOST)))
    value = sum(one.share for one in shares)
    firm = sum(one.share for one in shares if one.found.view not in WEAK)
    kinds = {one.found.kind for one in shares if one.share >= _AUDIBLE and one.found.kind is not Kind.MODEL}
    return Score(round(value, 4), round(firm, 4), tuple(shares), len(kinds))


def _strongest(one: Found) -> tuple[float, int, int, str]:
    return -abs(one.weight), one.start, one.end, one.signal


def _same(one: Found, other: Found) -> bool:
    overlaps = one.start < other.end and other.start < one.end
    return (overlaps and one.kind is not Kind.DISGUISE) or (
        one.signal == other.signal and one.term == other.term
    )


def _shares(mine: Iterable[Found], most: float) -> Iterator[Share]:
    left = most
    for rank, one in enumerate(mine):
        share = one.weight * _FURTHER[rank]
        share = max(-left, min(left, share))
        left -= abs(share)
        if share:
            yield Share(one, round(share, 4))
