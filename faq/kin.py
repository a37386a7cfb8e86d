"""What Chinese words mean: which mean nearly the same, and what a text of them is about (pure)."""

from __future__ import annotations

import math
import mmap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import cast

import numpy as np
from numpy.typing import NDArray

from faq.wordings import tokens

_STRANGE = 200
"""What a character costs that is no known word; the dearest known word costs less."""

WHOLE = 255
NOTHING = 1e-9
"""What keeps a division by nothing from failing."""

Floats = NDArray[np.float32]


ROW = np.dtype(
    [
        ("like", "<u2", (33,)),
        ("alike", "u1", (33,)),
        ("sense", "i1", (128,)),
        ("pull", "<f4"),
        ("tells", "<f4"),
    ]
)
"""What is kept of a word: itself and its 32 nearest by falling likeness; how like they are, in parts of `WHOLE`; where
it stands among all meanings (only the direction counts); what that counts in the sense of a text; and what it tells,
0 to 1: words that stand in any text tell little.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Known words: what each costs to read in a text, and a row of `ROW` for each, read from the disk when asked for.

    Made by `scripts/kin` from sentence encoders that learned Chinese elsewhere.
    """

    place: dict[str, int]
    cost: Sequence[int]
    rows: NDArray[np.void]
    longest: int

    @property
    def like(self) -> NDArray[np.uint16]:
        """Which words are like each."""
        return cast(NDArray[np.uint16], self.rows["like"])

    @property
    def alike(self) -> NDArray[np.uint8]:
        """How like they are."""
        return cast(NDArray[np.uint8], self.rows["alike"])

    @property
    def tells(self) -> Floats:
        """What each tells."""
        return cast(Floats, self.rows["tells"])


@cache
def words() -> Words:
    """The shipped ones."""
    place: dict[str, int] = {}
    cost = bytearray()
    with files("faq").joinpath("kin.zh.tsv").open(encoding="utf-8") as listed:
        for number, line in enumerate(listed):
            word, _, price = line.partition("\t")
            place[word] = number
            cost.append(int(price))
    with as_file(files("faq").joinpath("kin.zh.npy")) as path:
        rows = np.load(path, mmap_mode="r", allow_pickle=False)
    return Words(place=place, cost=bytes(cost), rows=rows.view(np.ndarray), longest=max(map(len, place)))


def let_go() -> None:
    """Give back the pages of the file that were read; they come again when they are asked for."""
    if words.cache_info().currsize and isinstance(rows := words().rows.base, np.memmap):
        rows._mmap.madvise(mmap.MADV_DONTNEED)  # type: ignore[attr-defined]


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
    rows = words().rows[list(asked)]
    total = np.einsum("i,ij->j", rows["pull"], rows["sense"].astype(np.float32))
    return np.asarray(total / (math.sqrt(float(total @ total)) + NOTHING), np.float32)
