"""The two clocks that a town can live by: one moved by hand, and the wall's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where the town reads the time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""


class HandClock:
    """A clock that stands still until it is told to pass."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self._now = start

    def now(self) -> datetime:
        """The moment at which the clock stands."""
        return self._now

    def passes(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Moves forward."""
        self._now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


class WallClock:
    """The machine's time, for a town in a process of its own."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)  # noqa: TID251 - the outermost program has nobody to hand it a clock
