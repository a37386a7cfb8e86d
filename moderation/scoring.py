"""A text, read in all ways, and what is found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import inf

from language.passages import passages
from language.reading import Reading
from moderation.breaches import View
from moderation.glance import Glance
from moderation.lexicon import Found, Hit, Kind, Lexicon
from moderation.model import LONGEST, Model
from moderation.readings import Look, Looks, readings
from moderation.scores import AUDIBLE, MOST, NOTHING, WEAK, Score, at_most, combine
from moderation.vocabulary import shipped_vocabulary
from moderation.wordings import is_reworded, sounding, wordings

WORDING = "wording"
"""The signal of what the model says."""

_MARKED = {View.PINYIN: 0.9, View.PARTS: 0.9, View.VOWELS: 0.6, View.BACKWARDS: 0.8}
"""Readings that exist only where somebody hid something."""

_ENOUGH = 8.0
"""When plain signals weigh as much, nobody needs to look behind disguises."""

_SPELT = 1.7
"""How much more a sound says that is partly spelt amid Chinese (jia 我 wei): that is no slip of the pen."""

_LETTER = re.compile("[a-z]")
_FEW = 3
"""Of no more Latin words nothing is told."""

_LONG = 1_000
"""Of longer texts the plain signals are weighed first: to read disguises takes longer than all else."""

_MODEL, _CENTRE, _LEAST_ODDS, _MOST_ODDS = 0.8, 0.9, -2.0, 4.5
"""What the model may add: so much of its log odds, moved a little towards those who hide something, within bounds."""

_SEVERAL = 4
"""Words between spaces: Chinese has fewer, and long ones."""

_ROUNDED = 0.01
"""More than the rounding of all shares can add."""


class Scorer:
    """Reads a text in all ways and weighs what it finds."""

    def __init__(self, lexicon: Lexicon, model: Model, sounds: Model) -> None:
        self._lexicon = lexicon
        self._model = model
        self._sounds = sounds

    def score(
        self,
        seen: Glance,
        left: Sequence[Found],
        *,
        disguised: bool = True,
        least: float = -inf,
        alone: float = 0.0,
    ) -> Score:
        """`left`: the traces of the text. `disguised` = also look behind disguises, for people who are not trusted yet.

        A score that cannot reach `least`, or `alone` more where one kind of signal speaks, is NOTHING.
        """
        if disguised and len(seen.plain) > _LONG:
            disguised = self._plainly(seen, left) < _ENOUGH
        hidden = readings(seen, self._lexicon.words) if disguised else []
        plain, *others = self._lexicon.hits(seen.plain, hidden)
        roughly = self._roughly(left, plain, hidden, others)
        wanted = (least if roughly >= 2 * AUDIBLE else least + alone) - _ROUNDED
        if roughly + self._at_most(seen) < wanted and not (
            disguised and is_reworded(seen, hidden, shipped_vocabulary())
        ):
            return NOTHING
        share, view, further = (
            self._voices(seen, hidden) if disguised else (self._said(seen), View.MODEL, 0.0)
        )
        if roughly + share + further < wanted:
            return NOTHING
        found = [*left]
        if plain:
            found += self._joined(plain, seen)
        if hidden and sum([one.weight for one in found]) < _ENOUGH:
            found += self._hidden(hidden, others, seen.folded)
        most, kinds = at_most(found)
        loud = share + further
        if most + loud < (least if kinds > 1 else least + alone) - _ROUNDED or (not found and loud <= 0):
            return NOTHING
        wording = Found(WORDING, Kind.MODEL, "", 0, len(seen.folded), View.MODEL, share)
        score = combine([*found, wording])
        return score if further == 0 else score.joined_by(wording._replace(view=view, weight=further))

    def _at_most(self, seen: Glance) -> float:
        """No wording or passage of the text as it stands says more to the model: cheaply told where there are words."""
        if len(seen.words) < _SEVERAL or len(seen.folded) > LONGEST or "://" in seen.folded:
            return _MODEL * _MOST_ODDS
        return _voice(self._model.at_most(seen.words))

    def _said(self, seen: Glance) -> float:
        """What the model says of the text as it stands, or of the passage that it takes most offence at."""
        share = _voice(self._model.odds(seen.folded))
        if share >= MOST[Kind.MODEL]:  # no passage can say more
            return share
        for passage in passages(seen.folded):
            share = max(share, _voice(self._model.odds(passage)))
        return share

    def _voices(self, seen: Glance, hidden: Looks) -> tuple[float, View, float]:
        """What the model says of the text undisguised, and what a weak reading adds to that, with its view."""
        share, most, weakest = self._said(seen), 0.0, View.MODEL
        is_unreadable = _is_unreadable(seen)
        if share <= _MODEL * _LEAST_ODDS and not is_unreadable:
            return (
                share,
                weakest,
                most,
            )  # nobody who hides what he offers in plain words sounds as harmless as that
        for text, view in wordings(seen, hidden, shipped_vocabulary()):
            said = _voice(self._model.odds(text))
            if view not in WEAK:
                share = max(share, said)
            elif said > most:
                most, weakest = said, view
        if (sound := sounding(seen, hidden)) and (said := _voice(self._sounds.odds(sound))) > most:
            most, weakest = said, View.PINYIN
        if most > 0 > share and is_unreadable:
            share = 0.0
        return share, weakest, max(0.0, min(most, MOST[Kind.MODEL]) - max(share, 0.0))

    def _plainly(self, seen: Glance, left: Sequence[Found]) -> float:
        """What the plain signals weigh together."""
        (plain,) = self._lexicon.hits(seen.plain)
        return sum([one.weight for one in (*left, *self._joined(plain, seen))])

    def _roughly(
        self,
        left: Sequence[Found],
        plain: Sequence[Hit],
        hidden: Sequence[Look],
        others: Sequence[Sequence[Hit]],
    ) -> float:
        """Without the model no score is higher, before anybody looks where the hits stand: most texts end here."""
        most = self._lexicon.most(plain) if plain else 0.0
        if left:
            most += sum([one.weight for one in left if one.weight > 0])
        for (_, view, factor, _), hits in zip(hidden, others, strict=True):
            if hits:
                most += factor * self._lexicon.most(hits)
            if view is not View.SOUND:
                most += _MARKED.get(view, 0.0)
        return most

    def loudest(self, folded: str) -> tuple[str, int, int]:
        """The wording that the model takes most offence at, with its place."""
        return self._model.loudest(folded)

    def _joined(self, hits: Sequence[Hit], seen: Glance) -> Iterator[Found]:
        """What stands there plainly, and with something between its letters."""
        folded = seen.folded
        for one in self._lexicon.find(hits, seen.said, folded, View.FOLDED, 1.0):
            inside = one.end - one.start - len(one.term)
            if inside == 0 or inside <= _spaces(one.term, folded[one.start : one.end]):
                yield one
            else:
                yield one._replace(view=View.JOINED, weight=one.weight * _parted(one, folded))

    def _hidden(
        self, hidden: Sequence[Look], others: Sequence[Sequence[Hit]], folded: str
    ) -> Iterator[Found]:
        for (text, view, factor, find), hits in zip(hidden, others, strict=True):
            reading = Reading(text, folded, find)
            for one in self._lexicon.find(hits, reading, folded, view, factor) if hits else ():
                if view is View.SOUND and _LETTER.search(folded, one.start, one.end):
                    one = one._replace(weight=one.weight * _SPELT)
                yield one
            if view in _MARKED:
                yield Found(view.value, Kind.DISGUISE, "", 0, len(folded), View.FORM, _MARKED[view])


def _is_unreadable(seen: Glance) -> bool:
    """Whether half of the words are spelt in figures, without vowels, from behind or as nobody spells them."""
    traits, count = seen.traits, len(seen.words)
    odd = traits.leet + traits.bare + traits.turned
    if odd > 1 and 2 * odd >= count:
        return True
    return traits.latin > _FEW and 2 * len({*seen.words} - shipped_vocabulary().words) > count


def _voice(odds: float) -> float:
    """What the model adds to a score."""
    return _MODEL * max(_LEAST_ODDS, min(_MOST_ODDS, odds + _CENTRE))


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
