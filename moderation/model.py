"""A linear model over the pieces of a text, as plain weights: what it matched is the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from importlib.resources import files
from itertools import repeat
from math import sqrt

from language.sounds import numbered_of
from language.words import Measured, is_number, is_short
from moderation.ngrams import LONGEST_NUMBER, pieces_of, place_of

_SCALE = 100
LONGEST = 600
"""Characters that are weighed: what a text wants, it says early."""
_ANYTHING = 1_000_000
"""More than any text weighs."""
ADDRESS = re.compile(r"https?://[\x21-\x7e]*")
"""Addresses are no words: what they say is told by where they lead (moderation/traces.py)."""
FEWEST = 40
"""Of fewer pieces (six words, fourteen Han) the sum is divided as of so many: two words are no evidence yet."""


class Model:
    """Each piece counts once; the sum is divided by the root of their number, so that length is no evidence.

    `weights` are in hundredths: whole numbers add up to the same in any order.
    """

    def __init__(self, weights: Mapping[str, int], bias: float) -> None:
        self._weights = weights
        self._weighed = frozenset(weights)
        self._bias = bias
        self._met = Measured(self._look)
        self._loud = Measured(self._loudness)
        numbers = [pieces_of("0" * length) for length in range(1, LONGEST_NUMBER + 1)]
        self._numbers = [(first, end, self._with_weights(found)) for first, end, found in numbers]
        self._led: dict[str, int] = {}  # by the first word of a pair, what the loudest of its pairs weighs
        for piece, weight in weights.items():
            first, _, second = piece.partition(" ")
            if first and second and weight > 0:
                self._led[first] = max(weight, self._led.get(first, 0))
        self._loud_numbers = [self._loudest_sum(end, found.values()) for _, end, found in self._numbers]

    def odds(self, folded: str) -> float:
        """How much a text looks like what the model was taught to find, as log odds."""
        weighed, others = self._pieces(_words(folded))
        weight, count = sum(weighed.values()), len(weighed)
        if others:
            weight += sum(map(self._weights.__getitem__, others & self._weighed))
            count += len(others)
        return weight / (_SCALE * sqrt(max(count, FEWEST))) + self._bias

    def at_most(self, words: Sequence[str]) -> float:
        """The odds of no text of these words are higher, nor those of any passage of it; far cheaper than `odds`.

        `words`: what stands between the spaces of a text of at most `LONGEST` characters without addresses.
        """
        return sum(map(self._loud.__getitem__, words)) / (_SCALE * sqrt(FEWEST)) + self._bias

    def _loudness(self, word: str) -> int:
        """What the pieces of a word that speak for it weigh, with the loudest pair that it may begin.

        Of a long one that is not remembered it takes as long to tell as the odds themselves: it may weigh anything.
        """
        if is_number(word):
            return self._loud_numbers[min(len(word), LONGEST_NUMBER) - 1]
        if not is_short(word):
            return _ANYTHING
        _, end, found = pieces_of(word)
        known = self._weights.get
        return self._loudest_sum(end, [known(one, 0) for one in found])

    def _loudest_sum(self, end: str, weights: Iterable[int]) -> int:
        return sum(weight for weight in weights if weight > 0) + self._led.get(end, 0)

    def _pieces(self, text: str) -> tuple[Mapping[str, int], AbstractSet[str]]:
        """The pieces of words that were met before, with their weights, and all others."""
        known = self._weights.get
        weighed: dict[str, int] = {}
        others: set[str] = set()
        last = ""
        for first, end, shown in map(self._met.__getitem__, text.split()):
            if not shown:
                continue
            if isinstance(shown, dict):
                weighed.update(shown)
            else:
                others.update(shown)
            if last and first:
                pair = last + first
                weighed[pair] = known(pair, 0)
            last = end
        if others:
            others.difference_update(weighed)
        return weighed, others

    def _look(self, word: str) -> tuple[str, str, dict[str, int] | Sequence[str]]:
        """The pieces of a word, with their weights where it will be met again; all numbers of one length are alike."""
        if is_number(word):
            return self._numbers[min(len(word), LONGEST_NUMBER) - 1]
        first, end, found = pieces_of(word)
        if not (found and is_short(word)):
            return first, end, found
        return first, end, self._with_weights(found)

    def _with_weights(self, found: Sequence[str]) -> dict[str, int]:
        return dict(zip(found, map(self._weights.get, found, repeat(0)), strict=False))

    def loudest(self, folded: str) -> tuple[str, int, int]:
        """The piece that speaks loudest for it, with its place; single letters and numbers say too little."""
        text, weights = _words(folded), self._weights
        weighed, others = self._pieces(text)
        speaking = [(weight, one) for one, weight in weighed.items() if weight > 0]
        speaking += [(weights[one], one) for one in others & self._weighed if weights[one] > 0]
        speaking.sort()
        loudest = next((one for _, one in reversed(speaking) if _says_enough(one)), "")
        return (loudest, *place_of(loudest, text)) if loudest else ("", 0, 0)


def _words(folded: str) -> str:
    """What is weighed of a text, each character in its place."""
    text = folded[:LONGEST]
    return ADDRESS.sub(lambda address: " " * len(address[0]), text) if "://" in text else text


def _says_enough(piece: str) -> bool:
    return len(piece) > 2 or (len(piece) == 2 and piece > "\u3400")


def write_model(weights: Mapping[str, float], bias: float) -> str:
    """The text of a model's file: the bias, then a piece and its weight a line, in hundredths."""
    rows = [f"{piece}\t{round(weight * _SCALE)}" for piece, weight in sorted(weights.items())]
    return "\n".join([f"{round(bias * _SCALE)}", *rows]) + "\n"


def read_model(source: str) -> Model:
    """A model from the text of its file."""
    first, *rows = source.splitlines()
    table = (row.rpartition("\t") for row in rows)
    return Model({piece: int(weight) for piece, _, weight in table}, int(first) / _SCALE)


@cache
def shipped_model() -> Model:
    """The model that comes with Steward; `scripts/fit` says what it was taught with."""
    return read_model(files("moderation").joinpath("lexicon/model.tsv").read_text("utf-8"))


@cache
def shipped_sounds() -> Model:
    """The model that weighs how a text sounds, its pieces written as pinyin in its file."""
    first, *rows = files("moderation").joinpath("lexicon/sounds.tsv").read_text("utf-8").splitlines()
    table = (row.rpartition("\t") for row in rows)
    return Model({numbered_of(piece): int(weight) for piece, _, weight in table}, int(first) / _SCALE)
