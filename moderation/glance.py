"""A quick look at a text, the cheap signs first: it says which of the costly looks are worth it."""

from __future__ import annotations

import re

from language.fold import Folded
from language.reading import Reading, said_places, unsaid_out
from language.spoken import Traits, met_sound_of, traits_of, usual_sound_of

_DIGITS = re.compile("[0-9]+")
_ODD = re.compile("[^\\x00-\\x7f\\u4e00-\\u9fff\\u3000-\\u301c\\uff01-\\uff20\\u2010-\\u2027\\u00b7]")
_FEW_WORDS = 2
"""With more, a text with Han in it has spaces between its words, which may all have been met before."""
_SPACED = re.compile(r"(?:\b\w\W){4}")


class Glance:
    """A text, folded once, with what one pass over its words tells.

    `words`: what stands between its spaces. `plain`: its letters and digits alone. `sound`: how its words sound where
    there are several, with Han among them and nothing rare; else None.
    `odd`: whether the original holds anything but ASCII, Han and their punctuation.
    """

    __slots__ = ("_origin", "_said", "_traits", "folded", "odd", "original", "plain", "sound", "words")

    def __init__(self, original: str) -> None:
        self._origin: Folded | None = None
        self._said: Reading | None = None
        self._traits: Traits | None = None
        sound, odd = None, False
        if original.isascii():
            folded = original.lower()
            words = folded.split()
        else:
            folded, words = original, original.split(" ")
            sound = met_sound_of(words) if len(words) > _FEW_WORDS else None
            if sound is None:
                self._origin = Folded(original)
                folded = self._origin.text
                words = folded.split()
                # What the fold gives back as it came holds nothing odd.
                odd = folded is not original and _ODD.search(original) is not None
                if len(words) > _FEW_WORDS and not (odd or folded.isascii() or "\n" in folded):
                    sound = usual_sound_of(words)
        plain = "".join(words)
        self.original = original
        self.folded = folded
        self.words = words
        self.plain = plain if plain.isalnum() else unsaid_out(plain)
        self.sound = sound
        self.odd = odd

    @property
    def origin(self) -> Folded:
        """The way back from the folded text to the original."""
        origin = self._origin
        if origin is None:
            origin = self._origin = Folded(self.original)
        return origin

    @property
    def traits(self) -> Traits:
        """What is odd about its words."""
        traits = self._traits
        if traits is None:
            traits = self._traits = traits_of(self.words)
        return traits

    @property
    def said(self) -> Reading:
        """Its letters and digits alone, with their places."""
        said = self._said
        if said is None:
            said = self._said = Reading(self.plain, self.folded, said_places)
        return said

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
