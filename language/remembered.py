"""Several handlers ask the same of one message: the answers about the last short texts are remembered."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

TEXTS = 512
"""More than the messages that are read side by side: those of other places come between two questions about one."""

LONGEST = 1_000

_Function = TypeVar("_Function", bound=Callable[..., Any])


def remembered(function: _Function) -> _Function:
    """A pure function of a text that remembers its answers about the last 512 texts of at most 1,000 characters."""
    short = lru_cache(maxsize=TEXTS)(function)

    @wraps(function)
    def answer(text: str, *rest: Hashable) -> object:
        return (short if len(text) <= LONGEST else function)(text, *rest)

    return cast(_Function, answer)
