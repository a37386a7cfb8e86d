"""Near-duplicates: how much two texts resemble each other, and a bounded window over what was said lately."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from heapq import nsmallest
from zlib import crc32

from rapidfuzz import fuzz, process

from language.excerpt import excerpt
from language.fold import fold
from language.remembered import remembered

_SHORT = 256
"""Up to here texts are compared letter by letter; beyond, that costs too much."""

_SKETCH = 128
"""Smallest bigram hashes kept of each text: a share of common bigrams within about ± .06."""

_TINY = 6
"""Shorter texts resemble each other only when they are equal: 好的 and 好吗 say different things."""

_SHARING = 0.75
"""Texts that resemble each other this much have two neighbouring letters in common."""

_UNSAID = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Gist:
    """What a text says once spelling, spaces, punctuation and emoji are taken away."""

    letters: str

    @property
    def long(self) -> bool:
        """Whether letters are too many to compare one by one."""
        return len(self.letters) > _SHORT

    @cached_property
    def bag(self) -> str:
        """The letters in order of the alphabet: equal for the same words in another order."""
        return "".join(sorted(self.letters[:_SHORT]))

    @cached_property
    def bigrams(self) -> frozenset[int]:
        """All hashed bigrams of a short text, the smallest 128 of a long one."""
        letters = self.letters
        hashes = {_hash(letters[at : at + 2]) for at in range(len(letters) - 1)}
        return frozenset(nsmallest(_SKETCH, hashes) if self.long else hashes)


@remembered
def gist(text: str) -> Gist:
    """The gist of a text; of a very long one, of both its ends."""
    return Gist(_UNSAID.sub("", fold(excerpt(text).text)))


def resemblance(one: Gist, other: Gist) -> float:
    """0 (nothing in common) to 1 (the same gist); the same phrases in another order resemble too."""
    if one.letters == other.letters:
        return 1.0 if one.letters else 0.0
    if min(len(one.letters), len(other.letters)) < _TINY:
        return 0.0
    if one.long or other.long:
        return min(_common(one, other), _closeness(one, other))
    reordered = min(_common(one, other), fuzz.ratio(one.bag, other.bag) / 100)
    return max(fuzz.ratio(one.letters, other.letters) / 100, reordered)


def resembles(one: Gist, other: Gist, floor: float) -> bool:
    """Whether their resemblance reaches the floor (above 0), told with less work where it does not."""
    if one.letters == other.letters or one.long or other.long:
        return resemblance(one, other) >= floor
    if min(len(one.letters), len(other.letters)) < _TINY or _closeness(one, other) < floor:
        return False
    least = 100 * floor
    if fuzz.ratio(one.letters, other.letters) >= least:
        return True
    return fuzz.ratio(one.bag, other.bag) >= least and _common(one, other) >= floor


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something said lately: `key` is the caller's own name for it."""

    key: str
    author: str
    at: datetime
    gist: Gist = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An earlier text that resembles the one asked about."""

    said: Said
    score: float


class Recent:
    """The last `size` texts of one place, none older than `horizon`; times come from the caller."""

    def __init__(self, *, size: int = 500, horizon: timedelta = timedelta(hours=24)) -> None:
        self._said: deque[Said] = deque(maxlen=size)
        self._horizon = horizon

    def __len__(self) -> int:
        return len(self._said)

    def add(self, key: str, author: str, text: str, at: datetime) -> None:
        """Remembers a text; one that says nothing (only emoji, empty) is not kept."""
        while self._said and self._said[0].at < at - self._horizon:
            self._said.popleft()
        essence = gist(text)
        if essence.letters:
            self._said.append(Said(key=key, author=author, at=at, gist=essence))

    def similar(
        self, text: str, at: datetime, *, author: str | None = None, floor: float = 0.85
    ) -> tuple[Match, ...]:
        """Texts of the horizon before `at` that resemble this one, best first; of one author, or of all."""
        asked, oldest = gist(text), at - self._horizon
        if not asked.letters:
            return ()
        least = len(asked.letters) * floor / (2 - floor) - 1e-6
        most = len(asked.letters) * (2 - floor) / max(floor, 1e-6) + 1e-6
        heard = [
            said
            for said in self._said
            if least <= len(said.gist.letters) <= most and said.at >= oldest and author in (None, said.author)
        ]
        matches = (Match(said=s, score=resemblance(asked, s.gist)) for s in _candidates(asked, heard, floor))
        return tuple(sorted((m for m in matches if m.score >= floor), key=lambda match: -match.score))

    def forget(self, author: str) -> None:
        """Drops what one person said."""
        kept = [said for said in self._said if said.author != author]
        self._said.clear()
        self._said.extend(kept)


def _candidates(asked: Gist, heard: Sequence[Said], floor: float) -> Iterable[Said]:
    """Those that can reach the floor: one pass in C over all short texts instead of a call for each."""
    if asked.long:
        return heard
    if floor >= _SHARING and asked.bigrams:
        heard = [said for said in heard if said.gist.long or not said.gist.bigrams.isdisjoint(asked.bigrams)]
    short = [said for said in heard if not said.gist.long]
    hits: set[int] = set()
    for mine, theirs in (
        (asked.letters, [said.gist.letters for said in short]),
        (asked.bag, [said.gist.bag for said in short]),
    ):
        found = process.extract(mine, theirs, scorer=fuzz.ratio, score_cutoff=100 * floor, limit=None)
        hits.update(index for _, _, index in found)
    return [*(short[index] for index in hits), *(said for said in heard if said.gist.long)]


def _closeness(one: Gist, other: Gist) -> float:
    """The most that two texts of these lengths can resemble each other."""
    shorter, longer = sorted((len(one.letters), len(other.letters)))
    return 2 * shorter / (shorter + longer) if longer else 0.0


def _common(one: Gist, other: Gist) -> float:
    """Dice's share of common bigrams; for long texts an estimate from the smallest hashes of the union."""
    common = one.bigrams & other.bigrams
    if not (one.long or other.long):
        return 2 * len(common) / (len(one.bigrams) + len(other.bigrams))
    if len(common) * 3 < _SKETCH:
        return 2 * len(common) / (_SKETCH + len(common))
    union = nsmallest(_SKETCH, one.bigrams | other.bigrams)
    shared = sum(hashed in common for hashed in union)
    return 2 * shared / (len(union) + shared)


def _hash(bigram: str) -> int:
    return crc32(bigram.encode("utf-8", "surrogatepass"))
