"""A token bucket that is read off what was given: nothing is counted twice, nothing is lost in a crash (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Bucket:
    """At most `size` at once, one more every `refill`."""

    size: int
    refill: timedelta

    @property
    def memory(self) -> timedelta:
        """How far back what was given matters: in this time an empty bucket is full again."""
        return self.size * self.refill

    def has_token(self, given: Iterable[datetime], now: datetime) -> bool:
        """Whether one more may be given, `given` being the moments within its memory, oldest first."""
        level, last = float(self.size), None
        for at in given:
            if last is not None:
                level = min(self.size, level + (at - last) / self.refill)
            level -= 1
            last = at
        if last is not None:
            level = min(self.size, level + (now - last) / self.refill)
        return level >= 1 - 1e-9
