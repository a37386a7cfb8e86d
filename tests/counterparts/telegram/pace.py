"""Telegram's documented sending limits, counted by the injected clock."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from tests.counterparts.telegram.refusals import flood


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    count: int
    window: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """As documented: 1 a second for each chat, 20 a minute for each group, 30 a second in all."""

    each_chat: Limit = Limit(count=1, window=timedelta(seconds=1))
    each_group: Limit = Limit(count=20, window=timedelta(minutes=1))
    in_all: Limit = Limit(count=30, window=timedelta(seconds=1))


class Pace:
    """Counts messages by the injected clock; without limits it lets everything pass."""

    def __init__(self, limits: Limits | None, clock: Callable[[], datetime]) -> None:
        self.limits = limits
        self._clock = clock
        self._sent: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def spend(self, chat_id: int, messages: int = 1) -> None:
        """Raises 429 with the seconds until the fullest window has room; a refused request costs nothing."""
        if self.limits is None:
            return
        windows = [(f"chat {chat_id}", self.limits.each_chat), ("all", self.limits.in_all)]
        if chat_id < 0:
            windows.append((f"group {chat_id}", self.limits.each_group))
        now = self._clock()
        wait = max(self._wait(name, limit, now) for name, limit in windows)
        if wait > timedelta():
            raise flood(max(1, ceil(wait.total_seconds())))
        for name, _ in windows:
            self._sent[name].extend([now] * messages)

    def _wait(self, name: str, limit: Limit, now: datetime) -> timedelta:
        sent = self._sent[name]
        while sent and sent[0] <= now - limit.window:
            sent.popleft()
        if len(sent) < limit.count:
            return timedelta()
        return sent[len(sent) - limit.count] + limit.window - now
