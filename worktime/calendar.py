"""Weekly hours, holidays, make-up days: at which moments somebody is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from worktime.hours import ALWAYS, DAY, Hours, Span
from worktime.public import PublicDays, public_days

SECOND = timedelta(seconds=1)
_REACH = timedelta(hours=15)
"""Farther from UTC than any place on earth: the instants of a local day lie within this around the same UTC day."""
KEPT_DAYS = 4_000


@dataclass(frozen=True, slots=True)
class Opening:
    """An unbroken stretch of open time in UTC; the wall clock reads `start + offset`, the same offset throughout."""

    start: datetime
    end: datetime
    offset: timedelta


@dataclass(frozen=True, slots=True)
class Closure:
    """A stretch of time in which nobody is there, whatever the hours say (from a feed)."""

    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Open at a moment = the wall clock of `zone` then reads a time within the hours of that day.

    The hours of a day: `extra` if it is named there, else none on a public holiday of `country`, else those of
    `make_up` on a weekend day that is worked, else those of the weekday. `closures` are taken out at last.
    """

    zone: ZoneInfo
    hours: Hours = ALWAYS
    country: str = ""
    make_up: tuple[Span, ...] | None = None
    extra: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    closures: Sequence[Closure] = ()
    _days: dict[date, tuple[Opening, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @property
    def is_always_open(self) -> bool:
        """Whether there is nothing to wait for."""
        return self.hours == ALWAYS and not (self.country or self.extra or self.closures)

    def spans(self, day: date) -> tuple[Span, ...]:
        """The hours of one day by the wall clock, without closures."""
        if day in self.extra:
            return self.extra[day]
        public = public_days(self.country, day.year) if self.country else PublicDays()
        if day in public.made_up:
            return self.hours_made_up
        return () if day in public.off else self.hours[day.weekday()]

    @property
    def hours_made_up(self) -> tuple[Span, ...]:
        """The hours of a make-up workday: `make_up`, else those of the first weekday that has any."""
        if self.make_up is not None:
            return self.make_up
        return next((spans for spans in self.hours if spans), ())

    def openings(self, day: date) -> tuple[Opening, ...]:
        """When it is open on that day of the zone, in order; a change of the clocks divides an opening."""
        known = self._days.get(day)
        if known is None:
            if len(self._days) >= KEPT_DAYS:
                self._days.clear()
            known = self._days[day] = tuple(sorted(self._find(day), key=lambda one: one.start))
        return known

    def _find(self, day: date) -> Iterator[Opening]:
        midnight = datetime.combine(day, time(), UTC)
        spans = self.spans(day)
        for start, end, offset in self._offsets(midnight - _REACH, midnight + DAY + _REACH) if spans else ():
            for span in spans:
                first = max(start, midnight + span.start - offset)
                last = min(end, midnight + span.end - offset)
                if first < last:
                    yield from self._without_closures(Opening(first, last, offset))

    def _offsets(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
        """The stretches of one offset between two moments that are less than three days apart."""
        before, after = self._offset(start), self._offset(end)
        if before == after:
            yield start, end, before
            return
        low, high = start, end
        while high - low > SECOND:
            middle = low + (high - low) // 2 // SECOND * SECOND
            low, high = (middle, high) if self._offset(middle) == before else (low, middle)
        yield start, high, before
        yield high, end, after

    def _offset(self, moment: datetime) -> timedelta:
        return moment.astimezone(self.zone).utcoffset() or timedelta()

    def _without_closures(self, opening: Opening) -> Iterator[Opening]:
        left = [opening]
        for closure in self.closures:
            left = [part for one in left for part in _apart(one, closure)]
        yield from left

    def day_of(self, moment: datetime) -> date:
        """The date on the wall at that moment."""
        return moment.astimezone(self.zone).date()

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is there."""
        return any(one.start <= moment < one.end for one in self.openings(self.day_of(moment)))


def _apart(opening: Opening, closure: Closure) -> Iterator[Opening]:
    if closure.end <= opening.start or opening.end <= closure.start:
        yield opening
        return
    if opening.start < closure.start:
        yield Opening(opening.start, closure.start, opening.offset)
    if closure.end < opening.end:
        yield Opening(closure.end, opening.end, opening.offset)
