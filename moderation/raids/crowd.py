"""Who came and what many said alike lately, in memory: bounded, and cheap for an ordinary message."""

from __future__ import annotations

import re
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations, islice
from zlib import crc32

from rapidfuzz import fuzz, process

from chat.people import PersonId
from moderation.recent import Heard

_GRAM = 5
_MARKS = 4
"""Of the four smallest hashes of five letters each, texts that are nearly the same share at least two."""

_LIKENESS = 85
"""What shares marks is compared letter by letter, in per cent: sentences of one form are no copies of each other."""

_SHARE = _LIKENESS / (200 - _LIKENESS)
"""Of two texts that are so alike the shorter has at least this part of the longer one's letters."""

_READ = 120
"""So many letters of a text are read: what a raid posts is recognised by its beginning."""

_SHORTEST = 10
"""Shorter texts say the same by chance; a Chinese character counts as two."""

_LARGEST = 5_000
_COMPARED = 40
_DIGITS = re.compile(r"\d+")


class Throng:
    """Different people in one place within a time, each counted once."""

    def __init__(self) -> None:
        self._seen: dict[str, OrderedDict[PersonId, datetime]] = {}

    def add(self, place: str, person: PersonId, at: datetime, within: timedelta) -> int:
        """One more; returns how many there are now."""
        seen = self._seen.setdefault(place, OrderedDict())
        seen.pop(person, None)
        seen[person] = at
        while seen and (next(iter(seen.values())) <= at - within or len(seen) > _LARGEST):
            seen.popitem(last=False)
        return len(seen)

    def people(self, place: str) -> tuple[PersonId, ...]:
        """Who they are, the latest last."""
        return tuple(self._seen.get(place, ()))

    def clear(self, place: str) -> None:
        """Begin to count anew."""
        self._seen.pop(place, None)


@dataclass(slots=True, eq=False)
class _Copies:
    """A text and who said nearly the same lately, each with their latest; found under each pair of its marks."""

    letters: str
    size: int
    pairs: tuple[int, ...]
    by: dict[PersonId, tuple[Heard, str]] = field(default_factory=dict)


class Chorus:
    """Who lately said nearly the same: a text is compared with the first of such copies, and then with each of them.

    Of the texts that share a pair of marks the latest are compared, and so many different ones no raid posts.
    """

    def __init__(self) -> None:
        self._said: deque[tuple[Heard, _Copies]] = deque()
        self._by_pair: dict[int, list[_Copies]] = {}

    def add(self, heard: Heard, within: timedelta) -> dict[PersonId, Heard]:
        """Remember a text; returns everybody's latest that is nearly the same, this one's author included."""
        self._forget(heard.at - within)
        letters = _letters(heard.wording)
        pairs = _pairs(_marks(letters))
        if not pairs:
            return {}
        alike = self._alike(letters, pairs)
        said = {
            who: one for copies in alike for who, (one, other) in copies.by.items() if _nearly(letters, other)
        }
        copies = max(alike, key=_size) if alike else self._first(letters, pairs)
        copies.by.pop(heard.by, None)
        copies.by[heard.by] = heard, letters
        self._said.append((heard, copies))
        return {**said, heard.by: heard}

    def _alike(self, letters: str, pairs: tuple[int, ...]) -> list[_Copies]:
        by_pair = self._by_pair
        sharing = [copies for pair in pairs if pair in by_pair for copies in by_pair[pair]]
        if not sharing:
            return sharing
        size = len(letters)
        shortest, longest = size * _SHARE, size / _SHARE
        near = [copies for copies in dict.fromkeys(sharing) if shortest <= copies.size <= longest]
        if not near:
            return near
        texts = [copies.letters for copies in near]
        found = process.extract(letters, texts, scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=None)
        return [near[at] for at in sorted(at for _, _, at in found)] if found else []

    def _first(self, letters: str, pairs: tuple[int, ...]) -> _Copies:
        copies, by_pair = _Copies(letters, len(letters), pairs), self._by_pair
        for pair in pairs:
            there = by_pair.get(pair)
            if there is None:
                by_pair[pair] = [copies]
            else:
                if len(there) >= _COMPARED:
                    del there[0]
                there.append(copies)
        return copies

    def _forget(self, oldest: datetime) -> None:
        while self._said and (self._said[0][0].at <= oldest or len(self._said) > _LARGEST):
            heard, copies = self._said.popleft()
            if copies.by.get(heard.by, (None, ""))[0] is heard:
                del copies.by[heard.by]
            if not copies.by:
                self._drop(copies)

    def _drop(self, copies: _Copies) -> None:
        for pair in copies.pairs:
            there = self._by_pair.get(pair, [])
            if copies in there:
                there.remove(copies)
                if not there:
                    del self._by_pair[pair]


def _nearly(letters: str, other: str) -> bool:
    return letters == other or fuzz.ratio(letters, other, score_cutoff=_LIKENESS) > 0


def _size(copies: _Copies) -> int:
    return len(copies.by)


def _pairs(marks: tuple[int, ...]) -> tuple[int, ...]:
    """A number for each two of the marks; one that is alone stands for itself."""
    if len(marks) < _MARKS:
        return marks if len(marks) < 2 else tuple(one << 32 | other for one, other in combinations(marks, 2))
    a, b, c, d = marks
    first, second = a << 32, b << 32
    return first | b, first | c, first | d, second | c, second | d, c << 32 | d


def marks_of(wording: str) -> tuple[int, ...]:
    """The smallest hashes of a wording's pieces, digits left out; none for a text that says too little."""
    return _marks(_letters(wording))


def _marks(letters: str) -> tuple[int, ...]:
    is_latin = letters.isascii()
    if len(letters) * (1 if is_latin else 2) < _SHORTEST:
        return ()
    gram = _GRAM if is_latin else _GRAM - 2
    wide = letters.encode("utf-32-le", "surrogatepass")  # four bytes a letter: encoded once, cut anywhere
    cuts = islice(_CUTS[gram], max(len(letters) - gram + 1, 1))
    return tuple(sorted(set(map(crc32, map(wide.__getitem__, cuts))))[:_MARKS])


_CUTS = {gram: tuple(slice(4 * at, 4 * (at + gram)) for at in range(_READ)) for gram in (_GRAM, _GRAM - 2)}


def _letters(wording: str) -> str:
    return _DIGITS.sub("", wording[:_READ])
