"""A quick look at a text, the cheap signs first: it says which of the costly looks are worth it."""

from __future__ import annotations

import re

from language.disguise import squeezed_out
from language.spoken import Spoken, spoken

_DIGITS = re.compile("[0-9]+")
_LEET = re.compile(r"[0-9@$!|€£+](?:[a-z]|(?<=[a-z].))")
_MARKED = re.compile(r"[-_*|~`\\](?<=\w.)[-_*|~`\\]{0,3}(?=\w)")
_WEDGED = re.compile(r"[^\w\s][^\W_][^\w\s]")
_SPACED = re.compile(r"(?:\b\w\W){4}")
_ODD = re.compile("[^\\x00-\\x7f\\u4e00-\\u9fff\\u3000-\\u301c\\uff01-\\uff20\\u2010-\\u2027\\u00b7]")


class Glance:
    """A folded text with what one pass over it tells.

    `plain`: its letters and digits alone. `spoken`: how it sounds, and what is odd about its words. `digits`: its runs
    of digits. `odd`: whether the original holds anything but ASCII, Han and their punctuation. `leet`: whether digits
    or signs touch letters, or a letter stands three times.
    """

    __slots__ = ("digits", "folded", "leet", "odd", "original", "plain", "spoken")

    def __init__(self, folded: str, original: str, plain: str | None = None) -> None:
        self.folded = folded
        self.original = original
        self.plain = squeezed_out(folded) if plain is None else plain
        self.spoken: Spoken = spoken(folded)
        self.digits: list[str] = _DIGITS.findall(folded)
        self.odd = not original.isascii() and _ODD.search(original) is not None
        self.leet = self.spoken.tripled > 0 or _LEET.search(folded) is not None

    @property
    def dashed(self) -> bool:
        """Whether a dash, star or the like stands between two letters."""
        return _MARKED.search(self.folded) is not None

    @property
    def parted(self) -> bool:
        """Whether characters stand alone in a way that may be a word taken apart."""
        single, folded = self.spoken.single, self.folded
        if "\n" in folded or (single > 3 and _SPACED.search(folded)):
            return True
        return single > 0 and _WEDGED.search(folded) is not None

    @property
    def long_digits(self) -> int:
        """The length of the longest run of digits."""
        return max(map(len, self.digits), default=0)

    @property
    def all_digits(self) -> int:
        """How many digits there are."""
        return sum(map(len, self.digits))
