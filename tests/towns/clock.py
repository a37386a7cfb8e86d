"""The town's clock."""

from __future__ import annotations

from datetime import UTC, datetime

MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class TownClock:
    """A clock that moves only when told."""

    def __init__(self, start: datetime = MORNING) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        self._now = max(self._now, moment)
