"""What was said lately, in memory: bounded, by person and by wording."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from chat.messages import MessageRef
from chat.people import PersonId

_PRUNED_EVERY = 64
MOST_PIECES = 20
SHORT = 24
"""So short, in characters, is a message that may be a part of something longer; what is not ASCII counts as two."""


def piece_of(text: str) -> str:
    """What of a message is remembered as a piece: all of a very short one, nothing of others."""
    if len(text) > SHORT:
        return ""
    return text if text.isascii() or 2 * len(text) <= SHORT else ""


class Heard(NamedTuple):
    """A message as the rules remember it: `wording` is what it says without spaces, marks and spelling tricks.

    `piece` is the text of a very short one, which may be a part of something longer.
    """

    key: str
    ref: MessageRef
    by: PersonId
    at: datetime
    wording: str
    album: str | None = None
    piece: str = ""


def key_of(ref: MessageRef) -> str:
    """The name of a message in memory."""
    return f"{ref.space.platform}:{ref.space.id}:{ref.id}"


_NOTHING: Mapping[str, Heard] = {}


class Recent:
    """The last `size` messages of all spaces, none much older than `horizon`.

    A message heard twice counts once, so deciding an event again changes nothing.
    """

    def __init__(self, *, size: int = 20_000, horizon: timedelta = timedelta(minutes=30)) -> None:
        self._size = size
        self.horizon = horizon
        self._all: OrderedDict[str, Heard] = OrderedDict()
        self._by: dict[str, dict[str, Heard]] = {}
        self._saying: dict[str, dict[str, Heard]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def of(self, person: PersonId) -> Collection[Heard]:
        """What a person said, oldest first."""
        return self._by.get(person, _NOTHING).values()

    def saying(self, wording: str) -> Collection[Heard]:
        """What anybody said in exactly these words, oldest first."""
        return self._saying.get(wording, _NOTHING).values()

    def known(self, key: str) -> Heard | None:
        """The message of that name."""
        return self._all.get(key)

    def album(self, person: PersonId, album: str) -> tuple[MessageRef, ...]:
        """The messages of a person's album."""
        return tuple(heard.ref for heard in self.of(person) if heard.album == album)

    def pieces(self, heard: Heard, since: datetime) -> list[Heard]:
        """The very short messages of the same author in the same place that lead up to this one, oldest first."""
        found: list[Heard] = []
        for one in reversed([*self.of(heard.by)]):
            if one.key == heard.key or one.ref.space.lane != heard.ref.space.lane:
                continue
            if one.at <= since or not one.piece or len(found) >= MOST_PIECES:
                break
            found.append(one)
        return found[::-1]

    def add(self, heard: Heard) -> None:
        """Remember a message; one that is known is replaced (it was edited) and keeps its place and time."""
        known = self._all.get(heard.key)
        if known is not None:
            self._replace(known, heard)
            return
        if len(self._all) >= self._size or len(self._all) % _PRUNED_EVERY == 0:
            self._prune(heard.at)
        self._all[heard.key] = heard
        self._by.setdefault(heard.by, {})[heard.key] = heard
        if heard.wording:
            self._saying.setdefault(heard.wording, {})[heard.key] = heard

    def forget(self, person: PersonId) -> None:
        """Drop what a person said."""
        for heard in tuple(self.of(person)):
            self._drop(heard)

    def rename(self, kept: PersonId, dropped: PersonId) -> None:
        """What `dropped` said was said by `kept`."""
        for heard in tuple(self.of(dropped)):
            self._drop(heard)
            self.add(heard._replace(by=kept))

    def _replace(self, known: Heard, heard: Heard) -> None:
        wording = heard.wording
        if known.wording == wording and known.piece == heard.piece:
            return
        changed = known._replace(wording=wording, piece=heard.piece)
        self._all[known.key] = changed
        self._by[known.by][known.key] = changed
        _take(self._saying, known.wording, known.key)
        if wording:
            self._saying.setdefault(wording, {})[known.key] = changed

    def _prune(self, now: datetime) -> None:
        oldest = now - self.horizon
        while self._all:
            first = next(iter(self._all.values()))
            if len(self._all) < self._size and first.at >= oldest:
                return
            self._drop(first)

    def _drop(self, heard: Heard) -> None:
        del self._all[heard.key]
        _take(self._by, heard.by, heard.key)
        _take(self._saying, heard.wording, heard.key)


def _take(index: dict[str, dict[str, Heard]], name: str, key: str) -> None:
    found = index.get(name)
    if found is None:
        return
    if len(found) > 1:
        found.pop(key, None)
    elif key in found:
        del index[name]
