"""What was said lately, in memory: bounded, by person and by wording."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chat.messages import MessageRef
from chat.people import PersonId


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as the rules remember it: `wording` is what it says without spaces, marks and spelling tricks."""

    ref: MessageRef
    by: PersonId
    at: datetime
    wording: str
    album: str | None = None


_NOTHING: Mapping[MessageRef, Heard] = {}


class Recent:
    """The last `size` messages of all spaces that are not older than `horizon`.

    A message heard twice counts once, so deciding an event again changes nothing.
    """

    def __init__(self, *, size: int = 20_000, horizon: timedelta = timedelta(minutes=30)) -> None:
        self._size = size
        self.horizon = horizon
        self._all: OrderedDict[MessageRef, Heard] = OrderedDict()
        self._by: dict[str, dict[MessageRef, Heard]] = {}
        self._saying: dict[str, dict[MessageRef, Heard]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def of(self, person: PersonId) -> Iterable[Heard]:
        """What a person said, oldest first."""
        return self._by.get(person, _NOTHING).values()

    def saying(self, wording: str) -> Iterable[Heard]:
        """What anybody said in exactly these words, oldest first."""
        return self._saying.get(wording, _NOTHING).values()

    def album(self, person: PersonId, album: str) -> tuple[MessageRef, ...]:
        """The messages of a person's album."""
        return tuple(heard.ref for heard in self.of(person) if heard.album == album)

    def add(self, heard: Heard) -> None:
        """Remember a message; one that is known is replaced (it was edited) and keeps its place and time."""
        known = self._all.get(heard.ref)
        if known is not None:
            self._replace(known, heard)
            return
        self._prune(heard.at)
        self._all[heard.ref] = heard
        self._by.setdefault(heard.by, {})[heard.ref] = heard
        if heard.wording:
            self._saying.setdefault(heard.wording, {})[heard.ref] = heard

    def forget(self, person: PersonId) -> None:
        """Drop what a person said."""
        for heard in tuple(self.of(person)):
            self._drop(heard)

    def rename(self, kept: PersonId, dropped: PersonId) -> None:
        """What `dropped` said was said by `kept`."""
        for heard in tuple(self.of(dropped)):
            self._drop(heard)
            self.add(Heard(heard.ref, kept, heard.at, heard.wording, heard.album))

    def _replace(self, known: Heard, heard: Heard) -> None:
        changed = Heard(known.ref, known.by, known.at, heard.wording, known.album)
        self._all[known.ref] = changed
        self._by[known.by][known.ref] = changed
        if known.wording != heard.wording:
            self._take(self._saying, known.wording, known.ref)
            if heard.wording:
                self._saying.setdefault(heard.wording, {})[known.ref] = changed

    def _prune(self, now: datetime) -> None:
        oldest = now - self.horizon
        while self._all:
            first = next(iter(self._all.values()))
            if len(self._all) < self._size and first.at >= oldest:
                return
            self._drop(first)

    def _drop(self, heard: Heard) -> None:
        del self._all[heard.ref]
        self._take(self._by, heard.by, heard.ref)
        self._take(self._saying, heard.wording, heard.ref)

    @staticmethod
    def _take(index: dict[str, dict[MessageRef, Heard]], name: str, ref: MessageRef) -> None:
        found = index.get(name)
        if found is None:
            return
        found.pop(ref, None)
        if not found:
            del index[name]
