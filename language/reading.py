"""A reading of a folded text: what it says in another alphabet or order, and where each character of it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import compress

Places = tuple[Sequence[int], Sequence[int]]

_UNSAID = re.compile(r"[\W_]+")


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
    return _UNSAID.sub("", text)


def joined(folded: str) -> Reading:
    """The letters and digits alone, with their places."""
    return Reading(squeezed_out(folded), folded, said_places)


def said_places(folded: str) -> Places:
    """Where each letter and digit of a folded text stands in it."""
    said = [*map(str.isalnum, folded)]
    return [*compress(range(len(said)), said)], [*compress(range(1, len(said) + 1), said)]
