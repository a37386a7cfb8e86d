"""Recurrence: the next time in a zone, against a slow reference that looks at every minute of the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.recurrence import Occurrence, Recurrence, next_after

MINUTE = timedelta(minutes=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")

CHANGES = {
    "Europe/Berlin": ["2026-03-29", "2026-10-25", "2031-03-30"],
    "America/New_York": ["2026-03-08", "2026-11-01", "2029-11-04"],
    "Asia/Shanghai": ["1988-04-17", "1988-09-11", "2026-02-28"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04", "2027-04-04"],
    "America/Santiago": ["2026-04-05", "2026-09-06", "2028-09-03"],
    "Pacific/Apia": ["2011-12-30"],
}
WINDOWS = [(zone, day) for zone, days in CHANGES.items() for day in days]


def recurrence(text: str) -> Recurrence:
    found = Recurrence.parse(text)
    assert isinstance(found, Recurrence), found
    return found


def after(text: str, moment: str, zone: ZoneInfo = SHANGHAI) -> str | None:
    """The key of the first occurrence after a wall time of the zone."""
    found = next_after(recurrence(text), zone, datetime.fromisoformat(moment).replace(tzinfo=zone))
    return found.key if found else None


@cache
def clock(zone: str, day: str) -> tuple[tuple[datetime, datetime], ...]:
    """Each minute (UTC, wall) of the three days around a change, as the zone's clock shows it."""
    start = datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(days=1, hours=12)
    minutes = (start + number * MINUTE for number in range(4 * 24 * 60))
    return tuple((at, at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)) for at in minutes)


def reference(zone: str, day: str, due: Callable[[datetime], bool]) -> list[Occurrence]:
    """Each due wall time once: at its first showing; skipped ones as much later as the clock jumped."""
    shown: dict[datetime, datetime] = {}
    for at, wall in clock(zone, day):
        if due(wall):
            shown.setdefault(wall, at)
    for (at, before), (_, behind) in pairwise(clock(zone, day)):
        skipped = before + MINUTE
        jump = behind - skipped
        while skipped < behind:
            if due(skipped):
                shown.setdefault(skipped + jump, at + MINUTE + (skipped - before - MINUTE))
            skipped += MINUTE
    return sorted(
        (Occurrence(at=at, key=wall.isoformat(timespec="minutes")) for wall, at in shown.items()),
        key=lambda occurrence: occurrence.at,
    )


def produced(zone: str, day: str, what: Recurrence) -> list[Occurrence]:
    start, end = clock(zone, day)[0][0] - MINUTE, clock(zone, day)[-1][0]
    found: list[Occurrence] = []
    while (occurrence := next_after(what, ZoneInfo(zone), start)) and occurrence.at <= end:
        found.append(occurrence)
        start = occurrence.at
    return found


CASES: dict[str, Callable[[datetime], bool]] = {
    "daily 02:30": lambda wall: (wall.hour, wall.minute) == (2, 30),
    "daily 00:00": lambda wall: (wall.hour, wall.minute) == (0, 0),
    "daily 00:15,02:15,03:00,03:15": lambda wall: (
        (wall.hour, wall.minute) in ((0, 15), (2, 15), (3, 0), (3, 15))
    ),
    "daily 01:45,02:00,23:30": lambda wall: (wall.hour, wall.minute) in ((1, 45), (2, 0), (23, 30)),
    "*/30": lambda wall: wall.minute % 30 == 0,
    "every 15 minutes": lambda wall: wall.minute % 15 == 0,
    "hourly": lambda wall: wall.minute == 0,
    "every 2 hours": lambda wall: wall.minute == 0 and wall.hour % 2 == 0,
    "每周日 2:10": lambda wall: (wall.weekday(), wall.hour, wall.minute) == (6, 2, 10),
    "weekly fri-mon 00:30": lambda wall: (
        wall.weekday() in (4, 5, 6, 0) and (wall.hour, wall.minute) == (0, 30)
    ),
    "cron minute=5,50 hour=0-3": lambda wall: wall.minute in (5, 50) and wall.hour <= 3,
    "cron */20 1,2,23 * * 0": lambda wall: (
        wall.minute % 20 == 0 and wall.hour in (1, 2, 23) and wall.weekday() == 6
    ),
}


@pytest.mark.parametrize(("zone", "day"), WINDOWS)
@pytest.mark.parametrize("text", CASES)
def test_around_a_change_of_the_clock_each_local_time_comes_once(zone: str, day: str, text: str) -> None:
    expected = reference(zone, day, CASES[text])
    found = produced(zone, day, recurrence(text))
    assert found == [occurrence for occurrence in expected if clock(zone, day)[0][0] <= occurrence.at]
    assert len({occurrence.key for occurrence in found}) == len(found)


@given(
    st.sampled_from(WINDOWS),
    st.lists(st.tuples(st.integers(0, 23), st.integers(0, 59)), min_size=1, max_size=3, unique=True),
    st.integers(60, 4 * 24 * 60 - 36 * 60),
)
def test_from_any_minute_the_next_is_the_first_that_is_later(
    window: tuple[str, str], times: list[tuple[int, int]], minute: int
) -> None:
    zone, day = window
    text = "daily " + ",".join(f"{hour:02}:{past:02}" for hour, past in times)
    moment = clock(zone, day)[minute][0]
    expected = next(o for o in reference(zone, day, lambda w: (w.hour, w.minute) in times) if o.at > moment)
    assert next_after(recurrence(text), ZoneInfo(zone), moment) == expected


@given(st.sampled_from(sorted(CHANGES)), st.integers(473_385_600, 2_145_916_800))
def test_over_the_years_times_advance_and_show_what_was_asked(zone: str, start: int) -> None:
    moment = datetime.fromtimestamp(start, UTC)
    for text, due in CASES.items():
        found = next_after(recurrence(text), ZoneInfo(zone), moment)
        assert found is not None
        assert found.at > moment
        wall = found.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert found.key == wall.isoformat(timespec="minutes")
        straight = found.at.astimezone(ZoneInfo(zone))
        unjumped = (straight - timedelta(days=1)).utcoffset() == straight.utcoffset()
        assert due(wall) or not unjumped


def test_the_doubled_hour_and_the_missing_one_in_berlin() -> None:
    assert after("daily 02:30", "2026-10-24T12:00", BERLIN) == "2026-10-25T02:30"
    assert after("daily 02:30", "2026-10-25T02:30", BERLIN) == "2026-10-26T02:30"
    assert after("daily 02:30", "2026-03-28T12:00", BERLIN) == "2026-03-29T03:30"
    assert after("daily 02:30", "2026-03-29T03:30", BERLIN) == "2026-03-30T02:30"
    second = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    found = next_after(recurrence("daily 02:30"), BERLIN, second)
    assert found
    assert found.key == "2026-10-26T02:30"


def test_a_one_off_comes_once_even_in_the_missing_hour() -> None:
    assert after("2026-03-29 02:30", "2026-03-01T00:00", BERLIN) == "2026-03-29T03:30"
    assert after("2026-03-29 02:30", "2026-03-29T03:30", BERLIN) is None
    assert after("2026-12-01 09:00", "2026-12-01T08:59") == "2026-12-01T09:00"
    assert after("2026-12-01 09:00", "2026-12-01T09:00") is None


def test_months_of_different_length() -> None:
    assert after("monthly last 18:00", "2028-02-01T00:00") == "2028-02-29T18:00"
    assert after("monthly last 18:00", "2026-02-28T18:00") == "2026-03-31T18:00"
    assert after("monthly 31 09:00", "2026-01-31T09:00") == "2026-03-31T09:00"
    assert after("monthly 29,30 09:00", "2026-01-30T09:00") == "2026-03-29T09:00"
    assert after("monthly 2nd tue,last fri 10:00", "2026-01-01T00:00") == "2026-01-13T10:00"
    assert after("monthly 2nd tue,last fri 10:00", "2026-01-13T10:00") == "2026-01-30T10:00"
    assert after("monthly 5th sun 10:00", "2026-01-01T00:00") == "2026-03-29T10:00"


def test_crontab_means_what_crontab_means() -> None:
    assert after("cron 0 9 * * 0", "2026-01-01T00:00") == "2026-01-04T09:00"
    assert after("cron 0 9 * * 7", "2026-01-01T00:00") == "2026-01-04T09:00"
    assert after("cron 0 9 * * 1-5", "2026-01-02T09:00") == "2026-01-05T09:00"
    assert after("cron 0 9 * * 5-7", "2026-01-04T09:00") == "2026-01-09T09:00"
    assert after("cron 0 9 10 * 1", "2026-01-06T00:00") == "2026-01-10T09:00"
    assert after("cron 0 9 10 * 1", "2026-01-10T09:00") == "2026-01-12T09:00"
    assert after("cron 0 9 */2 * mon", "2026-01-06T00:00") == "2026-01-19T09:00"


def test_named_fields_combine_and_fill_up_with_zero() -> None:
    assert after("cron hour=9", "2026-01-01T09:00") == "2026-01-02T09:00"
    assert after("cron day_of_week=mon", "2026-01-01T00:00") == "2026-01-05T00:00"
    assert after("cron month=mar day=last fri hour=9", "2026-01-01T00:00") == "2026-03-27T09:00"
    assert after("cron minute=*/30 hour=9-10 day_of_week=sat-sun", "2026-01-03T10:30") == "2026-01-04T09:00"


def test_rules_keep_their_phase() -> None:
    fortnightly = "DTSTART:20260105T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"
    assert after(fortnightly, "2026-01-05T09:00") == "2026-01-19T09:00"
    assert after(fortnightly, "2027-01-01T00:00") == "2027-01-04T09:00"
    last_workday = "DTSTART:20260101T170000 RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    assert after(last_workday, "2026-01-02T00:00") == "2026-01-30T17:00"
    thrice = "DTSTART:20260101T170000 RRULE:FREQ=DAILY;COUNT=3"
    assert after(thrice, "2026-01-03T17:00") is None


@given(st.sampled_from(WINDOWS), st.integers(60, 4 * 24 * 60 - 36 * 60))
def test_a_daily_rule_is_a_daily_time(window: tuple[str, str], minute: int) -> None:
    zone, day = window
    moment = clock(zone, day)[minute][0]
    start = (moment - timedelta(days=30)).strftime("%Y%m%d")
    rule = recurrence(f"DTSTART:{start}T023000 RRULE:FREQ=DAILY")
    plain = recurrence("daily 02:30")
    assert next_after(rule, ZoneInfo(zone), moment) == next_after(plain, ZoneInfo(zone), moment)


def test_the_minute_just_passed_is_not_repeated() -> None:
    what = recurrence("every 15 minutes")
    moment = datetime(2026, 1, 1, 0, 15, tzinfo=UTC)
    first = next_after(what, SHANGHAI, moment)
    almost = next_after(what, SHANGHAI, moment - timedelta(microseconds=1))
    assert first
    assert almost
    assert (almost.at, first.at) == (moment, moment + timedelta(minutes=15))
