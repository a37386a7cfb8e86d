"""Latin words that were spelt wrongly, by the words that are known (pure)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from language.words import Remembered

_WORD = re.compile(r"(?<![\w'’@/.])[a-z]{3,}(?![\w'’@/])")
_DOUBLED = re.compile(r"([a-z])\1+")
_ALIKE = str.maketrans("zkqy", "scci")
_FEWEST = 2
_SHARE = 4
"""So many words are spelt wrongly at least, and one in so many: a slip of the pen happens to everybody."""
_LEAST = 4
"""Letters of a word of which one may be too many or another one; of shorter ones one may be missing or turned."""
_CONFUSED = ("aeiou", "sc", "td", "bp", "vf", "gj", "mn", "vw")
"""Letters that are taken for one another."""


class Spelling:
    """What words were meant to be. `words`: those that are known, of two equally near ones the first counts."""

    def __init__(self, words: Collection[str]) -> None:
        self._heard: dict[str, str] = {}
        self._shortened: dict[str, str] = {}
        for word in words:
            if len(word) >= _LEAST:
                heard = _heard(word)
                self._heard.setdefault(heard, word)
                for less in _without_one(heard):
                    self._shortened.setdefault(less, word)
        self._known = frozenset(words)
        self._meant = Remembered(self._look)

    def respelt(self, folded: str) -> str | None:
        """The text with the words that were meant; None where most are spelt as they should be."""
        shown = _WORD.findall(folded)
        unknown = {*shown} - self._known
        if len(unknown) < _FEWEST:
            return None
        meant = {one: word for one in unknown if (word := self._meant[one]) is not None}
        times = sum(map(meant.__contains__, shown))
        if times < _FEWEST or times * _SHARE < len(shown):
            return None
        return _WORD.sub(lambda found: meant.get(found[0], found[0]), folded)

    def _look(self, shown: str) -> str | None:
        heard = _heard(shown)
        if (word := self._heard.get(heard)) is not None:
            return word
        if (word := self._shortened.get(heard)) is not None and word[0] == shown[0]:
            return word
        shortened = [*_without_one(heard)]
        for less in shortened:
            if (word := self._shortened.get(less)) is not None and _is_slip(heard, _heard(word)):
                return word
        for less in shortened if len(heard) >= _LEAST else ():
            if (word := self._heard.get(less)) is not None and word[0] == shown[0]:
                return word
        return None


def _heard(word: str) -> str:
    """A word as it is heard: doubled letters as one, those that sound alike as the same."""
    return _DOUBLED.sub(r"\1", word.replace("ck", "k").replace("ph", "f").translate(_ALIKE))


def _without_one(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(1, len(word)))


def _is_slip(shown: str, meant: str) -> bool:
    """Whether two neighbours are turned round, or one letter stands for another that is easily taken for it."""
    places = [place for place, (one, other) in enumerate(zip(shown, meant, strict=False)) if one != other]
    if len(shown) != len(meant) or not places:
        return False
    first, last = places[0], places[-1]
    if len(places) == _FEWEST and last == first + 1:
        return shown[first] == meant[last] and shown[last] == meant[first]
    pair = {shown[first], meant[first]}
    return len(places) == 1 and len(shown) >= _LEAST and any(pair <= {*letters} for letters in _CONFUSED)
