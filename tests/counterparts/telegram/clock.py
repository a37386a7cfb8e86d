"""The counterpart's time: any callable that answers the current moment in UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  the bench's server is a process of its own, no product clock reaches it


class HandClock:
    """A clock that moves only when told to."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self._moment = start

    def __call__(self) -> datetime:
        return self._moment

    def passes(self, **amount: float) -> None:
        self._moment += timedelta(**amount)
