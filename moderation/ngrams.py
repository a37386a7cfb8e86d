"""The pieces of a folded text that a model weighs: Han by one, two and three, other words by parts and pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from operator import add

_RUN = re.compile(
    r"(?P<han>[\u3400-\u9fff\U00020000-\U000323af]+)|(?P<digits>\d+)|(?P<word>[^\W_\u3400-\u9fff\U00020000-\U000323af]+)"
)
_RUNS = re.compile(r"\d+|[^\W\d_][^\W_]*")
_LONGEST_WORD = 30


def pieces(folded: str) -> Iterator[tuple[str, int, int]]:
    """Each piece with its place in the text. Numbers count by their length, words whole, by four letters, by pairs."""
    last = ""
    last_start = 0
    for run in _RUN.finditer(folded):
        start, end = run.span()
        shown = run[0]
        if run["han"] is not None:
            for n in range(end - start):
                yield shown[n], start + n, start + n + 1
                yield shown[n : n + 2], start + n, min(start + n + 2, end)
                if n + 3 <= end - start:
                    yield shown[n : n + 3], start + n, start + n + 3
            last = ""
            continue
        if run["digits"] is not None:
            shown = f"#{min(end - start, 7)}"
        else:
            shown = shown[:_LONGEST_WORD]
            padded = f"^{shown}$"
            for n in range(len(padded) - 3):
                yield padded[n : n + 4], start, end
        yield f" {shown}", start, end
        if last:
            yield f"{last} {shown}", last_start, end
        last, last_start = shown, start


_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+")


def piece_set(folded: str) -> set[str]:
    """All pieces of a text without their places, several times faster."""
    found: set[str] = set()
    if folded.isascii():
        _latin(folded, found)
        return found
    for han in _HAN.findall(folded):
        found.update(han)
        found.update(map(add, han, han[1:]))
        found.update(map(add, map(add, han, han[1:]), han[2:]))
    # A run of Han ends a pair of words, as any run in `pieces` does.
    for part in _HAN.split(folded):
        if part:
            _latin(part, found)
    return found


def _latin(part: str, found: set[str]) -> None:
    runs = [f"#{min(len(run), 7)}" if run.isdecimal() else run for run in _RUNS.findall(part)]
    for run in runs:
        found.update(_parts(run))
    if len(runs) > 1:
        shown = [run[:_LONGEST_WORD] for run in runs]
        found.update(map(" ".join, pairwise(shown)))


@lru_cache(maxsize=16384)
def _parts(word: str) -> tuple[str, ...]:
    """What one word, or the length of a number, adds."""
    word = word[:_LONGEST_WORD]
    if word[0] == "#":
        return (f" {word}",)
    padded = f"^{word}$"
    return (f" {word}", *(padded[n : n + 4] for n in range(len(padded) - 3)))
