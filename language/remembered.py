"""Several handlers ask the same of one message: the answers about the last short texts are remembered."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

TEXTS = 512
LONGEST = 1_000

_Answer = TypeVar("_Answer")


def remembered(function: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
    """A pure function of a text that remembers its answers about the last 512 texts of at most 1,000 characters."""
    short = lru_cache(maxsize=TEXTS)(function)

    def answer(text: str) -> _Answer:
        return short(text) if len(text) <= LONGEST else function(text)

    answer.__doc__ = function.__doc__
    answer.__name__ = function.__name__
    return answer
