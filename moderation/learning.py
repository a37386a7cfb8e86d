"""What labelled messages teach: naive Bayes from the first one, a stronger linear model when it proves better.

A model is a pure function of its lessons: to unlearn one is to learn from the others, exactly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from language.fold import fold
from language.similar import gist
from moderation.ngrams import piece_set

MOST_COPIES = 3
"""Near-duplicates that count: a campaign pasted a hundred times is one lesson."""

MOST_OF_ONE = 0.5
"""The largest share of the lessons that one moderator may give, once there are some from others."""

FEW = 20
"""From how many lessons of each kind on a linear model may try to beat naive Bayes."""

_SMOOTHING = 0.5
_SPACE = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")
_LOUD = re.compile(r"\b[A-Z]{2,}\b")
_SIGNS = "£$€¥!%/@+"
_WIDTHS = (2, 3, 5)
_LONGEST = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A text that somebody called spam or ham."""

    text: str
    spam: bool
    by: str = ""


def counted(lessons: Iterable[Lesson]) -> list[Lesson]:
    """The lessons that count, in their order: few of near-duplicates, and no moderator outweighs all others."""
    copies: Counter[tuple[str, bool]] = Counter()
    kept = []
    for one in lessons:
        name = (gist(one.text).bag, one.spam)
        copies[name] += 1
        if copies[name] <= MOST_COPIES:
            kept.append(one)
    by = Counter(one.by for one in kept)
    if len(by) < 2:
        return kept
    teacher, most = by.most_common(1)[0]
    allowed = max(FEW, int((len(kept) - most) * MOST_OF_ONE / (1 - MOST_OF_ONE)))
    spared = most - allowed
    result = []
    for one in kept:
        if one.by == teacher and spared > 0:
            spared -= 1
            continue
        result.append(one)
    return result


def traits(text: str) -> set[str]:
    """What is learned from a text: its pieces, letters across words, and how loud and how numerical it is."""
    text = text[:_LONGEST]
    folded = fold(text)
    found = piece_set(folded)
    flat = _SPACE.sub(" ", folded)
    for width in _WIDTHS:
        found.update(f"~{flat[n : n + width]}" for n in range(len(flat) - width + 1))
    found.update(f"\t#{min(len(run), 12)}" for run in _DIGITS.findall(folded))
    found.update(f"\t{sign}" for sign in _SIGNS if sign in text)
    loud = len(_LOUD.findall(text))
    found.update(f"\tloud{least}" for least in (1, 2, 4) if loud >= least)
    found.add(f"\tlong{min(len(text) // 40, 5)}")
    return found


class Bayes:
    """Multinomial naive Bayes over traits, each once a text. Lessons can be added and taken away one by one."""

    def __init__(self, lessons: Iterable[tuple[set[str], bool]] = ()) -> None:
        self._seen: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
        self._texts: Counter[bool] = Counter()
        self._traits: Counter[bool] = Counter()
        self._known: Counter[str] = Counter()
        for found, spam in lessons:
            self.learn(found, spam=spam)

    def learn(self, found: set[str], *, spam: bool) -> None:
        """One more lesson."""
        self._seen[spam].update(found)
        self._known.update(found)
        self._texts[spam] += 1
        self._traits[spam] += len(found)

    def unlearn(self, found: set[str], *, spam: bool) -> None:
        """As if a lesson had never been given."""
        for counts in (self._seen[spam], self._known):
            for trait in found:
                counts[trait] -= 1
                if not counts[trait]:
                    del counts[trait]
        self._texts[spam] -= 1
        self._traits[spam] -= len(found)

    def odds(self, found: set[str]) -> float:
        """The log odds that a text with these traits is spam; 0 before there are lessons of both kinds."""
        if not (self._texts[True] and self._texts[False]):
            return 0.0
        size = len(self._known) * _SMOOTHING
        good, bad = self._seen[False], self._seen[True]
        base = log((self._traits[False] + size) / (self._traits[True] + size))
        total = log(self._texts[True] / self._texts[False])
        for trait in sorted(found):
            total += log((bad[trait] + _SMOOTHING) / (good[trait] + _SMOOTHING)) + base
        return total


def folds(size: int, count: int = 5) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Which lessons to learn from and which to be asked about, by turns."""
    for turn in range(count):
        asked = range(turn, size, count)
        yield [n for n in range(size) if n % count != turn], asked
