"""Which occurrences have come, which of them is still worth posting, and when the next is (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from schedules.recurrence import Occurrence, Recurrence, next_after

MOST = 100
"""Missed occurrences that are recorded one by one; of more, `more` is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a look at the clock found. `late` missed because of their own lateness or of a newer one, oldest first."""

    post: Occurrence | None
    missed: tuple[Occurrence, ...]
    following: Occurrence | None
    more: bool = False


def what_is_due(
    recurrence: Recurrence, zone: ZoneInfo, first: Occurrence, now: datetime, late_within: timedelta
) -> Due:
    """Everything from `first` until `now`: the newest is posted if it is at most `late_within` late.

    Older ones are missed: the same words several times in a row help nobody.
    """
    come: list[Occurrence] = []
    following: Occurrence | None = first
    while following is not None and following.at <= now and len(come) <= MOST:
        come.append(following)
        following = next_after(recurrence, zone, following.at)
    more = following is not None and following.at <= now
    if more:
        come[-1:] = _newest(recurrence, zone, come[-1], now)
        following = next_after(recurrence, zone, now)
    if come and now - come[-1].at <= late_within:
        return Due(post=come[-1], missed=tuple(come[:-1]), following=following, more=more)
    return Due(post=None, missed=tuple(come), following=following, more=more)


def _newest(recurrence: Recurrence, zone: ZoneInfo, after: Occurrence, now: datetime) -> tuple[Occurrence]:
    """The last occurrence until `now`, found by halving the time in which it lies."""
    newest, low, high = after, after.at, now
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        found = next_after(recurrence, zone, middle)
        if found is not None and found.at <= now:
            newest, low = found, max(found.at, middle)
        else:
            high = middle
    return (newest,)


def first_time(
    recurrence: Recurrence, zone: ZoneInfo, now: datetime, late_within: timedelta
) -> Occurrence | None:
    """The next occurrence; of a one-off whose time has just passed, that one; None = its time is over."""
    coming = next_after(recurrence, zone, now)
    if coming is not None:
        return coming
    return next_after(recurrence, zone, now - late_within - timedelta(microseconds=1))
