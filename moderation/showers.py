"""What everybody reacted to lately, in memory: counted, and taken away where it was too much."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

from chat.actions import ClearReactions
from chat.events import ReactionChanged
from chat.people import PersonId, Space

_LARGEST = 5_000
_MOST = 1_000
"""Reactions of one person that are remembered."""

Mark = tuple[datetime, Space, str, str, str]
"""When, where, on which message, which emoji, by which event."""


class Showers:
    """The reactions of each person within a time."""

    def __init__(self) -> None:
        self._put: OrderedDict[PersonId, deque[Mark]] = OrderedDict()

    def add(self, event: ReactionChanged, within: timedelta) -> int:
        """Some more; returns how many there were with this event, which counts once however often it is decided."""
        put = self._put.setdefault(event.by.person, deque(maxlen=_MOST))
        self._put.move_to_end(event.by.person)
        known = [at for at, mark in enumerate(put, 1) if mark[-1] == event.key]
        if known:
            return known[-1]
        put.extend(
            (event.at, event.message.space, event.message.id, emoji, event.key) for emoji in event.added
        )
        while put[0][0] <= event.at - within:
            put.popleft()
        while len(self._put) > _LARGEST:
            self._put.popitem(last=False)
        return len(put)

    def clearing(self, person: PersonId) -> tuple[ClearReactions, ...]:
        """What takes them away, one action for each place."""
        by_space: dict[Space, list[tuple[str, str]]] = {}
        for _, space, message, emoji, _ in self._put.get(person, ()):
            by_space.setdefault(space, []).append((message, emoji))
        return tuple(
            ClearReactions(to=space, person=person, marks=tuple(dict.fromkeys(marks)))
            for space, marks in by_space.items()
        )

    def forget(self, person: PersonId) -> None:
        """As if they had never reacted."""
        self._put.pop(person, None)


def clearing_of(event: ReactionChanged) -> ClearReactions:
    """What takes away the reactions of one event."""
    marks = tuple((event.message.id, emoji) for emoji in event.added)
    return ClearReactions(to=event.message.space, person=event.by.person, marks=marks)
