"""The days that a report is about, and when the weekly one is due (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TREND = 14
"""Days in the picture, at least."""
_DAY = timedelta(days=1)


class Length(StrEnum):
    """How much a report covers."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def days(self) -> int:
        """So many local days."""
        return {Length.DAY: 1, Length.WEEK: 7, Length.MONTH: 30}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Whole local days up to `last`, which may not be over yet."""

    length: Length
    last: date

    @property
    def first(self) -> date:
        """The first day."""
        return self.last - _DAY * (self.length.days - 1)

    @property
    def before(self) -> Span:
        """As many days before it."""
        return Span(length=self.length, last=self.first - _DAY)

    @property
    def trend(self) -> tuple[date, ...]:
        """The days that the picture shows: those of the report and as many before it, or a fortnight."""
        days = max(TREND, 2 * self.length.days)
        return tuple(self.last - _DAY * back for back in range(days - 1, -1, -1))

    def moments(self, zone: ZoneInfo) -> dict[str, datetime]:
        """Its first instant and the first one after it, in UTC."""
        return {
            "since": datetime.combine(self.first, time(), zone).astimezone(UTC),
            "until": datetime.combine(self.last + _DAY, time(), zone).astimezone(UTC),
        }

    @property
    def bounds(self) -> dict[str, str]:
        """Its first and last day as rows know days."""
        return {"first": self.first.isoformat(), "last": self.last.isoformat()}


def weekly_moments(after: datetime, weekday: str, at: time, zone: ZoneInfo) -> Iterator[datetime]:
    """The moments (UTC) of every week later than `after`; a time that the clocks skip comes as much later."""
    day = after.astimezone(zone).date() - _DAY
    while True:
        if WEEKDAYS[day.weekday()] == weekday:
            moment = datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)
            if moment > after:
                yield moment
        day += _DAY
