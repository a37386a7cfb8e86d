"""Who came and what many said alike lately, in memory: bounded, and cheap for an ordinary message."""

from __future__ import annotations

import re
from collections import OrderedDict, deque
from collections.abc import Hashable, Iterable
from datetime import datetime, timedelta
from itertools import combinations
from typing import NamedTuple
from zlib import crc32

from rapidfuzz import fuzz

from chat.people import PersonId
from moderation.recent import Heard

_GRAM = 5
_MARKS = 4
"""Of the four smallest hashes of five letters each, texts that are nearly the same share at least two."""

_LIKENESS = 85
"""What shares marks is compared letter by letter, in per cent: sentences of one form are no copies of each other."""

_READ = 120
"""So many letters of a text are read: what a raid posts is recognised by its beginning."""

_SHORTEST = 10
"""Shorter texts say the same by chance; a Chinese character counts as two."""

_LARGEST = 5_000
_COMPARED = 500
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


class _Said(NamedTuple):
    """A text as the chorus keeps it: its letters are what is compared, under each pair of its marks."""

    heard: Heard
    letters: str
    pairs: tuple[int, ...]


class Chorus:
    """Texts by the pairs of marks of their wording: who lately said nearly the same.

    Of the texts that share a pair the latest 500 are compared: no fewer are ever asked for.
    """

    def __init__(self) -> None:
        self._said: deque[_Said] = deque()
        self._by_pair: dict[int, OrderedDict[Hashable, _Said]] = {}

    def add(self, heard: Heard, within: timedelta) -> dict[PersonId, Heard]:
        """Remember a text; returns everybody's latest that is nearly the same, this one's author included."""
        self._forget(heard.at - within)
        letters = _letters(heard.wording)
        pairs = _pairs(_marks(letters))
        if not pairs:
            return {}
        said = _Said(heard, letters, pairs)
        sharing: dict[Hashable, _Said] = {}
        for pair in pairs:
            there = self._by_pair.get(pair)
            if there is None:
                there = self._by_pair[pair] = OrderedDict()
            else:
                sharing.update(there)
                if len(there) >= _COMPARED:
                    there.popitem(last=False)
            there[heard.key] = said
        self._said.append(said)
        alike = _alike(letters, sharing.values()) if sharing else ()
        return {**{one.by: one for one in alike}, heard.by: heard}

    def _forget(self, oldest: datetime) -> None:
        while self._said and (self._said[0].heard.at <= oldest or len(self._said) > _LARGEST):
            heard, _, pairs = self._said.popleft()
            for pair in pairs:
                there = self._by_pair.get(pair)
                if there is None:
                    continue
                if heard.key in there:
                    del there[heard.key]
                if not there:
                    del self._by_pair[pair]


def _alike(letters: str, sharing: Iterable[_Said]) -> list[Heard]:
    """Those that say nearly the same, the oldest first."""
    found = [
        said.heard
        for said in sharing
        if said.letters == letters or fuzz.ratio(letters, said.letters, score_cutoff=_LIKENESS)
    ]
    return sorted(found, key=_when)


def _when(heard: Heard) -> datetime:
    return heard.at


def _pairs(marks: tuple[int, ...]) -> tuple[int, ...]:
    """A number for each two of the marks; one that is alone stands for itself."""
    if len(marks) < 2:
        return marks
    return tuple(one << 32 | other for one, other in combinations(marks, 2))


def marks_of(wording: str) -> tuple[int, ...]:
    """The smallest hashes of a wording's pieces, digits left out; none for a text that says too little."""
    return _marks(_letters(wording))


def _marks(letters: str) -> tuple[int, ...]:
    is_latin = letters.isascii()
    if len(letters) * (1 if is_latin else 2) < _SHORTEST:
        return ()
    gram = _GRAM if is_latin else _GRAM - 2
    wide = letters.encode("utf-32-le", "surrogatepass")  # four bytes a letter: encoded once, cut anywhere
    pieces = set(map(wide.__getitem__, _CUTS[gram][: max(len(letters) - gram + 1, 1)]))
    return tuple(sorted(set(map(crc32, pieces)))[:_MARKS])


_CUTS = {gram: tuple(slice(4 * at, 4 * (at + gram)) for at in range(_READ)) for gram in (_GRAM, _GRAM - 2)}


def _letters(wording: str) -> str:
    return _DIGITS.sub("", wording[:_READ])
