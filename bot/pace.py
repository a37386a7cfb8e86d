"""How fast a platform lets us act: sliding windows over its declared limits."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from chat.ports import Limit

NONE = timedelta()


class Pace:
    """Tells how long an action must wait, and counts those that left."""

    def __init__(self, limits: Sequence[Limit]) -> None:
        self._limits = limits
        self._windows: dict[tuple[int, str], deque[datetime]] = {}
        self._blocked: dict[str, datetime] = {}

    def wait(self, space: str, verb: str, is_group: bool, now: datetime) -> timedelta:
        """How long until an action of that verb may leave for that space; zero = now."""
        longest = NONE
        for name in ("", space):
            if name in self._blocked:
                longest = max(longest, self._blocked[name] - now)
        for window, limit in self._of(space, verb, is_group):
            while window and window[0] <= now - limit.per:
                window.popleft()
            if len(window) >= limit.count:
                longest = max(longest, window[-limit.count] + limit.per - now)
        return longest

    def count(self, space: str, verb: str, is_group: bool, now: datetime) -> None:
        """An action leaves."""
        for window, _ in self._of(space, verb, is_group):
            window.append(now)

    def block(self, space: str, until: datetime) -> None:
        """The platform said "not before"; "" blocks every space."""
        self._blocked[space] = max(until, self._blocked.get(space, until))

    def _of(self, space: str, verb: str, is_group: bool) -> list[tuple[deque[datetime], Limit]]:
        found = []
        for index, limit in enumerate(self._limits):
            if (limit.verbs and verb not in limit.verbs) or (limit.groups_only and not is_group):
                continue
            name = (index, space if limit.per_space else "")
            found.append((self._windows.setdefault(name, deque()), limit))
        return found
