"""A linear model over the pieces of a text, as plain weights: what it matched is the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import sqrt

from moderation.ngrams import piece_set, pieces

_SCALE = 100
LONGEST = 600
"""Characters that are weighed: what a text wants, it says early."""


class Model:
    """Each piece counts once; the sum is divided by the root of their number, so that length is no evidence.

    `weights` are in hundredths: whole numbers add up to the same in any order.
    """

    def __init__(self, weights: Mapping[str, int], bias: float) -> None:
        self._weights = weights
        self._weighed = frozenset(weights)
        self._bias = bias

    def odds(self, folded: str) -> float:
        """How much a text looks like what the model was taught to find, as log odds."""
        found = piece_set(folded[:LONGEST])
        if not found:
            return self._bias
        weight = sum(map(self._weights.__getitem__, found & self._weighed))
        return weight / (_SCALE * sqrt(len(found))) + self._bias

    def loudest(self, folded: str) -> tuple[str, int, int]:
        """The piece that speaks loudest for it, with its place; single letters and numbers say too little."""
        text, weights = folded[:LONGEST], self._weights
        weighed = {one: weights[one] for one in piece_set(text) & self._weighed if _says_enough(one)}
        most = max(weighed.values(), default=0)
        if most <= 0:
            return "", 0, 0
        loudest = {one for one, weight in weighed.items() if weight == most}
        return next(one for one in pieces(text) if one[0] in loudest)


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
