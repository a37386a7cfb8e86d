"""A quick look at a text, the cheap signs first: it says which of the costly looks are worth it."""

from __future__ import annotations

import re

from language.reading import Reading, said_places, unsaid_out
from language.spoken import Traits, traits_of

_DIGITS = re.compile("[0-9]+")
_ODD = re.compile("[^\\x00-\\x7f\\u4e00-\\u9fff\\u3000-\\u301c\\uff01-\\uff20\\u2010-\\u2027\\u00b7]")
_SPACED = re.compile(r"(?:\b\w\W){4}")


class Glance:
    """A folded text with what one pass over its words tells.

    `words`: what stands between its spaces. `plain`: its letters and digits alone.
    `odd`: whether the original holds anything but ASCII, Han and their punctuation.
    """

    __slots__ = ("_said", "_traits", "folded", "odd", "original", "plain", "words")

    _said: Reading
    _traits: Traits

    def __init__(self, folded: str, original: str) -> None:
        self.folded = folded
        self.original = original
        self.words = words = folded.split()
        plain = "".join(words)
        self.plain = plain if plain.isalnum() else unsaid_out(plain)
        # What the fold gives back as it came holds nothing odd.
        self.odd = folded is not original and not original.isascii() and _ODD.search(original) is not None

    @property
    def traits(self) -> Traits:
        """What is odd about its words."""
        try:
            return self._traits
        except AttributeError:
            self._traits = traits_of(self.words)
            return self._traits

    @property
    def said(self) -> Reading:
        """Its letters and digits alone, with their places."""
        try:
            return self._said
        except AttributeError:
            self._said = Reading(self.plain, self.folded, said_places)
            return self._said

    @property
    def parted(self) -> bool:
        """Whether characters stand alone in a way that may be a word taken apart."""
        single, folded = self.traits.single, self.folded
        if "\n" in folded or (single > 3 and _SPACED.search(folded)):
            return True
        return single > 0 and self.traits.wedged > 0

    @property
    def digits(self) -> list[str]:
        """Its runs of digits."""
        return _DIGITS.findall(self.folded)
