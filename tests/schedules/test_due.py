"""What is due after any stop: each occurrence is posted once or told as missed, none is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from schedules.due import MOST, first_time, what_is_due
from schedules.recurrence import Occurrence, Recurrence, next_after

LATE = timedelta(hours=2)
SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 10, 20, tzinfo=UTC)


def read(text: str) -> Recurrence:
    recurrence = Recurrence.parse(text)
    assert isinstance(recurrence, Recurrence)
    return recurrence


def first_of(recurrence: Recurrence, zone: ZoneInfo, after: datetime = START) -> Occurrence:
    occurrence = next_after(recurrence, zone, after)
    assert occurrence is not None
    return occurrence


def until(recurrence: Recurrence, zone: ZoneInfo, first: Occurrence, now: datetime) -> list[Occurrence]:
    """Every occurrence from `first` to `now`, one by one."""
    found: list[Occurrence] = []
    following: Occurrence | None = first
    while following is not None and following.at <= now:
        found.append(following)
        following = next_after(recurrence, zone, following.at)
    return found


def test_on_time() -> None:
    once = read("2026-12-01 20:00")
    first = first_of(once, SHANGHAI)
    due = what_is_due(once, SHANGHAI, first, first.at, LATE)
    assert (due.post, due.missed, due.following) == (first, (), None)


def test_not_yet() -> None:
    once = read("2026-12-01 20:00")
    first = first_of(once, SHANGHAI)
    due = what_is_due(once, SHANGHAI, first, first.at - timedelta(seconds=1), LATE)
    assert (due.post, due.missed, due.following) == (None, (), first)


def test_late_within_and_later() -> None:
    once = read("2026-12-01 20:00")
    first = first_of(once, SHANGHAI)
    assert what_is_due(once, SHANGHAI, first, first.at + LATE, LATE).post == first
    too_late = what_is_due(once, SHANGHAI, first, first.at + LATE + timedelta(seconds=1), LATE)
    assert (too_late.post, too_late.missed) == (None, (first,))


def test_of_several_that_are_due_the_newest_is_posted() -> None:
    hourly = read("every 1 hour")
    first = first_of(hourly, SHANGHAI)
    due = what_is_due(hourly, SHANGHAI, first, first.at + timedelta(hours=2, minutes=59), LATE)
    assert due.post is not None
    assert due.post.at == first.at + timedelta(hours=2)
    assert [one.at - first.at for one in due.missed] == [timedelta(), timedelta(hours=1)]
    assert due.following is not None
    assert due.following.at == first.at + timedelta(hours=3)


def test_a_stop_of_months_is_told_and_passed_over() -> None:
    often = read("*/5")
    first = first_of(often, SHANGHAI)
    now = first.at + timedelta(days=90, minutes=2)
    due = what_is_due(often, SHANGHAI, first, now, LATE)
    assert due.more
    assert len(due.missed) == MOST
    assert due.post is not None
    assert due.post.at == first.at + timedelta(days=90)
    assert due.following is not None
    assert due.following.at == first.at + timedelta(days=90, minutes=5)


@given(
    zone=st.sampled_from(["Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Asia/Shanghai"]),
    text=st.sampled_from(
        ["daily 02:30", "daily 09:00,21:00", "weekly mon,thu 00:15", "monthly last 23:30", "every 6 hours"]
    ),
    stop=st.integers(min_value=0, max_value=20 * 24 * 60),
)
def test_nothing_is_lost_and_nothing_twice(zone: str, text: str, stop: int) -> None:
    recurrence, here = read(text), ZoneInfo(zone)
    first = first_of(recurrence, here)
    now = first.at + timedelta(minutes=stop)
    due = what_is_due(recurrence, here, first, now, LATE)
    told = [*due.missed, *([due.post] if due.post else [])]
    assert told == until(recurrence, here, first, now)
    assert len({one.key for one in told}) == len(told)
    assert due.following is None or due.following.at > now
    assert due.post is None or now - due.post.at <= LATE


def test_the_first_time_of_a_one_off_that_has_just_passed_is_still_that() -> None:
    once = read("2026-12-01 20:00")
    at = first_of(once, SHANGHAI).at
    assert first_time(once, SHANGHAI, at - timedelta(days=3), LATE) == first_of(once, SHANGHAI)
    assert first_time(once, SHANGHAI, at + LATE, LATE) == first_of(once, SHANGHAI)
    assert first_time(once, SHANGHAI, at + LATE + timedelta(seconds=1), LATE) is None
