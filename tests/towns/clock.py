"""The town's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HAIR = timedelta(microseconds=1)


class TownClock:
    """A clock that is moved, and goes on by a hair between two looks at it, as every real one does."""

    def __init__(self, start: datetime = MORNING) -> None:
        self._now = start

    def now(self) -> datetime:
        self._now += HAIR
        return self._now

    def set(self, moment: datetime) -> None:
        self._now = max(self._now, moment)
