"""Who came and what many said alike lately, in memory: bounded, and cheap for an ordinary message."""

from __future__ import annotations

import re
from collections import OrderedDict, deque
from collections.abc import Hashable, Iterable
from datetime import datetime, timedelta
from zlib import crc32

from rapidfuzz import fuzz

from chat.people import PersonId
from moderation.recent import Heard

_GRAM = 5
_MARKS = 4
_ALIKE = 2
"""Of the four smallest hashes of five letters each, texts that are nearly the same share at least two."""

_LIKENESS = 85
"""What shares marks is compared letter by letter, in per cent: sentences of one form are no copies of each other."""

_READ = 120
"""So many letters of a text are read: what a raid posts is recognised by its beginning."""

_SHORTEST = 10
"""Shorter texts say the same by chance; a Chinese character counts as two."""

_LARGEST = 5_000
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


class Tally:
    """How often each person did something within a time."""

    def __init__(self) -> None:
        self._done: OrderedDict[PersonId, deque[datetime]] = OrderedDict()

    def add(self, person: PersonId, at: datetime, within: timedelta) -> int:
        """Once more; returns how often by now."""
        done = self._done.setdefault(person, deque())
        self._done.move_to_end(person)
        done.append(at)
        while done[0] <= at - within:
            done.popleft()
        while len(self._done) > _LARGEST:
            self._done.popitem(last=False)
        return len(done)


class Chorus:
    """Texts by the marks of their wording: who lately said nearly the same."""

    def __init__(self) -> None:
        self._said: deque[tuple[Heard, tuple[int, ...]]] = deque()
        self._by_mark: dict[int, dict[Hashable, Heard]] = {}

    def add(self, heard: Heard, within: timedelta) -> dict[PersonId, Heard]:
        """Remember a text; returns everybody's latest that is nearly the same, this one's author included."""
        self._forget(heard.at - within)
        marks = marks_of(heard.wording)
        if not marks:
            return {}
        alike = self._alike(marks, heard.wording)
        for mark in marks:
            self._by_mark.setdefault(mark, {})[heard.key] = heard
        self._said.append((heard, marks))
        return {**{one.by: one for one in alike}, heard.by: heard}

    def _alike(self, marks: tuple[int, ...], wording: str) -> Iterable[Heard]:
        shared: dict[Hashable, int] = {}
        found: dict[Hashable, Heard] = {}
        for mark in marks:
            for key, heard in self._by_mark.get(mark, {}).items():
                shared[key] = shared.get(key, 0) + 1
                found[key] = heard
        least = min(_ALIKE, len(marks))
        letters = _letters(wording)
        return [
            heard
            for key, heard in found.items()
            if shared[key] >= least and fuzz.ratio(letters, _letters(heard.wording)) >= _LIKENESS
        ]

    def _forget(self, oldest: datetime) -> None:
        while self._said and (self._said[0][0].at <= oldest or len(self._said) > _LARGEST):
            heard, marks = self._said.popleft()
            for mark in marks:
                there = self._by_mark.get(mark, {})
                there.pop(heard.key, None)
                if not there:
                    self._by_mark.pop(mark, None)


def marks_of(wording: str) -> tuple[int, ...]:
    """The smallest hashes of a wording's pieces, digits left out; none for a text that says too little."""
    letters = _letters(wording)
    if len(letters) * (1 if letters.isascii() else 2) < _SHORTEST:
        return ()
    width = 4 * (_GRAM if letters.isascii() else _GRAM - 2)
    wide = letters.encode("utf-32-le", "surrogatepass")  # four bytes a letter: encoded once, cut anywhere
    pieces = {crc32(wide[at : at + width]) for at in range(0, len(wide) - width + 4, 4)}
    return tuple(sorted(pieces)[:_MARKS])


def _letters(wording: str) -> str:
    return _DIGITS.sub("", wording[:_READ])
