"""The pieces of a folded text that a model weighs: Han by one, two and three, other words by parts and pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import add

from language.words import Remembered, is_number

_RUN = re.compile(
    r"(?P<han>[\u3400-\u9fff\U00020000-\U000323af]+)|(?P<digits>\d+)|(?P<word>[^\W_\u3400-\u9fff\U00020000-\U000323af]+)"
)
_LONGEST_WORD = 30
LONGEST_NUMBER = 7
"""Digits; longer numbers are alike."""


def pieces(folded: str, begin: int = 0) -> Iterator[tuple[str, int, int]]:
    """Each piece with its place in the text. Numbers count by their length, words whole, by four letters, by pairs."""
    last = ""
    last_start = 0
    for run in _RUN.finditer(folded, begin):
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
            shown = _number(shown)
        else:
            shown = shown[:_LONGEST_WORD]
            padded = f"^{shown}$"
            for n in range(len(padded) - 3):
                yield padded[n : n + 4], start, end
        yield f" {shown}", start, end
        if last:
            yield f"{last} {shown}", last_start, end
        last, last_start = shown, start


def place_of(piece: str, folded: str) -> tuple[int, int]:
    """Where a piece of the text stands first: Han by themselves, all else with the words that it is a part of."""
    core = piece.strip(" ^$").partition(" ")[0]
    place = folded.find(core)
    if piece > "\u3400" and place >= 0:
        return place, place + len(piece)
    begin = folded.rfind(" ", 0, place) + 1 if place > 0 else 0
    return next((start, end) for one, start, end in pieces(folded, begin) if one == piece)


_HAN = re.compile(r"([\u3400-\u9fff\U00020000-\U000323af]+)")
_RUNS = re.compile(r"\d+|[^\W\d_][^\W_]*")

Word = tuple[str, str, Sequence[str]]
"""Of what stands between two spaces: the piece of the word it begins with, the word it ends with, and all pieces.

A Han run ends a pair of words, as any run in `pieces` does: what begins or ends with one has "" there.
"""


def piece_set(folded: str) -> set[str]:
    """All pieces of a text without their places, several times faster."""
    found: set[str] = set()
    last = ""
    for first, end, shown in map(_WORDS.__getitem__, folded.split()):
        if shown:
            found.update(shown)
            if last and first:
                found.add(last + first)
            last = end
    return found


def pieces_of(word: str) -> Word:
    """What one word, or in Chinese a clause and more, adds to a text."""
    if word.isascii():
        return _of_word(word)
    runs = _HAN.split(word)
    if len(runs) == 1:
        return _of_word(word)
    found: list[str] = []
    for run in runs[1::2]:
        pairs = [*map(add, run, run[1:])]
        found += run
        found += pairs
        found += map(add, pairs, run[2:])
    # What is too long to be remembered may stand there many times.
    looked = {one: _BETWEEN[one] for one in {*runs[::2]}}
    between = [looked[one] for one in runs[::2]]
    for _, _, others in between:
        found += others
    return between[0][0], between[-1][1], found


def _of_word(word: str) -> Word:
    if is_number(word):
        shown = _number(word)
        return f" {shown}", shown, (f" {shown}",)
    runs = [
        f"#{min(len(run), LONGEST_NUMBER)}" if run.isdecimal() else run[:_LONGEST_WORD]
        for run in _RUNS.findall(word)
    ]
    found = [piece for run in runs for piece in _parts(run)] + [
        f"{one} {other}" for one, other in pairwise(runs)
    ]
    return (f" {runs[0]}", runs[-1], tuple(found)) if runs else ("", "", ())


def _number(digits: str) -> str:
    return f"#{min(len(digits), LONGEST_NUMBER)}"


def _parts(word: str) -> Iterator[str]:
    """What one word, or the length of a number, adds."""
    yield f" {word}"
    if word[0] != "#":
        padded = f"^{word}$"
        for n in range(len(padded) - 3):
            yield padded[n : n + 4]


_WORDS = Remembered(pieces_of)
_BETWEEN = Remembered(_of_word)
