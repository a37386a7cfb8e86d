"""Snowflakes: ids that carry the moment of their making."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.counterparts.discord.clocks import Clock

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
TIME_SHIFT = 22


def snowflake_at(at: datetime) -> int:
    """The smallest id of that millisecond."""
    return ((at - EPOCH) // timedelta(milliseconds=1)) << TIME_SHIFT


def moment_of(snowflake: int) -> datetime:
    """When the id was made, to the millisecond."""
    return EPOCH + timedelta(milliseconds=snowflake >> TIME_SHIFT)


class Snowflakes:
    """Fresh ids: never equal, always growing, even when the clock stands or is set back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._dated = 0

    def new(self) -> int:
        """The next id at the clock's moment."""
        self._last = max(snowflake_at(self._clock.now()), self._last + 1)
        return self._last

    def dated(self, at: datetime) -> int:
        """An id of another moment (an old account, an old message), unique by the running count."""
        self._dated += 1
        return snowflake_at(at) + self._dated
