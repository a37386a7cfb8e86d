"""The pieces of a folded text that a model weighs: Han by one, two and three, other words by parts and pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from operator import add

from language.words import Remembered, is_number

_RUN = re.compile(
    r"(?P<han>[\u3400-\u9fff\U00020000-\U000323af]+)|(?P<digits>\d+)|(?P<word>[^\W_\u3400-\u9fff\U00020000-\U000323af]+)"
)
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
_RUNS = re.compile(r"\d+|[^\W\d_][^\W_]*")


def piece_set(folded: str) -> set[str]:
    """All pieces of a text without their places, several times faster."""
    if folded.isascii():
        return _of_words(folded)
    found: set[str] = set()
    found.update(*map(_HAN_RUNS.__getitem__, _HAN.findall(folded)))
    # A run of Han ends a pair of words, as any run in `pieces` does.
    return found.union(*[_of_words(part) for part in _HAN.split(folded) if part and not part.isspace()])


def _of_words(part: str) -> set[str]:
    looked = [word for word in map(_WORDS.__getitem__, part.split()) if word[0]]
    if len(looked) < 2:
        return set(looked[0][2]) if looked else set()
    firsts, lasts, found = zip(*looked, strict=True)
    return set().union(*found, map(add, lasts, firsts[1:]))


def _of_han(run: str) -> tuple[str, ...]:
    pairs = [*map(add, run, run[1:])]
    return (*run, *pairs, *map(add, pairs, run[2:]))


def _of_word(word: str) -> tuple[str, str, tuple[str, ...]]:
    """Of what stands between two spaces: the piece of its first word, its last word, and all pieces."""
    if is_number(word):
        shown = f"#{min(len(word), 7)}"
        return f" {shown}", shown, (f" {shown}",)
    runs = [f"#{min(len(run), 7)}" if run.isdecimal() else run[:_LONGEST_WORD] for run in _RUNS.findall(word)]
    found = [piece for run in runs for piece in _parts(run)] + [
        f"{one} {other}" for one, other in pairwise(runs)
    ]
    return (f" {runs[0]}", runs[-1], tuple(found)) if runs else ("", "", ())


def _parts(word: str) -> Iterator[str]:
    """What one word, or the length of a number, adds."""
    yield f" {word}"
    if word[0] != "#":
        padded = f"^{word}$"
        for n in range(len(padded) - 3):
            yield padded[n : n + 4]


_WORDS = Remembered(_of_word)
_HAN_RUNS = Remembered(_of_han)
