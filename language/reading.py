"""A reading of a folded text: what it says in another alphabet or order, and where each character of it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import compress
from typing import overload

Places = tuple[Sequence[int], Sequence[int]]

_SAID = re.compile(r"[^\W_]+")
_LAST = ".!?,;:~"
"""With these most texts end that hold anything but letters and digits."""


class Through(Sequence[int]):
    """Places that follow from others, each worked out when it is wanted: of many thousands a few are."""

    __slots__ = ("_follow", "_places")

    def __init__(self, places: Sequence[int], follow: Callable[[int], int]) -> None:
        self._places = places
        self._follow = follow

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...

    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return Through(self._places[index], self._follow)
        return self._follow(self._places[index])


def after(places: Sequence[int]) -> Sequence[int]:
    """The places right behind others."""
    return Through(places, (1).__add__)


class Reading:
    """`starts[n]:ends[n]` is where the n-th character of `text` stands in the folded text.

    Places are costly to find: `find` is asked for them, with the folded text, when the first is wanted.
    """

    __slots__ = ("_find", "_folded", "_places", "text")

    _places: Places

    def __init__(self, text: str, folded: str, find: Callable[[str], Places]) -> None:
        self.text = text
        self._folded = folded
        self._find = find

    @property
    def starts(self) -> Sequence[int]:
        """Where each character begins in the folded text."""
        return self.places[0]

    @property
    def ends(self) -> Sequence[int]:
        """Where each character ends in the folded text."""
        return self.places[1]

    @property
    def places(self) -> Places:
        """Both."""
        try:
            return self._places
        except AttributeError:
            self._places = self._find(self._folded)
            return self._places

    def places_in(self, _folded: str) -> Places:
        """The same, for who asks with the folded text."""
        return self.places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the folded text behind `text[start:end]`."""
        starts, ends = self.places
        return min(starts[start:end]), max(ends[start:end])


def squeezed_out(folded: str) -> str:
    """The letters and digits alone."""
    plain = "".join(folded.split())
    return plain if plain.isalnum() else unsaid_out(plain)


def unsaid_out(text: str) -> str:
    """A text without spaces and signs."""
    said = text.rstrip(_LAST)
    return said if said.isalnum() else "".join(_SAID.findall(said))


def joined(folded: str) -> Reading:
    """The letters and digits alone, with their places."""
    return Reading(squeezed_out(folded), folded, said_places)


def said_places(folded: str) -> Places:
    """Where each letter and digit of a folded text stands in it."""
    starts = [*compress(range(len(folded)), map(str.isalnum, folded))]
    return starts, after(starts)
