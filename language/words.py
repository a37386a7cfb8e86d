"""What was found out about words that were met: about short ones it is found out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_LONGEST = 24
_LONGEST_HAN = 6
_LONGEST_NUMBER = 3
MOST = 20_000
"""So many words are remembered at most."""

_T = TypeVar("_T")


def is_short(word: str) -> bool:
    """Whether what stands between two spaces may come again: a word, or in Chinese hardly more."""
    return len(word) <= (_LONGEST if word.isascii() else _LONGEST_HAN)


def is_number(word: str) -> bool:
    """Whether it is nothing but figures."""
    return word.isdigit() and word.isascii()


def may_come_again(word: str) -> bool:
    """Whether it is worth remembering: a short word, but of numbers only the shortest."""
    return len(word) <= _LONGEST_NUMBER or (not is_number(word) and is_short(word))


class Remembered(dict[str, _T]):
    """Asked for a word it looks at it, and remembers what it saw of one that may come again, as few numbers do."""

    def __init__(self, look: Callable[[str], _T]) -> None:
        self._look = look

    def __missing__(self, word: str) -> _T:
        found = self._look(word)
        if not may_come_again(word):
            return found
        if len(self) >= MOST:
            self.clear()
        self[word] = found
        return found


class Measured(Remembered[_T]):
    """For looks to which all numbers of one length are alike."""

    def __init__(self, look: Callable[[str], _T]) -> None:
        super().__init__(look)
        self._numbers: dict[int, _T] = {}

    def __missing__(self, word: str) -> _T:
        length = len(word)
        if not (word.isdigit() and word.isascii() and _LONGEST_NUMBER < length <= _LONGEST):
            return super().__missing__(word)
        found = self._numbers.get(length)
        if found is None:
            found = self._numbers[length] = self._look(word)
        return found
