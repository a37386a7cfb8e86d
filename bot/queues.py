"""What waits to leave: one queue for each space and priority, found by when its first row may go."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush

from bot.outbox_rows import OutRow, is_urgent

Name = tuple[str, str, int]
"""Platform, space (for what is never paced, or waits for a moment of its own: the row itself) and priority."""


class Queues:
    """Rows in order within each queue; a queue gives its next row only when the one before has been freed.

    `wait` tells how long a row must still wait. It is asked when a row comes first in its queue and when the time that
    it told is over: however many queues wait, what they hold costs nothing meanwhile.
    """

    def __init__(self, wait: Callable[[OutRow, datetime], timedelta]) -> None:
        self._wait = wait
        self._rows: dict[Name, deque[OutRow]] = {}
        self._busy: set[Name] = set()
        self._ripe: list[tuple[int, int, Name]] = []
        self._ripe_heads: dict[Name, int] = {}
        self._later: list[tuple[datetime, Name]] = []
        self._until: dict[Name, datetime] = {}

    def put(self, row: OutRow, *, first: bool = False) -> None:
        """Add a row, at the head or at the end of its queue."""
        name = _name(row)
        rows = self._rows.setdefault(name, deque())
        if first:
            rows.appendleft(row)
        else:
            rows.append(row)
        if first or len(rows) == 1:
            self._ripen(name)

    def take(self, now: datetime) -> tuple[Name, OutRow] | None:
        """The most urgent row that may leave now, None when there is none; its queue rests until it is freed."""
        while self._later and self._later[0][0] <= now:
            moment, name = heappop(self._later)
            if self._until.get(name) == moment:
                self._ripen(name)
        while self._ripe:
            _, seq, name = heappop(self._ripe)
            if self._ripe_heads.get(name) != seq:
                continue
            del self._ripe_heads[name]
            rows = self._rows[name]
            wait = self._wait(rows[0], now)
            if wait <= timedelta():
                self._busy.add(name)
                return name, self._next(name)
            self._until[name] = now + wait
            heappush(self._later, (now + wait, name))
        return None

    def free(self, name: Name) -> None:
        """The row that was taken is dealt with."""
        self._busy.discard(name)
        if name in self._rows:
            self._ripen(name)

    def look_again(self, person: str | None = None) -> None:
        """What may leave has changed: for rows about that person, or for all."""
        for name, rows in self._rows.items():
            if person is None or rows[0].person == person:
                self._ripen(name)

    def is_free(self, name: Name) -> bool:
        """Whether a row of that queue has none before it."""
        return name not in self._rows and name not in self._busy

    def has_ripe(self, now: datetime) -> bool:
        """Whether a row may perhaps leave now."""
        return bool(self._ripe_heads) or bool(self._later and self._later[0][0] <= now)

    def soonest(self, now: datetime) -> datetime | None:
        """When the next row may leave at the earliest, None when nothing waits."""
        if self._ripe_heads:
            return now
        while self._later and self._until.get(self._later[0][1]) != self._later[0][0]:
            heappop(self._later)
        return self._later[0][0] if self._later else None

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._rows.values())

    def _ripen(self, name: Name) -> None:
        self._until.pop(name, None)
        row = self._rows[name][0]
        if name not in self._busy and self._ripe_heads.get(name) != row.seq:
            self._ripe_heads[name] = row.seq
            heappush(self._ripe, (row.priority, row.seq, name))

    def _next(self, name: Name) -> OutRow:
        rows = self._rows[name]
        row = rows.popleft()
        if not rows:
            del self._rows[name]
        return row


def _name(row: OutRow) -> Name:
    """What was asked to leave later (a notice vanishes) holds up nothing; what has to be tried again keeps its turn."""
    is_for_later = row.not_before is not None and not row.attempts
    return row.platform, row.key if is_for_later or is_urgent(row.verb) else row.space, row.priority
