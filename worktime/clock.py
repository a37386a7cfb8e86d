"""Due and elapsed: business time between moments, exact to the second over holidays and changes of the clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from worktime.calendar import Calendar, Opening
from worktime.hours import DAY

FARTHEST = timedelta(days=366 * 3)
"""How far ahead a due moment is looked for; a calendar without open time in that is unusable."""


class NeverOpen(Exception):
    """The calendar has not enough open time within three years."""


def due(calendar: Calendar, start: datetime, length: timedelta) -> datetime:
    """The moment at which `length` of open time has passed since `start`. Raises NeverOpen.

    Due at the end of an opening means at that end, not at the next opening. No length is due at once.
    """
    if length <= timedelta() or calendar.is_always_open:
        return start + max(length, timedelta())
    for opening in _openings(calendar, start):
        begins = max(opening.start, start)
        if opening.end - begins >= length:
            return begins + length
        length -= opening.end - begins
    raise NeverOpen(f"{length} of open time is missing")


def elapsed(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """The open time between two moments; none when `end` is not after `start`."""
    if calendar.is_always_open:
        return max(end - start, timedelta())
    total, day = timedelta(), calendar.day_of(start)
    last = calendar.day_of(end)
    while day <= last:
        for opening in calendar.openings(day):
            stretch = min(opening.end, end) - max(opening.start, start)
            total += max(stretch, timedelta())
        day += DAY
    return total


def opens(calendar: Calendar, moment: datetime) -> datetime:
    """The first moment from then on at which somebody is there. Raises NeverOpen."""
    if calendar.is_always_open:
        return moment
    return max(next(_openings(calendar, moment)).start, moment)


def closes(calendar: Calendar, moment: datetime) -> datetime | None:
    """When the opening ends in which `moment` lies; None when it is closed then, or never closes."""
    if calendar.is_always_open:
        return None
    end: datetime | None = None
    for opening in _openings(calendar, moment):
        if opening.start > (end or moment):
            break
        end = opening.end
        if end - moment > 7 * DAY:
            return None
    return end


def due_days(calendar: Calendar, start: datetime, days: int) -> datetime:
    """The same time of the wall clock so many business days later. Raises NeverOpen.

    Counted from the moment it opens when it is closed at `start`; where that time is closed on the last day, its
    opening before then ends, or the day begins. A business day without a calendar has 24 hours.
    """
    if calendar.is_always_open:
        return start + days * DAY
    begins = opens(calendar, start)
    wall = begins.astimezone(calendar.zone).replace(tzinfo=None)
    day = wall.date()
    horizon = day + FARTHEST
    while days:
        day += DAY
        if day > horizon:
            raise NeverOpen(f"{days} business days are missing")
        days -= bool(calendar.openings(day))
    time_of_day = wall - datetime.combine(wall.date(), datetime.min.time())
    wanted = datetime.combine(day, datetime.min.time(), UTC) + time_of_day
    reached: datetime | None = None
    for opening in calendar.openings(day):
        at = wanted - opening.offset
        if at < opening.start:
            return reached or opening.start
        if at <= opening.end:
            return at
        reached = opening.end
    assert reached is not None
    return reached


def _openings(calendar: Calendar, moment: datetime) -> Iterator[Opening]:
    """Every opening that ends after the moment, in order. Raises NeverOpen at the horizon."""
    day = calendar.day_of(moment)
    horizon = day + FARTHEST
    while day <= horizon:
        for opening in calendar.openings(day):
            if opening.end > moment:
                yield opening
        day += DAY
    raise NeverOpen(f"nothing is open for {FARTHEST.days} days")
