"""Business time counted minute by minute on the wall clock: slow, and made of nothing that it is compared with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)

OFF_2025 = {
    *[date(2025, 1, 1)],
    *[date(2025, 1, day) for day in (28, 29, 30, 31)],
    *[date(2025, 2, day) for day in (1, 2, 3, 4)],
    *[date(2025, 4, day) for day in (4, 5, 6)],
    *[date(2025, 5, day) for day in (1, 2, 3, 4, 5, 31)],
    *[date(2025, 6, day) for day in (1, 2)],
    *[date(2025, 10, day) for day in range(1, 9)],
}
"""Days off in China as the State Council announced them for 2025, and the weekend days that were worked."""
WORKED_2025 = {date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11)}
OFF_2026 = {
    *[date(2026, 1, day) for day in (1, 2, 3)],
    *[date(2026, 2, day) for day in range(15, 24)],
    *[date(2026, 4, day) for day in (4, 5, 6)],
    *[date(2026, 5, day) for day in range(1, 6)],
    *[date(2026, 6, day) for day in (19, 20, 21)],
    *[date(2026, 9, day) for day in (25, 26, 27)],
    *[date(2026, 10, day) for day in range(1, 8)],
}
WORKED_2026 = {
    date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20),
    date(2026, 10, 10),
}  # fmt: skip


@dataclass(frozen=True)
class Wall:
    """Open when the wall clock reads a minute of the day that `minutes(day)` names, and no closure covers it."""

    zone: ZoneInfo
    minutes: Callable[[date], list[tuple[int, int]]]
    closures: tuple[tuple[datetime, datetime], ...] = ()

    def open_at(self, moment: datetime) -> bool:
        """One look at the clock on the wall."""
        if any(start <= moment < end for start, end in self.closures):
            return False
        wall = moment.astimezone(self.zone)
        minute = wall.hour * 60 + wall.minute
        return any(start <= minute < end for start, end in self.minutes(wall.date()))

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Every minute that touches the span is looked at; of the first and the last only what is in it counts."""
        total = timedelta()
        minute = start.astimezone(UTC).replace(second=0, microsecond=0)
        while minute < end:
            if self.open_at(minute):
                total += min(minute + MINUTE, end) - max(minute, start)
            minute += MINUTE
        return total

    def due(self, start: datetime, length: timedelta) -> datetime:
        """Walks until the length is used up."""
        minute = start.astimezone(UTC).replace(second=0, microsecond=0)
        while True:
            if self.open_at(minute):
                begins = max(minute, start)
                if minute + MINUTE - begins >= length:
                    return begins + length
                length -= minute + MINUTE - begins
            minute += MINUTE
