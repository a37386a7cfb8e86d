"""An iCalendar feed: events on which nobody is there, recurring ones included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from worktime.calendar import Closure


class BadFeed(ValueError):
    """The text is no iCalendar."""


def read_feed(text: str, first: date, last: date, zone: ZoneInfo) -> tuple[Closure, ...]:
    """The closures between two days. Events marked as free (TRANSP:TRANSPARENT) or cancelled close nothing.

    All-day events close whole days of `zone`, and times without a zone are read in it. Raises BadFeed.
    """
    import icalendar
    import recurring_ical_events

    try:
        calendar = icalendar.Calendar.from_ical(text)
        events = recurring_ical_events.of(calendar).between(first, last + timedelta(days=1))
        found = [closure for event in events for closure in _closure(event, zone)]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise BadFeed(str(error) or type(error).__name__) from error
    return tuple(sorted(set(found), key=lambda one: (one.start, one.end)))


def _closure(event: Any, zone: ZoneInfo) -> Iterator[Closure]:
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else start + timedelta(days=not isinstance(start, datetime))
    begins, ends = _moment(start, zone), _moment(end, zone)
    if begins < ends:
        yield Closure(begins, ends)


def _moment(value: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
