"""What Chinese words mean: which mean nearly the same, and what a text of them is about (pure)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from faq.wordings import tokens

_STRANGE = 200
"""What a character costs that is no known word; the dearest known word costs less."""

WHOLE = 255
NOTHING = 1e-9
"""What keeps a division by nothing from failing."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Known words: what each costs to read in a text, what it tells, and which others are like it, and how much.

    Made by `scripts/kin` from sentence encoders that learned Chinese elsewhere.
    """

    place: dict[str, int]
    cost: Sequence[int]
    tells: Floats
    """0 to 1: words that stand in any text tell little."""

    like: NDArray[np.uint16]
    """A row for each word: first itself, then its nearest by falling likeness."""

    alike: NDArray[np.uint8]
    """The same, as parts of `WHOLE`."""

    senses: NDArray[np.int8]
    """A row for each word: where it stands among all meanings; only the direction counts."""

    pull: Floats
    """What each word's row counts in the sense of a text."""

    longest: int


@cache
def words() -> Words:
    """The shipped ones."""
    with as_file(files("faq").joinpath("kin.zh.npz")) as path, np.load(path, allow_pickle=False) as kept:
        spelt = kept["words"].tobytes().decode("utf-8").split("\n")
        own = np.arange(len(spelt), dtype=np.uint16)[:, None]
        tells, senses = kept["tells"].astype(np.float32) / np.float32(WHOLE), kept["senses"]
        lengths = np.sqrt(np.einsum("ij,ij->i", senses, senses, dtype=np.float32))
        return Words(
            place={word: number for number, word in enumerate(spelt)},
            cost=kept["cost"].tolist(),
            tells=tells,
            like=np.hstack((own, kept["like"])),
            alike=np.hstack((np.full(own.shape, WHOLE, np.uint8), kept["alike"])),
            senses=senses,
            pull=tells**2 / (lengths + np.float32(NOTHING)),
            longest=max(map(len, spelt)),
        )


def taken_apart(text: str) -> tuple[int, ...]:
    """The known words of a text, each once: of all ways to read it the one with the commonest words."""
    known, found = words(), tokens(text)
    place, cost, longest = known.place, known.cost, known.longest
    best, back = [0], list[tuple[int, int]]()
    for end in range(1, len(found) + 1):
        part, cheapest, way = "", best[end - 1] + _STRANGE, (end - 1, -1)
        for begin in range(end - 1, max(end - longest, 0) - 1, -1):
            part = found[begin] + part
            number = place.get(part, -1)
            if number >= 0 and best[begin] + cost[number] < cheapest:
                cheapest, way = best[begin] + cost[number], (begin, number)
        best.append(cheapest)
        back.append(way)
    taken, end = list[int](), len(found)
    while end:
        end, number = back[end - 1]
        if number >= 0:
            taken.append(number)
    return tuple(dict.fromkeys(reversed(taken)))


def sense(asked: Sequence[int]) -> NDArray[np.float32]:
    """What some words mean together: the mean of their directions, by what each tells, as a unit vector."""
    known, rows = words(), list(asked)
    total = np.einsum("i,ij->j", known.pull[rows], known.senses[rows].astype(np.float32))
    return np.asarray(total / (math.sqrt(float(total @ total)) + NOTHING), np.float32)
